"""What the history shows, without pixels."""

from __future__ import annotations

import pytest

from app.services.history.history import history_of
from app.ui.history.presenter import HistoryPresenter
from app.ui.history.state import HourHead, LineState
from tests.services.conftest import EXPERTS, VISIT, Site, site  # noqa: F401  a fixture


@pytest.fixture
def filled(site: Site) -> Site:  # noqa: F811
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    for cid, name, value in (
        ("3.1", "concurrent_trainees", "18"),
        ("1.1", "dedicated_body", True),
        ("3.1", "concurrent_trainees", "186"),
    ):
        site.wait(600)
        desk.record(cid, name, value)
    site.wait(3600)
    site.workspace.sheets.open(VISIT, EXPERTS[0], entered_by=EXPERTS[2]).note("3.1", "见第 3 册")
    return site


def made(site: Site, criterion: str = "") -> HistoryPresenter:  # noqa: F811
    sheet = site.workspace.sheets.open(VISIT, EXPERTS[0])
    return HistoryPresenter(sheet, history_of(sheet, {}), criterion)


def deeds(presenter: HistoryPresenter) -> list[str]:
    return [each.deed for each in presenter.state.lines if isinstance(each, LineState)]


def test_the_newest_line_stands_first_under_the_head_of_its_hour(filled: Site) -> None:
    state = made(filled).state
    assert isinstance(state.lines[0], HourHead)
    kinds = [isinstance(each, HourHead) for each in state.lines]
    assert kinds.count(True) == 2
    assert deeds(made(filled)) == [
        "备注写为“见第 3 册”",
        "同期可培训：由 18 人改为 186 人",
        "设有专门组织机构：选为“是”",
        "同期可培训：填为 18 人",
        "建立评分表",
    ]
    assert (state.at, state.step, state.steps) == (1, 5, 5)
    assert state.moment.same == "这就是现在。"
    assert state.moment.differing == ()


def test_a_line_says_where_and_who_and_is_spoken_whole(filled: Site) -> None:
    line = made(filled).state.lines[1]
    assert isinstance(line, LineState)
    assert line.under == "3.1 场地条件 · 组长丙（示例）代专家甲（示例）录入"
    assert line.spoken.endswith(f"{line.time}，{line.deed}，3.1 场地条件，组长丙（示例）代专家甲（示例）录入")


def test_going_back_shows_what_differs_from_now(filled: Site) -> None:
    presenter = made(filled)
    state = presenter.slide(2)  # 18 was filled in
    moment = state.moment
    assert moment.deed == "同期可培训：填为 18 人"
    assert [(each.id, each.then, each.now, each.count) for each in moment.differing] == [
        ("1.1", "—", "2", "1 处"),
        ("3.1", "—", "5", "2 处"),
    ]
    assert (moment.then.total, moment.now.total) == ("0", "7")
    assert moment.content is not None
    assert [(row.name, row.then, row.now) for row in moment.content.rows] == [
        ("同期可培训", "18 人", "186 人"),
        ("备注", "空", "见第 3 册"),
    ]
    chosen = presenter.choose("1.1").moment.content
    assert chosen is not None
    assert (chosen.title, [(row.then, row.now) for row in chosen.rows]) == (
        "1.1 有专门机构管理、协调项目",
        [("空", "是")],
    )


def test_steps_stop_at_the_ends(filled: Site) -> None:
    presenter = made(filled)
    assert presenter.step(1).step == 5
    assert [presenter.step(-1).step for _ in range(6)] == [4, 3, 2, 1, 1, 1]
    assert presenter.state.moment.deed == "建立评分表"


def test_one_criterion_one_person_and_a_search_narrow_the_lines(filled: Site) -> None:
    presenter = made(filled, "3.1")
    assert len(deeds(presenter)) == 3
    assert presenter.state.moment.content is not None
    presenter.by_person(EXPERTS[2])
    assert deeds(presenter) == ["备注写为“见第 3 册”"]
    presenter.by_person("")
    presenter.filter_by("")
    presenter.seek("场地 186")
    assert deeds(presenter) == ["同期可培训：由 18 人改为 186 人"]
    nothing = presenter.seek("无此内容")
    assert (nothing.at, nothing.step, nothing.steps) == (-1, 0, 0)
    assert nothing.none.startswith("没有找到这样的记录")
    assert nothing.moment.when == "现在"
    assert presenter.seek("").step == 5


def test_narrowing_keeps_the_moment_or_goes_to_the_nearest_before(filled: Site) -> None:
    presenter = made(filled)
    presenter.slide(3)  # 1.1 was answered
    state = presenter.filter_by("3.1")
    assert state.moment.deed == "同期可培训：填为 18 人"
    assert presenter.filter_by("").moment.deed == "同期可培训：填为 18 人"


def test_a_criterion_without_entries_says_what_will_be_there(filled: Site) -> None:
    state = made(filled, "8.1").state
    assert state.none == "这一项还没有记录。填写之后，每一步都会记在这里。"
    assert ("8.1", "8.1 聘请企业技师或院校教师等担任兼职教师，达到 100%") in state.criteria
    assert state.moment.content is not None
    assert state.moment.content.none == "这一项当时和现在都没有填写。"


def test_the_sheet_as_a_whole_is_compared_too(filled: Site) -> None:
    desk = filled.workspace.sheets.open(VISIT, EXPERTS[0])
    desk.confirm_recusal()
    desk.lock(knowingly=True)
    presenter = made(filled)
    before = presenter.slide(5).moment
    assert before.sheet == "当时还没有确认回避与纪律承诺，当时还没有锁定。"
    assert (before.same, before.differing) == ("", ())
    assert presenter.slide(6).moment.sheet == "当时还没有锁定。"
    assert presenter.slide(7).moment.same == "这就是现在。"


def test_a_moment_may_equal_now_and_yet_be_earlier(filled: Site) -> None:
    desk = filled.workspace.sheets.open(VISIT, EXPERTS[0])
    filled.wait(60)
    desk.flag("1.1", on=True)
    desk.undo()
    assert made(filled).slide(5).moment.same == "与现在完全一样。"


def test_words_are_made_ready_bit_by_bit(filled: Site) -> None:
    presenter = made(filled)
    assert presenter.prepare(2)
    assert presenter.prepare(2)
    assert not presenter.prepare(2)
    presenter.one_by_one(on=True)
    assert presenter.prepare(1)
