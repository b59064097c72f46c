"""From which share of its points on a criterion is not told as wanting: all of them, but in an effect.

The indicators of an effect are won, not lost (Hubei, article 19): what reaches the batch's line of a good
one is a strength and no shortcoming, though points are left.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from app.scoring.model.points import Score
from app.scoring.model.scheme import Scheme
from app.scoring.model.settings import read_policy

WHOLE = Fraction(1)


def good_share(scheme: Scheme, policy: Mapping[str, object]) -> Fraction | None:
    """The share; None for an effect whose batch has set no line yet, so nothing can be called wanting."""
    if scheme.kind != "effect":
        return WHOLE
    settled, _ = read_policy(scheme, dict(policy))
    line = settled.grades.get("good") if settled else None
    return Fraction(100 * line[0], line[1] * scheme.full_marks) if line else None


def wanting(score: Score | None, most: int, deducted: Score, share: Fraction | None) -> bool:
    """Whether a score is short of the share, or takes something off the total. most, score: hundredths."""
    if score is None:
        return False
    return bool(deducted) or (share is not None and score < share * most)
