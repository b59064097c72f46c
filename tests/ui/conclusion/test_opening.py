"""Sheets that are in before the rest: told, and opened only with a reason, in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

Opener = Callable[[str], Any]
WHY = "专家甲临时离场，先准备反馈"
KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_what_is_in_is_opened_by_a_key_with_a_reason(
    stand: Opener, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here = stand("begun")
    here.seat("leader")
    screen = here.go("conclusion")
    assert screen.left.opening.text() == "已到 2 份，共 3 份；到齐后自动打开。"
    assert screen.presenter.state.criterion.sides == ()

    def write(dialog: Any) -> None:
        assert not dialog.act.isEnabled()
        event = QInputMethodEvent()
        event.setCommitString(WHY)
        QApplication.sendEvent(dialog.reason, event)
        dialog.act.click()

    answering(write)
    qtbot.keyClick(here.window, Qt.Key.Key_O, KEYS)
    state = screen.presenter.state
    assert len(state.criterion.sides) == 2
    assert WHY in screen.left.opening.text()
    assert "专家甲" in screen.left.opening.text()
    assert screen.left.open.isHidden()
    assert not screen.criterion.ruling.isVisible(), "nothing is ruled on while a sheet is wanting"
    assert not screen.result.freeze.isEnabled()
    assert "waiting" in {group.key for group in state.groups}


def test_nothing_is_offered_once_all_are_in(stand: Opener) -> None:
    screen = stand("collected").go("conclusion")
    assert screen.left.open.isHidden()
    assert screen.left.opening.isHidden()
    screen.settling.open_sheets()  # the key does nothing here
