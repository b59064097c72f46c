"""A sheet that came with a copy without keys is gone on with by a colleague, by keys alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.models import tables
from app.ui.seating.view_paper import PaperDialog
from app.ui.shell.presenter import Route
from tests.ui.seating.test_seating import Opener, answer_in_turn, digit_of


def test_a_digit_space_and_enter_lead_to_the_desk(stand: Opener, qtbot: QtBot) -> None:
    here = stand("begun")
    expert = here.people["expert-1"]
    here.seat("leader")
    with here.workspace.store.write() as unit:
        unit.remove(tables.people, {"id": expert})
    answers = dict(here.workspace.sheets.open(here.visit, expert).answers)
    assert answers
    here.go("home")
    seen: list[str] = []

    def act(dialog: Any) -> None:
        assert isinstance(dialog, PaperDialog)
        qtbot.keyClick(dialog.list, digit_of(dialog, expert))
        assert dialog.left.hasFocus()
        seen.append(dialog.act.text())
        qtbot.keyClick(dialog.left, Qt.Key.Key_Return)
        assert dialog.isVisible(), "not without the word that the old laptop is dead"
        qtbot.keyClick(dialog.left, Qt.Key.Key_Space)
        if dialog.pledged.isVisible():
            qtbot.keyClick(dialog.pledged, Qt.Key.Key_Space)
        qtbot.keyClick(dialog.left, Qt.Key.Key_Return)

    answer_in_turn(qtbot, act)
    (card,) = [card for card in here.screen.cards if card.tile.visit_id == here.visit]
    card.asked.emit(here.visit, "type_in")

    assert seen == ["由我接续"]
    assert here.window.route == Route("desk", here.visit, expert)
    desk = here.workspace.sheets.open(here.visit, expert, entered_by=here.people["leader"])
    assert dict(desk.answers) == answers
    assert here.screen.desk.presenter.state.seat.typed


def test_the_leader_goes_on_for_who_has_forgotten_the_pin(stand: Opener, qtbot: QtBot) -> None:
    here = stand("begun")
    expert, leader = here.people["expert-1"], here.people["leader"]
    here.workspace.visits.confirm_recusal(here.visit, expert)
    answers = dict(here.workspace.sheets.open(here.visit, expert).answers)
    here.seat("leader")
    here.go("home")

    def act(dialog: Any) -> None:
        assert isinstance(dialog, PaperDialog)
        qtbot.keyClick(dialog.list, digit_of(dialog, expert))
        assert dialog.reason.hasFocus()
        assert dialog.act.text() == "由我接续"
        qtbot.keyClick(dialog.act, Qt.Key.Key_Space)
        assert "原因" in dialog.fault.text(), "nothing is gone on with without a reason"
        dialog.reason.setText("本人忘记 PIN（示例）")
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)

    answer_in_turn(qtbot, act)
    (card,) = [card for card in here.screen.cards if card.tile.visit_id == here.visit]
    card.asked.emit(here.visit, "type_in")
    assert here.window.route == Route("desk", here.visit, expert)
    desk = here.workspace.sheets.open(here.visit, expert, entered_by=leader)
    assert dict(desk.answers) == answers
    assert all("本人忘记 PIN（示例）" in (row.why or "") for row in desk.rows())
