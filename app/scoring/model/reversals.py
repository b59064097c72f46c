"""What would make a condition hold no more, or hold: the fields to change, nothing where there are none."""

from __future__ import annotations

from collections.abc import Iterable

from app.scoring.model.changes import Change, Changes, joined, told_number
from app.scoring.model.conditions import (
    Below,
    Condition,
    Every,
    Is,
    Not,
    Profile,
    Some,
    Values,
    compile_test,
)
from app.scoring.model.findings import kind_of
from app.scoring.model.points import Exact
from app.scoring.model.specs import FindingSpec
from app.scoring.model.words import Specs, round_up


def raised(spec: FindingSpec, values: Values, wanted: Exact, *, share: str = "") -> Change:
    """A number brought up to what is wanted: people in whole ones, all else exactly."""
    then = (round_up(wanted), 1) if kind_of(spec).whole else told_number(wanted)
    return Change(spec, values[spec.name], then, wanted=wanted, share=share)


def against(condition: Condition, specs: Specs, profile: Profile | None, values: Values) -> Changes:
    """The changes after which a condition that holds does not; empty where findings cannot do it."""
    match condition:
        case Is(finding, wanted):
            return _other(specs[finding], wanted, values)
        case Below(finding, threshold, other):
            limit = values.get(other) if other else threshold.at(profile) if threshold else None
            return (raised(specs[finding], values, limit),) if limit else ()
        case Every(parts):
            return next(filter(None, (against(each, specs, profile, values) for each in parts)), ())
        case Some(parts):
            holding = [each for each in parts if compile_test(each, profile)(values)]
            return _all([against(each, specs, profile, values) for each in holding])
        case Not(part):
            return towards(part, specs, profile, values)
    return ()


def towards(condition: Condition, specs: Specs, profile: Profile | None, values: Values) -> Changes:
    """The changes after which a condition holds; empty where findings cannot do it."""
    match condition:
        case Is(finding, wanted):
            return (Change(specs[finding], values.get(finding), wanted[0]),)
        case Every(parts):
            lacking = [each for each in parts if compile_test(each, profile)(values) is not True]
            return _all([towards(each, specs, profile, values) for each in lacking])
        case Some(parts):
            return next(filter(None, (towards(each, specs, profile, values) for each in parts)), ())
        case Not(part):
            return against(part, specs, profile, values)
    return ()


def unblamed(spec: FindingSpec, specs: Specs, profile: Profile | None, values: Values) -> tuple[Changes, ...]:
    """Of points that an expert takes off where something is amiss: that it is not."""
    if spec.when is None or not values.get(spec.name):
        return ()
    return (against(spec.when, specs, profile, values),)


def _other(spec: FindingSpec, held: Iterable[object], values: Values) -> Changes:
    """The best answer that is none of these."""
    then = next((value for value in spec.answers if value not in held), None)
    return () if then is None else (Change(spec, values.get(spec.name), then),)


def _all(parts: list[Changes]) -> Changes:
    return joined(parts) if all(parts) else ()
