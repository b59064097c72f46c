"""What each rule of points demands, apart from what missing it costs: whether it is met is told mechanically.

A document that states conditions and no points is not satisfied by a table of points that forgives a
little: 1801 of 2000 may lose no step and is still not 2000.
"""

from __future__ import annotations

from app.scoring.judge.facts import FactOf, compile_fact
from app.scoring.judge.proportion import ONE, target_of
from app.scoring.model.conditions import Threshold, Values, compile_test
from app.scoring.model.points import Exact, format_points, show_number
from app.scoring.model.requirements import Bound, OneOf, Ratio, Whole
from app.scoring.model.results import Fact
from app.scoring.model.rules import (
    Bands,
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
from app.scoring.model.scheme import EXCEPTION
from app.scoring.model.setting import Setting
from app.scoring.model.wording import compile_cause, unit_of

AT_LEAST_ONE = Threshold("", {"": ONE})


def compile_demand(rule: Rule, setting: Setting) -> FactOf | None:
    """The closure that tells a rule's demand as a fact; None where the rule demands nothing of its own.

    A veto and a hurdle decide the verdict by themselves, and what comes off the total goes with its item.
    """
    demand = excused(rule, setting, demand_of(rule, setting))
    when = None if isinstance(rule, Hurdle) else rule.when
    if demand is None or when is None or isinstance(rule, Gate):
        return demand
    test = compile_test(when, setting.profile)
    if test({}) is False:
        return None
    return lambda values: demand(values) if test(values) else NOTHING


NOTHING = Fact("", "", "", met=True)


def excused(rule: Rule, setting: Setting, demand: FactOf | None) -> FactOf | None:
    """The demand, nothing of it where an exception was made of what holds in principle alone."""
    names = setting.criterion.in_principle
    if demand is None or isinstance(rule, Gate | Veto) or rule.finding not in names:
        return demand
    return lambda values: NOTHING if EXCEPTION in values else demand(values)


def demand_of(rule: Rule, setting: Setting) -> FactOf | None:  # noqa: C901, PLR0911, PLR0912  one a kind
    """The demand as the document states it, whatever limits the rule."""
    specs, profile = setting.specs, setting.profile
    match rule:
        case Held(finding):
            return compile_fact(OneOf(finding, (True,)), specs, profile)
        case EachMissing(finding) if specs[finding].kind == "set":
            return compile_fact(Whole(finding), specs, profile)
        case EachMissing(finding, _, wanted, None) if wanted:
            return compile_fact(Bound(finding, wanted, most=False), specs, profile)
        case EachMissing():
            return _all_of(rule, setting)
        case StepShort(finding, None, _, wanted):
            return compile_fact(Bound(finding, wanted, most=False), specs, profile)
        case StepShort(finding, whole, label, wanted):
            ratio = Ratio(finding, whole or "", wanted, most=False, label=label, unit="", percent=True)
            return compile_fact(ratio, specs, profile)
        case EachCounted(finding):
            return compile_fact(Bound(finding, AT_LEAST_ONE, most=False), specs, profile)
        case Level(finding, points):
            best = tuple(value for value, given in points.items() if given == max(points.values()))
            return compile_fact(OneOf(finding, best), specs, profile)
        case Bands(finding, bands):
            return compile_fact(Bound(finding, Threshold("", {"": bands[0].low}), most=False), specs, profile)
        case Proportional():
            return _target(rule, setting)
        case Judged():
            return None if rule.award else _judged(rule, setting)
        case Rows():
            return _rows(rule, setting)
        case Gate():
            return _gate(rule, setting)
        case FromTotal() | Veto() | Hurdle():
            return None


def _all_of(rule: EachMissing, setting: Setting) -> FactOf:
    spec, whole = setting.specs[rule.finding], setting.specs[rule.of or rule.finding]
    unit = unit_of(spec)

    def tell(values: Values) -> Fact:
        value, wanted = values[spec.name], values[whole.name]
        required = f"{whole.label} {show_number(wanted)}{unit}全部达到"
        return Fact(spec.label, required, f"{show_number(value)}{unit}", met=value[0] >= wanted[0])

    return tell


def _target(rule: Proportional, setting: Setting) -> FactOf:
    spec, goal = setting.specs[rule.finding], target_of(rule, setting)
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


def _judged(rule: Judged, setting: Setting) -> FactOf:
    spec, criterion = setting.specs[rule.finding], setting.criterion
    cause = compile_cause(spec.when, setting.specs, setting.profile) if spec.when else None

    def tell(values: Values) -> Fact:
        points = values.get(spec.name)
        if points is None or (cause is None and not points):
            return NOTHING
        actual = cause(values) if cause else f"酌情扣 {format_points(points)} 分"
        return Fact(criterion.item, criterion.wanted, actual, met=False)

    return tell


def _rows(rule: Rows, setting: Setting) -> FactOf:
    spec, criterion = setting.specs[rule.finding], setting.criterion

    def tell(values: Values) -> Fact:
        names = "、".join(f"“{row.name}”" for row in values[spec.name])
        return Fact(spec.label, criterion.wanted, names, met=not names)

    return tell


def _gate(rule: Gate, setting: Setting) -> FactOf:
    criterion = setting.criterion
    test = compile_test(rule.when, setting.profile)
    cause = compile_cause(rule.when, setting.specs, setting.profile)

    def tell(values: Values) -> Fact:
        if not test(values):
            return NOTHING
        return Fact(criterion.item, criterion.wanted, cause(values), met=False)

    return tell
