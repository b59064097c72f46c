"""The focus is never lost: whatever is pressed, in whatever order, the next key has somewhere to go."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.filling import filled, profiles_of
from tests.ui.desk.sitting import ALT, CTRL, NONE, SHIFT, Sitting
from tests.ui.desk.test_kinds import LIBRARY, Seat, seat

__all__ = ["seat"]

KINDS = [
    "tianjin-base-acceptance",
    "tianjin-studio-acceptance",
    "national-base-new",
    "hubei-cancellation",
    "hubei-performance",
    "hubei-effect",
    "hubei-base-acceptance",
    "pingdingshan-studio-annual",
]
KEYS = [
    (Qt.Key.Key_Tab, NONE),
    (Qt.Key.Key_Tab, NONE),
    (Qt.Key.Key_Tab, SHIFT),
    (Qt.Key.Key_Return, NONE),
    (Qt.Key.Key_Return, NONE),
    (Qt.Key.Key_Down, ALT),
    (Qt.Key.Key_Up, ALT),
    (Qt.Key.Key_Up, NONE),
    (Qt.Key.Key_Down, NONE),
    (Qt.Key.Key_PageUp, NONE),
    (Qt.Key.Key_Space, NONE),
    (Qt.Key.Key_Delete, NONE),
    (Qt.Key.Key_Backspace, NONE),
    (Qt.Key.Key_Z, CTRL),
    (Qt.Key.Key_Y, CTRL),
    (Qt.Key.Key_M, CTRL),
    (Qt.Key.Key_F, CTRL),
    (Qt.Key.Key_F6, NONE),
    (Qt.Key.Key_F6, SHIFT),
    (Qt.Key.Key_1, CTRL),
    (Qt.Key.Key_2, CTRL),
    (Qt.Key.Key_3, CTRL),
]
TYPED = "0123456789./%"


@pytest.fixture(autouse=True)
def no_picking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own dialog would wait for a person."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))


def held(desk: Sitting) -> None:
    """The focus is on something of the desk that can be seen."""
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.isVisible(), focus
    assert desk.view.isAncestorOf(focus), focus
    assert focus.isEnabled(), focus


def shut(desk: Sitting) -> None:
    """A dialog or a menu that a key has opened is another window: go back."""
    menu = QApplication.activePopupWidget()
    if menu is not None:
        QTest.keyClick(menu, Qt.Key.Key_Escape)
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()
        desk.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        desk.view.activateWindow()
        desk.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def pressed(desk: Sitting, luck: random.Random) -> None:
    if luck.random() < 0.4:
        desk.qtbot.keyClicks(desk.focus, luck.choice(TYPED))
    else:
        key, modifier = luck.choice(KEYS)
        desk.press(key, modifier)


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")
@pytest.mark.parametrize("scheme", KINDS)
def test_the_focus_survives_whatever_is_pressed(seat: Seat, scheme: str) -> None:
    desk = seat(scheme, {})
    luck = random.Random(20250512)  # noqa: S311  the same keys every time
    for _ in range(220):
        pressed(desk, luck)
        shut(desk)
        held(desk)


@pytest.mark.parametrize("scheme", KINDS)
def test_alt_down_goes_through_every_criterion_with_the_focus_in_it(seat: Seat, scheme: str) -> None:
    kind = LIBRARY[scheme]
    desk = seat(scheme, filled(kind, profiles_of(kind)[0]))
    desk.go(kind.criteria[0].id)
    for criterion in kind.criteria[1:]:
        desk.press(Qt.Key.Key_Down, ALT)
        assert desk.card.id == criterion.id
        held(desk)
        assert desk.view.card.isAncestorOf(desk.focus)


@pytest.mark.parametrize("scheme", KINDS[:3])
def test_tab_comes_round_at_every_criterion(seat: Seat, scheme: str) -> None:
    kind = LIBRARY[scheme]
    desk = seat(scheme, filled(kind, profiles_of(kind)[0], good=False))
    for criterion in kind.criteria[::4]:
        desk.view.wants.opened.emit(criterion.id)
        seen: list[object] = []
        while desk.focus not in seen:
            held(desk)
            seen.append(desk.focus)
            desk.press(Qt.Key.Key_Tab)
            assert len(seen) < 120
