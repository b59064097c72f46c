"""What a batch settles of a scheme's terms: the days of its notice, how long a rectification may take.

The days of one notice are that batch's own. Those of the notice that a scheme was taken from are proposed
while they lie ahead, and never again.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.common.errors import Fault
from app.scoring import Due, Scheme
from app.scoring.model.duties import EVENTS, Obligation

UNSAID = "由主管部门另行通知"


@dataclass(frozen=True, slots=True)
class Length:
    """A stretch of time as it is said: years, months, days."""

    years: int = 0
    months: int = 0
    days: int = 0

    @property
    def words(self) -> str:
        """In Chinese; empty for nothing."""
        parts = ((self.years, "年"), (self.months, "个月"), (self.days, "天"))
        return " ".join(f"{many} {unit}" for many, unit in parts if many)

    def after(self, day: date) -> date:
        """The day so long after another; a month added to the 31st ends with the month."""
        years, months = divmod(day.month - 1 + self.months, 12)
        year, month = day.year + self.years + years, months + 1
        last = calendar.monthrange(year, month)[1]
        return date(year, month, min(day.day, last)) + timedelta(days=self.days)

    def may_exceed(self, most: Length) -> bool:
        """Whether it can end later than another, from whatever day of a year both begin."""
        return any(self.after(start) > most.after(start) for start in _STARTS)


_STARTS = tuple(date(2026, 1, 1) + timedelta(days=many) for many in range(365))


@dataclass(frozen=True, slots=True)
class BatchTerms:
    """The days that the batch's notice sets, ISO, by the scheme's names for them; how long to rectify."""

    dates: Mapping[str, str] = field(default_factory=dict)
    rectification: Length | None = None


def terms_of(batch: Mapping[str, Any]) -> BatchTerms:
    """The terms in a task's batch facts."""
    length = batch.get("rectification")
    return BatchTerms(dict(batch.get("dates") or {}), Length(**length) if length else None)


def proposed(scheme: Scheme, today: date, visits: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The days of the scheme's own notice that still lie ahead and fit the visits (first, last day, ISO)."""
    ahead = {name: due.date for name, due in _named(scheme) if due.date and due.date > today.isoformat()}
    unfit = {each.where for each in terms_faults(scheme, BatchTerms(ahead), visits)}
    return {name: day for name, day in ahead.items() if f"batch.dates.{name}" not in unfit}


def terms_faults(scheme: Scheme, terms: BatchTerms, visits: Iterable[tuple[str, str]]) -> list[Fault]:
    """What of a batch's terms does not fit the scheme or the visits (first and last day, ISO)."""
    spans = list(visits)
    known = {name for name, _ in _named(scheme)}
    faults = [
        Fault(f"batch.dates.{name}", _unknown(known), "XP-4111") for name in terms.dates if name not in known
    ]
    for duty in scheme.obligations:
        if duty.due.kind == "notice" and duty.due.name in terms.dates:
            faults.extend(_order_faults(duty, terms.dates[duty.due.name], spans))
    return [*dict.fromkeys(faults), *_length_faults(scheme, terms.rectification)]


def period_words(scheme: Scheme, first: str, last: str) -> str:
    """A sentence where a visit (first and last day, ISO) lies outside the scheme's period; else empty."""
    said, deed = [], scheme.terms.deed
    if scheme.valid_from and first < scheme.valid_from:
        said.append(f"{deed}始于 {_long(first)}，所依据的文件自 {_long(scheme.valid_from)}起适用")
    if scheme.valid_to and last > scheme.valid_to:
        said.append(f"{deed}止于 {_long(last)}，所依据的文件适用至 {_long(scheme.valid_to)}")
    return "；".join(said)


def due_words(due: Due, terms: BatchTerms, day: str) -> str:
    """When something is owed, with the date where it can be told. day: the visit's last, ISO."""
    if due.kind == "notice":
        said = terms.dates.get(due.name)
        return f"{_long(said)}前" if said else UNSAID
    if due.kind == "yearly":
        return f"{due.words}（下一次为 {_long(_next(due.date, date.fromisoformat(day)))}）"
    if due.set_by_bureau and terms.rectification:
        most = Length(due.years, due.months, due.days).words
        return f"{EVENTS[due.event]}后 {terms.rectification.words}内（文件规定最长 {most}）"
    return due.words


def told(scheme: Scheme, terms: BatchTerms, visits: Iterable[tuple[str, str]]) -> list[str]:
    """What an officer should know before a task goes out: days that are not set, visits out of the period."""
    unset = [
        duty.paper for duty in scheme.obligations
        if duty.stage == "after" and duty.due.kind == "notice" and duty.due.name not in terms.dates
    ]  # fmt: skip
    days = [f"没有写明期限：{'；'.join(unset)}。结论里将写“{UNSAID}”"] if unset else []
    return [*days, *dict.fromkeys(words for span in visits if (words := period_words(scheme, *span)))]


def longest_rectifications(scheme: Scheme) -> list[str]:
    """How long a rectification may take at most, in words; empty where the bureau does not set it."""
    return list(dict.fromkeys(each.words for each in _most(scheme)))


def _most(scheme: Scheme) -> list[Length]:
    return [Length(due.years, due.months, due.days) for due in _dues(scheme) if due.set_by_bureau]


def _named(scheme: Scheme) -> list[tuple[str, Due]]:
    return [(due.name, due) for due in _dues(scheme) if due.kind == "notice"]


def _dues(scheme: Scheme) -> list[Due]:
    later = [each.due for each in scheme.consequences if each.due]
    return [*(each.due for each in scheme.obligations), *later]


def _unknown(known: set[str]) -> str:
    if not known:
        return "这套细则没有由通知规定的日期，请删去。"
    return f"细则里没有叫这个名称的日期，可用的是：{'、'.join(sorted(known))}。"


def _order_faults(duty: Obligation, day: str, spans: list[tuple[str, str]]) -> list[Fault]:
    """What precedes the visit is not due after it begins; what follows is not due before it ends."""
    where = f"batch.dates.{duty.due.name}"
    if duty.stage == "before" and any(day > first for first, _ in spans):
        return [Fault(where, f"“{duty.paper}”应在考核之前，这个日期晚于考核开始的日期。", "XP-4112")]
    if duty.stage == "visit" and any(day < last for _, last in spans):
        return [Fault(where, f"“{duty.paper}”的期限早于考核结束的日期。", "XP-4112")]
    if duty.stage == "after" and any(day < last for _, last in spans):
        return [Fault(where, f"“{duty.paper}”在考核之后，这个日期早于考核结束的日期。", "XP-4112")]
    return []


def _length_faults(scheme: Scheme, length: Length | None) -> list[Fault]:
    if length is None:
        return []
    most = _most(scheme)
    if not most:
        return [Fault("batch.rectification", "这套细则没有由主管部门设定的整改期限，请删去。", "XP-4113")]
    if all(length.may_exceed(each) for each in most):
        longest = "、".join(longest_rectifications(scheme))
        return [Fault("batch.rectification", f"整改期限不能超过文件规定的 {longest}。", "XP-4113")]
    return []


def _next(month_day: str, after: date) -> date:
    month, day = map(int, month_day.split("-"))
    this = date(after.year, month, day)
    return this if this >= after else date(after.year + 1, month, day)


def _long(day: str | date) -> str:
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found.year} 年 {found.month} 月 {found.day} 日"
