"""Ways up for a number that falls short: so far that fewer steps are short, last to what is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from app.scoring.model.changes import Change, Changes, told_number
from app.scoring.model.conditions import Values
from app.scoring.model.context import Context
from app.scoring.model.findings import kind_of
from app.scoring.model.points import Exact, Points
from app.scoring.model.reversals import raised


def short(value: Exact, wanted: Exact) -> bool:
    """Whether a number is below another."""
    return value[0] * wanted[1] < wanted[0] * value[1]


def up_to(finding: str, wanted: Exact, context: Context, values: Values) -> tuple[Changes, ...]:
    """The number brought to what is wanted; nothing where it is there."""
    if not short(values[finding], wanted):
        return ()
    return ((raised(context.specs[finding], values, wanted),),)


def rungs(lack: Exact, step: Exact, points: Points, context: Context) -> Iterator[int]:
    """How many steps may still be short, the nearest first: one less; as many as do not cost all; none."""
    whole, rest = divmod(lack[0] * step[1], lack[1] * step[0])
    charged = whole + 1 if context.started and rest else whole
    costing = -(-context.most // points) - 1
    for many in dict.fromkeys((charged - 1, min(charged - 1, costing), 0)):
        if many >= 0:
            yield many


def steps_up(
    finding: str, step: Exact, points: Points, wanted: Exact, context: Context, values: Values
) -> Iterator[Changes]:
    """A number by itself, step by step. points: what each step costs."""
    value, spec = values[finding], context.specs[finding]
    if not short(value, wanted):
        return
    for many in rungs(minus(wanted, value), step, points, context):
        if context.started or step == (1, 1):
            edge = minus(wanted, times(step, many))
            yield (counted_up(Change(spec, value, told_number(edge), wanted=wanted)),)
        else:
            edge = minus(wanted, times(step, many + 1))
            yield (beyond(Change(spec, value, told_number(edge), beyond=True, wanted=wanted)),)
    yield (raised(spec, values, wanted),)


def counted_up(change: Change) -> Change:
    """People in whole ones."""
    if not kind_of(change.spec).whole:
        return change
    top, bottom = change.then
    return Change(change.spec, change.now, (-(-top // bottom), 1), wanted=change.wanted, share=change.share)


def beyond(change: Change) -> Change:
    """What must be exceeded; of a count the next whole number."""
    if not kind_of(change.spec).whole:
        return change
    top, bottom = change.then
    return Change(change.spec, change.now, (top // bottom + 1, 1), wanted=change.wanted, share=change.share)


def times(step: Exact, many: int) -> Exact:
    """So many steps."""
    return step[0] * many, step[1]


def minus(left: Exact, right: Exact) -> Exact:
    """What a number is above another."""
    return left[0] * right[1] - right[0] * left[1], left[1] * right[1]
