"""The conclusion: blind until all sheets are in, settled by whole findings and reasons, written once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from app.common.errors import Refusal
from app.models import tables
from app.services.store.ledger import NewEntry
from app.services.store.rounds import PanelState, Statement
from tests.chain import EXPERTS, LEADER, Chain

DISPUTED = "13.2"


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("collected")


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def test_nothing_is_seen_before_the_last_sheet_is_in(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    for number, key in enumerate(EXPERTS):
        state = chain.desk().state
        assert [info.state for info in state.sheets].count("received") == number
        assert state.sides == {}
        assert state.result.total == 0
        assert all(row.score is None for row in state.result.criteria)
        assert all(set(row.scores.values()) == {None} for row in state.result.criteria)
        assert state.missing == tuple(
            f"还没有收到{person.name}锁定的评分表"
            for person in chain.sample.people
            if person.key in EXPERTS[number:]
        )
        assert chain.desk().draft() == ((), ())
        report = chain.lead.verdicts.report(chain.visit)
        assert {row.score for row in report.criteria} == {None}
        assert {each.score for row in report.criteria for each in row.scores} <= {None}
        chain.lead.packages.import_file(chain.sheet(key))
    state = chain.desk().state
    assert len(state.sides) == len(state.scheme.criteria)
    assert state.result.total > 0


def test_a_dispute_waits_for_a_ruling(chain: Chain) -> None:
    desk = chain.desk()
    row = desk.result.criterion(DISPUTED)
    assert (row.state, row.score, row.differs) == ("disputed", None, ("senior_trainees",))
    assert any(text.startswith(DISPUTED) for text in desk.state.missing)
    sides = {side.name: side.shown for side in desk.state.sides[DISPUTED]}
    assert len(set(sides.values())) == 2

    state = desk.rule(DISPUTED, {"senior_trainees": "540"}, "核对名册（示例）")
    ruled = state.result.criterion(DISPUTED)
    assert (ruled.state, ruled.score is not None) == ("ruled", True)
    assert state.rulings[DISPUTED].reason == "核对名册（示例）"
    assert not any(text.startswith(DISPUTED) for text in state.missing)

    state = desk.unrule(DISPUTED, "裁定有误（示例）")
    assert state.result.criterion(DISPUTED).state == "disputed"
    assert dict(state.rulings) == {}
    assert desk.unrule(DISPUTED, "再撤一次") == state


def test_a_ruling_replaces_what_all_experts_found(chain: Chain) -> None:
    desk = chain.desk()
    before = desk.result.criterion("3.1")
    after = desk.rule("3.1", {"concurrent_trainees": "300"}, "重新点数（示例）").result.criterion("3.1")

    assert before.state == "averaged"
    assert (after.state, after.score) == ("ruled", 500)
    assert after.scores == before.scores


@pytest.mark.parametrize(
    ("criterion", "findings", "reason", "codes"),
    [
        ("3.1", {"concurrent_trainees": "300"}, "", {"XP-4201"}),
        ("3.1", {"concurrent_trainees": "300"}, " \n ", {"XP-4201"}),
        ("3.1", {}, "理由", {"XP-4205"}),
        ("3.1", {}, "", {"XP-4205", "XP-4201"}),
        ("99.9", {"a": 1}, "理由", {"XP-4204"}),
        ("3.1", {"nothing": 1}, "理由", {"XP-2101", "XP-2104"}),
        ("3.1", {"concurrent_trainees": "100"}, "理由", {"XP-2104"}),
        ("3.1", {"concurrent_trainees": "100", "deduction": "9", "reason": "多"}, "理由", {"XP-2103"}),
        ("3.1", {"concurrent_trainees": "100", "deduction": "1"}, "理由", {"XP-2105"}),
        ("3.1", {"concurrent_trainees": ["100"]}, "理由", {"XP-2102"}),
    ],
)
def test_rulings_are_whole_and_reasoned(
    chain: Chain, criterion: str, findings: dict[str, Any], reason: str, codes: set[str]
) -> None:
    desk = chain.desk()
    before = desk.ledger.seq
    with pytest.raises(Refusal) as refused:
        desk.rule(criterion, findings, reason)

    assert codes <= told(refused)
    assert all(fault.where and fault.message for fault in refused.value.faults)
    assert desk.ledger.seq == before


def test_every_ruling_that_is_taken_can_be_joined(chain: Chain) -> None:
    """What ``rule`` lets through must never make the panel unreadable afterwards."""
    desk = chain.desk()
    values = ["1", 1, -1, True, None, [], ["x"], {}, "", "x" * 300, 10**40, {"a": 1}, [{}], "0.5", "50"]
    for criterion in desk.scheme.criteria:
        for value in values:
            findings = {spec.name: value for spec in criterion.findings}
            with suppress(Refusal):
                desk.rule(criterion.id, findings, "试（示例）")
            assert desk.state.result.criterion(criterion.id)
    assert chain.desk().facts == desk.facts


def test_opinions_are_trimmed_and_written_once(chain: Chain) -> None:
    desk = chain.desk()
    state = desk.set_problems(["  场地不足 ", "", "  "])
    number = desk.ledger.seq
    assert state.problems == ("场地不足",)
    desk.set_problems(["场地不足"])
    assert desk.ledger.seq == number
    assert desk.set_suggestions([]).suggestions == ()
    assert desk.ledger.seq == number


def test_protocol_and_statement(chain: Chain) -> None:
    desk = chain.desk()
    step = desk.scheme.procedure[0]
    done = desk.set_step(step.id, "专家组全体", "听取汇报").protocol[0]
    assert (done.title, done.people, done.notes, done.done_at is not None) == (
        step.title, "专家组全体", "听取汇报", True,
    )  # fmt: skip
    assert desk.clear_step(step.id).protocol[0].done_at is None
    with pytest.raises(Refusal) as refused:
        desk.set_step("nothing", "", "")
    assert told(refused) == {"XP-4202"}


def test_what_follows_the_conclusion_waits_for_it(chain: Chain) -> None:
    desk, said = chain.settle(), Statement("有异议（示例）", False, "示例负责人")
    steps: list[Callable[[], object]] = [
        lambda: desk.set_step("reading", "组长", ""),
        lambda: desk.set_statement(said),
    ]
    for early in steps:
        with pytest.raises(Refusal) as refused:
            early()
        assert told(refused) == {"XP-4207"}
    chain.lead.verdicts.freeze(chain.visit)
    frozen = chain.desk()
    assert frozen.set_statement(said).statement == said
    state = frozen.set_step("reading", "组长", "当场宣读")
    assert [step.id for step in state.followed if step.done_at] == ["reading"]
    assert "reading" not in {step.id for step in state.protocol}
    chain.lead.verdicts.thaw(chain.visit, "合计有误（示例）")
    again = chain.desk().state
    assert again.statement == Statement()
    assert not any(step.done_at for step in again.followed)


def test_papers_handed_in_are_recorded_until_the_text_is_frozen(chain: Chain) -> None:
    desk = chain.settle()
    assert {each.handed for each in desk.state.materials} == {None}
    state = desk.set_material("audit", handed=False, note=" 五月底前补交 ")
    (audit,) = (each for each in state.materials if each.id == "audit")
    assert (audit.title, audit.handed, audit.note) == ("财务审计报告", False, "五月底前补交")
    assert chain.desk().state.materials == state.materials
    with pytest.raises(Refusal) as refused:
        desk.set_material("nothing", handed=True, note="")
    assert told(refused) == {"XP-4208"}
    chain.lead.verdicts.freeze(chain.visit)
    (row,) = (each for each in chain.lead.verdicts.report(chain.visit).materials if "审计" in each.title)
    assert (row.state, row.note) == ("未提交", "五月底前补交")
    with pytest.raises(Refusal) as refused:
        chain.desk().set_material("audit", handed=True, note="")
    assert told(refused) == {"XP-4203"}


def test_pledges_stand_in_the_report_with_their_time(chain: Chain) -> None:
    chain.settle()
    pledges = {each.person_id: each for each in chain.desk().state.pledges}
    assert all(pledges[chain.ids[key]].at for key in EXPERTS)
    members = {member.name: member.pledged for member in chain.lead.verdicts.report(chain.visit).panel}
    assert members["组长丁（示例）"] == ""
    assert "5 月 12 日" in members["专家甲（示例）"]


def test_after_freezing_only_the_day_goes_on(chain: Chain) -> None:
    chain.settle()
    chain.freeze()
    desk = chain.desk()
    forbidden: list[Callable[[], object]] = [
        lambda: desk.rule("3.1", {"concurrent_trainees": "300"}, "理由"),
        lambda: desk.unrule(DISPUTED, "理由"),
        lambda: desk.set_problems(["另一个"]),
        lambda: desk.set_suggestions(["另一个"]),
        lambda: desk.amend(NewEntry("sheet", desk.author), lambda _unit, _head: None),
        lambda: desk.set_step("site", "专家组全体", "补记"),
    ]
    for step in forbidden:
        with pytest.raises(Refusal) as refused:
            step()
        assert told(refused) == {"XP-4203"}
    assert desk.set_step("answer", "示例负责人", "补记").followed
    chain.lead.verdicts.issue(chain.visit)
    issued = chain.desk()
    for step in (lambda: issued.set_step("reading", "", ""), lambda: issued.set_statement(Statement())):
        with pytest.raises(Refusal) as refused:
            step()
        assert told(refused) == {"XP-4206"}


def test_a_desk_that_has_fallen_behind_cannot_write(chain: Chain) -> None:
    stale = chain.desk()
    chain.settle()
    chain.freeze()
    with pytest.raises(Refusal) as refused:
        stale.set_problems(["迟来的改动"])

    assert told(refused) == {"XP-3306"}
    assert chain.desk().state.frozen
    assert "迟来的改动" not in chain.desk().state.problems


def test_a_changed_ledger_is_not_opened(chain: Chain) -> None:
    chain.settle()
    stream = chain.desk().ledger.stream_id
    chain.lead.close()
    path = chain.folder / LEADER / "xianping.db"
    with sqlite3.connect(path) as database:
        for (name,) in database.execute("select name from sqlite_master where type='trigger'").fetchall():
            database.execute(f'drop trigger "{name}"')
        changed = database.execute(
            "update entries set why='改过的理由' where stream_id=? and kind='ruling'", (stream,)
        )
        assert changed.rowcount == 1
    database.close()
    chain._sites.pop(LEADER)
    with pytest.raises(Refusal) as refused:
        chain.desk()
    assert told(refused) == {"XP-3307"}


def test_however_many_ask_first_the_panel_has_one_ledger(chain_at: Callable[..., Chain]) -> None:
    """Windows look from several threads: two ledgers of one panel would swallow each other's rulings."""
    chain = chain_at("tasked")
    site = chain.lead
    with ThreadPoolExecutor(8) as threads:
        streams = {desk.ledger.stream_id for desk in threads.map(site.panels.open, [chain.visit] * 24)}

    assert len(streams) == 1
    with site.store.look() as view:
        assert view.count(tables.streams, visit_id=chain.visit, kind="panel") == 1


def shown(state: PanelState) -> PanelState:
    """A state without what is compared by identity alone."""
    return replace(state, scheme=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", ["tasked", "collected", "settled", "frozen", "signed", "renewed"])
def test_reopening_gives_the_same_state(chain_at: Callable[..., Chain], stage: str) -> None:
    chain = chain_at(stage)
    before = shown(chain.desk().state), chain.lead.verdicts.status(chain.visit)
    pdf = chain.lead.verdicts.preview(chain.visit) if stage in ("signed", "renewed") else None
    chain.reopen(LEADER)

    assert (shown(chain.desk().state), chain.lead.verdicts.status(chain.visit)) == before
    if pdf is not None:
        assert chain.lead.verdicts.preview(chain.visit) == pdf
