"""What a rule can add to a criterion's points, as the set of all that it can be, in hundredths."""

from __future__ import annotations

from app.scoring.model.points import Points, as_points
from app.scoring.model.specs import FindingSpec

Moves = frozenset[Points]
STILL: Moves = frozenset({0})


def multiples(points: Points, many: int | None, most: Points) -> Moves:
    """So many points once, twice … up to ``many``, or until no other rule could make up for them."""
    enough = -(-2 * most // points)
    last = enough if many is None else min(many, enough)
    return frozenset(points * count for count in range(last + 1))


def points_range(spec: FindingSpec, most: Points) -> Moves:
    """Everything that a finding in points can be. most: where the finding has no bound of its own."""
    high = as_points(spec.high) if spec.high else None
    return frozenset(range(low_of(spec), (most if high is None else high) + 1, spec.step or 1))


def low_of(spec: FindingSpec) -> Points:
    """The least that a finding in points, or a row of one, can be."""
    return (as_points(spec.low) if spec.low else 0) or 0


def sums(one: Moves, other: Moves) -> Moves:
    """Every one of these with every one of those."""
    return frozenset(each + move for each in one for move in other)


def negative(points: Moves) -> Moves:
    """The same taken off."""
    return frozenset(-each for each in points)
