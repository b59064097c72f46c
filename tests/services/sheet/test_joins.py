"""One sheet on two laptops: both ledgers are kept, and joined criterion by criterion by who writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.models import tables
from app.services.panel.rivals import RivalSheets
from app.services.sheet.desk import SheetDesk
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.safe.test_safes import PIN, chain, copied, desk_of, stick, with_pin

__all__ = ["chain", "stick"]

FIRST, SECOND = EXPERTS[0], EXPERTS[1]
WHY = "较晚的一次是现场核对过的（示例）"


@pytest.fixture
def forked(chain: Chain, stick: Path) -> Chain:
    """The first expert's sheet was gone on with on the second's laptop and on the own one as well."""
    mine, other = chain.site(FIRST), chain.site(SECOND)
    with_pin(mine, chain.ids[FIRST])
    mine.safes.carrying.agree(chain.ids[FIRST], PIN)
    desk = desk_of(chain, FIRST)
    desk.confirm_recusal()
    desk.record("3.1", "concurrent_trainees", "8")
    other.packages.import_file(copied(mine, chain.visit, stick).path)
    other.people.switch(chain.ids[FIRST], PIN)
    here = desk_of(chain, FIRST, other)
    here.record("3.1", "concurrent_trainees", "80")
    here.note("1.1", "在另一台上写的（示例）")
    desk.record("3.1", "concurrent_trainees", "90")
    desk.note("2.1", "在这一台上写的（示例）")
    desk.flag("1.1", on=True)
    other.packages.import_file(copied(mine, chain.visit, stick).path)
    return chain


def contest_of(chain: Chain) -> RivalSheets:
    return chain.site(SECOND).rivals.contest(chain.visit, chain.ids[FIRST])


def here(chain: Chain) -> SheetDesk:
    return chain.site(SECOND).sheets.open(chain.visit, chain.ids[FIRST])


def branch(chain: Chain) -> str:
    (stream,) = contest_of(chain).unjoined
    return stream


def test_what_is_taken_is_entered_anew_and_says_where_it_comes_from(forked: Chain) -> None:
    before = here(forked).records()
    other = contest_of(forked).rival(branch(forked))
    forked.site(SECOND).rivals.join(forked.visit, forked.ids[FIRST], branch(forked), ("3.1", "2.1"), WHY)
    desk = here(forked)
    assert desk.answers["3.1"]["concurrent_trainees"] == "90"
    assert desk.notes == {"1.1": "在另一台上写的（示例）", "2.1": "在这一台上写的（示例）"}
    assert desk.flagged == frozenset()
    after = desk.records()
    assert after[: len(before)] == before
    fresh = after[len(before) :]
    assert all(WHY in (entry.why or "") for entry in fresh)
    assert fresh[-1].kind == "join"
    assert other is not None
    assert fresh[-1].after == {"head": other.head, "taken": ["2.1", "3.1"]}
    assert not contest_of(forked).unjoined
    assert contest_of(forked).rival(other.stream_id) == other, "the other stays whole"


def test_it_can_be_settled_without_taking_anything(forked: Chain) -> None:
    answers = dict(here(forked).answers)
    forked.site(SECOND).rivals.join(forked.visit, forked.ids[FIRST], branch(forked), (), WHY)
    assert dict(here(forked).answers) == answers
    assert not contest_of(forked).unjoined


def test_the_other_laptop_goes_on_and_is_asked_about_again(forked: Chain, stick: Path) -> None:
    site = forked.site(SECOND)
    site.rivals.join(forked.visit, forked.ids[FIRST], branch(forked), ("3.1",), WHY)
    desk_of(forked, FIRST).note("3.1", "又写了一句（示例）")
    late = copied(forked.site(FIRST), forked.visit, stick).path
    assert site.packages.import_file(late).attention
    assert len(contest_of(forked).rivals) == 2
    site.rivals.join(forked.visit, forked.ids[FIRST], branch(forked), ("3.1",), WHY)
    assert here(forked).notes["3.1"] == "又写了一句（示例）"


def test_joined_twice_is_joined_once(forked: Chain) -> None:
    site, stream = forked.site(SECOND), branch(forked)
    for _ in range(2):
        site.rivals.join(forked.visit, forked.ids[FIRST], stream, ("3.1",), WHY)
    changes = [entry for entry in here(forked).records() if WHY in (entry.why or "") and entry.kind != "join"]
    assert len(changes) == 1


def test_a_joined_sheet_is_locked_and_travels(forked: Chain) -> None:
    site = forked.site(SECOND)
    site.rivals.join(forked.visit, forked.ids[FIRST], branch(forked), ("3.1",), WHY)
    here(forked).lock(knowingly=True)
    path = forked.out / "joined.xpsheet"
    site.packages.export_sheet(forked.visit, forked.ids[FIRST], path)
    assert forked.lead.packages.import_file(path).visit_id == forked.visit


def test_nobody_else_joins(forked: Chain) -> None:
    site = forked.site(SECOND)
    site.people.switch(forked.ids[SECOND], None)
    with pytest.raises(Refusal) as refused:
        site.rivals.join(forked.visit, forked.ids[FIRST], branch(forked), ("3.1",), WHY)
    assert {fault.code for fault in refused.value.faults} == {"XP-6351"}


def test_a_reason_is_wanted(forked: Chain) -> None:
    with pytest.raises(Refusal) as refused:
        forked.site(SECOND).rivals.join(forked.visit, forked.ids[FIRST], branch(forked), (), " ")
    assert {fault.code for fault in refused.value.faults} == {"XP-4231"}


def test_what_was_locked_on_the_other_laptop_takes_the_place(forked: Chain, stick: Path) -> None:
    site, person = forked.site(SECOND), forked.ids[FIRST]
    digest = desk_of(forked, FIRST).lock(knowingly=True)
    site.packages.import_file(copied(forked.site(FIRST), forked.visit, stick).path)
    (other,) = [each for each in contest_of(forked).rivals if each.digest]
    site.rivals.adopt(forked.visit, person, other.stream_id)
    assert here(forked).digest == digest
    assert len(contest_of(forked).rivals) == 2


def test_whoever_leads_joins_for_an_absent_expert(forked: Chain, stick: Path) -> None:
    """Both ledgers come to the leader's laptop, the expert does not."""
    lead, person = forked.lead, forked.ids[FIRST]
    lead.packages.import_file(copied(forked.site(FIRST), forked.visit, stick).path)
    lead.packages.import_file(copied(forked.site(SECOND), forked.visit, stick).path)
    contest = lead.rivals.contest(forked.visit, person)
    assert contest.here is not None
    (other,) = contest.unjoined
    here_now = contest.here.stream_id
    lead.rivals.hand_on(forked.visit, person, here_now, "专家住院（示例）", other=other, taken=("1.1",))
    desk = lead.sheets.open(forked.visit, person, entered_by=forked.ids[LEADER])
    assert desk.answers["3.1"]["concurrent_trainees"] == "90"
    assert desk.notes["1.1"] == "在另一台上写的（示例）"
    assert lead.typed.check(forked.visit, person) == forked.ids[LEADER]
    with lead.store.look() as view:
        assert view.count(tables.streams, visit_id=forked.visit, person_id=person) == 3
