"""Matters (事项): a scheme's duties over what was recorded, each with its day and its state on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.common.errors import Refusal
from app.scoring.matters.cases import Cases
from app.scoring.matters.inquiry import Inquiry, read_inquiry
from app.scoring.matters.record import Event
from app.scoring.matters.terms import Calendar, Term, extended
from app.scoring.model.duties import Obligation
from app.scoring.model.events import ELAPSED, ENDING, JUDGING, PAPERS, TOGETHER
from app.scoring.model.scheme import OUTCOMES, Scheme
from app.scoring.visit.visit import refusal

State = Literal["done", "open", "overdue", "waiting", "lapsed"]
LAST = "9999-99-99"
"""Sorts after every day: what has no day comes last."""


@dataclass(frozen=True, slots=True)
class DatedDuty:
    """One duty, or one year's turn of it. due, done: ISO days, empty for none."""

    duty: Obligation
    due: str
    state: State
    done: str = ""

    @property
    def late(self) -> bool:
        """Whether it was done after its day."""
        return bool(self.due) and self.done > self.due

    @property
    def told(self) -> dict[str, Any]:
        """The contract's form."""
        found = {
            "obligation": self.duty.id,
            "who": self.duty.who,
            "paper": self.duty.paper,
            "clause": self.duty.cite,
            "due": self.due or None,
            "state": self.state,
            "hard": self.duty.binding == "hard",
        }
        return found | ({"late": True} if self.late else {})


@dataclass(frozen=True, slots=True)
class _Turn:
    """One term of a duty, and the day it was done. arose: since when, and after which event."""

    term: Term
    arose: str
    after: int
    done: str = ""


def due(schemes: Mapping[str, Scheme], raw: object) -> dict[str, Any]:
    """The contract's result, or ``{"errors": [...]}``. Never raises for any JSON value."""
    try:
        inquiry = read_inquiry(schemes, raw)
    except Refusal as refused:
        return refusal(refused.faults)
    return {"due": [each.told for each in matters_of(inquiry)]}


def matters_of(inquiry: Inquiry) -> tuple[DatedDuty, ...]:
    """Every matter in the order of the days, those without one last, then in the scheme's order."""
    cases = Cases(inquiry)
    found = [each for duty in inquiry.scheme.obligations for each in _Duty(inquiry, cases, duty).matters()]
    return tuple(sorted(found, key=lambda each: each.due or LAST))


class _Duty:
    """One duty under one inquiry."""

    def __init__(self, inquiry: Inquiry, cases: Cases, duty: Obligation) -> None:
        self._asked = inquiry
        self._cases = cases
        self._duty = duty
        ends = (each.on for each in inquiry.events if each.what in ENDING)
        over = [cases.voided(duty), "" if duty.lasting else next(ends, "")]
        self._ended = min((day for day in over if day), default="")

    def matters(self) -> list[DatedDuty]:
        """Its matters so far. Of one that recurs none begins after the one that is due next."""
        found, ahead = [], set()
        for turn in self._settled():
            if turn.done or turn.after not in ahead:
                found.append(self._matter(turn))
            if turn.term.due >= self._asked.on or not turn.term.due:
                ahead.add(turn.after)
        return found

    def _matter(self, turn: _Turn) -> DatedDuty:
        return DatedDuty(self._duty, turn.term.due, self._state(turn), turn.done)

    def _state(self, turn: _Turn) -> State:
        due = turn.term.due
        if turn.done:
            return "done"
        if self._ended:
            return "lapsed"
        if not turn.term.begun:
            return "waiting"
        return "overdue" if due and due < self._asked.on else "open"

    def _settled(self) -> list[_Turn]:
        turns = [
            turn for arose, after in self._cases.arisings(self._duty) for turn in self._turns(arose, after)
        ]
        turns = self._extended(turns)
        for day, place in self._doings(turns):
            _do(turns, day, place, first=bool(self._duty.due.every))
        if ELAPSED in self._duty.done:
            turns = [self._elapsed(turn) for turn in turns]
        return turns

    def _turns(self, arose: str, after: int) -> Iterator[_Turn]:
        if self._ended and arose > self._ended:
            return
        for term in Calendar(self._asked).terms(self._duty, arose):
            if not self._ended or term.opens <= self._ended:
                yield _Turn(term, arose, after)

    def _elapsed(self, turn: _Turn) -> _Turn:
        due = turn.term.due
        over = turn.term.begun and due and due < self._asked.on and not (self._ended and self._ended <= due)
        return replace(turn, done=due) if over else turn

    def _extended(self, turns: list[_Turn]) -> list[_Turn]:
        """An extension is of the last turn that it makes later."""
        events, place = self._asked.events, len(turns) - 1
        until = [
            each.until for each in events if each.what == "extended" and each.obligation == self._duty.id
        ]
        while place > 0 and until and turns[place].term.due >= until[-1]:
            place -= 1
        return [
            replace(turn, term=extended(turn.term, self._duty, events)) if number == place else turn
            for number, turn in enumerate(turns)
        ]

    def _doings(self, turns: list[_Turn]) -> list[tuple[str, int]]:
        """The days on which it was done, each with the place of the event in the record."""
        arisings = sorted({turn.after for turn in turns})
        days = [day for each in self._duty.done if each != ELAPSED for day in self._days(each, arisings)]
        return sorted(dict.fromkeys(days), key=lambda each: each[1])

    def _days(self, named: str, arisings: list[int]) -> list[tuple[str, int]]:
        """Every event that does it alone; where it takes several, the one that completes them, by arising."""
        parts = [
            [each for each in self._asked.events if self._does(each, part)] for part in named.split(TOGETHER)
        ]
        if len(parts) == 1:
            return [(each.on, each.place) for each in parts[0]]
        nexts = [*arisings[1:], len(self._asked.events)]
        whole = (_completed(parts, after, until) for after, until in zip(arisings, nexts, strict=False))
        return [(each.on, each.place) for each in whole if each]

    def _does(self, event: Event, what: str) -> bool:
        """What an earlier assessment came to does nothing of this one's."""
        if event.what != what or (what in PAPERS and event.paper != self._duty.id):
            return False
        return what not in JUDGING or event.outcome in OUTCOMES[self._asked.scheme.kind]


def _completed(parts: list[list[Event]], after: int, until: int) -> Event | None:
    """The event that completes the parts, of those between one arising and the next."""
    firsts = [next((each for each in part if after < each.place <= until), None) for part in parts]
    came = [each for each in firsts if each]
    return max(came, key=lambda each: each.place) if len(came) == len(firsts) else None


def _do(turns: list[_Turn], day: str, place: int, *, first: bool) -> None:
    """Let what was done count for a turn that had begun: the latest one, or the first that is not done.

    A second plan in one year is not the next year's, nor is a plan handed in this year the one that was
    missed last year; but of assessments in cycles the one that was missed is made up for.
    """
    begun = [number for number, each in enumerate(turns) if each.after < place and each.term.opens <= day]
    undone = [number for number in begun if not turns[number].done]
    wanted = undone[:1] if first else [number for number in begun[-1:] if not turns[number].done]
    for number in wanted:
        turns[number] = replace(turns[number], done=day)
