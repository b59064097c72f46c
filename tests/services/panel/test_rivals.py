"""Two sheets of one expert: both kept, one chosen with a reason, and that reaches the bureau."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.common.errors import Refusal
from app.common.typed import entered_by
from app.services.sample.samples import record_findings
from app.services.store.rounds import SheetInfo
from tests.chain import EXPERTS, LEADER, Chain

FIRST, SECOND = EXPERTS[0], EXPERTS[1]
WHY = "与本人核对，以这一份为准（示例）"


def typed(chain: Chain, expert: str, answers_of: str) -> None:
    """The leader types an expert's paper in, with the findings of whoever's paper it was."""
    person = chain.ids[expert]
    chain.lead.people.switch(chain.ids[LEADER], None)
    chain.lead.typed.begin(chain.visit, person, pledged=True)
    desk = chain.lead.sheets.open(chain.visit, person, entered_by=chain.ids[LEADER])
    answers = chain.sample.findings_of(answers_of)
    mine = {cid: found for cid, found in answers.items() if cid in desk.mine}
    record_findings(desk, mine)
    desk.lock(knowingly=True)
    chain.lead.packages.keep_typed(chain.visit, person)


def taken(chain: Chain, *keys: str) -> None:
    for key in keys:
        chain.lead.packages.import_file(chain.sheet(key))


def at_bureau(chain: Chain, name: str) -> str:
    chain.settle()
    chain.freeze()
    chain.sign_all()
    package = chain.export(name)
    told = chain.new_office(f"{name}.db").bureau.take(package, chain.trust, chain.identities)
    assert told.fate == "taken", told.message
    return told.message


def info(chain: Chain, key: str) -> SheetInfo:
    return next(each for each in chain.desk().collected.infos if each.person_id == chain.ids[key])


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    """Three locked sheets as files; that of the first was typed in from paper by the leader, too."""
    made = chain_at("locked")
    typed(made, FIRST, FIRST)
    taken(made, *EXPERTS)
    return made


def streams(chain: Chain) -> dict[bool, str]:
    """By whether it was typed in."""
    contest = chain.lead.rivals.contest(chain.visit, chain.ids[FIRST])
    return {bool(entered_by(each.person_id, each.rows)): each.stream_id for each in contest.rivals}


def test_nothing_is_frozen_while_two_sheets_contradict_one_another(chain: Chain) -> None:
    assert any("须由组长选定" in each for each in chain.desk().state.missing)
    chain.settle()
    with pytest.raises(Refusal) as refused:
        chain.lead.verdicts.freeze(chain.visit)
    assert "选定" in str(refused.value)


@pytest.mark.parametrize("first", [True, False], ids=["typed in", "own"])
def test_the_chosen_one_reaches_the_bureau(chain: Chain, first: bool) -> None:
    person = chain.ids[FIRST]
    chain.lead.rivals.choose(chain.visit, person, streams(chain)[first], WHY)
    contest = chain.lead.rivals.contest(chain.visit, person)
    assert contest.counted == streams(chain)[first]
    assert contest.choice is not None
    assert contest.choice.reason == WHY
    assert len(contest.rivals) == 2
    assert ("代录" in at_bureau(chain, "chosen")) is first


def test_a_choice_is_changed_until_it_is_frozen(chain: Chain) -> None:
    person, found = chain.ids[FIRST], streams(chain)
    for typed_in in (True, False, True):
        chain.lead.rivals.choose(chain.visit, person, found[typed_in], WHY)
        assert chain.lead.rivals.contest(chain.visit, person).counted == found[typed_in]
    chain.settle()
    chain.freeze()
    with pytest.raises(Refusal) as refused:
        chain.lead.rivals.choose(chain.visit, person, found[False], WHY)
    assert {fault.code for fault in refused.value.faults} == {"XP-4203"}


def test_what_was_typed_into_the_wrong_expert_leaves_the_place(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    typed(chain, FIRST, SECOND)
    person = chain.ids[FIRST]
    chain.lead.rivals.choose(chain.visit, person, "", "录到了别人名下（示例）")
    assert info(chain, FIRST).state == "missing"
    typed(chain, FIRST, FIRST)
    taken(chain, SECOND, EXPERTS[2])
    assert info(chain, FIRST).state == "locked"
    assert "代录" in at_bureau(chain, "typed-anew")


def test_after_it_was_set_aside_the_experts_own_file_counts(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    typed(chain, FIRST, SECOND)
    chain.lead.rivals.choose(chain.visit, chain.ids[FIRST], "", "录到了别人名下（示例）")
    taken(chain, *EXPERTS)
    assert info(chain, FIRST).state == "received"
    assert "代录" not in at_bureau(chain, "own")


def test_a_choice_wants_a_reason_and_a_locked_sheet(chain: Chain) -> None:
    for stream, reason, code in ((streams(chain)[True], " \n", "XP-4231"), ("no-such", WHY, "XP-4232")):
        with pytest.raises(Refusal) as refused:
            chain.lead.rivals.choose(chain.visit, chain.ids[FIRST], stream, reason)
        assert {fault.code for fault in refused.value.faults} == {code}


def test_a_third_sheet_has_to_be_settled_again(chain: Chain) -> None:
    person = chain.ids[FIRST]
    chain.lead.rivals.choose(chain.visit, person, "", WHY)
    typed(chain, FIRST, FIRST)
    assert info(chain, FIRST).rivals == 0
    chain.lead.rivals.choose(chain.visit, person, streams_locked(chain)[0], WHY)
    assert info(chain, FIRST).rivals == 0
    assert len(chain.lead.rivals.contest(chain.visit, person).rivals) == 3


def streams_locked(chain: Chain) -> list[str]:
    contest = chain.lead.rivals.contest(chain.visit, chain.ids[FIRST])
    return [each.stream_id for each in contest.rivals if each.digest]


def test_the_bureau_takes_another_choice_after_a_thaw(chain: Chain) -> None:
    """What came first is kept there, too: the panel's ledger says that it no longer counts."""
    person, office = chain.ids[FIRST], chain.new_office("twice.db")
    for turn, typed_in in enumerate((True, False)):
        chain.lead.rivals.choose(chain.visit, person, streams(chain)[typed_in], WHY)
        chain.settle()
        chain.freeze()
        chain.sign_all()
        chain.wait(60)
        told = office.bureau.take(chain.export(f"turn-{turn}"), chain.trust, chain.identities)
        assert told.fate == "taken", told.message
        assert ("代录" in told.message) is typed_in
        if not turn:
            chain.lead.verdicts.thaw(chain.visit, "改定（示例）")
