"""Who has forgotten the PIN, or left: the work goes on under a colleague's name and keys, with the reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.common.errors import Refusal
from app.common.typed import entered_by
from app.models import tables
from app.services.gate import Locked
from app.services.sample.samples import record_findings
from app.services.workspace import Workspace
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.panel.test_rivals import at_bureau, info, taken
from tests.services.safe.test_safes import PIN

FIRST, SECOND, THIRD = EXPERTS
WHY = "本人忘记 PIN，恢复码不在手边（示例）"


def codes(refused: pytest.ExceptionInfo[Refusal]) -> set[str | None]:
    return {fault.code for fault in refused.value.faults}


@pytest.fixture
def shared(chain_at: Callable[..., Chain]) -> Chain:
    """The first expert works on the leader's laptop, where both have a PIN."""
    chain = chain_at("tasked")
    with chain.site(FIRST).store.look() as view:
        row = dict(view.first(tables.people, id=chain.ids[FIRST]) or {})
    with chain.lead.store.write() as unit:
        unit.put(tables.people, **row)
    for key in (FIRST, LEADER):
        chain.lead.people.change_pin(chain.ids[key], None, PIN + key)
    chain.lead.people.switch(chain.ids[FIRST], PIN + FIRST)
    desk = chain.lead.sheets.open(chain.visit, chain.ids[FIRST])
    desk.confirm_recusal()
    desk.record("3.1", "concurrent_trainees", "80")
    (chain.folder / "photo.png").write_bytes(b"\x89PNG a photo")
    desk.attach("3.1", chain.folder / "photo.png")
    chain.reopen(LEADER, PIN + LEADER)
    return chain


def filled(chain: Chain, site: Workspace, typist: str) -> None:
    desk = site.sheets.open(chain.visit, chain.ids[FIRST], entered_by=chain.ids[typist])
    record_findings(desk, chain.sample.findings_of(FIRST))
    desk.lock(knowingly=True)


def test_before_locking_whoever_leads_goes_on_with_a_reason(shared: Chain) -> None:
    lead, person = shared.lead, shared.ids[FIRST]
    seat = next(each for each in lead.typed.seats(shared.visit) if each.person_id == person)
    assert (seat.over, seat.left) == (True, False)
    with pytest.raises(Refusal) as refused:
        lead.typed.go_on(shared.visit, person)
    assert codes(refused) == {"XP-6353"}
    lead.typed.go_on(shared.visit, person, WHY)
    desk = lead.sheets.open(shared.visit, person, entered_by=shared.ids[LEADER])
    assert desk.answers["3.1"]["concurrent_trainees"] == "80"
    assert desk.attachments["3.1"]
    assert all(WHY in (row.why or "") for row in desk.rows())
    filled(shared, lead, LEADER)
    lead.packages.keep_typed(shared.visit, person)
    assert info(shared, FIRST).state == "locked"


def test_after_locking_it_counts_as_vouched_by_whoever_leads(shared: Chain) -> None:
    lead, person = shared.lead, shared.ids[FIRST]
    lead.people.switch(person, PIN + FIRST)
    desk = lead.sheets.open(shared.visit, person)
    record_findings(desk, shared.sample.findings_of(FIRST))
    desk.lock(knowingly=True)
    own = desk.rows()
    lead = shared.reopen(LEADER, PIN + LEADER)
    contest = lead.rivals.contest(shared.visit, person)
    lead.rivals.hand_on(shared.visit, person, contest.rivals[0].stream_id, WHY)
    assert info(shared, FIRST).state == "open"
    typed = lead.sheets.open(shared.visit, person, entered_by=shared.ids[LEADER])
    typed.lock(knowingly=True)
    lead.packages.keep_typed(shared.visit, person)
    for key in (SECOND, THIRD):
        shared.fill(key, shared.visit)
        shared.site(key).sheets.open(shared.visit, shared.ids[key]).lock()
        path = shared.sheet(key)
        shared.site(key).packages.export_sheet(shared.visit, shared.ids[key], path)
    taken(shared, SECOND, THIRD)
    shared.settle()
    shared.lead.verdicts.freeze(shared.visit)
    assert entered_by(person, typed.rows()) == shared.ids[LEADER]
    (other,) = [each for each in lead.rivals.contest(shared.visit, person).rivals if each.aside]
    assert list(other.rows) == own


def test_a_colleague_who_does_not_lead_never_reads_an_own_sheet(shared: Chain) -> None:
    lead, person = shared.lead, shared.ids[FIRST]
    with shared.site(SECOND).store.look() as view:
        row = dict(view.first(tables.people, id=shared.ids[SECOND]) or {})
    with lead.store.write() as unit:
        unit.put(tables.people, **row)
    lead.people.switch(shared.ids[SECOND], None)
    with pytest.raises(Refusal) as refused:
        lead.typed.go_on(shared.visit, person, WHY)
    assert codes(refused) == {"XP-6340"}
    contest = lead.rivals.contest(shared.visit, person)
    with pytest.raises(Refusal) as refused:
        lead.rivals.hand_on(shared.visit, person, contest.rivals[0].stream_id, WHY)
    assert codes(refused) == {"XP-4234"}


def test_a_typed_sheet_passes_to_a_second_typist(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    person, lead = chain.ids[FIRST], chain.lead
    with chain.site(SECOND).store.look() as view:
        row = dict(view.first(tables.people, id=chain.ids[SECOND]) or {})
    with lead.store.write() as unit:
        unit.put(tables.people, **row)
    taken(chain, SECOND)  # who still scores types for nobody
    lead.people.switch(chain.ids[SECOND], None)
    lead.typed.begin(chain.visit, person, pledged=True)
    lead.sheets.open(chain.visit, person, entered_by=chain.ids[SECOND]).note("1.1", "录到这里（示例）")
    lead.people.switch(chain.ids[LEADER], None)
    lead.typed.go_on(chain.visit, person, "原录入人离场（示例）")
    desk = lead.sheets.open(chain.visit, person, entered_by=chain.ids[LEADER])
    assert desk.notes["1.1"] == "录到这里（示例）"
    assert entered_by(person, desk.rows()) == chain.ids[LEADER]
    filled(chain, lead, LEADER)
    lead.packages.keep_typed(chain.visit, person)
    taken(chain, THIRD)
    assert "录入人：组长" in at_bureau(chain, "second-typist")


def test_a_forgotten_pin_never_keeps_a_colleague_out(shared: Chain) -> None:
    """However often one PIN is got wrong, the other opens the data and the window after the wait."""
    shared.lead.close()
    del shared._sites[LEADER]
    with pytest.raises(Locked) as locked:
        shared.site(LEADER)
    for _ in range(12):
        with pytest.raises(Refusal):
            locked.value.gate.open("000000")
        shared.wait(61)
    shared._sites[LEADER] = lead = locked.value.gate.open(PIN + LEADER)
    lead.people.switch(shared.ids[FIRST], PIN + FIRST)
    for _ in range(12):
        with pytest.raises(Refusal):
            lead.people.resume("000000")
        shared.wait(61)
    lead.people.resume(PIN + LEADER)
    assert lead.people.current is not None
    assert lead.people.current.id == shared.ids[LEADER]
