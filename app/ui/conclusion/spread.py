"""The experts' points of one criterion on a line with the tolerance, and how each leans. No Qt."""

from __future__ import annotations

from fractions import Fraction

from app.common.words import say
from app.scoring import PanelCriterion, format_points
from app.scoring.model.points import Score
from app.scoring.model.settings import read_policy
from app.scoring.panel.leanings import leanings
from app.scoring.visit.figures import weightless
from app.services.panel.settlements import spread_of
from app.services.store.rounds import PanelState
from app.ui.conclusion.state import SpreadState


def spread_state(panel: PanelState, row: PanelCriterion) -> SpreadState | None:
    """None where there are not two scores to compare, or no points to win."""
    criterion = panel.scheme.criterion(row.id)
    given = [(side.name, row.scores.get(side.person_id)) for side in panel.sides.get(row.id, ())]
    points = [(name, score) for name, score in given if score is not None]
    if len(points) < 2 or weightless(panel.scheme, criterion) or not criterion.max:
        return None
    allowed = _tolerance(panel) * criterion.max
    middle = Fraction(max(score for _, score in points) + min(score for _, score in points)) / 2
    low, high = middle - allowed / 2, middle + allowed / 2
    return SpreadState(
        points=tuple((name, float(score)) for name, score in points),
        most=float(criterion.max),
        low=float(max(low, Fraction(0))),
        high=float(min(high, Fraction(criterion.max))),
        told=_told(row, points, allowed),
        leaning=_leaning(panel),
    )


def _tolerance(panel: PanelState) -> Fraction:
    policy, _ = read_policy(panel.scheme, dict(panel.policy))
    if policy is None:
        return Fraction(0)
    top, bottom = policy.tolerance
    return Fraction(top, bottom)


def _told(row: PanelCriterion, points: list[tuple[str, Score]], allowed: Fraction) -> str:
    listed = say("、").join(f"{name} {format_points(score)}" for name, score in points)
    return say(
        "{listed}；相差 {spread} 分，允许 {allowed} 分",
        listed=listed,
        spread=format_points(spread_of(row)),
        allowed=format_points(allowed),
    )


def _leaning(panel: PanelState) -> str:
    """Everybody's, so that a deviation here is read beside the whole sheet."""
    names = {each.person_id: each.name for each in panel.sheets}
    leaning = leanings(panel.result.criteria)
    listed = say("、").join(f"{names[each]} {_signed(by)}" for each, by in leaning.items() if each in names)
    return say("整张表与均分相比，平均每项：{listed}", listed=listed) if listed else ""


def _signed(by: Fraction) -> str:
    shown = format_points(abs(by))
    return shown if shown == "0" else f"{'+' if by > 0 else '−'}{shown}"
