"""Points in proportion to what was reached of a target: the rule of performance indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Changes
from app.scoring.model.conditions import Threshold, Values
from app.scoring.model.context import Context, Counter, FactOf
from app.scoring.model.findings import MEASURES
from app.scoring.model.moves import Moves
from app.scoring.model.points import Exact, Points, format_points, half_up, show_number
from app.scoring.model.provisions import Mark
from app.scoring.model.results import Fact, Line
from app.scoring.model.rules import Counting, Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.model.tariff import Tariff
from app.scoring.model.words import figure, unit_of, won
from app.scoring.rules.ladders import up_to
from app.scoring.rules.reader import Place, Readable, Start
from app.scoring.source.conditions import read_threshold

ONE: Exact = (1, 1)
Goal = Callable[[Values], tuple[Exact, Exact]]


@final
@dataclass(frozen=True, slots=True)
class Proportional(Counting, Readable):
    """No more than ``points``, rounded to 0.01.

    target: what is wanted, or of: the finding that holds it; factor: an optional finding that the target is
    multiplied with; all_or_nothing: less than the target earns nothing.
    """

    keys: ClassVar = ("finding", "of", "factor")
    start: ClassVar[Start] = "empty"

    points: Points
    target: Threshold | None = None
    of: str | None = None
    factor: str | None = None
    all_or_nothing: bool = False

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``target`` or ``of``, ``factor``, ``points`` and ``all_or_nothing``."""
        node, spec = place.node, place.needed(MEASURES)
        other = place.needed(MEASURES, "of") if node.has("of") else None
        target = None if node.has("of") else read_threshold(node, "target", place.known)
        factor = place.known.finding(node, "factor", ("amount",)) if node.has("factor") else None
        points = node.points("points")
        for key, each in (("of", other), ("factor", factor)):
            if each is not None and not (each.low and each.low[0]):
                node.fault(key, f"{each.name} 的 low 应大于 0")
        if points > place.most:
            node.fault("points", "高于本项分值")
        if spec is None or (other is None and target is None):
            return None
        of, moved = other.name if other else None, factor.name if factor else None
        when, whole = place.limit(spec), node.flag("all_or_nothing")
        return Proportional(spec.name, points, target, of, moved, whole, when=when)

    @property
    def spoken(self) -> tuple[str, ...]:
        """What was reached, and the findings that make up the target."""
        return tuple(name for name in (self.finding, self.of, self.factor) if name)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:
        """The target."""
        if self.target:
            spec = specs[self.finding]
            yield Mark("target", self.target, spec.high, spec.unit == "%")

    def _goal(self, context: Context) -> Goal:
        """The closure of the target and the factor that moves it."""
        fixed = context.threshold(self.target) if self.target else ONE

        def tell(values: Values) -> tuple[Exact, Exact]:
            target: Exact = values[self.of] if self.of else fixed
            factor: Exact = values.get(self.factor, ONE) if self.factor else ONE
            return target, factor

        return tell

    def counter(self, context: Context) -> Counter:
        """points × min(1, actual ÷ (target × factor)), rounded half up to 0.01."""
        spec = context.specs[self.finding]
        goal_of = self._goal(context)
        unit, most = unit_of(spec), self.points
        short = "未达到目标" if self.all_or_nothing else "按完成比例"

        def count(values: Values, lines: list[Line]) -> None:
            actual: Exact = values[self.finding]
            target, factor = goal_of(values)
            reached = actual[0] * target[1] * factor[1]
            wanted = actual[1] * target[0] * factor[0]
            earned = 0 if self.all_or_nothing and reached < wanted else min(reached, wanted)
            points = half_up(most * earned, wanted)
            moved = "" if factor == ONE else f" × 地区系数 {show_number(factor)}"
            goal = f"目标 {show_number(target)}{unit}{moved}"
            share = "达到目标" if reached >= wanted else short
            full = f"（满分 {format_points(most)} 分）"
            lines.append(context.line(points, f"{figure(spec, actual)}，{goal}，{share}{won(points)}{full}"))

        return count

    def moves(self, context: Context) -> Moves:  # noqa: ARG002  the same under all
        """Any points up to its own."""
        return frozenset(range(self.points + 1))

    def demand(self, context: Context) -> FactOf:
        """The target."""
        spec, goal = context.specs[self.finding], self._goal(context)
        unit = unit_of(spec)

        def tell(values: Values) -> Fact:
            value: Exact = values[spec.name]
            target, factor = goal(values)
            wanted = (target[0] * factor[0], target[1] * factor[1])
            moved = "" if factor == ONE else f" × 地区系数 {show_number(factor)}"
            required = f"不少于 {show_number(target)}{unit}{moved}"
            met = value[0] * wanted[1] >= wanted[0] * value[1]
            return Fact(spec.label, required, f"{show_number(value)}{unit}", met)

        return tell

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """The number brought to the target."""
        target, factor = self._goal(context)(values)
        return up_to(self.finding, (target[0] * factor[0], target[1] * factor[1]), context, values)

    def tariff(self, context: Context) -> Tariff:
        """The target, and whether what is reached in part counts."""
        spec, most = context.specs[self.finding], format_points(self.points)
        unit, goal = unit_of(spec), context.threshold(self.target) if self.target else None
        after = f"{unit} " if unit == "%" else unit
        mark = f" {show_number(goal)}{after}" if goal else context.specs[self.of or self.finding].label
        moved = f"（乘以{context.specs[self.factor].label.partition('（')[0]}）" if self.factor else ""
        rest = "未达到的不得分" if self.all_or_nothing else "未达到的按完成比例得分"
        return Tariff(f"{spec.label}达到{mark}{moved}得 {most} 分，{rest}")
