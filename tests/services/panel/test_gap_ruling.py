"""A result between the mark that passes and the one that fails: nobody of the panel may decide it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.common.errors import Refusal
from app.services.packages.replay import replay_panel
from app.services.panel.panel_ledger import fold
from app.services.panel.panels import PanelDesk
from app.services.printing.verdict_report import build_report
from app.services.sample.samples import record_findings
from app.services.store.schemes import SchemeLibrary
from app.services.store.site import NewVisit, PanelMember
from app.services.workspace import Workspace
from tests.filling import Answer, policy_of
from tests.reports.outcomes import aimed

LIBRARY = SchemeLibrary()
VISIT, PERSON = "00000000-0000-4000-8000-000000000001", "expert-1"
PROFILE = {"level": "national"}
EFFECT: dict[str, Answer] = {
    "17.1": {"operation": "74.5"},
    "19.1": {"award": "40", "reason": "主要指标完成（示例）"},
    "19.2": {"award": "30", "reason": "效益较好（示例）"},
    "19.3": {"award": "12", "reason": "有自编教材（示例）"},
}
WHO, PAPER = "省人力资源和社会保障厅（示例）", "鄂人社函〔2025〕999号（示例）"
Concluded = Callable[..., PanelDesk]


def findings_of(scheme_id: str) -> Mapping[str, Answer]:
    scheme = LIBRARY[scheme_id]
    if scheme.kind == "effect":
        return EFFECT
    found = aimed(scheme, PROFILE, 7450)
    assert found is not None
    return found


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def concluded(workspace: Workspace) -> Concluded:
    def conclude(scheme_id: str, **policy: str) -> PanelDesk:
        workspace.visits.add(
            NewVisit(
                id=VISIT,
                batch_id="00000000-0000-4000-8000-000000000002",
                task_sha256=None,
                scheme=LIBRARY.source(scheme_id),
                policy=policy_of(LIBRARY[scheme_id]) | policy,
                profile=PROFILE,
                project={"unit": "示例职业技术学院", "name": "示例"},
                panel=(PanelMember(PERSON, "组长乙（示例）", "示例单位", "leader", scores=True),),
                date_from="2025-05-12",
                date_to="2025-05-12",
                sample=True,
            )
        )
        desk = workspace.sheets.open(VISIT, PERSON)
        desk.confirm_recusal()
        record_findings(desk, findings_of(scheme_id))
        desk.lock()
        panel = workspace.panels.open(VISIT)
        panel.set_problems(["有不足（示例）"])
        return panel

    return conclude


# A studio's table has whole points: of one expert, no total lies between.
SCHEMES = pytest.mark.parametrize(
    "scheme_id", ["hubei-base-acceptance", "hubei-base-midterm", "hubei-effect"]
)


@SCHEMES
def test_a_result_in_the_gap_waits_for_whoever_rules(concluded: Concluded, scheme_id: str) -> None:
    desk = concluded(scheme_id)
    (missing,) = desk.state.missing
    assert "须由主管部门裁定" in missing
    assert "登记裁定的单位和文号" in missing
    assert desk.state.between


@SCHEMES
@pytest.mark.parametrize(("ruling", "best"), [("pass", True), ("fail", False), ("open", None)])
def test_what_was_ruled_decides_and_is_printed_with_its_source(
    concluded: Concluded, scheme_id: str, ruling: str, best: bool | None
) -> None:
    desk = concluded(scheme_id)
    state = desk.rule_gap(ruling, WHO, PAPER)
    assert state.missing == ()
    outcome = state.result.verdict.outcome
    if best is None:
        assert outcome == "undetermined"
    else:
        assert (outcome not in ("fail", "poor", "undetermined")) == best
    report = build_report(desk.visit, state, {}, datetime(2025, 5, 12, tzinfo=UTC), draft=False)
    assert f"{WHO}裁定，{PAPER}。" in report.outcome_why
    (row,) = [each for each in report.readings if "没有写明" in each.question and "合格" in each.question]
    assert (WHO in row.source, PAPER in row.source) == (True, True)


@SCHEMES
@pytest.mark.parametrize("settled", ["open", "pass", "fail"])
def test_what_the_batch_has_settled_is_not_asked_again(
    concluded: Concluded, scheme_id: str, settled: str
) -> None:
    desk = concluded(scheme_id, gap_ruling=settled)
    assert (desk.state.missing, desk.state.between) == ((), False)
    with pytest.raises(Refusal) as refused:
        desk.rule_gap("pass", WHO, PAPER)
    assert [each.code for each in refused.value.faults] == ["XP-4210"]


def test_a_ruling_says_who_and_where(concluded: Concluded) -> None:
    desk = concluded("hubei-effect")
    with pytest.raises(Refusal) as refused:
        desk.rule_gap("maybe", " ", "")
    assert [(each.where, each.code) for each in refused.value.faults] == [
        ("by", "XP-4209"),
        ("number", "XP-4209"),
        ("ruling", "XP-4209"),
    ]
    state = desk.rule_gap("pass", WHO, "文号“𱍐”")
    assert [each for each in state.missing if "主管部门的裁定中的字" in each]


def test_whoever_replays_the_ledger_comes_to_the_same(workspace: Workspace, concluded: Concluded) -> None:
    desk = concluded("hubei-effect")
    desk.rule_gap("fail", WHO, PAPER)
    here = desk.rule_gap("pass", WHO, PAPER)
    visit, entries = workspace.visits.get(VISIT), desk.ledger.records()
    result, facts = replay_panel(visit, desk.scheme, desk.collected.found, entries)
    assert result.verdict == here.result.verdict
    assert facts.gap == here.gap
    forged = [*entries[:-1], entries[-1].model_copy(update={"after": {"ruling": "good", "by": WHO}})]
    with pytest.raises(Refusal):
        fold(forged)
