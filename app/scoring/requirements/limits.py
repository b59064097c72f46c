"""What the conditions of numbers share: a value beside its limit, a number moved to where it must be."""

from __future__ import annotations

from app.scoring.model.changes import Change, Changes
from app.scoring.model.conditions import Values
from app.scoring.model.findings import kind_of
from app.scoring.model.points import Exact
from app.scoring.model.reversals import raised
from app.scoring.model.specs import FindingSpec


def limit_words(*, most: bool) -> str:
    """The words before a limit."""
    return "不超过" if most else "不少于"


def within(value: Exact, limit: Exact, *, most: bool) -> bool:
    """Whether a value is at most, or at least, its limit."""
    left, right = value[0] * limit[1], limit[0] * value[1]
    return left <= right if most else left >= right


def moved(spec: FindingSpec, values: Values, limit: Exact, *, most: bool) -> Changes:
    """A number up to what it must be at least, or down to what it may be at most."""
    if not most:
        return (raised(spec, values, limit),)
    down = (limit[0] // limit[1], 1) if kind_of(spec).whole else limit
    return (Change(spec, values[spec.name], down, wanted=limit),)
