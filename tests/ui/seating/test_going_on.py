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
