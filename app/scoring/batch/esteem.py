"""From which share of its points on a criterion is not told as wanting: all of them, but in an effect.

The indicators of an effect are won, not lost (Hubei, article 19): what reaches the batch's line of a good
one is a strength and no shortcoming, though points are left. The document says of no total how it is graded
(article 16); the one mark that it does state is the one that passes (article 18). So where a batch has set no
line, nothing above that mark is a shortcoming, and only full points are a strength.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from app.scoring.model.points import Exact, Score
from app.scoring.model.scheme import Scheme
from app.scoring.model.settings import read_policy

WHOLE = Fraction(1)


def good_share(scheme: Scheme, policy: Mapping[str, object]) -> Fraction:
    """From which share on a criterion is told as done well."""
    line = _line(scheme, policy)
    return WHOLE if line is None else line


def due_share(scheme: Scheme, policy: Mapping[str, object]) -> Fraction:
    """From which share on a criterion is not told as wanting."""
    line = _line(scheme, policy)
    if line is None and scheme.kind == "effect":
        line = _share(scheme, scheme.mark)
    return WHOLE if line is None else line


def _line(scheme: Scheme, policy: Mapping[str, object]) -> Fraction | None:
    """The batch's line of a good effect as a share of all points; None where there is none."""
    if scheme.kind != "effect":
        return None
    settled, _ = read_policy(scheme, dict(policy))
    return _share(scheme, settled.grades.get("good")) if settled else None


def _share(scheme: Scheme, mark: Exact | None) -> Fraction | None:
    return Fraction(100 * mark[0], mark[1] * scheme.full_marks) if mark else None


def wanting(score: Score | None, most: int, deducted: Score, share: Fraction) -> bool:
    """Whether a score is short of the share, or takes something off the total. most, score: hundredths."""
    return score is not None and (bool(deducted) or score < share * most)
