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


QUARTER, HOUR, FARTHEST = timedelta(minutes=15), timedelta(hours=1), timedelta(hours=14)
CLOSE = timedelta(minutes=2)
"""How near clocks in different zones come to whole quarters of an hour; to whole hours, as near as SLACK."""


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


def order_doubts(first: Dated, then: Iterable[Dated]) -> tuple[str, ...]:
    """What is dated before that which it can only follow: one of the two clocks is wrong."""
    since = moment_of(first.at)
    return tuple(
        f"{each.what}的时间是 {_time(moment_of(each.at))}，早于{first.what}的时间 {_time(since)}"
        f"{zone_words(since - moment_of(each.at))}"
        for each in then
        if moment_of(each.at) < since - SLACK
    )


def zone_of(apart: timedelta) -> timedelta | None:
    """The difference of time zones that two clocks are apart by, as it seems; None where it is no such.

    Zones differ by quarters of an hour, most by whole hours, and by no more than fourteen. Between one clock
    and the other a file is some minutes on its way, so that whole hours need not be so near.
    """
    size = abs(apart)
    for step, near in ((HOUR, SLACK), (QUARTER, CLOSE)):
        zone = round(size / step) * step
        if step <= zone <= FARTHEST and abs(size - zone) <= near:
            return zone if apart > timedelta() else -zone
    return None


def zone_words(apart: timedelta) -> str:
    """A difference that looks like one of time zones, told as that; empty for another."""
    zone = zone_of(apart)
    if zone is None:
        return ""
    hours, minutes = divmod(abs(zone) // timedelta(minutes=1), 60)
    told = f"{hours} 小时" * bool(hours) + f"{minutes} 分钟" * bool(minutes)
    return f"，相差约 {told}，像是有一台电脑的时区没有设对（应为北京时间）"


def joined(doubts: Iterable[str]) -> str:
    """All doubts in one sentence; empty where there are none."""
    told = "；".join(dict.fromkeys(doubts))
    return f"请核对时间：{told}。" if told else ""


def _doubts(visit: Visit, now: datetime, each: Dated, issued_at: str | None) -> Iterator[str]:
    at = moment_of(each.at)
    named = f"{each.what}的时间是 {_time(at)}"
    if at > now + SLACK:
        yield f"{named}，晚于这台电脑现在的时间 {_time(now)}{zone_words(at - now)}"
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
