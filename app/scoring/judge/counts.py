"""Rules compiled to closures: values in, lines of points out. Static text is made once, at compile time."""

from __future__ import annotations

from app.scoring.judge.excuses import excusing
from app.scoring.judge.proportion import compile_proportional
from app.scoring.judge.steps import compile_step_short
from app.scoring.model.conditions import Values, compile_test
from app.scoring.model.points import Points, format_points, show_number
from app.scoring.model.results import Line
from app.scoring.model.rules import (
    Bands,
    Counted,
    EachCounted,
    EachMissing,
    FromTotal,
    Gate,
    Held,
    Hurdle,
    Judged,
    Level,
    Proportional,
    Rows,
    Rule,
    StepShort,
    Veto,
)
from app.scoring.model.scheme import FindingSpec
from app.scoring.model.setting import Counter, Setting
from app.scoring.model.wording import compile_cause, figure, lost, statement, unit_of, won


def compile_rule(rule: Rule, setting: Setting) -> Counter | None:
    """The closure of one rule, or None where the profile rules it out (or it is no matter of lines)."""
    if isinstance(rule, Gate | FromTotal | Veto | Hurdle):
        return None
    counter = _compile(rule, setting)
    if rule.finding in setting.criterion.in_principle:
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


def _compile(  # noqa: C901, PLR0911  one a kind
    rule: Counted, setting: Setting
) -> Counter:
    match rule:
        case Held():
            return _held(rule, setting)
        case EachMissing() if setting.specs[rule.finding].kind == "set":
            return _members_missing(rule, setting)
        case EachMissing():
            return _count_missing(rule, setting)
        case StepShort():
            return compile_step_short(rule, setting)
        case EachCounted():
            return _each_counted(rule, setting)
        case Level():
            return _level(rule, setting)
        case Judged():
            return _judged(rule, setting)
        case Rows():
            return _rows(rule, setting)
        case Bands():
            return _bands(rule, setting)
        case Proportional():
            return compile_proportional(rule, setting)


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


def _answers(spec: FindingSpec, *values: str) -> list[str]:
    return [option.label for option in spec.options if option.value in values]


def _members_missing(rule: EachMissing, setting: Setting) -> Counter:
    name, spec = rule.finding, setting.specs[rule.finding]
    wanted = frozenset(option.value for option in spec.options)

    def count(values: Values, lines: list[Line]) -> None:
        missing = wanted - values[name]
        if missing:
            labels, many = "、".join(_answers(spec, *missing)), len(missing)
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
            lines.append(setting.line(-many * rule.points, why, _times(many, rule.points)))

    return count


def _each_counted(rule: EachCounted, setting: Setting) -> Counter:
    name, spec = rule.finding, setting.specs[rule.finding]
    unit, each = unit_of(spec), format_points(rule.points)

    def count(values: Values, lines: list[Line]) -> None:
        many = values[name][0]
        points = many * rule.points
        rate = f"，每{unit.strip() or '项'}得 {each} 分" if many else ""
        why = f"{figure(spec, values[name])}{rate}，{won(points)}"
        lines.append(setting.line(points, why, _times(many, rule.points)))

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


def _bands(rule: Bands, setting: Setting) -> Counter:
    name, spec, most = rule.finding, setting.specs[rule.finding], setting.criterion.max

    def count(values: Values, lines: list[Line]) -> None:
        value = values[name]
        band = next(each for each in rule.bands if value[0] * each.low[1] >= each.low[0] * value[1])
        said = f"{figure(spec, value)}，属于“{show_number(band.low)}{unit_of(spec)}以上”一档"
        if not setting.full:
            lines.append(setting.line(band.points, f"{said}，{won(band.points)}"))
        elif band.points < most:
            lines.append(setting.line(band.points - most, f"{said}，{lost(most - band.points)}"))

    return count


def _judged(rule: Judged, setting: Setting) -> Counter:
    name, reason, award = rule.finding, rule.reason, rule.award
    spec, cite, how = setting.specs[name], setting.criterion.cite, won if award else lost
    cause = compile_cause(spec.when, setting.specs, setting.profile) if spec.when else lambda _: spec.label

    def count(values: Values, lines: list[Line]) -> None:
        points: Points | None = values.get(name)
        if points is not None:
            said = f"：{values[reason]}" if reason in values else ""
            why = f"{cause(values)}，酌情{how(points)}{said}"
            lines.append(Line(points if award else -points, why, cite))

    return count


def _rows(rule: Rows, setting: Setting) -> Counter:
    label, cite = setting.specs[rule.finding].label, setting.criterion.cite

    def count(values: Values, lines: list[Line]) -> None:
        for name, points, reason in values[rule.finding]:
            said = f"：{reason}" if reason else ""
            lines.append(Line(-points, f"{label}“{name}”，{lost(points)}{said}", cite))

    return count
