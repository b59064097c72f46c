"""So many points off for each member missing from a set, or for each one a count falls short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Change, Changes
from app.scoring.model.conditions import Threshold, Values
from app.scoring.model.context import Context, Counter, FactOf
from app.scoring.model.moves import Moves, multiples, negative
from app.scoring.model.points import Points, format_points, show_number
from app.scoring.model.provisions import Mark
from app.scoring.model.results import Fact, Line
from app.scoring.model.rules import Counting, Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.model.tariff import Rung, Tariff
from app.scoring.model.words import figure, lost, times_words, unit_of
from app.scoring.requirements.bound import Bound
from app.scoring.requirements.whole import Whole
from app.scoring.rules.ladders import steps_up
from app.scoring.rules.reader import Place, Readable, Start
from app.scoring.source.conditions import read_threshold


@final
@dataclass(frozen=True, slots=True)
class EachMissing(Counting, Readable):
    """wanted: the count that is wanted; of: the finding that says how many are; neither for a set."""

    keys: ClassVar = ("finding", "of")
    start: ClassVar[Start] = "full"

    points: Points
    wanted: Threshold | None = None
    of: str | None = None

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``points``; of a count also ``wanted`` or ``of``."""
        spec, points = place.needed(("set", "count")), place.node.points("points")
        if spec is None:
            return None
        when = place.limit(spec)
        if spec.kind == "set":
            return EachMissing(spec.name, points, when=when)
        if place.node.has("of"):
            other = place.needed(("count",), "of")
            return None if other is None else EachMissing(spec.name, points, None, other.name, when=when)
        wanted = read_threshold(place.node, "wanted", place.known)
        if wanted and any(bottom != 1 for _, bottom in wanted.values.values()):
            place.node.fault("wanted", "应为整数")
        return None if wanted is None else EachMissing(spec.name, points, wanted, when=when)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding, and the one that says how many are wanted."""
        return (self.finding, self.of) if self.of else (self.finding,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:
        """The count that is wanted."""
        if self.wanted:
            spec = specs[self.finding]
            yield Mark("wanted", self.wanted, spec.high, spec.unit == "%")

    def counter(self, context: Context) -> Counter:
        """A line for all that are missing."""
        if context.specs[self.finding].kind == "set":
            return _members_missing(self, context)
        return _count_missing(self, context)

    def moves(self, context: Context) -> Moves:
        """Any number of them missing."""
        return negative(multiples(self.points, self._many(context), context.most))

    def _many(self, context: Context) -> int | None:
        """How many can be missing; None where there is no end."""
        if self.of:
            return None
        wanted = self.wanted.at(context.profile) if self.wanted else None
        return wanted[0] // wanted[1] if wanted else len(context.specs[self.finding].options)

    def span(self, context: Context) -> Points | None:
        """All members of a set; a count goes on."""
        spec = context.specs[self.finding]
        return None if spec.kind == "count" else self.points * len(spec.options)

    def demand(self, context: Context) -> FactOf:
        """All of them."""
        specs, profile = context.specs, context.profile
        if specs[self.finding].kind == "set":
            return Whole(self.finding).fact(specs, profile)
        if self.wanted and not self.of:
            return Bound(self.finding, self.wanted, most=False).fact(specs, profile)
        return _all_of(self, context)

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """One missing less, and none."""
        spec, value = context.specs[self.finding], values[self.finding]
        if spec.kind == "set":
            every = frozenset(option.value for option in spec.options)
            return ((Change(spec, value, every),),) if every - value else ()
        wanted = values[self.of] if self.of else context.threshold(self.wanted) if self.wanted else None
        return steps_up(self.finding, (1, 1), self.points, wanted, context, values) if wanted else ()

    def tariff(self, context: Context) -> Tariff:
        """A rung for each one missing, until all points are lost."""
        spec, cost = context.specs[self.finding], f"扣 {format_points(self.points)} 分"
        unit = unit_of(spec)
        if spec.kind == "set":
            return Tariff(f"{spec.label}每缺一项，{cost}", self._rungs(context, len(spec.options), " 项"))
        if self.of:
            said = f"{spec.label}比{context.specs[self.of].label}每少 1{unit}，{cost}"
            return Tariff(said, self._rungs(context, None, unit))
        wanted = context.threshold(self.wanted)[0] if self.wanted else 0
        said = f"{spec.label}不到 {wanted}{unit}的，每少 1{unit}{cost}"
        return Tariff(said, self._rungs(context, wanted, unit))

    def _rungs(self, context: Context, wanted: int | None, unit: str) -> tuple[Rung, ...]:
        """wanted: how many are; None where another finding says it, and the rungs tell how many are not."""
        last = -(-context.most // self.points)
        last = last if wanted is None else min(last, wanted)
        said = [
            f"{wanted - many}{unit}" if wanted is not None else _lacking(many, unit)
            for many in range(last + 1)
        ]
        return tuple(Rung(each, -min(many * self.points, context.most)) for many, each in enumerate(said))


def _lacking(many: int, unit: str) -> str:
    return f"少 {many}{unit}" if many else "不少"


def _members_missing(rule: EachMissing, context: Context) -> Counter:
    name, spec = rule.finding, context.specs[rule.finding]
    wanted = frozenset(option.value for option in spec.options)

    def count(values: Values, lines: list[Line]) -> None:
        missing = wanted - values[name]
        if missing:
            labels, many = "、".join(_answers(spec, *missing)), len(missing)
            each = f"，每少一项扣 {format_points(rule.points)} 分" if many > 1 else ""
            why = f"{spec.label}缺少{labels} {many} 项{each}，{lost(many * rule.points)}"
            lines.append(context.line(-many * rule.points, why, times_words(many, rule.points)))

    return count


def _answers(spec: FindingSpec, *values: str) -> list[str]:
    return [option.label for option in spec.options if option.value in values]


def _count_missing(rule: EachMissing, context: Context) -> Counter:
    name, of, spec = rule.finding, rule.of, context.specs[rule.finding]
    fixed = context.threshold(rule.wanted)[0] if rule.wanted else 0
    asked = f"{context.specs[of].label} " if of else "要求的 "
    unit = unit_of(spec)

    def count(values: Values, lines: list[Line]) -> None:
        value = values[name]
        wanted = values[of][0] if of else fixed
        many = wanted - value[0]
        if many > 0:
            why = (
                f"{figure(spec, value)}，比{asked}{wanted}{unit}少 {many}{unit}，"
                f"每少 1{unit}扣 {format_points(rule.points)} 分，{lost(many * rule.points)}"
            )
            lines.append(context.line(-many * rule.points, why, times_words(many, rule.points)))

    return count


def _all_of(rule: EachMissing, context: Context) -> FactOf:
    spec, whole = context.specs[rule.finding], context.specs[rule.of or rule.finding]
    unit = unit_of(spec)

    def tell(values: Values) -> Fact:
        value, wanted = values[spec.name], values[whole.name]
        required = f"{whole.label} {show_number(wanted)}{unit}全部达到"
        return Fact(spec.label, required, f"{show_number(value)}{unit}", met=value[0] >= wanted[0])

    return tell
