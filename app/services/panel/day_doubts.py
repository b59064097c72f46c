"""Times that do not fit one another, told before they are printed: a clock a year ahead dates a letter so.

No clock is believed more than another here. What is said is for a person to look at, and to set right or let
stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.common.clock import BEIJING, moment_of
from app.services.store.site import Visit

SLACK = timedelta(minutes=10)
"""How far two machines' clocks may be apart without a word."""
LATE = timedelta(days=31)
"""How long after its last day a visit may be concluded without a word."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with a time of its own: what it is, in words, and its UTC stamp."""

    what: str
    at: str


def today_doubts(visit: Visit, now: datetime) -> tuple[str, ...]:
    """What this machine's own date leaves to ask, in sentences without their end."""
    return tuple(_beside_visit(visit, f"这台电脑的日期是 {_day(_date(now))}", _date(now)))


def dated_doubts(
    visit: Visit, now: datetime, dated: Iterable[Dated], issued_at: str | None = None
) -> tuple[str, ...]:
    """What the times of records leave to ask. issued_at: when the bureau signed the task, None: not known."""
    return tuple(doubt for each in dated for doubt in _doubts(visit, now, each, issued_at))


def joined(doubts: Iterable[str]) -> str:
    """All doubts in one sentence; empty where there are none."""
    told = "；".join(dict.fromkeys(doubts))
    return f"请核对时间：{told}。" if told else ""


def _doubts(visit: Visit, now: datetime, each: Dated, issued_at: str | None) -> Iterator[str]:
    at = moment_of(each.at)
    named = f"{each.what}的时间是 {_time(at)}"
    if at > now + SLACK:
        yield f"{named}，晚于这台电脑现在的时间 {_time(now)}"
    elif issued_at is not None and at < moment_of(issued_at) - SLACK:
        yield f"{named}，早于任务文件签发的时间 {_time(moment_of(issued_at))}"
    else:
        yield from _beside_visit(visit, named, _date(at))


def _beside_visit(visit: Visit, named: str, day: date) -> Iterator[str]:
    first, last = date.fromisoformat(visit.date_from), date.fromisoformat(visit.date_to)
    if day < first:
        yield f"{named}，早于考核日期 {_day(first)}"
    elif day > last + LATE:
        yield f"{named}，比考核日期 {_day(last)} 晚 {(day - last).days} 天"


def _date(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _time(moment: datetime) -> str:
    local = moment.astimezone(BEIJING)
    return f"{_day(local.date())} {local:%H:%M}"
