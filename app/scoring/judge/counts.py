"""Rules compiled to closures: values in, lines of points out. Static text is made once, at compile time."""

from __future__ import annotations

from app.scoring.judge.excuses import excusing
from app.scoring.model.conditions import Values, compile_test
from app.scoring.model.context import Context, Counter
from app.scoring.model.results import Line
from app.scoring.model.rules import Counting


def compile_rule(rule: Counting, context: Context) -> Counter | None:
    """The closure of one rule, or None where the profile rules it out."""
    counter = rule.counter(context)
    if rule.finding in context.in_principle:
        counter = excusing(counter, rule, context)
    if rule.when is None:
        return counter
    test = compile_test(rule.when, context.profile)
    constant = test({})
    if constant is not None:
        return counter if constant else None

    def limited(values: Values, lines: list[Line]) -> None:
        if test(values):
            counter(values, lines)

    return limited
