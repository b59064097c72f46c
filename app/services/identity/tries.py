"""Wrong PINs cost time: none at first, then more, a minute at most; nobody is locked out for good."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from app.common.canon import canonical, parse_canonical
from app.common.clock import Clock, moment_of, stamp
from app.common.errors import Refusal

NAME = "xianping.tries"
FREE_TRIES = 3
LONGEST_WAIT = 60
_MOST_BYTES = 1024


def wait_after(tries: int) -> int:
    """Seconds to wait after so many wrong PINs in a row: none at first, doubling, a minute at most."""
    return 0 if tries < FREE_TRIES else min(2 ** min(tries - FREE_TRIES, 10), LONGEST_WAIT)


def must_wait(until: datetime, now: datetime) -> None:
    """Raise Refusal while a wait is not over."""
    left = until - now
    # A clock that was set back must not lock anybody out: nobody waits longer than the longest wait.
    seconds = min(-(-left // timedelta(seconds=1)), LONGEST_WAIT)
    if seconds > 0 and left <= timedelta(seconds=LONGEST_WAIT):
        message = f"PIN 输错次数较多，请等 {seconds} 秒后再试。数据没有变化。"
        raise Refusal.because(message, code="XP-6203")


class Tries:
    """The wrong PINs at one lock. They are counted in a file: the database is not open yet."""

    def __init__(self, folder: Path, clock: Clock, name: str = NAME) -> None:
        self._path, self._clock = folder / name, clock

    def must_wait(self) -> None:
        """Raise Refusal while the wait after several wrong ones is not over."""
        _, until = self._read()
        if until is not None:
            must_wait(until, self._clock.now())

    def wrong(self) -> None:
        """Count one more. A disk that refuses costs only the count."""
        tries = self._read()[0] + 1
        until = self._clock.now() + timedelta(seconds=wait_after(tries))
        with suppress(OSError):
            self._path.write_bytes(canonical({"tries": tries, "until": stamp(until)}))

    def right(self) -> None:
        """Begin anew."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[int, datetime | None]:
        try:
            held = parse_canonical(self._path.read_bytes()[:_MOST_BYTES], limit=_MOST_BYTES)
            return int(held["tries"]), moment_of(held["until"])
        except (OSError, Refusal, KeyError, TypeError, ValueError):
            return 0, None
