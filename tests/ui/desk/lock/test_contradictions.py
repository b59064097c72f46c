"""The check list: what does not go together, when it is said, and when it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.services.sample.samples import record_findings
from app.services.store.site import NewVisit
from app.ui.desk import DeskPresenter
from app.ui.desk.card.state import NOTE
from app.ui.desk.lock.state import CheckPoint
from tests.ui.desk.visits import Prepared, prepared

Found = Callable[..., list[CheckPoint]]


@pytest.fixture
def odd(presenter: DeskPresenter) -> Found:
    """What looks odd at a criterion now."""

    def found(cid: str) -> list[CheckPoint]:
        return [point for point in presenter.state.result.checks if point.id == cid and not point.owed]

    return found


def test_full_marks_though_a_paper_was_seen_in_part(presenter: DeskPresenter, odd: Found) -> None:
    presenter.go("8.2")
    presenter.do(presenter.writing.record, "teachers", "10")
    presenter.do(presenter.writing.record, "qualified_teachers", "10")
    first, second = (each.id for each in presenter.state.card.evidence)
    presenter.do(presenter.card.mark, first, "partial")
    presenter.do(presenter.card.mark, second, "missing")
    assert [point.message for point in odd("8.2")] == [
        "师资建设：记了满分，但标为缺：证书复印件等材料。",
        "师资建设：记了满分，但标为部分：培训教师列表。",
    ]
    presenter.do(presenter.writing.record, "qualified_teachers", "1")
    assert not any("满分" in point.message for point in odd("8.2"))


def test_any_loss_wants_a_ground(presenter: DeskPresenter, odd: Found) -> None:
    presenter.go("14.1")
    presenter.do(presenter.writing.record, "employer_satisfaction", "80")
    (point,) = odd("14.1")
    assert "有失分，但没有写理由" in point.message
    assert point.field == NOTE
    presenter.do(presenter.card.mark, presenter.state.card.evidence[0].id, "original")
    assert odd("14.1") == []


def test_a_reason_that_is_owed_is_asked_for_once_and_then_is_a_ground(
    presenter: DeskPresenter, odd: Found
) -> None:
    presenter.go("3.1")
    presenter.do(presenter.writing.record, "concurrent_trainees", "20")
    presenter.do(presenter.writing.record, "deduction", "1")
    asked = [point for point in presenter.state.result.checks if point.id == "3.1"]
    assert [(point.field, point.owed) for point in asked] == [("reason", True)]
    presenter.do(presenter.writing.record, "reason", "实训工位不足")
    assert odd("3.1") == []
    presenter.do(presenter.writing.record, "reason", "")
    presenter.do(presenter.card.mark_all)
    assert odd("3.1") == []


def test_far_from_the_units_own_score(presenter: DeskPresenter, odd: Found) -> None:
    presenter.go("8.2")
    presenter.do(presenter.card.mark_all)
    presenter.do(presenter.writing.record, "teachers", "100")
    presenter.do(presenter.writing.record, "qualified_teachers", "25")  # 3 of 5, the unit says 5
    assert odd("8.2") == []
    assert presenter.state.card.own == "自评 5，认定 3，相差 2"
    presenter.do(presenter.writing.record, "qualified_teachers", "15")  # 2 of 5
    (point,) = odd("8.2")
    assert point.message == "师资建设：自评 5，认定 2，相差 3，超过本项分值的一半，还没有写说明。"
    presenter.do(presenter.writing.note, "名册与社保记录不符")
    assert odd("8.2") == []


def test_a_flag_is_a_reminder(presenter: DeskPresenter, odd: Found) -> None:
    presenter.do(presenter.card.flag, True)
    (point,) = odd("1.1")
    assert point.message == "项目组织：您标记了待回看。"
    presenter.do(presenter.card.flag, False)
    assert odd("1.1") == []


def test_a_check_leads_to_the_note(presenter: DeskPresenter, odd: Found) -> None:
    presenter.go("14.1")
    presenter.do(presenter.writing.record, "employer_satisfaction", "80")
    (point,) = odd("14.1")
    presenter.go("1.1")
    state = presenter.go_to_check(point)
    assert (state.card.id, state.field) == ("14.1", NOTE)


def test_the_samples_sheet_looks_whole(presenter: DeskPresenter, visit: Prepared) -> None:
    sheet = visit.workspace.sheets.open(visit.visit, visit.person)
    record_findings(sheet, visit.findings())
    fresh = DeskPresenter(visit.workspace, visit.visit, visit.person)
    assert not any("日期" in point.message for point in fresh.state.result.checks)


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Callable[..., DeskPresenter]]:
    """A desk of a visit of 12 May, opened on some day."""
    with ExitStack() as stack:
        yield lambda day, *, sample=False: _on(day, tmp_path / "data", stack, sample=sample)


def _on(day: datetime, folder: Path, stack: ExitStack, *, sample: bool) -> DeskPresenter:
    ready = prepared(folder, assigned=False)
    visit = ready.workspace.shelf.all()[0]
    ready.workspace.close()
    workspace = open_workspace(folder.with_name("real"), FixedClock(day))
    stack.callback(workspace.close)
    workspace.visits.add(
        NewVisit(
            id=visit.id, batch_id=visit.batch_id, task_sha256=None,
            scheme=workspace.schemes.source(ready.sample.scheme), policy=visit.policy, profile=visit.profile,
            project=visit.project, panel=visit.panel, date_from="2025-05-12", date_to="2025-05-13",
            sample=sample, assignments={}, self_assessment=visit.self_assessment,
        )
    )  # fmt: skip
    return DeskPresenter(workspace, visit.id, ready.person)


def said_of_dates(presenter: DeskPresenter) -> list[str]:
    return [point.message for point in presenter.state.result.checks if "考核日期" in point.message]


@pytest.mark.parametrize("day", [12, 13])
def test_work_on_the_days_of_the_visit_is_in_order(on: Callable[..., DeskPresenter], day: int) -> None:
    presenter = on(datetime(2025, 5, day, 4, tzinfo=UTC))
    presenter.do(presenter.writing.record, "dedicated_body", "true")
    assert said_of_dates(presenter) == []


OTHER_DAYS = [
    datetime(2025, 5, 9, 4, tzinfo=UTC),
    datetime(2026, 5, 12, 4, tzinfo=UTC),
    datetime(2025, 5, 13, 17, tzinfo=UTC),  # the day after, in Beijing
]


@pytest.mark.parametrize("day", OTHER_DAYS)
def test_work_on_another_day_is_said_once(on: Callable[..., DeskPresenter], day: datetime) -> None:
    presenter = on(day)
    assert said_of_dates(presenter) == []
    presenter.do(presenter.writing.record, "dedicated_body", "true")
    presenter.go("1.2")
    presenter.do(presenter.writing.record, "duties_divided", "true")
    (message,) = said_of_dates(presenter)
    assert (
        message == "1.1、1.2 共 2 项的录入日期不在考核日期（5 月 12 日至 5 月 13 日）之内，请核对本机日期。"
    )


def test_a_samples_dates_mean_nothing(on: Callable[..., DeskPresenter]) -> None:
    presenter = on(datetime(2026, 1, 1, tzinfo=UTC), sample=True)
    presenter.do(presenter.writing.record, "dedicated_body", "true")
    assert said_of_dates(presenter) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0.9", ["评价反馈：“学员满意率”填的是 0.9%，若是 90%，请改填。"]),
        ("1", []),
        ("90", []),
        ("0", []),
        ("1/300", []),
    ],
)
def test_a_share_told_as_a_fraction_of_one(
    presenter: DeskPresenter, odd: Found, typed: str, said: list[str]
) -> None:
    presenter.go("14.2")
    presenter.do(presenter.writing.record, "trainee_satisfaction", typed)
    presenter.do(presenter.writing.note, "已核")
    found = [point for point in odd("14.2") if point.field == "trainee_satisfaction"]
    assert [point.message for point in found] == said


def test_a_count_with_figures_too_many(presenter: DeskPresenter, odd: Found) -> None:
    presenter.go("13.2")
    presenter.do(presenter.card.mark_all)
    presenter.do(presenter.writing.record, "senior_trainees", "5400000")
    (point,) = odd("13.2")
    assert point.message == "规模效应：“高级工以上年培训”填的是 5,400,000，请核对位数。"
    presenter.do(presenter.writing.record, "senior_trainees", "54000")
    assert odd("13.2") == []


def test_an_untouched_sheet_contradicts_nothing(presenter: DeskPresenter) -> None:
    result = presenter.state.result
    assert result.clashes == ()
    assert not result.whole
    assert [point.id for point in result.checks if point.owed], (
        "what is left out is still named before locking"
    )


def test_what_is_left_out_or_flagged_is_no_contradiction(presenter: DeskPresenter) -> None:
    presenter.go("3.1")
    presenter.do(presenter.writing.record, "concurrent_trainees", "80")
    presenter.do(presenter.card.flag, True)
    told = [point for point in presenter.state.result.checks if point.id == "3.1"]
    assert any(point.owed for point in told)
    assert any("待回看" in point.message for point in told)
    assert presenter.state.result.clashes == ()


def test_full_marks_on_papers_that_nobody_marked(presenter: DeskPresenter) -> None:
    presenter.go("8.2")
    presenter.do(presenter.writing.record, "teachers", "10")
    presenter.do(presenter.writing.record, "qualified_teachers", "10")
    (point,) = presenter.state.result.clashes
    assert point.message == "师资建设：记了满分，但没有标注怎样核验：培训教师列表、证书复印件等材料。"
    first, second = (each.id for each in presenter.state.card.evidence)
    presenter.do(presenter.card.mark, first, "original")
    (point,) = presenter.state.result.clashes
    assert "培训教师列表" not in point.message
    presenter.do(presenter.card.mark, second, "copy")
    assert presenter.state.result.clashes == ()
