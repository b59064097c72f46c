"""What each rule of points demands, apart from what missing it costs: whether it is met is told mechanically.

A document that states conditions and no points is not satisfied by a table of points that forgives a
little: 1801 of 2000 may lose no step and is still not 2000.
"""

from __future__ import annotations

from app.scoring.model.conditions import compile_test
from app.scoring.model.context import Context, FactOf
from app.scoring.model.results import NOTHING
from app.scoring.model.rules import Rule
from app.scoring.model.specs import EXCEPTION


def compile_demand(rule: Rule, context: Context) -> FactOf | None:
    """The closure that tells a rule's demand as a fact; None where the rule demands nothing of its own.

    A veto and a hurdle decide the verdict by themselves, and what comes off the total goes with its item.
    """
    demand = _excused(rule, context, rule.demand(context))
    if demand is None or rule.when is None:
        return demand
    test = compile_test(rule.when, context.profile)
    if test({}) is False:
        return None
    return lambda values: demand(values) if test(values) else NOTHING


def _excused(rule: Rule, context: Context, demand: FactOf | None) -> FactOf | None:
    """The demand, nothing of it where an exception was made of what holds in principle alone."""
    if demand is None or rule.about not in context.in_principle:
        return demand
    return lambda values: NOTHING if EXCEPTION in values else demand(values)
