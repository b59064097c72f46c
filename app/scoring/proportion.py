"""Points in proportion to what was reached of a target: the rule of performance indicators."""

from __future__ import annotations

from app.scoring.conditions import Values
from app.scoring.points import Exact, format_points, half_up, show_number
from app.scoring.results import Line
from app.scoring.rules import Proportional
from app.scoring.setting import Counter, Setting
from app.scoring.wording import figure, unit_of, won

ONE: Exact = (1, 1)


def compile_proportional(rule: Proportional, setting: Setting) -> Counter:
    """The closure: points × min(1, actual ÷ (target × factor)), rounded half up to 0.01."""
    spec = setting.specs[rule.finding]
    fixed = setting.threshold(rule.target) if rule.target else ONE
    unit, most = unit_of(spec), rule.points

    def count(values: Values, lines: list[Line]) -> None:
        actual: Exact = values[rule.finding]
        target: Exact = values[rule.of] if rule.of else fixed
        factor: Exact = values.get(rule.factor, ONE) if rule.factor else ONE
        reached = actual[0] * target[1] * factor[1]
        wanted = actual[1] * target[0] * factor[0]
        points = half_up(most * min(reached, wanted), wanted)
        moved = "" if factor == ONE else f" × 地区系数 {show_number(factor)}"
        goal = f"目标 {show_number(target)}{unit}{moved}"
        share = "达到目标" if reached >= wanted else "按完成比例"
        full = f"（满分 {format_points(most)} 分）"
        lines.append(setting.line(points, f"{figure(spec, actual)}，{goal}，{share}{won(points)}{full}"))

    return count
