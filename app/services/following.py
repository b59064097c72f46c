"""What follows a verdict: consequences by outcome and failed criteria, duties that lie ahead, with dates."""

from __future__ import annotations

from datetime import date

from app.reports.document import Consequence, Duty
from app.scoring import PanelResult, Scheme
from app.scoring.duties import Due, Obligation, consequences_of
from app.scoring.scheme import OUTCOMES
from app.services.site import Visit

# What a document dates from: before the verdict, or only after a good or a bad one.
BEHIND = frozenset({"application", "visit"})
BUILDING = frozenset({"announced", "build", "first_year_end"})
IF_GOOD = frozenset(
    {"accepted", "midterm_passed", "final_passed", "filed", "published", "build_end", "operation", *BUILDING}
)
IF_BAD = frozenset({"notice", "rectified", "lost"})
ALWAYS_AHEAD = ("yearly", "monthly", "unset")


def consequences_for(scheme: Scheme, visit: Visit, result: PanelResult) -> tuple[Consequence, ...]:
    """What follows this outcome for this unit, the grounds that were established minded."""
    found = consequences_of(
        scheme.consequences,
        result.verdict.outcome,
        visit.profile,
        result.failed,
    )
    return tuple(
        Consequence(
            f"{each.text}（期限：{due_words(each.due, visit.date_to)}）" if each.due else each.text, each.cite
        )
        for each in found
    )


def duties_for(scheme: Scheme, visit: Visit, result: PanelResult) -> tuple[Duty, ...]:
    """The duties that lie ahead after this outcome; none while nothing is decided."""
    outcome = result.verdict.outcome
    if outcome == "undetermined":
        return ()
    bad = outcome == OUTCOMES[scheme.kind][-1] and scheme.kind != "performance"
    return tuple(
        Duty(
            each.who,
            each.paper,
            due_words(each.due, visit.date_to),
            each.consequence,
            each.binding == "principle",
            each.cite,
        )
        for each in scheme.obligations
        if _ahead(each, visit.date_to, bad=bad, chosen=scheme.kind == "eligibility")
    )


def _ahead(duty: Obligation, day: str, *, bad: bool, chosen: bool) -> bool:
    """Whether a duty lies ahead. chosen: the visit decides who is chosen, so that building comes after it."""
    due = duty.due
    if due.kind == "date":
        return due.date >= day
    if due.kind in ALWAYS_AHEAD:
        return not bad
    if due.event in BEHIND or (due.event in BUILDING and not chosen):
        return False
    return not (due.event in IF_GOOD and bad) and not (due.event in IF_BAD and not bad)


def due_words(due: Due, day: str) -> str:
    """When something is owed, with the date where it can be told. day: the visit's last, ISO."""
    if due.kind == "date":
        return f"{_long(date.fromisoformat(due.date))}前"
    if due.kind == "yearly":
        return f"{due.words}（下一次为 {_long(_next(due.date, date.fromisoformat(day)))}）"
    return due.words


def _next(month_day: str, after: date) -> date:
    month, day = map(int, month_day.split("-"))
    this = date(after.year, month, day)
    return this if this >= after else date(after.year + 1, month, day)


def _long(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
