"""What the rules of points would have: ways to lose less, or win more, of every rule that speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.scoring.model.changes import Ladder
from app.scoring.model.conditions import Values, compile_test
from app.scoring.model.context import Context
from app.scoring.model.points import Points
from app.scoring.model.rules import Rule, Shutting
from app.scoring.model.specs import EXCEPTION


def ladders_of(rules: Iterable[Rule], context: Context, values: Values, lost: Points) -> Iterator[Ladder]:
    """The ladders of every rule that speaks and has one. lost: how much the criterion is below its maximum.

    Where a gate is shut nothing else speaks until it is open.
    """
    speaking = [rule for rule in rules if _speaks(rule, context, values)]
    shut = [rule for rule in speaking if isinstance(rule, Shutting)]
    for rule in shut or speaking:
        ladder = tuple(rung for rung in rule.ladder(context, values, lost) if rung)
        if ladder:
            yield ladder


def _speaks(rule: Rule, context: Context, values: Values) -> bool:
    if EXCEPTION in values and rule.about in context.in_principle:
        return False
    return rule.when is None or compile_test(rule.when, context.profile)(values) is True
