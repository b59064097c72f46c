"""What would win points back, or meet a condition: fields with what would have to stand in them.

A rule proposes, the judge disposes: a proposal is told only once the findings with it have been judged, and
with the points that this judging gave. So no hint can promise what the rules do not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from app.common.errors import Fault
from app.scoring.model.codes import LEFT_OUT
from app.scoring.model.points import Exact, Score, is_decimal, show_number
from app.scoring.model.results import CriterionResult
from app.scoring.model.scheme import Criterion, FindingSpec

Promise = Literal["full", "part", "met", "cleared", "open"]
"""Every point; some of them; the condition met; nothing that fails the visit any more; or that it can be
judged again once what then applies is filled in."""
T = TypeVar("T")
Judge = Callable[[Mapping[str, Any]], CriterionResult]


@dataclass(frozen=True, slots=True)
class Change:
    """One field, what stands in it and what would have to.

    beyond: for a number, that it must be more than ``then``. wanted: what the document asks for, where it is
    a number; share: of a share of two counts whose whole stays as it is, what the share is called. also:
    other answers that would do as well, higher: whether they are all those above it.
    """

    spec: FindingSpec
    now: Any
    then: Any
    beyond: bool = False
    wanted: Exact | None = None
    share: str = ""
    also: tuple[Any, ...] = ()
    higher: bool = False

    @property
    def numeric(self) -> bool:
        """Whether it is a number that moves."""
        return self.spec.kind in ("count", "share", "amount")

    @property
    def raw(self) -> object:
        """What would be typed; of a number that must be exceeded the one itself."""
        match self.then:
            case frozenset():
                return [option.value for option in self.spec.options if option.value in self.then]
            case (int(), int()):
                return show_number(self.then) if self.then[1] != 1 else self.then[0]
            case tuple():
                return []
        return self.then


Changes = tuple[Change, ...]
Ladder = tuple[Changes, ...]
"""Ways for one rule to lose less, the nearest first, the last one losing nothing."""


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


def told_number(value: Exact) -> Exact:
    """A number as it can be written out: itself, or the next hundredth above it."""
    if not is_decimal(value):
        return -(-value[0] * 100 // value[1]), 100
    scale = 1
    while value[0] * scale % value[1]:
        scale *= 10
    return value[0] * scale // value[1], scale


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


def joined(every: Iterable[Changes]) -> Changes:
    """Changes of several fields as one; none where two of them would have one field differ."""
    kept: dict[str, Change] = {}
    for change in (change for changes in every for change in changes):
        if kept.setdefault(change.spec.name, change).then != change.then:
            return ()
    return tuple(kept.values())


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
