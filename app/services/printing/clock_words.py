"""Times of the panel's ledger as they are printed, set right where its clock was noted to be wrong."""

from __future__ import annotations

from collections.abc import Iterable

from app.common.clock import BEIJING, moment_of
from app.reports.document import ProtocolStep
from app.services.store.rounds import ClockFault
from app.services.store.rounds import ProtocolStep as Step


def clock_time(at: str | None, clock: ClockFault | None = None) -> str:
    """A UTC stamp as day and time in Beijing; empty for none. clock: how wrong the one was that gave it."""
    if at is None:
        return ""
    moment = clock.right(moment_of(at)) if clock else moment_of(at)
    local = moment.astimezone(BEIJING)
    return f"{local.month} 月 {local.day} 日 {local:%H:%M}"


def steps_of(steps: Iterable[Step], clock: ClockFault | None = None) -> tuple[ProtocolStep, ...]:
    """Steps as they are printed. clock: how wrong the one was that dated them."""
    return tuple(
        ProtocolStep(step.title, span_time(step.begun, step.done_at, clock), step.people, step.notes)
        for step in steps
    )


def span_time(begun: str | None, ended: str | None, clock: ClockFault | None = None) -> str:
    """From when to when, the day once: ``5 月 12 日 09:00 至 09:40``; what is not known is left out."""
    first, last = clock_time(begun, clock), clock_time(ended, clock)
    if not first or not last or first == last:
        return f"{first} 起" if first and not last else last or first
    day = first.rpartition(" ")[0]
    return f"{first} 至 {last.removeprefix(day).strip()}"


def clock_note(clock: ClockFault | None) -> str:
    """Why the times that are printed are not those of the record; empty where they are."""
    if clock is None:
        return ""
    return f"记录所用电脑的时钟{clock.words}，定稿时间和程序记录的时间已更正（{clock.reason}）。"
