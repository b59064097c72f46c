"""Rules compiled to closures: values in, lines of points out. Static text is made once, at compile time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.scoring.conditions import Profile, Threshold, Values, compile_test
from app.scoring.points import Exact, Points, format_points, show_number
from app.scoring.results import Line
from app.scoring.rules import (
    EachCounted,
    EachMissing,
    FromTotal,
    Gate,
    Held,
    Judged,
    Level,
    Rows,
    Rule,
    StepShort,
)
from app.scoring.scheme import Criterion, FindingSpec
from app.scoring.wording import (
    describe,
    figure,
    lost,
    round_up,
    short_of,
    statement,
    unit_of,
    won,
)

Counter = Callable[[Values, list[Line]], None]
"""Adds the lines that a rule has to say about the values."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is fixed before the first finding: the criterion, the profile, the reading of begun steps."""

    criterion: Criterion
    specs: dict[str, FindingSpec]
    profile: Profile
    started: bool

    @property
    def full(self) -> bool:
        """Whether the criterion begins with all its points."""
        return self.criterion.start == "full"

    def line(self, points: Points, why: str, term: str = "", win_back: str = "") -> Line:
        """A line that rests on the criterion's clause."""
        return Line(points, why, self.criterion.cite, term, win_back)

    def threshold(self, threshold: Threshold) -> Exact:
        """The wanted value for this profile."""
        value = threshold.at(self.profile)
        assert value is not None  # noqa: S101  a setting is made for a known profile only
        return value


def compile_rule(rule: Rule, setting: Setting) -> Counter | None:
    """The closure of one rule, or None where the profile rules it out (or it is no matter of lines)."""
    if isinstance(rule, Gate | FromTotal):
        return None
    counter = _compile(rule, setting)
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


def _compile(  # noqa: PLR0911  one a kind
    rule: Held | EachMissing | StepShort | EachCounted | Level | Judged | Rows, setting: Setting
) -> Counter:
    match rule:
        case Held():
            return _held(rule, setting)
        case EachMissing() if setting.specs[rule.finding].kind == "set":
            return _members_missing(rule, setting)
        case EachMissing():
            return _count_missing(rule, setting)
        case StepShort():
            return _step_short(rule, setting)
        case EachCounted():
            return _each_counted(rule, setting)
        case Level():
            return _level(rule, setting)
        case Judged():
            return _judged(rule, setting)
        case Rows():
            return _rows(rule, setting)


def _held(rule: Held, setting: Setting) -> Counter:
    name, spec = rule.finding, setting.specs[rule.finding]
    there, missing = statement(spec, True), statement(spec, False)
    if setting.full:
        gone = setting.line(-rule.points, f"{missing}，{lost(rule.points)}")
        kept = None
    else:
        kept = setting.line(rule.points, f"{there}，{won(rule.points)}")
        gone = setting.line(0, f"{missing}，{won(0)}")

    def count(values: Values, lines: list[Line]) -> None:
        line = kept if values[name] else gone
        if line is not None:
            lines.append(line)

    return count


def _members_missing(rule: EachMissing, setting: Setting) -> Counter:
    name, spec = rule.finding, setting.specs[rule.finding]
    wanted = frozenset(option.value for option in spec.options)

    def count(values: Values, lines: list[Line]) -> None:
        missing = wanted - values[name]
        if missing:
            labels = "、".join(option.label for option in spec.options if option.value in missing)
            many = len(missing)
            each = f"，每少一项扣 {format_points(rule.points)} 分" if many > 1 else ""
            why = f"{spec.label}缺少{labels} {many} 项{each}，{lost(many * rule.points)}"
            lines.append(setting.line(-many * rule.points, why, _times(many, rule.points)))

    return count


def _times(many: int, points: Points) -> str:
    return f"{many}×{format_points(points)}" if many > 1 else ""


def _count_missing(rule: EachMissing, setting: Setting) -> Counter:
    name, of, spec = rule.finding, rule.of, setting.specs[rule.finding]
    fixed = setting.threshold(rule.wanted)[0] if rule.wanted else 0
    asked = f"{setting.specs[of].label} " if of else "要求的 "
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
            back = f"再有 {many}{unit}即不扣分"
            lines.append(setting.line(-many * rule.points, why, _times(many, rule.points), back))

    return count


def _step_short(rule: StepShort, setting: Setting) -> Counter:
    wanted, step = setting.threshold(rule.wanted), setting.threshold(rule.step)
    name, whole, started = rule.finding, rule.whole, setting.started
    tell = _tell_short(rule, setting, wanted, step)
    top, bottom = wanted[0] * step[1], wanted[1] * step[1]
    stride = step[0] * wanted[1]

    def count(values: Values, lines: list[Line]) -> None:
        value: Exact = values[name]
        if whole is not None:
            value = (100 * value[0] * values[whole][1], value[1] * values[whole][0])
        lack = top * value[1] - value[0] * bottom
        if lack > 0:
            size = stride * value[1]
            many = -(-lack // size) if started else lack // size
            lines.append(tell(values, value, many))

    return count


def _tell_short(
    rule: StepShort, setting: Setting, wanted: Exact, step: Exact
) -> Callable[[Values, Exact, int], Line]:
    spec = setting.specs[rule.finding]
    percent = rule.whole is not None or spec.kind == "share"
    unit = "%" if percent else unit_of(spec)
    gap, verb = (" 个百分点", "低") if percent else (unit, "少")
    stride = f"{show_number(step)}{gap}"
    reading = f"不足 {stride}按 {stride}计" if setting.started else f"不足 {stride}的部分不计"
    rule_text = f"每{verb} {stride}扣 {format_points(rule.points)} 分"
    each = format_points(rule.points)
    goal = f"{show_number(wanted)}{unit}{' ' if percent else ''}"

    def tell(values: Values, value: Exact, many: int) -> Line:
        shown, lack = short_of(value, wanted, step, unit)
        parts = _parts(values[rule.finding], values[rule.whole]) if rule.whole else ""
        odd = "" if _divides(wanted, value, step) else f"，{reading}"
        points = many * rule.points
        fact = f"{rule.label}{shown}{parts}，比 {goal}{verb} {lack}{gap}"
        why = f"{fact}，{rule_text}{odd}，{lost(points)}"
        return setting.line(
            -points, why, f"{many}×{each}" if many > 1 else "", _back(rule, values, wanted, lack, gap)
        )

    return tell


def _divides(wanted: Exact, value: Exact, step: Exact) -> bool:
    lack = wanted[0] * value[1] - value[0] * wanted[1]
    return lack * step[1] % (wanted[1] * value[1] * step[0]) == 0


def _parts(part: Exact, whole: Exact) -> str:
    return f"（{show_number(part)}/{show_number(whole)}）"


def _back(rule: StepShort, values: Values, wanted: Exact, lack: str, gap: str) -> str:
    if rule.whole is None:
        return f"再有 {lack}{gap}即不扣分" if not gap.endswith("百分点") else f"再高 {lack}{gap}即不扣分"
    whole: Exact = values[rule.whole]
    needed = round_up((whole[0] * wanted[0], 100 * whole[1] * wanted[1]))
    part: Exact = values[rule.finding]
    return f"总数不变时，再有 {needed - part[0] // part[1]} 人即不扣分"


def _each_counted(rule: EachCounted, setting: Setting) -> Counter:
    name, spec, most = rule.finding, setting.specs[rule.finding], setting.criterion.max
    unit, each = unit_of(spec), format_points(rule.points)

    def count(values: Values, lines: list[Line]) -> None:
        many = values[name][0]
        points = many * rule.points
        rate = f"，每{unit.strip() or '项'}得 {each} 分" if many else ""
        why = f"{figure(spec, values[name])}{rate}，{won(points)}"
        back = "" if points >= most else f"再有 {-(-(most - points) // rule.points)}{unit}即得满分"
        lines.append(setting.line(points, why, _times(many, rule.points), back))

    return count


def _level(rule: Level, setting: Setting) -> Counter:
    spec, most = setting.specs[rule.finding], setting.criterion.max
    told: dict[str, Line | None] = {}
    for option in spec.options:
        points = rule.points.get(option.value)
        text = statement(spec, option.value)
        if points is None or (setting.full and points == most):
            told[option.value] = None
        elif setting.full:
            told[option.value] = setting.line(points - most, f"{text}，{lost(most - points)}")
        else:
            told[option.value] = setting.line(points, f"{text}，{won(points)}")

    def count(values: Values, lines: list[Line]) -> None:
        line = told[values[rule.finding]]
        if line is not None:
            lines.append(line)

    return count


def _judged(rule: Judged, setting: Setting) -> Counter:
    name, reason, award = rule.finding, rule.reason, rule.award
    spec = setting.specs[name]

    def count(values: Values, lines: list[Line]) -> None:
        points: Points | None = values.get(name)
        if points is None:
            return
        cause = describe(spec.when, setting.specs, setting.profile, values) if spec.when else spec.label
        said = f"：{values[reason]}" if values.get(reason) else ""
        tail = f"酌情{won(points)}" if award else f"酌情{lost(points)}"
        lines.append(setting.line(points if award else -points, f"{cause}，{tail}{said}"))

    return count


def _rows(rule: Rows, setting: Setting) -> Counter:
    label = setting.specs[rule.finding].label

    def count(values: Values, lines: list[Line]) -> None:
        for row in values[rule.finding]:
            said = f"：{row.reason}" if row.reason else ""
            lines.append(setting.line(-row.deduction, f"{label}“{row.name}”，{lost(row.deduction)}{said}"))

    return count
