"""Whether a panel's ledger may say what it says of absences and of who leads: asked by every receiver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.common.errors import Refusal
from app.common.ledger import EntryRecord
from app.services.panel.panel_ledger import PanelFacts, applied, fold, settled
from app.services.panel.seats import seat_fault
from app.services.store.site import Visit

CODE = "XP-4541"


def must_sit(visit: Visit, deputy: str | None, entries: Sequence[EntryRecord]) -> None:
    """Raises Refusal unless everybody away is of the panel, and whoever led in the leader's place might.

    visit: as the task has it; each step is held against what the ledger said before it. Of the time before
    an amended task only what still stands is asked: who was on the panel then, that task alone knows.
    """
    facts, since = fold(entries), _amended_at(visit, entries)
    seats = [place for place, entry in enumerate(entries) if entry.kind == "seat"]
    for place, entry in enumerate(entries):
        stands = place >= since or entry.field in facts.sitting.standings
        if entry.kind == "status" and stands and visit.member(entry.field or "") is None:
            raise _odd("缺席、退出或回避的人不在专家组名单里")
        stands = place >= since or (facts.sitting.seat is not None and place == seats[-1])
        if entry.kind == "seat" and stands and (fault := _seat_fault(visit, deputy, entries, place, since)):
            raise _odd(fault)
    _must_have_counted(visit, facts)


def lapsed(visit: Visit, deputy: str | None, entries: Sequence[EntryRecord]) -> tuple[list[str], bool]:
    """What has no ground under an amended task: absences of who is gone from it, and whether the seat.

    visit: as the amended task has it.
    """
    sitting = fold(entries).sitting
    gone = [person for person in sitting.standings if visit.member(person) is None]
    if sitting.seat is None:
        return gone, False
    place = max(place for place, entry in enumerate(entries) if entry.kind == "seat")
    return gone, bool(_seat_fault(visit, deputy, entries, place, len(entries)))


def _amended_at(visit: Visit, entries: Sequence[EntryRecord]) -> int:
    """Place of the entry by which the visit's task was taken; 0 where it is the first one."""
    places = [place for place, entry in enumerate(entries) if entry.kind == "task"]
    last = places[-1] if places else 0
    told = entries[last].after if places else None
    return last if isinstance(told, dict) and told["sha256"] == visit.task_sha256 else 0


def _seat_fault(
    visit: Visit, deputy: str | None, entries: Sequence[EntryRecord], place: int, since: int
) -> str:
    """Why an entry may not give the seat. Before ``since`` others voted too, whom the task no longer has."""
    before = fold(entries[:place])
    seat = applied(before, entries[place]).sitting.seat
    if seat is not None and place < since:
        known = {voter: choice for voter, choice in seat.votes.items() if visit.member(voter)}
        seat = replace(seat, votes={each: "" if not visit.member(to) else to for each, to in known.items()})
    return seat_fault(settled(visit, before), deputy, seat) if seat is not None else ""


def _must_have_counted(visit: Visit, facts: PanelFacts) -> None:
    """A text that stands was frozen over the very sheets that count now."""
    if facts.frozen_digest is None:
        return
    scored = {each.id for each in visit.panel if each.scores and facts.froze.scores(each.id)}
    if scored != {each.id for each in visit.panel if each.scores and facts.sitting.scores(each.id)}:
        raise _odd("定稿之后又改了哪些专家的评定计入")


def _odd(message: str) -> Refusal:
    return Refusal.because(f"专家组记录里的人员变动不合规定：{message}，未予采用。", code=CODE)
