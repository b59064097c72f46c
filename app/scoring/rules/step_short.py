"""So many points off for each step that a value, or a share part/whole in percent, falls short."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Change, Changes, told_number
from app.scoring.model.conditions import Threshold, Values
from app.scoring.model.context import Context, Counter, FactOf
from app.scoring.model.findings import MEASURES, kind_of
from app.scoring.model.moves import Moves, multiples, negative
from app.scoring.model.points import Exact, Points, format_points, show_number
from app.scoring.model.provisions import Mark
from app.scoring.model.results import Line
from app.scoring.model.reversals import raised
from app.scoring.model.rules import Counting, Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.model.tariff import Rung, Tariff
from app.scoring.model.words import lost, short_of, unit_of
from app.scoring.requirements.bound import Bound
from app.scoring.requirements.ratio import Ratio
from app.scoring.rules.ladders import beyond, counted_up, minus, rungs, short, steps_up, times
from app.scoring.rules.reader import Place, Readable, Start
from app.scoring.source.conditions import read_threshold

Tail = tuple[Points, str, str]
"""Of so many steps: the points (negative), the end of the sentence, the term in the working."""


@final
@dataclass(frozen=True, slots=True)
class StepShort(Counting, Readable):
    """whole: of a share, the finding it is a part of; label: what the value or the share is called."""

    keys: ClassVar = ("finding", "whole")
    start: ClassVar[Start] = "full"
    readings: ClassVar = ("partial_step",)

    whole: str | None
    label: str
    wanted: Threshold
    step: Threshold
    points: Points

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``whole`` of a share, ``wanted``, ``step``, ``points`` and ``label``."""
        node, known, spec = place.node, place.known, place.needed(MEASURES)
        whole = place.needed(MEASURES, "whole") if node.has("whole") else None
        wanted, step = read_threshold(node, "wanted", known), read_threshold(node, "step", known)
        points = node.points("points")
        if spec is None or wanted is None or step is None:
            return None
        if whole is not None and (spec.part_of != whole.name or not (whole.low and whole.low[0])):
            node.fault("whole", f"{spec.name} 应声明 part_of: {whole.name}，且 {whole.name} 的 low 应大于 0")
        label, of = node.text("label", spec.label), whole.name if whole else None
        return StepShort(spec.name, of, label, wanted, step, points, when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding, and the whole it is a part of."""
        return (self.finding, self.whole) if self.whole else (self.finding,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:
        """What is wanted: of a share no more than 100."""
        spec = specs[self.finding]
        if self.whole:
            yield Mark("wanted", self.wanted, (100, 1), percent=True)
        else:
            yield Mark("wanted", self.wanted, spec.high, spec.unit == "%")

    def counter(self, context: Context) -> Counter:
        """A line for all steps that are short."""
        words = _Words(self, context)
        return _of_share(self, context, words) if self.whole else _of_value(self, context, words)

    def moves(self, context: Context) -> Moves:
        """As many steps as a value of nothing is short, a begun one included."""
        wanted, step = context.threshold(self.wanted), context.threshold(self.step)
        many = -(-wanted[0] * step[1] // (wanted[1] * step[0]))
        return negative(multiples(self.points, many, context.most))

    def span(self, context: Context) -> Points | None:  # noqa: ARG002  for every criterion
        """None: steps go on."""
        return None

    def demand(self, context: Context) -> FactOf:
        """What is wanted, to the last."""
        specs, profile = context.specs, context.profile
        if not self.whole:
            return Bound(self.finding, self.wanted, most=False).fact(specs, profile)
        ratio = Ratio(
            self.finding, self.whole, self.wanted, most=False, label=self.label, unit="", percent=True
        )
        return ratio.fact(specs, profile)

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """A step less, as many as do not cost all, and what is wanted."""
        if self.whole:
            return _share_up(self, context, values)
        wanted, step = context.threshold(self.wanted), context.threshold(self.step)
        return steps_up(self.finding, step, self.points, wanted, context, values)

    def tariff(self, context: Context) -> Tariff:
        """A rung for each step, until all points are lost or there is nothing."""
        words = _Words(self, context)
        steps, most = _stepper(words, context), context.most
        whole = not self.whole and kind_of(context.specs[self.finding]).whole
        edges = _edges(words, -(-most // self.points))
        values = [_counted(edge, up=context.started) if whole else edge for edge in edges]
        rungs = [
            Rung(
                f"{show_number(value)}{words.unit}",
                -min(max(steps(value)[0], 0) * self.points, most),
            )
            for value in dict.fromkeys(values)
        ]
        goal = f"{show_number(words.wanted)}{words.unit}{' ' if words.unit == '%' else ''}"
        return Tariff(f"{self.label}不到 {goal}的，{words.each}{words.odd}", tuple(rungs))


class _Words:
    """The parts of the sentence that do not depend on the findings."""

    def __init__(self, rule: StepShort, context: Context) -> None:
        spec = context.specs[rule.finding]
        percent = rule.whole is not None or kind_of(spec).percent
        self.wanted, self.step = context.threshold(rule.wanted), context.threshold(rule.step)
        self.unit = "%" if percent else unit_of(spec)
        self.gap, verb = (" 个百分点", "低") if percent else (self.unit, "少")
        stride = f"{show_number(self.step)}{self.gap}"
        self.label, self.cite = rule.label, context.cite
        self.goal = f"，比 {show_number(self.wanted)}{self.unit}{' ' if percent else ''}{verb} "
        self.each = f"每{verb} {stride}扣 {format_points(rule.points)} 分"
        self.rule = f"{self.gap}，{self.each}"
        self.odd = f"，不足 {stride}按 {stride}计" if context.started else f"，不足 {stride}的部分不计"
        self._points, self._tails = rule.points, dict[int, Tail]()

    def tail(self, many: int) -> Tail:
        """What so many steps come to; few are ever met, so they are kept."""
        found = self._tails.get(many)
        if found is None:
            points = many * self._points
            term = f"{many}×{format_points(self._points)}" if many > 1 else ""
            found = (-points, f"，{lost(points)}", term)
            if many <= 100:
                self._tails[many] = found
        return found


def _stepper(words: _Words, context: Context) -> Callable[[Exact], tuple[int, int]]:
    """How many steps a value is short, and what is left over of a step (negative steps: it is not)."""
    top, bottom = words.wanted[0] * words.step[1], words.wanted[1] * words.step[1]
    stride, started = words.step[0] * words.wanted[1], context.started

    def steps(value: Exact) -> tuple[int, int]:
        lack = top * value[1] - value[0] * bottom
        if lack <= 0:
            return -1, 0
        many, rest = divmod(lack, stride * value[1])
        return (many + 1 if started and rest else many), rest

    return steps


def _edges(words: _Words, last: int) -> Iterator[Exact]:
    """What is wanted and each step below it, so many at most, and nothing where they do not lead there."""
    edge = words.wanted
    for many in range(last + 1):
        edge = minus(words.wanted, times(words.step, many))
        if edge[0] < 0:
            yield 0, 1
            return
        yield edge


def _counted(edge: Exact, *, up: bool) -> Exact:
    """The whole number at an edge that still counts as many steps: above it where a begun one is charged."""
    top, bottom = edge
    return (-(-top // bottom) if up else top // bottom), 1


def _of_value(rule: StepShort, context: Context, words: _Words) -> Counter:
    name, steps, wanted = rule.finding, _stepper(words, context), words.wanted
    head, mid = f"{rule.label} ", f"{words.unit}{words.goal}"

    def count(values: Values, lines: list[Line]) -> None:
        value: Exact = values[name]
        many, rest = steps(value)
        if many < 0:
            return
        points, tail, term = words.tail(many)
        short = show_number((wanted[0] * value[1] - value[0] * wanted[1], wanted[1] * value[1]))
        odd = words.odd if rest else ""
        why = f"{head}{show_number(value)}{mid}{short}{words.rule}{odd}{tail}"
        lines.append(Line(points, why, words.cite, term))

    return count


def _of_share(rule: StepShort, context: Context, words: _Words) -> Counter:
    name, whole, steps, wanted = rule.finding, rule.whole or "", _stepper(words, context), words.wanted

    def count(values: Values, lines: list[Line]) -> None:
        part, total = values[name], values[whole]
        value = (100 * part[0] * total[1], part[1] * total[0])
        many, rest = steps(value)
        if many < 0:
            return
        points, tail, term = words.tail(many)
        shown, short = short_of(value, wanted, words.step)
        odd = words.odd if rest else ""
        fact = f"{words.label}{shown}%（{show_number(part)}/{show_number(total)}）{words.goal}{short}"
        lines.append(Line(points, f"{fact}{words.rule}{odd}{tail}", words.cite, term))

    return count


def _share_up(rule: StepShort, context: Context, values: Values) -> Iterator[Changes]:
    """A share of two: the part so far up, while the whole stays as it is."""
    part, total = values[rule.finding], values[rule.whole or ""]
    spec = context.specs[rule.finding]
    wanted, step = context.threshold(rule.wanted), context.threshold(rule.step)
    share = (100 * part[0] * total[1], part[1] * total[0])
    if not short(share, wanted):
        return
    for many in rungs(minus(wanted, share), step, rule.points, context):
        off = many if context.started else many + 1
        edge = _part(minus(wanted, times(step, off)), total)
        change = Change(spec, part, told_number(edge), not context.started, wanted, rule.label)
        yield (counted_up(change) if context.started else beyond(change),)
    full = raised(spec, values, _part(wanted, total))
    yield (Change(spec, part, full.then, wanted=wanted, share=rule.label),)


def _part(percent: Exact, total: Exact) -> Exact:
    return percent[0] * total[0], 100 * percent[1] * total[1]
