"""The leader went on on two laptops: both ledgers of the panel are kept, and joined decision by decision."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.common.errors import Refusal
from app.services.workspace import Workspace
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.packages.test_revisions import issued, later, taken
from tests.services.panel.test_attendance import ILL, finish, note, seat, sent, settle
from tests.services.safe.test_safes import copied, stick
from tests.talks import talk_over

__all__ = ["stick"]

WHY = "以在单位现场核对的为准（示例）"


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("collected")


def another(chain: Chain) -> Workspace:
    """The leader's other laptop, with everything as it is now."""
    shutil.copytree(chain.folder / LEADER, chain.folder / "other-laptop")
    chain._sites["other-laptop"] = site = open_workspace(chain.folder / "other-laptop", chain.clock)
    return site


def ruled(site: Workspace, chain: Chain, people: str, note: str) -> None:
    chain.wait()
    desk = site.panels.open(chain.visit)
    desk.rule("13.2", {"senior_trainees": people}, f"核对名册，{people} 人（示例）")
    desk.set_problems([note])


@pytest.fixture
def forked(chain: Chain, stick: Path) -> Chain:
    other = another(chain)
    ruled(other, chain, "300", "另一台上写的问题（示例）")
    ruled(chain.lead, chain, "540", "本机写的问题（示例）")
    told = chain.lead.packages.import_file(copied(other, chain.visit, stick).path)
    assert told.attention
    assert "专家组记录有两份" in told.message
    return chain


def test_what_is_taken_is_decided_anew(forked: Chain) -> None:
    before = forked.desk().ledger.records()
    (branch,) = forked.lead.panel_branches.waiting(forked.visit)
    assert [each.key for each in branch.differences] == ["ruling.13.2", "problems"]
    assert "540" in branch.differences[0].mine
    assert "300" in branch.differences[0].theirs
    forked.lead.panel_branches.join(forked.visit, branch.head, ("ruling.13.2",), WHY)
    desk = forked.desk()
    assert desk.facts.rulings["13.2"].findings == {"senior_trainees": "300"}
    assert desk.facts.problems == ("本机写的问题（示例）",)
    after = desk.ledger.records()
    assert after[: len(before)] == before
    assert all(WHY in (entry.why or "") for entry in after[len(before) :])
    assert not forked.lead.panel_branches.any(forked.visit)


def test_it_can_stay_as_it_is_here(forked: Chain) -> None:
    (branch,) = forked.lead.panel_branches.waiting(forked.visit)
    forked.lead.panel_branches.join(forked.visit, branch.head, (), WHY)
    assert forked.desk().facts.rulings["13.2"].findings == {"senior_trainees": "540"}
    assert not forked.lead.panel_branches.waiting(forked.visit)


def test_it_reaches_the_bureau(forked: Chain) -> None:
    (branch,) = forked.lead.panel_branches.waiting(forked.visit)
    forked.lead.panel_branches.join(forked.visit, branch.head, ("ruling.13.2", "problems"), WHY)
    talk_over(forked.desk())
    forked.freeze()
    forked.sign_all()
    told = forked.new_office("joined.db").bureau.take(
        forked.export("joined"), forked.trust, forked.identities
    )
    assert told.fate == "taken", told.message


def test_the_other_laptop_takes_what_was_joined(forked: Chain, stick: Path) -> None:
    """There it is the one that parted ways, and is settled likewise."""
    (branch,) = forked.lead.panel_branches.waiting(forked.visit)
    forked.lead.panel_branches.join(forked.visit, branch.head, ("problems",), WHY)
    other = forked.site("other-laptop")
    other.packages.import_file(copied(forked.lead, forked.visit, stick).path)
    (branch,) = other.panel_branches.waiting(forked.visit)
    assert [each.key for each in branch.differences] == ["ruling.13.2"]


def test_a_reason_is_wanted_and_nothing_frozen(forked: Chain) -> None:
    (branch,) = forked.lead.panel_branches.waiting(forked.visit)
    with pytest.raises(Refusal) as refused:
        forked.lead.panel_branches.join(forked.visit, branch.head, (), " ")
    assert {fault.code for fault in refused.value.faults} == {"XP-4231"}
    forked.settle()
    forked.freeze()
    with pytest.raises(Refusal) as refused:
        forked.lead.panel_branches.join(forked.visit, branch.head, (), WHY)
    assert {fault.code for fault in refused.value.faults} == {"XP-4203"}


def test_an_amended_task_alone_parts_nobody(chain: Chain, stick: Path) -> None:
    """Both laptops note it by themselves; who goes on is followed."""
    other = another(chain)
    path = issued(chain, "amended.xptask", later)
    taken(chain, LEADER, path)
    chain.wait()
    other.revisions.take(other.packages.import_file(path).revision)
    ruled(other, chain, "300", "另一台上写的问题（示例）")
    told = chain.lead.packages.import_file(copied(other, chain.visit, stick).path)
    assert not told.attention, told.message
    assert chain.desk().facts.rulings["13.2"].findings == {"senior_trainees": "300"}
    assert not chain.lead.panel_branches.any(chain.visit)


@pytest.fixture
def ill_elsewhere(chain: Chain, stick: Path) -> Chain:
    """On the other laptop somebody was noted as absent, here something else was written."""
    other = another(chain)
    chain.wait()
    note(chain, EXPERTS[2], "absent", other)
    chain.wait()
    chain.desk().set_problems(["本机写的问题（示例）"])
    assert chain.lead.packages.import_file(copied(other, chain.visit, stick).path).attention
    return chain


@pytest.mark.parametrize("why", [WHY, "长" * 500])
def test_who_was_noted_as_absent_there_is_told_and_taken(ill_elsewhere: Chain, why: str) -> None:
    chain, person = ill_elsewhere, ill_elsewhere.ids[EXPERTS[2]]
    (branch,) = chain.lead.panel_branches.waiting(chain.visit)
    (told,) = [each for each in branch.differences if each.key == f"status.{person}"]
    assert (told.mine, ILL in told.theirs, "缺席" in told.theirs) == ("没有记录", True, True)
    chain.lead.panel_branches.join(chain.visit, branch.head, (told.key,), why)
    standing = chain.desk().facts.sitting.standings[person]
    assert (standing.state, ILL in standing.reason) == ("absent", True)
    settle(chain, chain.lead)
    finish(chain, chain.lead, *EXPERTS[:2])


def test_who_is_absent_here_alone_can_be_put_back(chain: Chain, stick: Path) -> None:
    other, person = another(chain), chain.ids[EXPERTS[2]]
    ruled(other, chain, "300", "另一台上写的问题（示例）")
    note(chain, EXPERTS[2], "absent")
    chain.lead.packages.import_file(copied(other, chain.visit, stick).path)
    (branch,) = chain.lead.panel_branches.waiting(chain.visit)
    chain.lead.panel_branches.join(chain.visit, branch.head, (f"status.{person}",), WHY)
    assert not chain.desk().facts.sitting.standings


@pytest.mark.parametrize("here", [True, False])
def test_a_turn_to_pen_is_taken_and_never_taken_back(chain: Chain, stick: Path, here: bool) -> None:
    other = another(chain)
    first, second = (chain.lead, other) if here else (other, chain.lead)
    chain.wait()
    first.attendance.turn_to_pen(chain.visit, "没有人带电脑（示例）")
    ruled(second, chain, "300", "写的问题（示例）")
    chain.lead.packages.import_file(copied(other, chain.visit, stick).path)
    (branch,) = chain.lead.panel_branches.waiting(chain.visit)
    assert ("form" in {each.key for each in branch.differences}) is not here
    chain.lead.panel_branches.join(chain.visit, branch.head, ("form",), WHY)
    assert chain.desk().visit.form == "pen"
    settle(chain, chain.lead)
    chain.freeze()
    chain.lead.verdicts.issue(chain.visit)
    sent(chain, chain.lead)


def test_a_settlement_is_taken_with_its_own_words(chain: Chain, stick: Path) -> None:
    """The panel's sentence stays the panel's: why it was taken is said by the joining."""
    other = another(chain)
    ruled(other, chain, "300", "另一台上写的问题（示例）")
    talk_over(other.panels.open(chain.visit))
    ruled(chain.lead, chain, "540", "本机写的问题（示例）")
    chain.lead.packages.import_file(copied(other, chain.visit, stick).path)
    (branch,) = chain.lead.panel_branches.waiting(chain.visit)
    settled = other.panels.open(chain.visit).state.settlements
    keys = tuple(f"settle.{criterion}" for criterion in settled)
    assert settled
    assert set(keys) <= {each.key for each in branch.differences}
    chain.lead.panel_branches.join(chain.visit, branch.head, keys, WHY)
    taken = chain.desk().state.settlements
    assert {cid: each.sentence for cid, each in taken.items()} == {
        cid: each.sentence for cid, each in settled.items()
    }
    assert {cid: each.agreed for cid, each in taken.items()} == {
        cid: each.agreed for cid, each in settled.items()
    }


def test_who_leads_there_is_shown_and_noted_anew(chain: Chain, stick: Path) -> None:
    """A seat is not taken by joining: it would stand before or after absences that it does not fit."""
    other, heir = another(chain), EXPERTS[0]
    chain.wait()
    seat(chain, heir, *EXPERTS, at=heir)
    chain.site(heir).attendance.note(chain.visit, chain.ids[LEADER], "absent", chain.clock.now(), ILL)
    chain.wait()
    chain.desk().set_problems(["本机写的问题（示例）"])
    other.close()
    assert chain.lead.packages.import_file(copied(chain.site(heir), chain.visit, stick).path)
    (branch,) = chain.lead.panel_branches.waiting(chain.visit)
    (told,) = [each for each in branch.differences if each.key == "seat"]
    assert "换组长…" in told.apart
    assert told.mine == "没有记录"
    assert "代行组长" in told.theirs
    chain.lead.panel_branches.join(chain.visit, branch.head, ("seat",), WHY)
    assert chain.desk().facts.sitting.seat is None
