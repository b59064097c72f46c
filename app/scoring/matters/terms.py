"""When a duty falls due: the rule of the document over what was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.common.days import moved, weekday
from app.scoring.matters.inquiry import Inquiry
from app.scoring.matters.record import Event
from app.scoring.model.duties import Due, Obligation
from app.scoring.model.events import MOMENTS

PART_ENDS = {"early": "10", "middle": "20"}
SATURDAY = 5
EARLY_MONTHS = 2
"""How long before its month what is owed every year may come and is still that year's."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a duty. begun: whether what starts it has happened; due: ISO, empty for none; opens: from
    when what is done counts for this one of several terms, empty for always.
    """

    begun: bool
    due: str = ""
    opens: str = ""


class Calendar:
    """The terms of duties under one inquiry."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._asked = inquiry
        last = inquiry.events[-1].on if inquiry.events else ""
        self._horizon = max(inquiry.on, last)

    def terms(self, duty: Obligation, arose: str) -> list[Term]:
        """The terms of a duty that arose on a day (empty for from the beginning); several where it recurs."""
        due = duty.due
        if due.kind in ("yearly", "monthly"):
            yearly = self._yearly(due, arose or self._asked.on)
            return list(yearly) if duty.since else [next(yearly)]
        if due.every:
            return list(self._cycle(due, arose))
        return [self._single(duty, arose)]

    def _yearly(self, due: Due, arose: str) -> Iterator[Term]:
        """Every year from the first day that lies not before it arose, to the second after the horizon."""
        last = int(self._horizon[:4]) + 2
        for year in range(int(arose[:4]), max(last, int(arose[:4]) + 1) + 1):
            opens, end = _of_year(due, year)
            if end >= arose:
                yield Term(begun=True, due=self._worked(end), opens=opens)

    def _cycle(self, due: Due, arose: str) -> Iterator[Term]:
        start = self._moment(due.event, arose)
        if not start:
            yield Term(begun=False)
            return
        opens, end, passed = start, moved(start, years=due.years, months=due.months, days=due.days), 0
        while passed < 2:
            yield Term(begun=True, due=self._worked(end), opens=opens)
            passed += end > self._horizon
            opens, end = end, moved(end, years=due.every)

    def _single(self, duty: Obligation, arose: str) -> Term:
        due = duty.due
        if due.kind == "unset":
            return Term(begun=True)
        if due.kind in ("notice", "until"):
            said = self._asked.terms.dates.get(due.name) or due.date
            return Term(begun=True, due=said if due.name in self._asked.terms.dates else self._worked(said))
        start = self._moment(due.event, arose)
        if not start:
            return Term(begun=False)
        return Term(begun=True, due=self._counted(due, start))

    def _counted(self, due: Due, start: str) -> str:
        """The day that a term from a moment ends on, empty where the document states no length."""
        match due.kind:
            case "within" | "at":
                return self._worked(self._after(due, start))
            case "before":
                return self._worked(start)
            case "this_year":
                return self._worked(f"{start[:4]}-12-31")
            case "next_year":
                return self._worked(f"{int(start[:4]) + 1:04}-12-31")
            case _:
                return ""

    def _after(self, due: Due, start: str) -> str:
        terms = self._asked.terms
        if due.set_by_bureau and terms.rectification:
            return moved(start, months=terms.rectification)
        if terms.working_notice and due.event == "published" and due.days:
            return self._working(moved(start, years=due.years, months=due.months), due.days)
        return moved(start, years=due.years, months=due.months, days=due.days)

    def _working(self, start: str, days: int) -> str:
        day = start
        for _ in range(days):
            day = moved(day, days=1)
            while self._rests(day):
                day = moved(day, days=1)
        return day

    def _worked(self, day: str) -> str:
        """The last day of a term, moved on where the bureau has it end on a working day."""
        while day and self._asked.terms.on_workday and self._rests(day):
            day = moved(day, days=1)
        return day

    def _rests(self, day: str) -> bool:
        return weekday(day) >= SATURDAY or day in self._asked.terms.holidays

    def _moment(self, name: str, arose: str) -> str:
        """The day of a moment, empty where it has not come."""
        moment = MOMENTS[name]
        if name == "build_end":
            return self._build_end()
        if name == "result" and arose:
            return arose
        for each in self._asked.events:
            known = each.what in moment.events and (not moment.outcomes or each.outcome in moment.outcomes)
            if known and (not moment.later or each.on >= arose):
                return each.on
        return ""

    def _build_end(self) -> str:
        for duty in self._asked.scheme.obligations:
            if duty.ends:
                term = self._single(duty, "")
                return extended(term, duty, self._asked.events).due
        return ""


def extended(term: Term, duty: Obligation, events: tuple[Event, ...]) -> Term:
    """The term as the last extension of the duty leaves it; one that ends no later is none."""
    until = [each.until for each in events if each.what == "extended" and each.obligation == duty.id]
    if until and until[-1] > term.due:
        return Term(begun=True, due=until[-1], opens=term.opens)
    return term


def _of_year(due: Due, year: int) -> tuple[str, str]:
    """From when it can be done and by when, in one year."""
    if due.kind == "yearly":
        return f"{year:04}-01-01", f"{year:04}-{due.date}"
    first = f"{year:04}-{due.month:02}-01"
    early = moved(first, months=-EARLY_MONTHS)
    if due.part in PART_ENDS:
        return early, f"{first[:8]}{PART_ENDS[due.part]}"
    return early, moved(moved(first, months=1), days=-1)
