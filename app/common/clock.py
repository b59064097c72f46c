"""Time comes from outside: services are given a clock, tests give their own."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

BEIJING = timezone(timedelta(hours=8))
"""What offices there write, summer and winter."""


# What goes on while a laptop sleeps: a night in the bag is no leap.
_ASLEEP_TOO: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


def _steady() -> float:
    """Seconds from some beginning, which nobody can set."""
    return time.monotonic() if _ASLEEP_TOO is None else time.clock_gettime(_ASLEEP_TOO)


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """The present moment, timezone-aware, in UTC."""
        ...

    def drift(self) -> timedelta:
        """How far somebody has set the clock since it was begun with: forward is positive."""
        ...


class SystemClock:
    """The machine's clock."""

    def __init__(self) -> None:
        self._wall, self._steady = self.now(), _steady()

    def drift(self) -> timedelta:
        """Against steady time; what the machine's own correction makes is tiny."""
        return self.now() - self._wall - timedelta(seconds=_steady() - self._steady)

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True, eq=False, weakref_slot=True)
class FixedClock:
    """A clock that stands still until it is set: for tests and reproducible output.

    set_forward: how much of the way to its moment was somebody's hand.
    """

    moment: datetime
    set_forward: timedelta = timedelta()

    def now(self) -> datetime:
        """The moment it was given."""
        return self.moment

    def drift(self) -> timedelta:
        """What it was told."""
        return self.set_forward


def stamp(moment: datetime) -> str:
    """UTC text with microseconds, such as ``2026-05-12T01:02:03.000004Z``; sorts as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(text: str) -> datetime:
    """The moment that ``stamp`` wrote. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
