"""Points in proportion to what was reached of a target: the rule of performance indicators."""

from __future__ import annotations

from collections.abc import Callable

from app.scoring.model.conditions import Values
from app.scoring.model.points import Exact, format_points, half_up, show_number
from app.scoring.model.results import Line
from app.scoring.model.rules import Proportional
from app.scoring.model.setting import Counter, Setting
from app.scoring.model.wording import figure, unit_of, won

ONE: Exact = (1, 1)
Goal = Callable[[Values], tuple[Exact, Exact]]


def target_of(rule: Proportional, setting: Setting) -> Goal:
    """The closure of a rule's target and the factor that moves it."""
    fixed = setting.threshold(rule.target) if rule.target else ONE

    def tell(values: Values) -> tuple[Exact, Exact]:
        target: Exact = values[rule.of] if rule.of else fixed
        factor: Exact = values.get(rule.factor, ONE) if rule.factor else ONE
        return target, factor

    return tell


def compile_proportional(rule: Proportional, setting: Setting) -> Counter:
    """The closure: points × min(1, actual ÷ (target × factor)), rounded half up to 0.01."""
    spec = setting.specs[rule.finding]
    goal_of = target_of(rule, setting)
    unit, most = unit_of(spec), rule.points
    short = "未达到目标" if rule.all_or_nothing else "按完成比例"

    def count(values: Values, lines: list[Line]) -> None:
        actual: Exact = values[rule.finding]
        target, factor = goal_of(values)
        reached = actual[0] * target[1] * factor[1]
        wanted = actual[1] * target[0] * factor[0]
        earned = 0 if rule.all_or_nothing and reached < wanted else min(reached, wanted)
        points = half_up(most * earned, wanted)
        moved = "" if factor == ONE else f" × 地区系数 {show_number(factor)}"
        goal = f"目标 {show_number(target)}{unit}{moved}"
        share = "达到目标" if reached >= wanted else short
        full = f"（满分 {format_points(most)} 分）"
        lines.append(setting.line(points, f"{figure(spec, actual)}，{goal}，{share}{won(points)}{full}"))

    return count
