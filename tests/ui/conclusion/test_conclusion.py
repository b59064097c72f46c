"""The leader's screen over the real services: what differs, its ruling, the opinions, freezing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.ui.conclusion.state import MatrixGroup

Opener = Callable[[str], Any]
REASON = "经核对学员名册，高级工以上为540人"


def compose(field: QWidget, text: str) -> None:
    """Chinese as an input method gives it: QTest types only what a plain keyboard has."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def _ids(groups: tuple[MatrixGroup, ...], key: str) -> list[str]:
    return [row.id for group in groups if group.key == key for row in group.rows]


def test_disputes_come_first_and_the_agreed_are_folded(stand: Opener) -> None:
    state = stand("collected").go("conclusion").presenter.state
    assert [group.key for group in state.groups] == ["dispute", "outlier", "plain"]
    assert _ids(state.groups, "dispute") == ["13.2"]
    assert [group.folded for group in state.groups] == [False, False, True]
    assert state.current == "13.2"
    assert state.experts == ("专家甲", "专家乙", "专家丙")


def test_judgements_stay_blind_until_every_sheet_is_in(stand: Opener) -> None:
    here = stand("begun")
    here.seat("leader")
    screen = here.go("conclusion")
    state = screen.presenter.state
    assert state.criterion.sides == ()
    assert "互不可见" in state.criterion.standing
    assert state.result.total == "—"
    assert not screen.criterion.ruling.isVisible()
    assert not screen.result.freeze.isEnabled()
    assert [sheet.told for sheet in state.sheets] == ["填写中", "已锁定", "已锁定"]


def test_a_reason_is_never_read_as_the_conclusion_while_something_is_open(stand: Opener) -> None:
    result = stand("collected").go("conclusion").presenter.state.result
    assert (result.verdict, result.settled) == ("尚不能定", False)
    assert result.why.startswith("尚有事项未定。按目前所评：")


def test_a_dispute_shows_each_sides_fact(stand: Opener) -> None:
    page = stand("collected").go("conclusion").presenter.state.criterion
    (fact,) = page.comparisons
    assert fact.differs
    assert [cell.split(" ")[0] for cell in fact.cells] == ["540", "540", "504"]
    assert all(side.lines for side in page.sides)


def test_a_ruling_is_written_with_the_keyboard(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    ruling = screen.criterion.ruling
    assert not ruling.rule.isEnabled()
    assert ruling.form.focus_field()
    qtbot.keyClicks(ruling.form.focusWidget(), "540")
    assert ruling.working.text() == "5 − 0.5 = 4.5"
    assert not ruling.rule.isEnabled(), "a ruling needs its reason"
    compose(ruling.reason, REASON)
    assert ruling.rule.isEnabled()
    qtbot.keyClick(here.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    state = screen.presenter.state
    assert _ids(state.groups, "ruled") == ["13.2"]
    assert state.criterion.score == "4.5"
    stored = here.workspace.panels.open(here.visit).facts.rulings["13.2"]
    assert (dict(stored.findings), stored.reason) == ({"senior_trainees": "540"}, REASON)


def test_an_experts_findings_can_be_adopted(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    screen.criterion.sides.buttons[here.people["expert-3"]].click()
    assert screen.presenter.state.criterion.ruling.fields[0].text == "504"


def test_an_impossible_ruling_stays_and_is_named(stand: Opener) -> None:
    here = stand("collected")
    presenter = here.go("conclusion").presenter
    presenter.write("senior_trainees", "五白")
    presenter.give_reason(REASON)
    assert here.room.troubles.handle(presenter.rule) is False
    assert here.window.banner.isVisible()
    state = presenter.state.criterion.ruling
    assert state.fields[0].text == "五白"
    assert state.fields[0].fault
    assert not state.may_rule


def test_a_ruling_is_taken_back_with_a_reason(
    stand: Opener, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here = stand("ruled")
    screen = here.go("conclusion")
    screen.do(lambda: screen.presenter.show_criterion("13.2"))

    def write(dialog: Any) -> None:
        assert not dialog.act.isEnabled()
        compose(dialog.reason, "名册有误，须重新核对")
        dialog.act.click()

    answering(write)
    screen.criterion.ruling.unrule.click()
    assert _ids(screen.presenter.state.groups, "dispute") == ["13.2"]


def test_a_half_written_ruling_waits_while_another_criterion_is_looked_at(stand: Opener) -> None:
    presenter = stand("collected").go("conclusion").presenter
    presenter.write("senior_trainees", "540")
    presenter.show_criterion("13.1")
    presenter.show_criterion("13.2")
    assert presenter.state.criterion.ruling.fields[0].text == "540"


def test_arrows_go_through_the_rows_and_enter_unfolds(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    rows = screen.left.matrix.list
    assert rows.hasFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert screen.presenter.state.current == "13.1"
    before = rows.count()
    rows.setCurrentRow(before - 1)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert rows.count() > before


def test_opinions_are_drafted_and_what_is_written_is_asked_for(
    stand: Opener, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    screen.draft()
    drafted = screen.presenter.state.problems
    assert drafted
    assert screen.opinions.problems.toPlainText().splitlines() == list(drafted)

    screen.opinions.problems.setPlainText("只有这一条")
    answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    screen.draft()
    assert screen.presenter.state.problems == ("只有这一条",)


def test_opinions_are_stored_a_moment_after_the_last_key(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    qtbot.keyClick(here.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    compose(screen.opinions.suggestions, "补签协议")
    qtbot.waitUntil(lambda: screen.presenter.state.suggestions == ("补签协议",), timeout=3000)


def test_leaving_stores_what_is_still_in_a_field(stand: Opener, qtbot: QtBot) -> None:
    here = stand("ruled")
    here.workspace.verdicts.freeze(here.visit)
    screen = here.go("conclusion")
    screen.turn_to("statement")
    compose(screen.statement.by, "张校长（示例）")
    here.go("home")
    statement = here.workspace.panels.open(here.visit).state.statement
    assert statement.by == "张校长（示例）"


def test_what_follows_the_conclusion_waits_on_the_screen_too(stand: Opener, qtbot: QtBot) -> None:
    here = stand("ruled")
    screen = here.go("conclusion")
    screen.turn_to("protocol")
    reading, site = screen.protocol.rows["reading"], screen.protocol.rows["site"]
    assert (reading.done.isEnabled(), reading.time.text()) == (False, "定稿之后")
    assert site.step.open
    assert not screen.statement.text.isEnabled()
    here.workspace.verdicts.freeze(here.visit)
    screen.presenter.reload()
    screen.do(lambda: None)
    assert reading.done.isEnabled()
    assert not site.step.open
    assert screen.statement.text.isEnabled()


def test_a_paper_is_noted_as_handed_in_or_not(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    screen.turn_to("protocol")
    row = screen.protocol.papers["audit"]
    row.handed.chosen.emit("no")
    compose(row.note, "五月底前补交")
    here.go("home")
    materials = {each.id: each for each in here.workspace.panels.open(here.visit).state.materials}
    assert (materials["audit"].handed, materials["audit"].note) == (False, "五月底前补交")
    assert materials["summary"].handed is None


def test_long_names_have_a_line_of_their_own_and_are_told_whole(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    screen.turn_to("protocol")
    step = next(iter(screen.protocol.rows.values()))
    names = "示例市人力资源和社会保障局张科长、示例职业技术学院王副院长、实训中心主任李老师"
    compose(step.people, names)
    step.notes.setFocus()
    assert step.people.toolTip() == names
    qtbot.waitUntil(lambda: step.people.y() < step.notes.y())
    assert step.people.width() == step.notes.width()
    here.window.resize(2400, 900)
    qtbot.waitUntil(lambda: step.people.y() == step.notes.y())


def test_a_step_of_the_day_is_noted_by_enter(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    screen.turn_to("protocol")
    step = next(iter(screen.protocol.rows.values()))
    compose(step.people, "示例负责人")
    qtbot.keyClick(step.people, Qt.Key.Key_Return)
    stored = here.workspace.panels.open(here.visit).state.protocol[0]
    assert stored.people == "示例负责人"
    assert step.time.text() == "09:30"
    step.again.click()
    assert here.workspace.panels.open(here.visit).state.protocol[0].done_at is None


def test_freezing_asks_gives_a_code_and_closes_the_text(
    stand: Opener, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here = stand("ruled")
    screen = here.go("conclusion")
    answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    screen.result.freeze.click()
    here.settle(qtbot)
    state = screen.presenter.state
    assert state.result.frozen
    assert state.result.short_code in here.notices[-1].title
    assert not state.writable
    assert screen.opinions.problems.isReadOnly()
    assert not screen.criterion.ruling.rule.isVisible()


def test_thawing_says_what_it_voids(stand: Opener, qtbot: QtBot, answering: Callable[..., None]) -> None:
    here, told = stand("signed"), list[str]()
    screen = here.go("conclusion")

    def agree(dialog: Any) -> None:
        told.extend(label.text() for label in dialog.findChildren(type(dialog.title).__mro__[1]))
        compose(dialog.reason, "第 3 条表述有误")
        dialog.act.click()

    answering(agree)
    screen.result.thaw.click()
    assert any("已有 4 人签署" in text for text in told)
    assert not screen.presenter.state.result.frozen


def test_a_refused_sheet_is_named(
    stand: Opener, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = stand("begun")
    here.seat("leader")
    screen = here.go("conclusion")
    bad = tmp_path / "甲.xpsheet"
    bad.write_bytes(b"PK")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(bad)], ""))
    screen.left.collect.click()
    here.settle(qtbot)
    assert here.window.banner.isVisible()
    assert screen.presenter.state.sheets[0].told == "填写中"


def test_a_figure_away_from_the_result_is_marked_on_its_page_until_it_is_right(
    stand: Opener, qtbot: QtBot
) -> None:
    here = stand("ruled")
    here.go("conclusion")
    here.settle(qtbot)
    here.screen.turn_to("opinions")
    page = here.screen.opinions
    text = page.problems.toPlainText()
    assert page.drifted.isHidden()
    page.problems.setPlainText(text.replace("186 人", "196 人"))
    page.flush()
    assert "196" in page.drifted.text()
    assert "186" in page.drifted.text()
    assert not here.screen.result.freeze.isEnabled()
    page.problems.setPlainText(text)
    page.flush()
    assert page.drifted.isHidden()
