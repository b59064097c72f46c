"""The vocabulary of conditions: a value, a number, a ratio, a whole set, a rank.

``when`` limits a requirement to a condition (of the profile, or of another finding); None is always.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.scoring.model.conditions import Condition, Threshold


@dataclass(frozen=True, slots=True)
class OneOf:
    """A flag or a level has one of the values."""

    finding: str
    values: tuple[bool | str, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A number is at least, or at most, a threshold."""

    finding: str
    wanted: Threshold
    most: bool
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A part by its whole is at least, or at most, a threshold; in percent where ``percent`` is set."""

    finding: str
    whole: str
    wanted: Threshold
    most: bool
    label: str
    unit: str
    percent: bool
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A set has every one of its members."""

    finding: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """A level is at least so high; levels stand best first. wanted: by the field ``by``, or ``""``."""

    finding: str
    by: str
    wanted: Mapping[str, str]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Referred:
    """Where the condition holds somebody else decides, and nothing is told. label: who, by which rules."""

    label: str
    when: Condition


Requirement = OneOf | Bound | Ratio | Whole | Rank | Referred


def findings_looked_at(rule: Requirement) -> tuple[str, ...]:
    """Names of the findings that a requirement speaks of, its condition aside."""
    match rule:
        case Ratio(finding, whole):
            return finding, whole
        case Referred():
            return ()
    return (rule.finding,)
