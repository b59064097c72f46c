"""What is asked and what is known: the fields an expert fills in, and those of a unit's profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.scoring.model.points import Exact, Points

if TYPE_CHECKING:
    from app.scoring.model.conditions import Condition

Kind = Literal["flag", "count", "share", "amount", "level", "set", "rows", "points", "reason", "text"]
Nature = Literal["measured", "judged"]
Direction = Literal["up", "down", "none"]

EXCEPTION = "exception"
"""The finding that an ``in principle`` condition has of itself: why an exception is made."""

EXCEPTED = "作为例外予以认可"


@dataclass(frozen=True, slots=True)
class Option:
    """One element of a set or of a level; levels stand best first."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FindingSpec:
    """One field an expert fills in.

    low, high: bounds in the finding's own unit (points too), None where open; step: hundredths for points;
    options: of a level (best first) or a set, and the two statements of a flag (``true``, ``false``);
    part_of: the finding that this one may not exceed, within: the same where that is one of another
    criterion (its number and name); counted: what a share is told from,
    the part and its whole; when: the condition under which the field applies,
    None for always; optional: need not be given, unless required_when holds.
    direction: whether a larger value (a better level) can only help (up), only harm (down), or neither.
    """

    name: str
    kind: Kind
    label: str
    nature: Nature
    unit: str = ""
    low: Exact | None = None
    high: Exact | None = None
    step: Points | None = None
    options: tuple[Option, ...] = ()
    part_of: str | None = None
    within: tuple[str, str] | None = None
    common_reasons: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    direction: Direction = "none"
    optional: bool = False
    when: Condition | None = None
    required_when: Condition | None = None

    @property
    def answers(self) -> tuple[bool | str, ...]:
        """What a flag or a level can be, as rules hold it; the better first."""
        return (True, False) if self.kind == "flag" else tuple(option.value for option in self.options)


@dataclass(frozen=True, slots=True)
class ProfileField:
    """A fact about the unit that thresholds depend on.

    optional: a visit that is only scored may leave it out, a task may not. last_year: the outcomes of the
    year before of which it tells that one was come to; empty where it tells no such thing.
    """

    name: str
    label: str
    options: tuple[Option, ...]
    optional: bool = False
    last_year: tuple[str, ...] = ()

    @property
    def boolean(self) -> bool:
        """Whether it is a yes or no, given as a JSON boolean."""
        return {option.value for option in self.options} == {"true", "false"}
