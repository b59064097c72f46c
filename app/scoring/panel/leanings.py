"""How an expert leans over the sheet: the mean deviation from the panel's mean, exact and signed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from app.scoring.panel.panel import PanelCriterion


def leanings(criteria: Iterable[PanelCriterion]) -> dict[str, Fraction]:
    """By expert, in hundredths of a point a criterion; positive for whoever gives more than the others.

    Criteria count that two or more experts have scored; whoever shares none with anybody is left out.
    """
    apart: dict[str, list[Fraction]] = {}
    for row in criteria:
        given = {expert: score for expert, score in row.scores.items() if score is not None}
        if len(given) < 2:
            continue
        mean = Fraction(sum(given.values())) / len(given)
        for expert, score in given.items():
            apart.setdefault(expert, []).append(score - mean)
    return {expert: sum(each, Fraction(0)) / len(each) for expert, each in apart.items()}
