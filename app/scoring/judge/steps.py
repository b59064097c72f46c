"""The rule of steps: so many points for each step that a value, or a share of two, falls short."""

from __future__ import annotations

from collections.abc import Callable

from app.scoring.model.conditions import Values
from app.scoring.model.points import Exact, Points, format_points, show_number
from app.scoring.model.results import Line
from app.scoring.model.rules import StepShort
from app.scoring.model.setting import Counter, Setting
from app.scoring.model.wording import lost, short_of, unit_of

Tail = tuple[Points, str, str]
"""Of so many steps: the points (negative), the end of the sentence, the term in the working."""


def compile_step_short(rule: StepShort, setting: Setting) -> Counter:
    """The closure for a share of two findings, or for a finding by itself."""
    words = _Words(rule, setting)
    return _of_share(rule, setting, words) if rule.whole else _of_value(rule, setting, words)


class _Words:
    """The parts of the sentence that do not depend on the findings."""

    def __init__(self, rule: StepShort, setting: Setting) -> None:
        spec = setting.specs[rule.finding]
        percent = rule.whole is not None or spec.kind == "share"
        self.wanted, self.step = setting.threshold(rule.wanted), setting.threshold(rule.step)
        self.unit = "%" if percent else unit_of(spec)
        self.gap, verb = (" 个百分点", "低") if percent else (self.unit, "少")
        stride = f"{show_number(self.step)}{self.gap}"
        self.label, self.cite = rule.label, setting.criterion.cite
        self.goal = f"，比 {show_number(self.wanted)}{self.unit}{' ' if percent else ''}{verb} "
        self.rule = f"{self.gap}，每{verb} {stride}扣 {format_points(rule.points)} 分"
        self.odd = f"，不足 {stride}按 {stride}计" if setting.started else f"，不足 {stride}的部分不计"
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


def _stepper(words: _Words, setting: Setting) -> Callable[[Exact], tuple[int, int]]:
    """How many steps a value is short, and what is left over of a step (negative steps: it is not)."""
    top, bottom = words.wanted[0] * words.step[1], words.wanted[1] * words.step[1]
    stride, started = words.step[0] * words.wanted[1], setting.started

    def steps(value: Exact) -> tuple[int, int]:
        lack = top * value[1] - value[0] * bottom
        if lack <= 0:
            return -1, 0
        many, rest = divmod(lack, stride * value[1])
        return (many + 1 if started and rest else many), rest

    return steps


def _of_value(rule: StepShort, setting: Setting, words: _Words) -> Counter:
    name, steps, wanted = rule.finding, _stepper(words, setting), words.wanted
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


def _of_share(rule: StepShort, setting: Setting, words: _Words) -> Counter:
    name, whole, steps, wanted = rule.finding, rule.whole or "", _stepper(words, setting), words.wanted

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
