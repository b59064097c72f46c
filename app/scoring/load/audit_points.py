"""How low and how high the rules of a criterion can take its points, where that can be told."""

from __future__ import annotations

from app.scoring.model.conditions import Profile, compile_test
from app.scoring.model.points import Points, as_points
from app.scoring.model.rules import (
    Bands,
    EachCounted,
    EachMissing,
    FromTotal,
    Gate,
    Held,
    Hurdle,
    Judged,
    Level,
    Proportional,
    Rows,
    Rule,
    StepShort,
    Veto,
)
from app.scoring.model.scheme import Criterion, FindingSpec


def limits_of(criterion: Criterion, profile: Profile) -> tuple[Points | None, Points | None]:
    """The least a full criterion can fall to and the most an empty one can reach; None: without a bound.

    A rule that counts without end is bounded by the criterion itself, so that nothing can be said; a level
    and the judged rule beside it are alternatives, the larger one counts.
    """
    rules = [rule for rule in criterion.rules if _applies(rule, profile)]
    if any(isinstance(rule, EachCounted | StepShort | Rows) or _counts(rule, criterion) for rule in rules):
        return None, None
    gated = criterion.max if any(isinstance(rule, Gate) for rule in rules) else 0
    judged = [_most(rule, criterion) for rule in rules if isinstance(rule, Judged | Level | Bands)]
    plain = sum(_most(rule, criterion) for rule in rules if not isinstance(rule, Judged | Level | Bands))
    span = max(gated, plain + max(judged, default=0))
    return (criterion.max - span, None) if criterion.start == "full" else (None, span)


def _applies(rule: Rule, profile: Profile) -> bool:
    if isinstance(rule, Hurdle | Veto | FromTotal):
        return False
    return rule.when is None or compile_test(rule.when, profile)({}) is not False


def _counts(rule: Rule, criterion: Criterion) -> bool:
    return isinstance(rule, EachMissing) and criterion.finding(rule.finding).kind == "count"


def _most(rule: Rule, criterion: Criterion) -> Points:
    """The most that a rule can take off, or give."""
    full = criterion.start == "full"
    match rule:
        case Held() | Proportional():
            return rule.points
        case EachMissing():
            return rule.points * len(criterion.finding(rule.finding).options)
        case Level():
            points = rule.points.values()
            return criterion.max - min(points, default=criterion.max) if full else max(points, default=0)
        case Bands():
            given = [band.points for band in rule.bands]
            return criterion.max - min(given) if full else max(given)
        case Judged():
            return _high(criterion.finding(rule.finding))
        case _:
            return 0


def _high(spec: FindingSpec) -> Points:
    return (as_points(spec.high) if spec.high else 0) or 0
