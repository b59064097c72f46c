"""What would win points back, or meet a condition: fields with what would have to stand in them.

A rule proposes, the judge disposes: a proposal is told only once the findings with it have been judged, and
with the points that this judging gave. So no hint can promise what the rules do not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from app.common.errors import Fault
from app.scoring.model.changes import Change, Changes, Ladder, joined
from app.scoring.model.codes import LEFT_OUT
from app.scoring.model.points import Score, show_number
from app.scoring.model.results import CriterionResult
from app.scoring.model.scheme import Criterion

Promise = Literal["full", "part", "met", "cleared", "open"]
"""Every point; some of them; the condition met; nothing that fails the visit any more; or that it can be
judged again once what then applies is filled in."""
T = TypeVar("T")
Judge = Callable[[Mapping[str, Any]], CriterionResult]


@dataclass(frozen=True, slots=True)
class Mend:
    """What it takes and what it gives. gain: points of the criterion and of the total; asked: what
    must be filled in besides; empty: whether the criterion begins without points."""

    changes: Changes
    promise: Promise
    gain: Score = 0
    asked: tuple[str, ...] = ()
    empty: bool = False


def applied(raw: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    """The findings with the changes in place."""
    return {**raw, **{each.spec.name: _typed(each) for each in changes}}


def _typed(change: Change) -> object:
    if not change.beyond:
        return change.raw
    top, bottom = change.then
    return show_number((top * 10**6 + bottom, bottom * 10**6))


def mends(
    criterion: Criterion, ladders: Iterable[Ladder], raw: Mapping[str, Any], judge: Judge
) -> tuple[Mend, ...]:
    """What wins something, a mend a rule; where no single one does, all together if they do."""
    ladders, now = once(ladders), judge(raw)

    def tried(changes: Changes) -> Mend | None:
        return _mend(criterion, changes, now, judge(applied(raw, changes))) if changes else None

    nearest = (next(filter(None, map(tried, ladder)), None) for ladder in ladders)
    found = once(filter(None, nearest))
    if not found and len(ladders) > 1:
        return once(filter(None, [tried(joined(ladder[-1] for ladder in ladders))]))
    return found


def _mend(criterion: Criterion, changes: Changes, now: CriterionResult, then: CriterionResult) -> Mend | None:
    """What the changes give; None where that is nothing."""
    empty = now.start == 0
    if then.score is None or now.score is None:
        asked = _asked(criterion, then.faults)
        return Mend(changes, "open", 0, asked, empty) if asked else None
    gain = then.score - then.total_deduction - now.score + now.total_deduction
    if then.met is True and now.met is False:
        return Mend(changes, "met")
    if now.vetoed and not then.vetoed and not gain:
        return Mend(changes, "cleared")
    if gain <= 0:
        return None
    full = then.score == then.max and not then.total_deduction
    return Mend(changes, "full" if full else "part", gain, (), empty)


def _asked(criterion: Criterion, faults: Iterable[Fault]) -> tuple[str, ...]:
    """What would then have to be filled in, where nothing else is wrong."""
    every = tuple(faults)
    if any(fault.code != LEFT_OUT for fault in every):
        return ()
    return tuple(criterion.finding(fault.where.rsplit(".", 1)[-1]).label for fault in every)


def once(every: Iterable[T]) -> tuple[T, ...]:
    """Each thing once, in its order; for what cannot be a key."""
    kept: list[T] = []
    for each in every:
        if each not in kept:
            kept.append(each)
    return tuple(kept)
