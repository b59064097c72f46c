"""Who sits at the leader's laptop without leading: every deed against what the seat may do and see."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.common.roles import ROLES
from app.common.sealed import CLOSED, NOT_FOR_US
from app.exchange.package import read_package
from app.services.panel.panel_ledger import FOLDS
from app.services.store.ledger import NewEntry
from app.services.store.rounds import Statement
from tests.chain import EXPERTS, LEADER, STAFF, Chain

WHY = "示例原因"
PIN = "271828"
STAFFED = tuple(STAFF)


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def seated(chain: Chain, key: str) -> Chain:
    chain.lead.people.switch(chain.ids[key], None)
    return chain


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    """Two of three sheets are in; the third is on its stick."""
    chain = chain_at("locked", form="staff")
    for key in EXPERTS[:2]:
        chain.lead.packages.import_file(chain.sheet(key))
    return chain


@pytest.mark.parametrize("role", STAFFED)
def test_a_seat_writes_what_its_record_names_and_nothing_else(chain: Chain, role: str) -> None:
    desk = seated(chain, role).desk()
    records, before = ROLES[role].records, desk.ledger.head  # type: ignore[index]
    assert records is not None
    for kind in FOLDS:
        if kind in records:
            written = desk.hands.written(desk.visit, NewEntry(kind, desk.author))
            assert written.author == chain.ids[role]
            continue
        with pytest.raises(Refusal) as refused:
            desk.append(NewEntry(kind, desk.author))
        assert told(refused) == {"XP-4261"}
    assert chain.desk().ledger.head == before


def _deeds(chain: Chain) -> dict[str, Callable[[], object]]:
    """What leading is, and looking at what experts have judged: by the services' own doors."""
    lead, visit, desk = chain.lead, chain.visit, chain.desk()
    return {
        "rule": lambda: desk.rule("3.1", {"concurrent_trainees": "300"}, WHY),
        "open": lambda: desk.open_sheets(WHY),
        "settle": lambda: desk.settle("3.1", WHY, [], {}),
        "write": lambda: desk.set_problems(["示例问题"]),
        "clock": lambda: desk.correct_clock(5, WHY),
        "freeze": lambda: lead.verdicts.freeze(visit),
        "issue": lambda: lead.verdicts.issue(visit, knowingly=True),
        "sign": lambda: lead.verdicts.sign(visit, chain.ids[LEADER], None, None, knowingly=True),
        "thaw": lambda: lead.verdicts.thaw(visit, WHY),
        "absence": lambda: lead.attendance.note(
            visit, chain.ids[EXPERTS[0]], "absent", chain.clock.now(), WHY
        ),
        "seat": lambda: lead.attendance.take_seat(visit, chain.ids[STAFFED[0]], "vote", {}, WHY),
        "pen": lambda: lead.attendance.turn_to_pen(visit, WHY),
        "choose": lambda: lead.rivals.choose(visit, chain.ids[EXPERTS[0]], "", WHY),
        "send": lambda: lead.packages.export_sync(visit, chain.out),
        "record": lambda: lead.packages.export_record(visit, chain.out / "none.xprecord"),
    }


@pytest.mark.parametrize("role", STAFFED)
@pytest.mark.parametrize("stage", ["collected", "frozen", "signed"])
def test_whoever_does_not_lead_never_scores_rules_freezes_or_signs(
    chain_at: Callable[..., Chain], role: str, stage: str
) -> None:
    chain = seated(chain_at(stage, form="staff"), role)
    head, row = chain.desk().ledger.head, chain.lead.visits.get(chain.visit)
    for name, deed in _deeds(chain).items():
        with suppress(Refusal):  # what is done already is handed back as it is
            deed()
        assert chain.desk().ledger.head == head, name
    assert chain.lead.visits.get(chain.visit) == row
    with pytest.raises(Refusal):
        chain.lead.sheets.open(chain.visit, chain.ids[role])


def test_the_clerk_collects_and_sees_nothing_before_all_are_in(chain: Chain) -> None:
    chain.desk().open_sheets(WHY)
    chain.desk().rule("3.1", {"concurrent_trainees": "300"}, WHY)
    assert chain.desk().state.early, "the leader looks already"
    state = seated(chain, "clerk").desk().state
    assert (state.sides, state.contests, dict(state.rulings)) == ({}, {}, {})
    assert all(set(row.scores.values()) == {None} for row in state.result.criteria)
    assert state.result.total == 0
    report = chain.lead.verdicts.report(chain.visit)
    assert {row.score for row in report.criteria} == {None}
    assert [info.state for info in state.sheets].count("received") == 2, "but who is in is shown"
    chain.lead.packages.import_file(chain.sheet(EXPERTS[2]))
    taken = chain.desk().ledger.records()[-1]
    assert (taken.kind, taken.author) == ("sheet", chain.ids["clerk"])
    assert any(chain.desk().state.sides.values())


@pytest.mark.parametrize("role", STAFFED)
def test_no_key_of_who_may_not_see_a_sheet_opens_its_file_or_a_copy(
    chain: Chain, role: str, tmp_path: Path
) -> None:
    safes, stick = chain.site(EXPERTS[0]).safes, tmp_path / "stick"
    stick.mkdir()
    signer = safes.signer()
    assert signer is not None
    copied = safes.write(chain.visit, signer, safes.places.choose(stick))
    assert copied is not None
    read_package(copied.path, chain.trust, (chain.keys(LEADER).identity,)).close()
    keys = chain.lead.people.unlock(chain.ids[role], None)
    for path in (*(chain.sheet(key) for key in EXPERTS), copied.path):
        with pytest.raises(Refusal) as refused:
            read_package(path, chain.trust, (keys.identity,)).close()
        assert told(refused) == {NOT_FOR_US}


def test_what_the_clerk_collects_waits_for_the_leaders_pin(chain: Chain) -> None:
    people, leader = chain.lead.people, chain.ids[LEADER]
    people.change_pin(leader, None, PIN)
    head = seated(chain, "clerk").desk().ledger.head
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.import_file(chain.sheet(EXPERTS[2]))
    assert told(refused) == {CLOSED}, "which the window keeps the file for"
    assert chain.desk().ledger.head == head
    people.switch(leader, PIN)
    chain.lead.packages.import_file(chain.sheet(EXPERTS[2]))
    assert chain.desk().whole


def test_the_supervisor_sees_the_procedure_and_judgements_only_as_frozen(
    chain_at: Callable[..., Chain],
) -> None:
    chain = seated(chain_at("settled", form="staff"), "supervisor")
    state = chain.desk().state
    assert (state.sides, dict(state.rulings), state.problems) == ({}, {}, ())
    assert state.result.total == 0
    assert any(step.notes for step in state.protocol)
    seated(chain, LEADER)
    chain.freeze()
    assert seated(chain, "supervisor").desk().state.result.total > 0


def test_the_supervisor_takes_nothing_in(chain: Chain) -> None:
    seated(chain, "supervisor")
    head = chain.desk().ledger.head
    with pytest.raises(Refusal):
        chain.lead.packages.import_file(chain.sheet(EXPERTS[2]))
    assert chain.desk().ledger.head == head
    with pytest.raises(Refusal) as refused:
        chain.lead.typed.check(chain.visit, chain.ids[EXPERTS[2]])
    assert told(refused) == {"XP-6334"}


def test_the_clerk_keeps_the_minutes_under_the_own_name(chain_at: Callable[..., Chain]) -> None:
    chain = seated(chain_at("frozen", form="staff"), "clerk")
    desk = chain.desk()
    desk.set_statement(Statement("再次确认（示例）", agrees=True, by="示例负责人"))
    entry = desk.ledger.records()[-1]
    assert (entry.kind, entry.author) == ("statement", chain.ids["clerk"])


def test_the_clerk_types_paper_in_and_sees_those_sheets(
    chain_at: Callable[..., Chain],
) -> None:
    chain = seated(chain_at("tasked", form="staff"), "clerk")
    expert, typed = chain.ids[EXPERTS[0]], chain.lead.typed
    typed.begin(chain.visit, expert, pledged=True)
    desk = chain.lead.sheets.open(chain.visit, expert, entered_by=chain.ids["clerk"])
    desk.record("3.1", "concurrent_trainees", "400")
    assert {entry.author for entry in desk.rows()[1:]} == {chain.ids["clerk"]}
    assert [seat.person_id for seat in typed.seats(chain.visit) if seat.mine] == [expert]


def test_a_whole_visit_with_staff_is_taken_by_the_bureau(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("exported", form="staff")
    signing = {slot.person_id for slot in chain.lead.verdicts.status(chain.visit).slots}
    assert not signing & {chain.ids[key] for key in STAFF}
    report = chain.lead.verdicts.report(chain.visit)
    assert {each.name for each in report.panel} == {each.name for each in chain.sample.people}
    took = chain.office.bureau.take(chain.out / "sync" / "visit.xpsync", chain.trust, chain.identities)
    assert took.fate == "taken", took.message


def test_nobody_votes_a_clerk_into_the_chair(chain: Chain) -> None:
    votes = dict.fromkeys((chain.ids[key] for key in (*EXPERTS, LEADER)), chain.ids["clerk"])
    with pytest.raises(Refusal) as refused:
        chain.lead.attendance.take_seat(chain.visit, chain.ids["clerk"], "vote", votes, WHY)
    assert told(refused) == {"XP-4225"}
