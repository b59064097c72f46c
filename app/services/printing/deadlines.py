"""The dates that duties fall due on, from a scheme's rules and the dates a bureau has recorded.

Days are calendar days; a month added to the 31st ends with the month.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.scoring import Due, Obligation, Scheme

PART_ENDS = {"early": 10, "middle": 20}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duty with the last day for it; None where the document sets no day or its event is not recorded."""

    obligation: Obligation
    last_day: date | None


def deadlines(
    scheme: Scheme, events: Mapping[str, date], year: int, dates: Mapping[str, str]
) -> tuple[Deadline, ...]:
    """Every duty of a scheme in a calendar year, those with a day first, the earliest before.

    dates: the days that the batch's notice sets, ISO, by name.
    """
    found = [Deadline(each, last_day(each.due, events, year, dates)) for each in scheme.obligations]
    return tuple(sorted(found, key=lambda each: (each.last_day is None, each.last_day or date.max)))


def last_day(  # noqa: PLR0911  one a kind
    due: Due, events: Mapping[str, date], year: int, dates: Mapping[str, str]
) -> date | None:
    """The last day that keeps a rule; year is the one that yearly rules are asked for."""
    match due.kind:
        case "notice":
            return date.fromisoformat(dates[due.name]) if due.name in dates else None
        case "until":
            return date.fromisoformat(due.date)
        case "yearly":
            return date.fromisoformat(f"{year}-{due.date}")
        case "monthly":
            return _end_of(year, due.month, due.part)
    begun = events.get(due.event)
    if begun is None:
        return None
    match due.kind:
        case "within" | "at":
            return _recurring(due, _after(begun, due), year)
        case "before":
            return begun
        case "next_year":
            return date(begun.year + 1, 12, 31)
    return None


def _end_of(year: int, month: int, part: str) -> date:
    return date(year, month, PART_ENDS.get(part) or calendar.monthrange(year, month)[1])


def _after(begun: date, due: Due) -> date:
    months = begun.year * 12 + begun.month - 1 + due.years * 12 + due.months
    year, month = divmod(months, 12)
    day = min(begun.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=due.days)


def _recurring(due: Due, first: date, year: int) -> date:
    """The first day, or, for what comes again, the next one that is not before the year."""
    while due.every and first.year < year:
        first = _after(first, Due("at", years=due.every))
    return first
