"""Changes of findings, as proposals are made of them: a field, what stands in it and what would have to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.scoring.model.findings import kind_of
from app.scoring.model.points import Exact, is_decimal, show_number
from app.scoring.model.specs import FindingSpec


@dataclass(frozen=True, slots=True)
class Change:
    """One field, what stands in it and what would have to.

    beyond: for a number, that it must be more than ``then``. wanted: what the document asks for, where it is
    a number; share: of a share of two counts whose whole stays as it is, what the share is called. also:
    other answers that would do as well, higher: whether they are all those above it.
    """

    spec: FindingSpec
    now: Any
    then: Any
    beyond: bool = False
    wanted: Exact | None = None
    share: str = ""
    also: tuple[Any, ...] = ()
    higher: bool = False

    @property
    def numeric(self) -> bool:
        """Whether it is a number that moves."""
        return kind_of(self.spec).number

    @property
    def raw(self) -> object:
        """What would be typed; of a number that must be exceeded the one itself."""
        match self.then:
            case frozenset():
                return [option.value for option in self.spec.options if option.value in self.then]
            case (int(), int()):
                return show_number(self.then) if self.then[1] != 1 else self.then[0]
            case tuple():
                return []
        return self.then


Changes = tuple[Change, ...]
Ladder = tuple[Changes, ...]
"""Ways for one rule to lose less, the nearest first, the last one losing nothing."""


def told_number(value: Exact) -> Exact:
    """A number as it can be written out: itself, or the next hundredth above it."""
    if not is_decimal(value):
        return -(-value[0] * 100 // value[1]), 100
    scale = 1
    while value[0] * scale % value[1]:
        scale *= 10
    return value[0] * scale // value[1], scale


def joined(every: Iterable[Changes]) -> Changes:
    """Changes of several fields as one; none where two of them would have one field differ."""
    kept: dict[str, Change] = {}
    for change in (change for changes in every for change in changes):
        if kept.setdefault(change.spec.name, change).then != change.then:
            return ()
    return tuple(kept.values())
