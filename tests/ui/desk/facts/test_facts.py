"""Colleagues' facts at the desk: adopted with one key, contested in one line, never a judgement."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.services.sheet.contests import contests_in
from app.services.sheet.sheets import SheetDesk
from app.ui.desk import DeskPresenter, DeskView
from app.ui.desk.facts.view import FactsDialog
from tests.ui.desk.sitting import CTRL, SHIFT, Sitting
from tests.ui.desk.visits import Prepared

KEY = Qt.Key
TWO, THREE = "expert-2", "expert-3"


def colleague(visit: Prepared, person: str = TWO) -> SheetDesk:
    return visit.workspace.sheets.open(visit.visit, person)


@pytest.fixture
def told(visit: Prepared) -> Prepared:
    """Expert 2 has counted and judged; expert 3 counts the accounts, which are assigned to expert 3."""
    two = colleague(visit)
    two.record("3.1", "concurrent_trainees", "80")
    two.record("3.1", "deduction", "2")
    two.record("3.1", "reason", "实训场地只够 80 人")
    two.record("8.2", "teachers", "34")
    two.record("8.2", "qualified_teachers", "11")
    two.record("9.1", "quality_evaluation", "ordinary")
    two.record("9.1", "deduction", "2")
    colleague(visit, THREE).record("11.1", "dedicated_account", value=True)
    return visit


@pytest.fixture
def seated(dressed: QApplication, qtbot: QtBot, told: Prepared) -> Sitting:
    """Expert 1 sits down after that."""
    view = DeskView(DeskPresenter(told.workspace, told.visit, told.person))
    qtbot.addWidget(view)
    view.resize(1366, 768)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(lambda: view.isActiveWindow() and view.focusWidget() is not None)
    return Sitting(view, qtbot, told)


def line(seated: Sitting, place: int = 0) -> str:
    shown = seated.view.card.counts.lines[place]
    assert shown.isVisible()
    return shown.words.text()


def test_a_colleagues_fact_is_adopted_with_one_key_and_given_back_with_another(seated: Sitting) -> None:
    seated.go("3.1")
    assert line(seated) == "专家乙（示例）已核：同期可培训 80 人"

    seated.press(KEY.Key_T, CTRL)

    assert seated.sheet.answers["3.1"] == {"concurrent_trainees": "80"}
    assert line(seated) == "已采信专家乙（示例）：同期可培训 80 人"
    assert seated.field == "concurrent_trainees"
    assert not seated.view.card.counts.lines[0].adopt.isVisible()
    seated.press(KEY.Key_Z, CTRL)
    assert "3.1" not in seated.sheet.answers
    assert line(seated).startswith("专家乙（示例）已核")
    seated.press(KEY.Key_Y, CTRL)
    assert line(seated).startswith("已采信")


def test_nothing_judged_is_anywhere_on_the_desk(seated: Sitting) -> None:
    seated.go("9.1")
    assert seated.card.counts == ()
    assert not seated.view.card.counts.isVisible()
    seated.go("3.1")
    seen = repr(seated.state)
    assert "实训场地只够 80 人" not in seen
    assert "deduction" not in repr(seated.card.counts)


def test_where_nobody_counted_nothing_appears(seated: Sitting) -> None:
    seated.go("4.2")
    assert not seated.view.card.counts.isVisible()


def test_an_adopted_fact_that_is_changed_is_ones_own_again_and_both_values_are_said(seated: Sitting) -> None:
    seated.go("3.1")
    seated.press(KEY.Key_T, CTRL)
    seated.press(KEY.Key_A, CTRL)
    seated.type("85")
    assert line(seated) == "您记 85 人，专家乙（示例）记 80 人"
    assert [point.field for point in seated.state.result.checks if "专家乙" in point.message] == [
        "concurrent_trainees"
    ]
    assert not any("专家乙" in point.message and point.owed for point in seated.state.result.checks)


def test_a_contest_is_written_in_one_line_and_ends_the_asking(seated: Sitting) -> None:
    seated.go("3.1")
    seated.type("85")
    seated.press(KEY.Key_T, CTRL | SHIFT)
    assert seated.focus is seated.view.card.counts.lines[0].why
    assert any("还没有写理由" in point.message for point in seated.state.result.checks)

    seated.type("场地图纸为 85 个工位")

    (held,) = contests_in(seated.sheet.visit.panel, seated.sheet.papers["3.1"])
    assert (held.person_id, held.why) == (TWO, "场地图纸为 85 个工位")
    assert not any("专家乙" in point.message for point in seated.state.result.checks)
    assert seated.sheet.answers["3.1"] == {"concurrent_trainees": "85"}
    seated.press(KEY.Key_Tab)
    seated.press(KEY.Key_Space)
    assert seated.sheet.papers == {}


def test_who_adopts_after_all_has_nothing_more_to_adopt(told: Prepared) -> None:
    presenter = DeskPresenter(told.workspace, told.visit, told.person)
    presenter.go("3.1")
    presenter.do(presenter.facts.contest)
    (shown,) = presenter.do(presenter.facts.adopt).card.counts
    assert (shown.sign, shown.may_adopt, bool(shown.contest)) == ("contested", False, True)
    (shown,) = presenter.do(presenter.papers.remove, shown.contest).card.counts
    assert (shown.sign, shown.may_adopt) == ("adopted", False)


def test_tab_leads_from_the_fields_through_the_counts(seated: Sitting) -> None:
    seated.go("8.2")
    shown = seated.view.card.counts.lines[0]
    for wanted in ("qualified_teachers", shown.adopt, shown.contest):
        seated.press(KEY.Key_Tab)
        assert wanted in {seated.field, seated.focus}
    seated.press(KEY.Key_Backtab)
    assert seated.focus is shown.adopt
    seated.press(KEY.Key_Return)
    assert seated.sheet.answers["8.2"] == {"qualified_teachers": "11", "teachers": "34"}


def test_an_assigned_experts_count_can_only_be_contested_by_the_others(seated: Sitting) -> None:
    seated.view.wants.opened.emit("11.1")
    shown = seated.view.card.counts.lines[0]
    assert line(seated).startswith("专家丙（示例）已核")
    assert (shown.adopt.isVisible(), shown.contest.isVisible()) == (False, True)
    seated.press(KEY.Key_T, CTRL)
    assert "11.1" not in seated.sheet.answers
    seated.press(KEY.Key_T, CTRL | SHIFT)
    seated.type("账户为全校共用")
    (held,) = contests_in(seated.sheet.visit.panel, seated.sheet.papers["11.1"])
    assert held.why == "账户为全校共用"


def test_all_that_is_not_filled_is_adopted_at_once_and_nothing_else_is_touched(seated: Sitting) -> None:
    seated.go("3.1")
    seated.type("85")
    assert seated.view.facts.button.text() == "已核事实 1"
    seated.press(KEY.Key_A, CTRL | SHIFT)
    dialog = seated.dialog()
    assert isinstance(dialog, FactsDialog)
    assert [link.text() for link in dialog.links] == ["8.2"]

    seated.press(KEY.Key_Return)

    assert seated.sheet.answers == {
        "3.1": {"concurrent_trainees": "85"},
        "8.2": {"teachers": "34", "qualified_teachers": "11"},
    }
    assert seated.view.facts.button.text() == "已核事实"


def test_what_is_contested_is_not_adopted_with_the_rest(told: Prepared) -> None:
    presenter = DeskPresenter(told.workspace, told.visit, told.person)
    presenter.go("3.1")
    assert [each.id for each in presenter.do(presenter.facts.contest).offer.waiting] == ["8.2"]
    presenter.do(presenter.facts.adopt_waiting)
    assert "3.1" not in colleague(told, told.person).answers
    assert [each.id for each in presenter.undo().offer.waiting] == ["8.2"]


def test_where_colleagues_differ_a_person_has_to_choose(told: Prepared) -> None:
    colleague(told, THREE).record("3.1", "concurrent_trainees", "90")
    presenter = DeskPresenter(told.workspace, told.visit, told.person)
    assert [each.id for each in presenter.state.offer.waiting] == ["8.2"]
    state = presenter.go("3.1")
    assert [each.person for each in state.card.counts] == [TWO, THREE]
    state = presenter.do(presenter.facts.adopt, THREE)
    assert [each.sign for each in state.card.counts] == ["differs", "adopted"]
    assert not any("已核" in point.message or "记" in point.message for point in state.result.checks)


def test_colleagues_who_agree_share_a_line(told: Prepared) -> None:
    colleague(told, THREE).record("3.1", "concurrent_trainees", "80")
    state = DeskPresenter(told.workspace, told.visit, told.person).go("3.1")
    assert [each.words for each in state.card.counts] == [
        "专家乙（示例）、专家丙（示例）已核：同期可培训 80 人"
    ]


def test_a_locked_sheet_shows_facts_and_changes_nothing(told: Prepared) -> None:
    presenter = DeskPresenter(told.workspace, told.visit, told.person)
    presenter.go("3.1")
    presenter.do(presenter.facts.contest)
    state = presenter.do(presenter.lock.lock)
    (shown,) = state.card.counts
    assert (shown.may_adopt, shown.may_contest, shown.writable) == (False, False, False)
    assert state.offer.waiting == ()
    assert presenter.do(presenter.facts.adopt).card.counts == (shown,)


def test_a_disk_that_refuses_is_told_and_nothing_is_shown_as_adopted(
    told: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.common.errors import EnvironmentTrouble

    presenter = DeskPresenter(told.workspace, told.visit, told.person)
    presenter.go("3.1")

    def full(*_: object, **__: object) -> None:
        raise EnvironmentTrouble("磁盘已满。", code="XP-9003")

    monkeypatch.setattr("app.services.store.ledger.Ledger.append", full)
    state = presenter.do(presenter.facts.adopt)
    assert state.trouble is not None
    assert [each.sign for each in state.card.counts] == ["counted"]


@pytest.mark.usefixtures("dressed")
def test_long_ledgers_of_colleagues_are_read_beside_the_window(
    told: Prepared, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.desk.facts.presenter.AT_ONCE", 3)
    presenter = DeskPresenter(told.workspace, told.visit, told.person)
    assert presenter.facts.behind
    assert presenter.state.offer.waiting == ()
    view = DeskView(presenter)
    qtbot.addWidget(view)
    qtbot.waitUntil(lambda: not presenter.facts.behind)
    assert view.facts.button.text() == "已核事实 2"
    assert not DeskPresenter(told.workspace, told.visit, told.person).facts.behind


@pytest.mark.usefixtures("dressed")
def test_a_desk_that_was_left_meanwhile_gets_no_answer(
    told: Prepared, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.desk.facts.presenter.AT_ONCE", 3)
    elsewhere = set(threading.enumerate())
    presenter = DeskPresenter(told.workspace, told.visit, told.person)
    view = DeskView(presenter)
    reading = set(threading.enumerate()) - elsewhere
    view.deleteLater()
    QApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)
    for thread in reading:
        thread.join(10)
        assert not thread.is_alive()
    qtbot.wait(20)
    assert presenter.facts.behind


@pytest.mark.usefixtures("dressed")
def test_one_who_scores_alone_has_nothing_to_exchange(qtbot: QtBot) -> None:
    from app.bootstrap import open_workspace
    from app.services.authoring.trials import Trials
    from app.services.store.schemes import SchemeLibrary

    library = SchemeLibrary()
    trials = Trials(library, open_workspace)
    trial = trials.begin(trials.shipped("tianjin-base-acceptance"), {"unit_type": "enterprise"})
    view = DeskView(DeskPresenter(trial.workspace, trial.visit_id, trial.person_id, trial=True))
    qtbot.addWidget(view)
    view.show()
    assert not view.facts.button.isVisible()
    view.facts.open()
    assert QApplication.activeModalWidget() is None
    view.retire()
    trial.close()


def test_what_cannot_be_exported_is_said_in_the_dialog(
    seated: Sitting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The person of these tests' visit has no keys here."""
    path = tmp_path / "甲"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    seated.press(KEY.Key_A, CTRL | SHIFT)
    dialog = seated.dialog()
    assert isinstance(dialog, FactsDialog)
    dialog.export.setFocus()
    seated.press(KEY.Key_Space)
    assert dialog.told.text() == "这台电脑上没有这个人，请先添加。"
    assert list(tmp_path.glob("*.xpfacts")) == []
    dialog.reject()
