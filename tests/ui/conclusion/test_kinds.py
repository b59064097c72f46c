"""The conclusion of conditions and grounds: words in the matrix, the sides and the verdict, no points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.common.errors import Refusal
from app.services.panel.unrecorded_words import PanelTyping
from app.services.sample.samples import record_findings
from app.services.store.schemes import SchemeLibrary
from app.services.store.site import NewVisit, PanelMember
from app.services.workspace import Workspace
from app.ui.conclusion.presenter import ConclusionPresenter
from app.ui.conclusion.view import ConclusionScreen
from tests.filling import Answer, filled, policy_of, profiles_of
from tests.reports.outcomes import aimed

LIBRARY = SchemeLibrary()
VISIT = "00000000-0000-4000-8000-000000000001"
PEOPLE = ("expert-1", "expert-2")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(tmp_path / "data")
    yield opened
    opened.close()


def concluded(
    workspace: Workspace, scheme_id: str, profile: dict[str, str], *sheets: dict[str, Answer]
) -> ConclusionPresenter:
    scheme = LIBRARY[scheme_id]
    members = (
        PanelMember(PEOPLE[0], "专家甲（示例）", "示例单位", "expert", scores=True),
        PanelMember(PEOPLE[1], "组长乙（示例）", "示例单位", "leader", scores=True),
    )
    workspace.visits.add(
        NewVisit(
            id=VISIT,
            batch_id="00000000-0000-4000-8000-000000000002",
            task_sha256=None,
            scheme=LIBRARY.source(scheme_id),
            policy=policy_of(scheme),
            profile=profile,
            project={"unit": "示例职业技术学院", "name": "示例建设项目"},
            panel=members,
            date_from="2025-05-12",
            date_to="2025-05-12",
            sample=True,
        )
    )
    for person, sheet in zip(PEOPLE, sheets, strict=True):
        desk = workspace.sheets.open(VISIT, person)
        desk.confirm_recusal()
        record_findings(desk, sheet)
        desk.lock()
    return ConclusionPresenter(workspace, VISIT)


def test_a_fact_in_dispute_is_ruled_on_in_words(workspace: Workspace) -> None:
    profile = {"heritage_inheritor": "false"}
    good = filled(LIBRARY["pingdingshan-studio-application"], profile)
    other = good | {"3.5": {"leader_level": "senior"}}
    leader = concluded(workspace, "pingdingshan-studio-application", profile, good, other)
    first = leader.state.groups[0].rows[0]
    assert (first.id, first.scores, first.max) == ("3.5", ("符合", "不符合"), "")
    assert leader.state.words.result == "认定"
    assert (leader.state.result.total, leader.state.result.bar) == ("7 / 8", False)
    page = leader.state.criterion
    assert page is not None
    assert [side.score for side in page.sides] == ["符合", "不符合"]
    leader.adopt(PEOPLE[1])
    leader.give_reason("证书为高级工（示例）")
    leader.rule()
    assert (leader.state.result.verdict, leader.state.result.good) == ("不符合条件", False)
    assert list(leader.state.result.blocked) == ["还没有写问题与建议（没有的，写“无”）"]
    leader.draft_opinions()
    assert "高级工（要求为技师及以上）" in leader.state.problems[0]
    assert leader.state.result.blocked == ()


def test_conditions_that_are_all_met_need_no_opinion(workspace: Workspace) -> None:
    profile = {"heritage_inheritor": "true"}
    good = filled(LIBRARY["pingdingshan-studio-application"], profile)
    leader = concluded(workspace, "pingdingshan-studio-application", profile, good, good)
    waived = {row.id: row.score for group in leader.state.groups for row in group.rows}
    assert waived["3.5"] == "免核"
    assert (leader.state.result.verdict, leader.state.result.blocked) == ("符合条件", ())


@pytest.mark.parametrize("written", ["", "无"])
def test_a_visit_without_fault_can_be_concluded(workspace: Workspace, written: str) -> None:
    scheme = LIBRARY["tianjin-studio-acceptance"]
    good = filled(scheme, {})
    leader = concluded(workspace, scheme.id, {}, good, good)
    assert list(leader.state.result.blocked) == ["还没有写问题与建议（没有的，写“无”）"]
    if written:
        leader.set_opinions(written, "")
    else:
        leader.draft_opinions()
    assert leader.state.problems == (written or "未发现需要整改的问题。",)
    assert leader.state.result.blocked == ()


def test_what_departments_do_is_neither_offered_nor_recorded(workspace: Workspace) -> None:
    scheme = LIBRARY["national-studio"]
    good = filled(scheme, {})
    leader = concluded(workspace, scheme.id, {}, good, good)
    assert [step.title for step in leader.state.protocol] == ["专家评审"]
    told = leader.state.elsewhere
    assert "公示（省级人力资源社会保障部门会同财政部门，方案 三（二））" in told
    with pytest.raises(Refusal) as refused:
        leader.note_step("filing", "专家组", "")
    assert "不是专家组的步骤" in refused.value.faults[0].message


@pytest.mark.usefixtures("dressed")
def test_a_result_between_two_marks_is_the_bureaus_to_rule_on(
    workspace: Workspace, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    profile = {"level": "national"}
    findings = aimed(LIBRARY["hubei-base-acceptance"], profile, 7450)
    assert findings is not None
    leader = concluded(workspace, "hubei-base-acceptance", profile, findings, findings)
    leader.draft_opinions()
    screen = ConclusionScreen(leader, Mock(**{"troubles.handle": lambda act: act() or True}), VISIT)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    screen.show()
    assert leader.state.result.verdict == "待裁定"
    assert screen.result.gap.isVisible()
    assert not screen.result.freeze.isEnabled()

    def write(dialog: Any) -> None:
        assert [value for value, _ in leader.state.result.gap] == ["pass", "fail", "open"]
        dialog.choice.setFocus()
        qtbot.keyClick(dialog.choice, "1")
        for field in (dialog.by, dialog.number):
            assert not dialog.act.isEnabled()
            qtbot.keyClicks(field, "999")
        dialog.act.click()

    answering(write)
    screen.result.gap.click()
    assert (leader.state.result.verdict, leader.state.result.blocked) == ("合格", ())
    assert screen.result.ruled.text() == "已登记：按合格。999裁定，999。"
    assert screen.result.freeze.isEnabled()


def test_a_ground_costs_the_title(workspace: Workspace) -> None:
    profile = {"level": "national"}
    scheme = LIBRARY["hubei-cancellation"]
    bad = filled(scheme, profile) | {"21.1": filled(scheme, profile, good=False)["21.1"]}
    leader = concluded(workspace, scheme.id, profile, bad, bad)
    rows = {row.id: row for group in leader.state.groups for row in group.rows}
    assert (rows["21.1"].score, rows["21.1"].sign, rows["21.2"].score) == ("有", "close", "没有")
    assert (leader.state.result.counted, leader.state.result.total) == ("查实", "1 / 5")
    leader.draft_opinions()
    assert leader.state.suggestions == ()
    assert "弄虚作假" in leader.state.problems[0]


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(
    ("scheme_id", "word"),
    [
        ("hubei-effect", "主要成效"),
        ("hubei-performance", "已完成的绩效指标"),
        ("tianjin-studio-acceptance", ""),
        ("pingdingshan-studio-application", ""),
    ],
)
def test_what_was_done_well_has_its_place_where_the_kind_tells_it(
    workspace: Workspace, qtbot: QtBot, scheme_id: str, word: str
) -> None:
    scheme = LIBRARY[scheme_id]
    profile = profiles_of(scheme)[0]
    good = filled(scheme, profile)
    leader = concluded(workspace, scheme_id, profile, good, good)
    screen = ConclusionScreen(leader, Mock(**{"troubles.handle": lambda act: act() or True}), VISIT)
    qtbot.addWidget(screen)
    screen.show()
    screen.draft()
    page = screen.opinions
    assert page.strengths.isVisible() == bool(word)
    assert bool(leader.state.strengths) == bool(word)
    assert page.first is (page.strengths if word else page.problems)
    if not word:
        return
    assert page.strengths.accessibleName() == word
    assert tuple(page.strengths.toPlainText().splitlines()) == leader.state.strengths
    page.strengths.setFocus()
    page.strengths.selectAll()
    qtbot.keyClicks(page.strengths, "123")
    again = ConclusionPresenter(workspace, VISIT)
    assert (again.state.typed_opinions or ("", "", ""))[2] == "123"  # kept at every key
    page.flush()
    assert leader.state.strengths == ("123",)


def test_what_was_typed_before_there_were_three_texts_comes_back(workspace: Workspace) -> None:
    scheme = LIBRARY["hubei-effect"]
    good = filled(scheme, {"level": "national"})
    leader = concluded(workspace, scheme.id, {"level": "national"}, good, good)
    PanelTyping(workspace.store, VISIT).keep("opinions", ["问题", "建议"])
    leader.reload()
    assert ConclusionPresenter(workspace, VISIT).state.typed_opinions == ("问题", "建议", "")


@pytest.mark.usefixtures("dressed")
def test_a_draft_that_would_be_empty_says_why_and_takes_nothing_away(
    workspace: Workspace, qtbot: QtBot
) -> None:
    scheme, profile = LIBRARY["pingdingshan-studio-application"], {"heritage_inheritor": "false"}
    good = filled(scheme, profile)
    pleading = {"3.3": {"apprentices": 20, "senior_apprentices": 10, "exception": "新建的工作室（示例）"}}
    leader = concluded(workspace, scheme.id, profile, good | pleading, good)
    stage = Mock(**{"troubles.handle": lambda act: act() or True})
    screen = ConclusionScreen(leader, stage, VISIT)
    qtbot.addWidget(screen)
    leader.set_opinions("已写的一条（示例）", "")
    screen.do(leader.reload)
    screen.draft()
    (notice,), _ = stage.troubles.tell.call_args
    assert notice.title == "还有 1 项未定，暂时没有可以写进草稿的内容。"
    assert leader.state.problems == ("已写的一条（示例）",)


def test_after_a_failed_operation_nothing_is_left_to_be_won(workspace: Workspace) -> None:
    failed: dict[str, Answer] = {"17.1": {"operation": "50"}}
    result = concluded(workspace, "hubei-effect", {"level": "national"}, failed, failed).state.result
    assert (result.total, result.possible, result.high) == ("—", "", 0)
