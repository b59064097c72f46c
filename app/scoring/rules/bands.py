"""The points of the band a number lies in: every value must lie in exactly one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, final

from app.scoring.model.changes import Change, Changes
from app.scoring.model.conditions import Threshold, Values
from app.scoring.model.context import Context, Counter, FactOf
from app.scoring.model.findings import MEASURES, kind_of
from app.scoring.model.moves import Moves
from app.scoring.model.points import Exact, Points, show_number
from app.scoring.model.provisions import Mark
from app.scoring.model.results import Line
from app.scoring.model.reversals import raised
from app.scoring.model.rules import Counting, Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.model.tariff import Rung, Tariff
from app.scoring.model.words import figure, lost, unit_of, won
from app.scoring.requirements.bound import Bound
from app.scoring.rules.ladders import short
from app.scoring.rules.reader import Place, Readable, Start
from app.scoring.source.nodes import Node


@dataclass(frozen=True, slots=True)
class Band:
    """Points for values from ``low`` on, up to ``high``: itself included where ``closed``, None is open."""

    low: Exact
    high: Exact | None
    closed: bool
    points: Points


@final
@dataclass(frozen=True, slots=True)
class Bands(Counting, Readable):
    """bands: highest first, without gap or overlap."""

    keys: ClassVar = ("finding",)
    start: ClassVar[Start] = "either"
    alternative: ClassVar = True

    bands: tuple[Band, ...]

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``bands``: each with ``from``, ``below`` or ``to``, ``points``."""
        spec, bands = place.needed(MEASURES), _read_bands(place.node, place.most)
        if spec is None or not bands:
            return None
        _check_bands(place.node, spec, bands)
        return Bands(spec.name, bands, when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding alone."""
        return (self.finding,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  none wanted
        """None: there is none wanted."""
        return ()

    def counter(self, context: Context) -> Counter:
        """A line with the band, none where nothing is lost."""
        name, spec, most = self.finding, context.specs[self.finding], context.most

        def count(values: Values, lines: list[Line]) -> None:
            value = values[name]
            band = next(each for each in self.bands if value[0] * each.low[1] >= each.low[0] * value[1])
            said = f"{figure(spec, value)}，属于“{show_number(band.low)}{unit_of(spec)}以上”一档"
            if not context.full:
                lines.append(context.line(band.points, f"{said}，{won(band.points)}"))
            elif band.points < most:
                lines.append(context.line(band.points - most, f"{said}，{lost(most - band.points)}"))

        return count

    def moves(self, context: Context) -> Moves:
        """The points of each band beside those of the start."""
        return frozenset(band.points - context.start for band in self.bands)

    def demand(self, context: Context) -> FactOf:
        """The highest band."""
        best = Threshold("", {"": self.bands[0].low})
        return Bound(self.finding, best, most=False).fact(context.specs, context.profile)

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """The next better bands, nearest first."""
        spec, value = context.specs[self.finding], values[self.finding]
        for band in reversed(self.bands):
            if short(value, band.low):
                then = raised(spec, values, band.low).then
                yield (Change(spec, value, then, wanted=self.bands[0].low),)

    def tariff(self, context: Context) -> Tariff:
        """A rung a band."""
        spec = context.specs[self.finding]
        unit = unit_of(spec)
        rungs = [
            Rung(f"{show_number(band.low)}{unit}以上", band.points - context.start) for band in self.bands
        ]
        return Tariff(f"按“{spec.label}”分档", tuple(rungs))


def _read_bands(node: Node, most: Points) -> tuple[Band, ...]:
    """The bands of a rule, faults recorded; ``below`` leaves its end out, ``to`` has it in."""
    bands = tuple(_band(each, most) for each in node.nodes("bands"))
    if not bands:
        node.fault("bands", "至少要有一档")
    return bands


def _band(node: Node, most: Points) -> Band:
    low, points = node.number("from"), node.points("points", none=True)
    if low is None:
        node.fault("from", "缺少下限")
    if node.has("below") and node.has("to"):
        node.fault("to", "below（不含）与 to（含）只能写一个")
    closed = node.has("to")
    high = node.number("to") if closed else node.number("below")
    if points > most:
        node.fault("points", "高于本项分值")
    node.close()
    return Band(low or (0, 1), high, closed, points)


def _check_bands(node: Node, spec: FindingSpec, bands: tuple[Band, ...]) -> None:
    """Name gaps and overlaps: between two bands, under the lowest, over the highest."""
    for upper, lower in pairwise(bands):
        fault = _between(upper, lower, whole=kind_of(spec).whole)
        if fault:
            node.fault("bands", fault)
    first, last = bands[0], bands[-1]
    least = Fraction(*spec.low) if spec.low else Fraction(0)
    if Fraction(*last.low) > least:
        node.fault("bands", f"低于 {show_number(last.low)} 的值不属于任何一档")
    top = spec.high
    if first.high and (top is None or Fraction(*first.high) < Fraction(*top) or not first.closed):
        node.fault("bands", f"高于 {show_number(first.high)} 的值不属于任何一档，最高一档的上限应不写")


def _between(upper: Band, lower: Band, *, whole: bool) -> str:
    if lower.high is None:
        return f"从 {show_number(lower.low)} 起的一档没有上限，与上一档重叠"
    low, high = Fraction(*upper.low), Fraction(*lower.high)
    follows = high + 1 if whole and lower.closed else high
    ends = f"{show_number(lower.high)} 与 {show_number(upper.low)}"
    if high > low or (high == low and lower.closed):
        return f"{ends} 之间的值同时属于两档"
    if low == follows:
        return ""
    return f"{ends} 之间的值不属于任何一档，应列为待定事项或改写上限"
