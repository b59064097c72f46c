"""Several sheets of one expert through the real window: chosen, set aside, joined, gone on with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models import tables
from app.services.sheet.rivals import rivals_of
from app.ui.history.view_rivals import RivalsDialog
from app.ui.shell.presenter import Route
from tests.ui.rivals import OTHER, second_sheet

Opener = Callable[[str], Any]
WHY = "与本人当面核对（示例）"


def dialog_of(qtbot: QtBot) -> RivalsDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), RivalsDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RivalsDialog)
    return dialog


def pressed(qtbot: QtBot, dialog: RivalsDialog, deed: str, why: str = WHY) -> None:
    """As the keyboard does: the reason, then the button, by Space."""
    if why:
        assert not dialog.deeds[deed].isEnabled(), "nothing is settled without a reason"
        dialog.reason.setPlainText(why)
    dialog.deeds[deed].setFocus()
    qtbot.keyClick(dialog.deeds[deed], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


@pytest.fixture
def contradicted(stand: Opener) -> Any:
    """The first expert's own locked sheet, and one that the leader has typed in."""
    here = stand("collected")
    second_sheet(here.workspace, here.visit, here.people["expert-1"], here.people["leader"])
    here.seat("leader")
    return here


def looked(here: Any, qtbot: QtBot, key: str = "expert-1") -> RivalsDialog:
    screen = here.go("conclusion")
    link = screen.left.looks[here.people[key]]
    qtbot.waitUntil(link.isVisible)
    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Space)
    return dialog_of(qtbot)


def test_the_leader_sees_both_and_chooses(contradicted: Any, qtbot: QtBot) -> None:
    here, person = contradicted, contradicted.people["expert-1"]
    state = here.go("conclusion").presenter.state
    line = next(each for each in state.sheets if each.person_id == person)
    assert (line.rivals, line.told, line.look) == (True, "须选定", "比较…")
    assert any("须由组长选定" in each for each in state.result.blocked)
    dialog = looked(here, qtbot)
    shown = dialog.presenter.state
    assert {each.id for each in shown.differing} == {*OTHER, "13.2"}
    assert shown.content is not None
    qtbot.keyClick(dialog.differ, Qt.Key.Key_Down)
    assert dialog.presenter.state.content.id != shown.content.id  # type: ignore[union-attr]
    own = "left" if dialog.left.told[0].text().endswith("专家甲（示例）") else "right"
    pressed(qtbot, dialog, own)
    after = here.screen.presenter.state
    line = next(each for each in after.sheets if each.person_id == person)
    assert (line.rivals, line.typed, line.look) == (False, "", "比较…")
    assert not any("须由组长选定" in each for each in after.result.blocked)
    again = looked(here, qtbot)
    assert WHY in again.settled.text(), "what was settled is shown with its reason"
    assert "已搁置" in again.right.told[2].text()
    again.reject()


def test_what_was_typed_into_the_wrong_expert_is_set_aside_and_typed_anew(
    stand: Opener, qtbot: QtBot
) -> None:
    here = stand("collected")
    here.seat("leader")
    person = here.people["expert-2"]
    dialog = looked(here, qtbot, "expert-2")
    assert set(dialog.deeds) == {"none", "over"}
    assert not dialog.right.isVisible(), "there is nothing to compare with"
    pressed(qtbot, dialog, "none", "录到了别人名下（示例）")
    line = next(each for each in here.screen.presenter.state.sheets if each.person_id == person)
    assert line.told == "未收到"
    assert here.workspace.typed.may(here.visit, person)


def test_a_locked_sheet_is_gone_on_with_by_the_leader(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    here.seat("leader")
    person = here.people["expert-3"]
    pressed(qtbot, looked(here, qtbot, "expert-3"), "over", "本人忘记 PIN（示例）")
    qtbot.waitUntil(lambda: here.window.route == Route("desk", here.visit, behalf=person))
    sheet = here.workspace.sheets.open(here.visit, person, entered_by=here.people["leader"])
    assert sheet.answers
    assert not sheet.locked


@pytest.fixture
def forked(stand: Opener) -> Any:
    """The first expert's open sheet beside another ledger of it that a copy brought."""
    here = stand("begun")
    workspace, visit, person = here.workspace, here.visit, here.people["expert-1"]
    desk = workspace.sheets.open(visit, person)
    with workspace.store.write() as unit:
        (own,) = rivals_of(unit, visit, person)
        stream = "another"
        unit.change(tables.streams, {"id": own.stream_id}, origin=own.head)
        unit.add(
            tables.streams,
            id=stream,
            visit_id=visit,
            kind="sheet",
            person_id=person,
            origin="",
            created_at=own.rows[0].at,
        )
        unit.append(stream, own.rows)
    desk = workspace.sheets.open(visit, person)
    desk.note("1.1", "本机写的（示例）")
    with workspace.store.write() as unit:
        mine, other = rivals_of(unit, visit, person)
        unit.change(tables.streams, {"id": mine.stream_id}, origin="0" * 64)
        unit.change(tables.streams, {"id": other.stream_id}, origin="")
    branch = workspace.sheets.open(visit, person)
    branch.note("2.1", "另一台上写的（示例）")
    with workspace.store.write() as unit:
        unit.change(tables.streams, {"id": other.stream_id}, origin=branch.rows()[-1].digest)
        unit.change(tables.streams, {"id": mine.stream_id}, origin="")
    here.seat("expert-1")
    return here


def test_two_branches_are_joined_at_the_desk(forked: Any, qtbot: QtBot) -> None:
    here = forked
    desk = here.go("desk").desk
    here.settle(qtbot)
    here.window.activateWindow()
    qtbot.waitUntil(lambda: desk.isAncestorOf(QApplication.focusWidget() or here.window))
    qtbot.keyClick(here.window.focusWidget(), Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    history: Any = QApplication.activeModalWidget()
    assert history.others.isVisible()
    history.others.setFocus()
    qtbot.keyClick(history.others, Qt.Key.Key_Space)
    dialog = dialog_of(qtbot)
    assert [each.id for each in dialog.presenter.state.differing] == ["1.1", "2.1"]
    qtbot.keyClick(dialog.differ, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.differ, Qt.Key.Key_Space)
    assert dialog.presenter.state.picked == {"2.1"}
    assert dialog.pick.isChecked()
    pressed(qtbot, dialog, "join")
    sheet = here.workspace.sheets.open(here.visit, here.people["expert-1"])
    assert sheet.notes["1.1"] == "本机写的（示例）"
    assert sheet.notes["2.1"] == "另一台上写的（示例）"
    contest = here.workspace.rivals.contest(here.visit, here.people["expert-1"])
    assert not contest.unjoined
    assert here.screen.desk.presenter.looked_back()[0].notes == sheet.notes


def test_escape_changes_nothing(contradicted: Any, qtbot: QtBot) -> None:
    dialog = looked(contradicted, qtbot)
    dialog.reason.setPlainText(WHY)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert contradicted.screen.presenter.state.sheets[0].rivals
