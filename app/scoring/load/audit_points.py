"""How low and how high the rules of a criterion can take its points, where that can be told."""

from __future__ import annotations

from app.scoring.model.conditions import Profile, compile_test
from app.scoring.model.context import Context
from app.scoring.model.points import Points
from app.scoring.model.rules import Counting, Rule, Shutting
from app.scoring.model.scheme import Criterion


def limits_of(criterion: Criterion, profile: Profile) -> tuple[Points | None, Points | None]:
    """The least a full criterion can fall to and the most an empty one can reach; None: without a bound.

    A rule that counts without end is bounded by the criterion itself, so that nothing can be said; a level
    and the judged rule beside it are alternatives, the larger one counts.
    """
    rules = [rule for rule in criterion.rules if _applies(rule, profile)]
    moved = _span([rule for rule in rules if isinstance(rule, Counting)], criterion.context(profile))
    if moved is None:
        return None, None
    span = max(criterion.max if any(isinstance(rule, Shutting) for rule in rules) else 0, moved)
    return (criterion.max - span, None) if criterion.start == "full" else (None, span)


def _applies(rule: Rule, profile: Profile) -> bool:
    return rule.when is None or compile_test(rule.when, profile)({}) is not False


def _span(rules: list[Counting], context: Context) -> Points | None:
    """The most that the rules together can take off, or give; None where one of them has no end."""
    plain, judged = 0, 0
    for rule in rules:
        span = rule.span(context)
        if span is None:
            return None
        if rule.alternative:
            judged = max(judged, span)
        else:
            plain += span
    return plain + judged
