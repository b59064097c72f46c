"""How far a reading has come: where one is, what was seen, how long it took. No Qt, no services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.common.clock import moment_of, stamp


@dataclass
class ReadingSitting:
    """One reading, however often it is interrupted.

    code: of the text; portion: what of it is read; at: the place in the plan, from 0; seen: places that were
    shown; begun: when the first page was shown first; spent: seconds of earlier stretches; since: when this
    stretch began.
    """

    code: str
    portion: str
    begun: datetime
    since: datetime
    at: int = 0
    seen: set[int] = field(default_factory=lambda: {0})
    spent: float = 0.0

    def seconds(self, now: datetime) -> float:
        """How long it has taken, breaks left out; a clock that was set back takes nothing away."""
        return self.spent + max((now - self.since).total_seconds(), 0.0)

    def start_over(self, now: datetime) -> None:
        """Nothing was read yet: the screen was dark until now."""
        self.begun, self.since, self.spent = now, now, 0.0

    def plain(self, now: datetime) -> dict[str, Any]:
        """As it is kept, what was spent in milliseconds."""
        return {
            "code": self.code,
            "portion": self.portion,
            "begun": stamp(self.begun),
            "at": self.at,
            "seen": sorted(self.seen),
            "spent": round(self.seconds(now) * 1000),
        }

    @classmethod
    def resumed(cls, held: object, code: str, portion: str, many: int, now: datetime) -> ReadingSitting:
        """The one that was kept, if it is of this text and portion, else a new one. many: pages to read."""
        fresh = cls(code, portion, now, now)
        if not isinstance(held, dict) or (held.get("code"), held.get("portion")) != (code, portion):
            return fresh
        try:
            begun, spent = moment_of(held["begun"]), int(held["spent"]) / 1000
            seen = {int(each) for each in held["seen"]} & set(range(many))
            return cls(code, portion, begun, now, min(max(int(held["at"]), 0), many - 1), seen, spent)
        except (KeyError, TypeError, ValueError):
            return fresh
