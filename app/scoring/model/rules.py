"""The vocabulary of rules. A scheme is written in these words alone; a new city is a new file, not code.

Points are hundredths and positive; the kind says whether they are lost or won. ``when`` limits a rule to
a condition (of the profile, or of another finding); None is always.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.scoring.model.conditions import Condition, Threshold
from app.scoring.model.points import Exact, Points


@dataclass(frozen=True, slots=True)
class Held:
    """A flag: its points are there or not."""

    finding: str
    points: Points
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class EachMissing:
    """So many points off for each member missing from a set, or for each one a count falls short.

    wanted: the count that is wanted; of: the finding that says how many are wanted.
    """

    finding: str
    points: Points
    wanted: Threshold | None = None
    of: str | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class StepShort:
    """So many points off for each step that a value, or a share part/whole in percent, falls short."""

    finding: str
    whole: str | None
    label: str
    wanted: Threshold
    step: Threshold
    points: Points
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class EachCounted:
    """So many points won for each one counted."""

    finding: str
    points: Points
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """The points of each level; a level that is not named is left to a judged rule."""

    finding: str
    points: Mapping[str, Points]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """Points that the expert sets within a range, with a reason. They apply where their finding does."""

    finding: str
    reason: str
    award: bool
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of named cases, each with its own deduction and reason."""

    finding: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class FromTotal:
    """Points that come off the visit's total, beside what the criterion itself loses."""

    finding: str
    reason: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """Where the condition holds, the criterion has no points and no other rule speaks."""

    when: Condition


@dataclass(frozen=True, slots=True)
class Proportional:
    """Points in proportion to what was reached of a target, no more than ``points``, rounded to 0.01.

    of: the finding that holds the target, where it is not a threshold; factor: an optional finding that
    the target is multiplied with; all_or_nothing: less than the target earns nothing.
    """

    finding: str
    points: Points
    target: Threshold | None = None
    of: str | None = None
    factor: str | None = None
    when: Condition | None = None
    all_or_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """Points for values from ``low`` on, up to ``high``: itself included where ``closed``, None is open."""

    low: Exact
    high: Exact | None
    closed: bool
    points: Points


@dataclass(frozen=True, slots=True)
class Bands:
    """The points of the band a number lies in. Bands stand highest first, without gap or overlap."""

    finding: str
    bands: tuple[Band, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Veto:
    """Where the condition holds, the visit fails whatever its points."""

    when: Condition


@dataclass(frozen=True, slots=True)
class Hurdle:
    """A number that must reach a mark for the visit not to fail; between the two marks a ruling is needed."""

    finding: str
    pass_mark: Exact
    fail_mark: Exact


Counted = Held | EachMissing | StepShort | EachCounted | Level | Judged | Rows | Proportional | Bands
Rule = Counted | FromTotal | Gate | Veto | Hurdle
