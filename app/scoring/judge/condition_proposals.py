"""What would meet a condition: each requirement that is not met, brought to where it is."""

from __future__ import annotations

from collections.abc import Iterable

from app.scoring.judge.facts import compile_fact
from app.scoring.model.changes import Change, Changes, Ladder, joined
from app.scoring.model.conditions import Profile, Values, compile_test
from app.scoring.model.points import Exact
from app.scoring.model.requirements import (
    Bound,
    OneOf,
    Rank,
    Ratio,
    Referred,
    Requirement,
    Whole,
)
from app.scoring.model.reversals import raised
from app.scoring.model.scheme import FindingSpec
from app.scoring.model.wording import Specs


def meeting(
    requirements: Iterable[Requirement], specs: Specs, profile: Profile, values: Values
) -> tuple[Ladder, ...]:
    """One ladder of one step that meets them all; none where a requirement cannot be met by findings."""
    parts = [
        _change(rule, specs, profile, values)
        for rule in requirements
        if not isinstance(rule, Referred)
        and (rule.when is None or compile_test(rule.when, profile)(values))
        and not compile_fact(rule, specs, profile)(values).met
    ]
    together = joined(parts) if all(parts) else ()
    return ((together,),) if together else ()


def _change(
    rule: OneOf | Bound | Ratio | Whole | Rank, specs: Specs, profile: Profile, values: Values
) -> Changes:
    spec = specs[rule.finding]
    now = values[rule.finding]
    match rule:
        case OneOf(_, wanted):
            return (Change(spec, now, wanted[0], also=wanted[1:]),)
        case Bound(_, threshold):
            limit = threshold.at(profile)
            return _moved(spec, values, limit, most=rule.most) if limit else ()
        case Ratio(_, _, threshold):
            limit = threshold.at(profile)
            return _ratio(rule, specs, values, limit) if limit else ()
        case Whole():
            return (Change(spec, now, frozenset(option.value for option in spec.options)),)
        case Rank(_, by, wanted_by):
            return (_ranked(spec, now, wanted_by[profile[by] if by else ""]),)


def _ranked(spec: FindingSpec, now: object, wanted: str) -> Change:
    """A level, or any above it; levels stand best first."""
    return Change(spec, now, wanted, higher=spec.options[0].value != wanted)


def _moved(spec: FindingSpec, values: Values, limit: Exact, *, most: bool) -> Changes:
    """A number up to what it must be at least, or down to what it may be at most."""
    if not most:
        return (raised(spec, values, limit),)
    down = (limit[0] // limit[1], 1) if spec.kind == "count" else limit
    return (Change(spec, values[spec.name], down, wanted=limit),)


def _ratio(rule: Ratio, specs: Specs, values: Values, limit: Exact) -> Changes:
    """The part for the whole there is; where it may be so much at most, the whole, if it does not hold it."""
    scale = 100 if rule.percent else 1
    part, whole = specs[rule.finding], specs[rule.whole]
    there = values[rule.whole]
    if not rule.most:
        return (raised(part, values, (limit[0] * there[0], scale * limit[1] * there[1])),)
    if part.part_of == whole.name or not limit[0]:
        return _moved(part, values, (limit[0] * there[0], scale * limit[1] * there[1]), most=True)
    given = values[rule.finding]
    return (raised(whole, values, (scale * given[0] * limit[1], given[1] * limit[0])),)
