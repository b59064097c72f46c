"""When a copy is due: after a pause in the work, never long after it, and again after a trouble. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

QUIET, LATEST, AGAIN = 3.0, 20.0, 5.0  # seconds


@dataclass(slots=True)
class Pace:
    """Counts in seconds of a clock that never runs back. seen: how much was stored at the last look."""

    seen: int = -1
    first: float | None = None
    last: float = 0.0
    retry: float | None = None

    def saw(self, written: int, now: float) -> None:
        """Look at how much has been stored."""
        if written == self.seen:
            return
        self.seen, self.last = written, now
        if self.first is None:
            self.first = now

    def anew(self, now: float) -> None:
        """Count from here, whether or not anything was stored."""
        self.first = self.last = now

    def due(self, now: float) -> bool:
        """Whether it is time to write."""
        if self.first is not None:
            return now - self.last >= QUIET or now - self.first >= LATEST
        return self.retry is not None and now >= self.retry

    @property
    def waiting(self) -> bool:
        """Whether something is new since the last write began."""
        return self.first is not None

    def began(self) -> None:
        """A write begins now: what is stored from here on is for the next."""
        self.first = self.retry = None

    def failed(self, now: float) -> None:
        """It did not succeed: try again by and by."""
        self.retry = now + AGAIN
