"""The day's screen over the real services: along the line by keys, times, people, notes, what was said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.day.presenter import DayPresenter
from app.ui.day.state import StepPage

Opener = Callable[[str], Any]


def focus() -> Any:
    return QApplication.focusWidget()


def compose(field: QWidget, text: str) -> None:
    """Chinese as an input method gives it."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


@pytest.fixture
def here(stand: Opener) -> Any:
    made = stand("begun")
    made.seat("leader")
    return made


def page(screen: Any) -> StepPage:
    shown: StepPage = screen.presenter.state.page
    return shown


def noted(here: Any, name: str) -> Any:
    return next(each for each in here.workspace.days.open(here.visit).steps if each.id == name)


def test_the_button_collects_while_sheets_are_wanting(here: Any) -> None:
    state = here.go("day").presenter.state
    assert (state.primary, state.label) == ("collect", "收取评分表…")
    assert [there for _, there in state.sheets] == [False, True, True]


def test_arrows_go_along_the_line_and_enter_begins_and_ends(here: Any, qtbot: QtBot) -> None:
    screen = here.go("day")
    line = screen.timeline.line
    assert line.hasFocus()
    ids = [each.id for each in screen.presenter.state.steps]
    assert page(screen).id == ids[0] == "arrival"
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert page(screen).id == ids[1]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert (page(screen).begun, page(screen).ended, page(screen).act) == ("09:30", "", "end")
    assert screen.timeline.steps[ids[1]].step.mark == "doing"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert page(screen).ended == "09:30"
    assert screen.timeline.steps[ids[1]].step.mark == "done"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert noted(here, ids[1]).ended == noted(here, ids[1]).begun, "what has ended is not begun anew"
    qtbot.keyClick(line, Qt.Key.Key_End)
    assert page(screen).id == "signing"
    assert page(screen).waits


def test_what_is_typed_is_kept_key_by_key_and_recorded_in_the_pause(here: Any, qtbot: QtBot) -> None:
    screen = here.go("day")
    screen.choose("report")
    compose(screen.step.notes, "汇报建设情况\n说明不足（示例）")
    held = DayPresenter(here.workspace, here.visit)
    held.choose("report")
    assert held.state.page.typed == ("", "汇报建设情况\n说明不足（示例）"), "before anything is recorded"
    qtbot.waitUntil(lambda: noted(here, "report").notes != "", timeout=10_000)
    assert noted(here, "report").notes == "汇报建设情况\n说明不足（示例）"
    assert page(screen).typed is None
    compose(screen.step.unit, "王校长（示例）")
    screen.choose("questions")
    assert noted(here, "report").unit == "王校长（示例）", "going on records what is in the fields"
    assert screen.step.unit.text() == ""


def test_times_and_people_are_typed_and_chosen(here: Any, qtbot: QtBot) -> None:
    screen = here.go("day")
    screen.choose("report")
    for field, text in ((screen.step.begun, "9:00"), (screen.step.ended, "9：25")):
        field.setFocus()
        field.setText(text)
        field.editingFinished.emit()
    assert (page(screen).begun, page(screen).ended) == ("09:00", "09:25")
    assert (screen.step.begun.text(), screen.step.ended.text()) == ("09:00", "09:25")
    box = screen.step.present[here.people["expert-1"]]
    box.click()
    assert noted(here, "report").present == (here.people["expert-1"],)
    screen.step.ended.setText("8:00")
    screen.step.ended.editingFinished.emit()
    assert here.window.banner.isVisible(), "it ended before it began"
    assert noted(here, "report").ended is not None


def test_questions_and_reasons_are_said_in_their_steps(here: Any) -> None:
    screen = here.go("day")
    screen.choose("report")
    compose(screen.step.reasons.rows[0].text, "3.1 兼职教师不足")
    compose(screen.step.reasons.rows[0].answer, "正在招聘（示例）")
    screen.step.flush()
    assert [(each.kind, each.answer) for each in noted(here, "report").lines] == [
        ("reason", "正在招聘（示例）")
    ]
    assert len(screen.step.reasons.rows) == 2, "an empty one waits at the end"
    screen.choose("questions")
    assert not screen.step.reasons.isVisible()
    compose(screen.step.questions.rows[0].text, "工位为什么少？")
    screen.leave()
    assert [each.text for each in noted(here, "questions").lines] == ["工位为什么少？"]


def test_who_came_who_has_confirmed_and_who_is_tied(here: Any) -> None:
    screen = here.go("day")
    leader = screen.people.rows[here.people["leader"]]
    leader.now.click()
    assert leader.time.text() == "09:30"
    if leader.pledge.isVisible():
        leader.pledge.click()
    attendants = {each.person_id: each for each in here.workspace.days.open(here.visit).attendants}
    assert attendants[here.people["leader"]].came is not None
    assert attendants[here.people["leader"]].pledged is not None
    assert not screen.people.rows[here.people["expert-1"]].pledge.isVisible(), "in the own sheet"


def test_whoever_is_tied_is_out_of_the_scoring(
    here: Any, answering: Callable[[Callable[[Any], None]], None]
) -> None:
    screen = here.go("day")

    def recuse(dialog: Any) -> None:
        dialog.choose(here.people["expert-1"])
        dialog.state.chosen.emit("recused")
        dialog.reason.setPlainText("与单位负责人有亲属关系（示例）")
        dialog.act.click()

    answering(recuse)
    screen.people.away.click()
    state = screen.presenter.state
    assert [name for name, _ in state.sheets] == ["专家乙（示例）", "专家丙（示例）"]
    assert any("回避" in each for each in state.happened)
    assert state.primary == "conclude", "nobody is waited for any more"


def test_the_one_button_is_the_next_thing(stand: Opener, qtbot: QtBot) -> None:
    ready = stand("collected")
    screen = ready.go("day")
    assert screen.presenter.state.primary == "conclude"
    qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert ready.window.route.screen == "conclusion"


def test_once_signed_nothing_is_written_any_more(stand: Opener) -> None:
    screen = stand("signed").go("day")
    for step in screen.presenter.state.steps:
        screen.choose(step.id)
        assert not page(screen).open
        assert page(screen).waits
        assert screen.step.notes.isReadOnly()
    assert {each.mark for each in screen.presenter.state.steps if each.id in ("frozen", "signing")} == {
        "done"
    }


def test_tab_goes_down_the_line_the_step_and_the_people_as_they_are_seen(stand: Opener, qtbot: QtBot) -> None:
    """What is laid later, such as who was there and a further question, is reached in its place."""
    here = stand("collected")
    here.workspace.days.say(here.visit, "questions", "question", "工位为什么少？", "八月到位（示例）")
    screen = here.go("day")
    screen.choose("questions")
    screen.timeline.line.setFocus()
    names = []
    for _ in range(14):
        qtbot.keyClick(focus(), Qt.Key.Key_Tab)
        names.append(focus().accessibleName() or focus().text())
    assert names[:3] == ["开始的时间", "结束的时间", "现在开始"]
    assert names[3:7] == ["专家甲（示例）", "专家乙（示例）", "专家丙（示例）", "组长丁（示例）"]
    assert names[7:9] == ["单位参加人", "记要"]
    assert names[9:13] == ["第 1 条：提问", "第 1 条：单位的回答", "第 2 条：提问", "第 2 条：单位的回答"]
    assert names[13] == "写结论"
    qtbot.keyClick(focus(), Qt.Key.Key_Backtab)
    assert focus().accessibleName() == "第 2 条：单位的回答"
