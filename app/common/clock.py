"""Time comes from outside: services are given a clock, tests give their own."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

BEIJING = timezone(timedelta(hours=8))
"""What offices there write, summer and winter."""
FIRST_YEAR = 2000


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


def moment_read(text: str, day: datetime | None = None) -> datetime:
    """A moment as a person types it, ``2026-05-12 09:30`` in Beijing, wide signs and digits too.

    day: what a time alone, ``9:30``, is of; None where none may stand alone. Raises ValueError, so also for a
    year before 2000: it is a slip, and a stamp holds four digits.
    """
    plain = unicodedata.normalize("NFKC", text).replace("/", "-").strip()
    if day is not None and "-" not in plain:
        at = datetime.strptime(plain, "%H:%M").replace(tzinfo=BEIJING)
        return day.astimezone(BEIJING).replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    at = datetime.strptime(plain, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)
    if at.year < FIRST_YEAR:
        raise ValueError("a year before any visit")
    return at
