"""Rules compiled to closures: values in, lines of points out. Static text is made once, at compile time."""

from __future__ import annotations

from app.scoring.judge.excuses import excusing
from app.scoring.model.conditions import Values, compile_test
from app.scoring.model.results import Line
from app.scoring.model.rules import Counting
from app.scoring.model.setting import Counter, Setting


def compile_rule(rule: Counting, setting: Setting) -> Counter | None:
    """The closure of one rule, or None where the profile rules it out."""
    counter = rule.counter(setting)
    if rule.finding in setting.in_principle:
        counter = excusing(counter, rule, setting)
    if rule.when is None:
        return counter
    test = compile_test(rule.when, setting.profile)
    constant = test({})
    if constant is not None:
        return counter if constant else None

    def limited(values: Values, lines: list[Line]) -> None:
        if test(values):
            counter(values, lines)

    return limited
