"""A locked sheet is opened again from the desk, by keys alone, and never without a reason."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.ui.shell.view_reason import ReasonDialog
from tests.ui.desk.sitting import CTRL, SHIFT, Sitting

WHY = "看漏了一页附件（示例）"


def _writable(desk: Sitting) -> bool:
    return desk.view.presenter.state.card.writable


def test_a_locked_sheet_is_opened_again_and_locked_anew(desk: Sitting) -> None:
    deeds = desk.view.result.deeds
    assert not deeds.again.isVisible()
    desk.press(Qt.Key.Key_L, CTRL | SHIFT)
    assert QApplication.activeModalWidget() is None, "an open sheet has nothing to open again"
    desk.press(Qt.Key.Key_L, CTRL)
    desk.dialog().accept()
    desk.view.activateWindow()
    desk.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert deeds.again.isVisible()
    assert not _writable(desk)
    desk.press(Qt.Key.Key_L, CTRL | SHIFT)
    dialog = desk.dialog()
    assert isinstance(dialog, ReasonDialog)
    desk.type("  ")
    assert not dialog.act.isEnabled()
    desk.type(WHY)
    with desk.qtbot.waitSignal(desk.view.reopened):
        dialog.act.click()
    assert not desk.sheet.locked
    assert _writable(desk)
    assert (deeds.again.isVisible(), deeds.lock.isVisible(), deeds.locked.isVisible()) == (False, True, False)
    assert desk.sheet.records()[-1].why == WHY
