"""No two shortcuts of a screen want the same keys: Qt would then carry out neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import cast

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.conftest import Stand

Opens = Callable[[str], Stand]
SCREENS = [("begun", "home"), ("begun", "people"), ("begun", "desk"), ("begun", "copy")]
LATER = [("ruled", "conclusion"), ("ruled", "signing"), ("signed", "signing")]


def owner(shortcut: QShortcut) -> QWidget:
    parent = shortcut.parent()
    assert isinstance(parent, QWidget)
    return parent


def live(window: QWidget) -> list[QShortcut]:
    """The shortcuts that keys can reach in a window now."""
    found = window.findChildren(QShortcut)
    return [each for each in found if each.isEnabled() and owner(each).isVisible()]


def both_hold(one: QShortcut, other: QShortcut) -> bool:
    """Whether there is a place for the focus in which both answer."""
    within = Qt.ShortcutContext.WidgetWithChildrenShortcut
    if within not in (one.context(), other.context()):
        return True
    if one.context() == other.context() == within:
        a, b = owner(one), owner(other)
        return a is b or a.isAncestorOf(b) or b.isAncestorOf(a)
    return True


def clashes(window: QWidget) -> list[str]:
    """Keys that two shortcuts would answer at once."""
    pairs = combinations(live(window), 2)
    return [
        one.key().toString() for one, other in pairs if one.key() == other.key() and both_hold(one, other)
    ]


@pytest.mark.parametrize(("stage", "screen"), SCREENS + LATER)
def test_no_two_shortcuts_of_a_screen_want_the_same_keys(stand: Opens, stage: str, screen: str) -> None:
    here = stand(stage)
    if screen in {"desk", "copy"}:
        here.seat("expert-1")
    here.go(screen)
    QApplication.processEvents()
    assert live(here.window)
    assert clashes(here.window) == []
    actions = [each.shortcut() for each in here.window.findChildren(QAction) if not each.shortcut().isEmpty()]
    taken = {each.key().toString() for each in live(here.window)}
    assert not [keys.toString() for keys in actions if keys.toString() in taken]


def test_every_key_of_the_desk_is_answered_once_and_a_typed_sign_by_the_field(stand: Opens) -> None:
    here = stand("begun")
    here.seat("expert-1")
    note = here.go("desk").desk.card.note
    QApplication.processEvents()
    unclear: list[str] = []
    heard: list[str] = []
    names = []
    for shortcut in live(here.window):
        name = shortcut.key().toString()
        names.append(name)
        shortcut.activated.disconnect()  # what it does is not the question here
        shortcut.activated.connect(lambda name=name: heard.append(name))
        shortcut.activatedAmbiguously.connect(lambda name=name: unclear.append(name))
    for name in names:
        note.setFocus()
        wanted = cast("Sequence[QKeyCombination]", QKeySequence(name))[0]
        QTest.keyClick(note, wanted.key(), wanted.keyboardModifiers())
    assert unclear == []
    assert Counter(heard).most_common(1)[0][1] == 1
    assert {"F1", "Esc", "Alt+Down", "Ctrl+Shift+P", "Ctrl+O", "Alt+4", "Ctrl+H"} <= set(heard)
    assert "?" not in heard
    QShortcut(QKeySequence("Ctrl+H"), here.window)
    assert clashes(here.window) == ["Ctrl+H"]
