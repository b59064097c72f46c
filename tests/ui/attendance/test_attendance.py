"""Who is ill, gone or without keys, through the real window: noted, settled, and the visit goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.attendance.view import AwayDialog, HeirDialog, SeatDialog
from app.ui.shell.view_reason import ReasonDialog
from tests.ui.conftest import Stand, shut_in_the_end

Opened = Callable[[str], Stand]


def answer(bot: QtBot, kind: type, deed: Callable[[Any], object], opener: Callable[[], object]) -> None:
    """Open a dialog, do something in it, and press its act; a dialog that refuses stays and fails."""
    seen: list[str] = []

    def fill() -> None:
        dialog: Any = QApplication.activeModalWidget()
        if kind not in type(dialog).__mro__:
            QTimer.singleShot(10, fill)
            return
        shut_in_the_end(dialog)
        deed(dialog)
        assert dialog.act.isEnabled()
        seen.append(dialog.windowTitle())
        dialog.act.click()
        if dialog.isVisible():
            seen.append(dialog.fault.text() if hasattr(dialog, "fault") else "")
            dialog.reject()

    QTimer.singleShot(0, fill)
    opener()
    bot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert len(seen) == 1, seen


def away(person: str, state: str, reason: str = "突发疾病，送医（示例）") -> Callable[[AwayDialog], None]:
    def deed(dialog: AwayDialog) -> None:
        dialog.choose(person)
        dialog.state.chosen.emit(state)
        dialog.reason.show_value(reason)
        dialog.check()

    return deed


def seated(stand: Stand, person: str, *voters: str, leader: str = "absent") -> Callable[[SeatDialog], None]:
    def deed(dialog: SeatDialog) -> None:
        dialog.choose(stand.people[person])
        dialog.leader.chosen.emit(leader)
        for voter in voters:
            dialog.votes[stand.people[voter]].setChecked(True)
        dialog.offers[0].click()

    return deed


@pytest.mark.parametrize("state", ["absent", "recused", "left"])
def test_an_expert_who_falls_ill_does_not_hold_the_panel_up(stand: Opened, qtbot: QtBot, state: str) -> None:
    here = stand("ruled")
    here.seat("leader")
    screen = here.go("conclusion")
    person = here.people["expert-3"]
    answer(qtbot, AwayDialog, away(person, state), screen.left.away.click)
    word = {"absent": "缺席", "recused": "回避", "left": "退出"}[state]
    assert word in screen.left.happened.text()
    counted = {sheet.person_id for sheet in screen.presenter.state.sheets}
    assert (person in counted) == (state == "left")
    here.go("signing")
    assert word in here.screen.round.happened.text()


def test_an_absence_noted_by_mistake_is_taken_back(stand: Opened, qtbot: QtBot) -> None:
    here = stand("ruled")
    here.seat("leader")
    screen = here.go("conclusion")
    before, person = screen.presenter.state.result.total, here.people["expert-3"]
    answer(qtbot, AwayDialog, away(person, "absent"), screen.left.away.click)
    answer(qtbot, AwayDialog, away(person, "here", "人已赶到（示例）"), screen.left.away.click)
    assert not screen.left.happened.isVisibleTo(screen)
    assert screen.presenter.state.result.total == before


def test_a_member_by_vote_leads_from_the_conclusion_to_the_last_signature(
    stand: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    here = stand("ruled")
    here.seat("leader")
    screen = here.go("conclusion")
    voters = ("expert-1", "expert-2")
    answer(qtbot, SeatDialog, seated(here, "expert-2", *voters), screen.left.seat.click)
    assert "代行组长" in screen.left.happened.text()
    here.workspace.verdicts.freeze(here.visit, knowingly=True)
    here.seat("expert-2")
    here.go("signing")
    here.settle(qtbot)
    roles = {slot.person_id: slot.role for slot in here.screen.presenter.state.slots}
    assert roles[here.people["expert-2"]] == "代行组长"
    assert here.people["leader"] not in roles
    for key in ("expert-1", "expert-3", "expert-2"):
        slot = next(each for each in here.screen.presenter.state.slots if each.person_id == here.people[key])
        here.screen.set_signature(slot, None, None)
        here.settle(qtbot)
    assert here.screen.presenter.state.complete, here.notices
    here.screen.export_to(tmp_path)
    here.settle(qtbot)
    assert list(tmp_path.glob("*.xpsync")), here.notices


def test_the_leader_who_is_back_takes_the_seat_again(stand: Opened, qtbot: QtBot) -> None:
    here = stand("ruled")
    here.seat("leader")
    screen = here.go("conclusion")
    voters = ("expert-1", "expert-2", "expert-3")
    answer(qtbot, SeatDialog, seated(here, "expert-2", *voters, leader="here"), screen.left.seat.click)
    assert "代行组长" in screen.left.happened.text()
    answer(qtbot, SeatDialog, seated(here, "leader", leader="here"), screen.left.seat.click)
    assert not screen.left.happened.isVisibleTo(screen)
    assert here.workspace.panels.open(here.visit).author == here.people["leader"]


def test_home_offers_the_seat_to_who_does_not_lead(stand: Opened, qtbot: QtBot) -> None:
    here = stand("ruled")
    here.seat("expert-1")
    here.go("home")
    qtbot.waitUntil(lambda: bool(here.screen.cards))
    buttons = here.screen.cards[0].findChildren(QPushButton)
    seat = next(each for each in buttons if each.text() == "代行组长…")
    voters = ("expert-1", "expert-3")
    answer(qtbot, SeatDialog, seated(here, "expert-1", *voters), seat.click)
    qtbot.waitUntil(lambda: hasattr(here.screen, "left"))
    assert "代行组长" in here.screen.left.happened.text()


def test_a_digital_visit_turns_to_pen_in_the_window_and_goes_out(
    stand: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    here = stand("ruled")
    here.workspace.verdicts.freeze(here.visit, knowingly=True)
    here.workspace.verdicts.sign(here.visit, here.people["expert-1"], None, None, knowingly=True)
    here.seat("leader")
    screen = here.go("signing")
    here.settle(qtbot)

    def why(dialog: ReasonDialog) -> None:
        dialog.reason.show_value("U 盘损坏（示例）")
        dialog.act.setEnabled(True)

    answer(qtbot, ReasonDialog, why, screen.round.paper_form.click)
    here.settle(qtbot)
    assert screen.presenter.state.pen
    assert "改为打印签字" in screen.round.happened.text()
    screen.export_to(tmp_path)
    here.settle(qtbot)
    assert list(tmp_path.glob("*.xpsync")), here.notices


def test_a_locked_sheet_is_written_again_for_the_new_leader(
    stand: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = stand("ruled")
    here.seat("expert-1")
    here.go("home")
    qtbot.waitUntil(lambda: bool(here.screen.cards))
    buttons = here.screen.cards[0].findChildren(QPushButton)
    hand_on = next(each for each in buttons if each.text() == "写出给新组长…")
    path = tmp_path / "again.xpsheet"
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (str(path), ""))
    heir = here.people["expert-2"]
    answer(qtbot, HeirDialog, lambda dialog: dialog.person.chosen.emit(heir), hand_on.click)
    assert path.exists(), here.notices
