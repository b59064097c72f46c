"""Two ledgers of one panel through the real window: what differs is read, ticked, and joined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.conclusion.view_branch import BranchDialog
from tests.ui.rivals import parted_panel

Opener = Callable[[str], Any]


@pytest.fixture
def parted(stand: Opener) -> Any:
    here = stand("collected")
    parted_panel(here.workspace, here.visit)
    here.seat("leader")
    return here


def answered(qtbot: QtBot, button: Any, answer: Callable[[BranchDialog], None]) -> None:
    said: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, BranchDialog):
            QTimer.singleShot(20, look)
            return
        answer(dialog)
        said.append("")

    QTimer.singleShot(20, look)
    qtbot.waitUntil(button.isVisible)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(said) and QApplication.activeModalWidget() is None)


def test_the_leader_joins_two_ledgers(parted: Any, qtbot: QtBot) -> None:
    screen = parted.go("conclusion")
    assert screen.presenter.state.parted

    def join(dialog: BranchDialog) -> None:
        pick = dialog.picks["ruling.13.2"]
        qtbot.keyClick(pick, Qt.Key.Key_Space)
        assert dialog.taken == ("ruling.13.2",)
        assert not dialog.act.isEnabled(), "nothing is joined without a reason"
        dialog.reason.setPlainText("以现场核对的为准（示例）")
        qtbot.keyClick(dialog.act, Qt.Key.Key_Space)

    answered(qtbot, screen.left.parted, join)
    facts = parted.workspace.panels.open(parted.visit).facts
    assert facts.rulings["13.2"].findings == {"senior_trainees": "300"}
    assert facts.problems == ("本机写的问题（示例）",)
    assert not screen.left.parted.isVisible()
    assert not screen.presenter.state.parted


def test_escape_leaves_both(parted: Any, qtbot: QtBot) -> None:
    screen = parted.go("conclusion")
    answered(qtbot, screen.left.parted, lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    assert screen.presenter.state.parted
