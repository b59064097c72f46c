"""What a rule costs or gives, before anything is found: its way of counting in a line, and a ladder of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from app.scoring.model.points import Points


class Rung(NamedTuple):
    """One finding and what it comes to. said: the finding in words, such as ``540 人``; change: hundredths
    of a point beside those that the criterion begins with."""

    said: str
    change: Points


@dataclass(frozen=True, slots=True)
class Tariff:
    """said: how the rule counts, a Chinese sentence without its end; rungs: the best finding first, nothing
    where the sentence tells it all."""

    said: str
    rungs: tuple[Rung, ...] = ()
