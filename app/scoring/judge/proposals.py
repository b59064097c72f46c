"""What each rule of points would have: ways to lose less, or win more, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator

from app.scoring.judge.proportion import target_of
from app.scoring.model.changes import Change, Changes, Ladder, told_number
from app.scoring.model.conditions import Values, compile_test
from app.scoring.model.points import Exact, Points
from app.scoring.model.reversals import against, raised
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


def ladders_of(setting: Setting, values: Values, lost: Points) -> Iterator[Ladder]:
    """The ladders of every rule that speaks and has one. lost: how much the criterion is below its maximum.

    Where a gate is shut nothing else speaks until it is open.
    """
    rules = [rule for rule in setting.criterion.rules if _speaks(rule, setting, values)]
    shut = [rule for rule in rules if isinstance(rule, Gate)]
    for rule in shut or rules:
        ladder = tuple(rung for rung in _ladder(rule, setting, values, lost) if rung)
        if ladder:
            yield ladder


def _speaks(rule: Rule, setting: Setting, values: Values) -> bool:
    when = None if isinstance(rule, Hurdle) else rule.when
    if not isinstance(rule, Gate | Veto) and _excused(rule.finding, setting, values):
        return False
    return when is None or compile_test(when, setting.profile)(values) is True


def _excused(finding: str, setting: Setting, values: Values) -> bool:
    """Whether an exception is made of what holds in principle alone."""
    return EXCEPTION in values and finding in setting.criterion.in_principle


def _ladder(  # noqa: C901, PLR0911, PLR0912  one a kind
    rule: Rule, setting: Setting, values: Values, lost: Points
) -> Iterator[Changes] | tuple[Changes, ...]:
    specs = setting.specs
    match rule:
        case Held(finding):
            return ((Change(specs[finding], values[finding], True),),) if not values[finding] else ()
        case EachMissing(finding) if specs[finding].kind == "set":
            wanted = frozenset(option.value for option in specs[finding].options)
            return ((Change(specs[finding], values[finding], wanted),),) if wanted - values[finding] else ()
        case EachMissing(finding, points, threshold, of):
            wanted_number = values[of] if of else setting.threshold(threshold) if threshold else None
            return _steps(rule.finding, (1, 1), points, wanted_number, setting, values)
        case StepShort(finding, None, _, wanted_, step, points):
            goal, stride = setting.threshold(wanted_), setting.threshold(step)
            return _steps(finding, stride, points, goal, setting, values)
        case StepShort():
            return _share_steps(rule, setting, values)
        case EachCounted():
            return _counted(rule, setting, values, lost)
        case Level():
            return _best(rule, setting, values)
        case Bands():
            return _higher(rule, setting, values)
        case Proportional():
            return _target(rule, setting, values)
        case Judged(finding) | FromTotal(finding):
            return _unblamed(rule, setting, values)
        case Rows(finding):
            return ((Change(specs[finding], values[finding], ()),),) if values[finding] else ()
        case Gate(when) | Veto(when):
            return (against(when, specs, setting.profile, values),)
        case Hurdle(finding, mark):
            return _up_to(finding, mark, setting, values)


def _short(value: Exact, wanted: Exact) -> bool:
    return value[0] * wanted[1] < wanted[0] * value[1]


def _up_to(finding: str, wanted: Exact, setting: Setting, values: Values) -> tuple[Changes, ...]:
    if not _short(values[finding], wanted):
        return ()
    return ((raised(setting.specs[finding], values, wanted),),)


def _rungs(lack: Exact, step: Exact, points: Points, setting: Setting) -> Iterator[int]:
    """How many steps may still be short, the nearest first: one less; as many as do not cost all; none."""
    whole, rest = divmod(lack[0] * step[1], lack[1] * step[0])
    charged = whole + 1 if setting.started and rest else whole
    costing = -(-setting.criterion.max // points) - 1
    for many in dict.fromkeys((charged - 1, min(charged - 1, costing), 0)):
        if many >= 0:
            yield many


def _steps(
    finding: str, step: Exact, points: Points, wanted: Exact | None, setting: Setting, values: Values
) -> Iterator[Changes]:
    """A number by itself: so far up that fewer steps are short, last what is wanted."""
    value, spec = values[finding], setting.specs[finding]
    if wanted is None or not _short(value, wanted):
        return
    lack = _minus(wanted, value)
    for many in _rungs(lack, step, points, setting):
        if setting.started or step == (1, 1):
            edge = _minus(wanted, _times(step, many))
            yield (_counted_up(Change(spec, value, told_number(edge), wanted=wanted)),)
        else:
            edge = _minus(wanted, _times(step, many + 1))
            yield (_beyond(Change(spec, value, told_number(edge), beyond=True, wanted=wanted)),)
    yield (raised(spec, values, wanted),)


def _counted_up(change: Change) -> Change:
    """People in whole ones."""
    if change.spec.kind != "count":
        return change
    top, bottom = change.then
    return Change(change.spec, change.now, (-(-top // bottom), 1), wanted=change.wanted, share=change.share)


def _beyond(change: Change) -> Change:
    """What must be exceeded; of a count the next whole number."""
    if change.spec.kind != "count":
        return change
    top, bottom = change.then
    return Change(change.spec, change.now, (top // bottom + 1, 1), wanted=change.wanted, share=change.share)


def _share_steps(rule: StepShort, setting: Setting, values: Values) -> Iterator[Changes]:
    """A share of two: the part so far up, while the whole stays as it is."""
    part, total = values[rule.finding], values[rule.whole or ""]
    spec, wanted, step = (
        setting.specs[rule.finding],
        setting.threshold(rule.wanted),
        setting.threshold(rule.step),
    )
    share = (100 * part[0] * total[1], part[1] * total[0])
    if not _short(share, wanted):
        return
    for many in _rungs(_minus(wanted, share), step, rule.points, setting):
        short = many if setting.started else many + 1
        edge = _part(_minus(wanted, _times(step, short)), total)
        change = Change(spec, part, told_number(edge), not setting.started, wanted, rule.label)
        yield (_counted_up(change) if setting.started else _beyond(change),)
    full = raised(spec, values, _part(wanted, total))
    yield (Change(spec, part, full.then, wanted=wanted, share=rule.label),)


def _part(percent: Exact, total: Exact) -> Exact:
    return percent[0] * total[0], 100 * percent[1] * total[1]


def _times(step: Exact, many: int) -> Exact:
    return step[0] * many, step[1]


def _minus(left: Exact, right: Exact) -> Exact:
    return left[0] * right[1] - right[0] * left[1], left[1] * right[1]


def _counted(rule: EachCounted, setting: Setting, values: Values, lost: Points) -> Iterator[Changes]:
    """One more, and as many as full marks take; what those take is known where no other rule gives any."""
    spec, value = setting.specs[rule.finding], values[rule.finding]
    full = -(-lost // rule.points)
    alone = (value[0] + full, 1) if len(setting.criterion.rules) == 1 else None
    for more in dict.fromkeys((1, full) if full > 0 else ()):
        yield (Change(spec, value, (value[0] + more, 1), wanted=alone),)


def _best(rule: Level, setting: Setting, values: Values) -> Iterator[Changes]:
    """Any of the levels that cost nothing."""
    spec, now, most = setting.specs[rule.finding], values[rule.finding], max(rule.points.values())
    best, *others = [each.value for each in spec.options if rule.points.get(each.value) == most]
    if now not in (best, *others):
        yield (Change(spec, now, best, also=tuple(others)),)


def _higher(rule: Bands, setting: Setting, values: Values) -> Iterator[Changes]:
    """The next better bands, nearest first."""
    spec, value = setting.specs[rule.finding], values[rule.finding]
    for band in reversed(rule.bands):
        if _short(value, band.low):
            then = raised(spec, values, band.low).then
            yield (Change(spec, value, then, wanted=rule.bands[0].low),)


def _target(rule: Proportional, setting: Setting, values: Values) -> tuple[Changes, ...]:
    target, factor = target_of(rule, setting)(values)
    return _up_to(rule.finding, (target[0] * factor[0], target[1] * factor[1]), setting, values)


def _unblamed(rule: Judged | FromTotal, setting: Setting, values: Values) -> tuple[Changes, ...]:
    """Of points that an expert takes off where something is amiss: that it is not."""
    spec = setting.specs[rule.finding]
    if isinstance(rule, Judged) and rule.award:
        return ()
    if spec.when is None or not values.get(spec.name):
        return ()
    return (against(spec.when, setting.specs, setting.profile, values),)
