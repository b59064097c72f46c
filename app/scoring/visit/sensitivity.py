"""Which open criteria can still change the verdict: exactly, over all that the others can come to.

A criterion sways the verdict where one thing it can come to and another, the other open criteria being at
something that they can come to, give different verdicts. Sums of points are bits of an integer, so that a
whole sheet costs well under a millisecond, and while the same criteria are open next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import gcd

from app.scoring.judge.reach import Reach
from app.scoring.model.points import Exact, Points, show_number, whole
from app.scoring.model.readings import GRADE_MARKS
from app.scoring.model.results import Verdict
from app.scoring.model.scheme import Scheme
from app.scoring.model.settings import Policy
from app.scoring.visit.decision import fails, passes
from app.scoring.visit.judgement import OPEN_POINTS
from app.scoring.visit.running_totals import RunningTotals

Reaches = Mapping[str, Reach]


def swaying(
    scheme: Scheme, reaches: Reaches, standing: RunningTotals, policy: Policy, verdict: Verdict
) -> tuple[str, ...]:
    """Numbers of the open criteria that can still change the verdict, in their order.

    reaches: of every open criterion. None where the verdict is foreseen, or nothing but points is told.
    """
    if verdict.foreseen is not None or scheme.kind == "performance":
        return ()
    if scheme.conditional:
        return tuple(reaches)
    turns = _turns(scheme, policy)
    base = whole(standing.answered - standing.cut)
    return tuple(
        cid
        for cid, others in zip(reaches, _others(tuple(reaches.values())), strict=True)
        if _turned(reaches[cid], others, base, turns)
        or (reaches[cid].fails and _saved(scheme, policy, base, reaches))
    )


def prospect(
    scheme: Scheme, reaches: Reaches, standing: RunningTotals, policy: Policy, verdict: Verdict
) -> Verdict:
    """The verdict, foreseen also where only the exact sums of the open criteria settle it.

    reaches: of every open criterion, given only where none of them sways the verdict; else none.
    ``decide`` foresees by the bounds of the contract, which count every open criterion from nothing to its
    maximum; a criterion that is worth three points whatever is found settles more than that.
    """
    mark = policy.pass_mark
    if scheme.kind != "scored" or mark is None or verdict.foreseen is not None or not reaches:
        return verdict
    if standing.gaps:
        return verdict
    least = standing.answered - standing.cut + sum(reach.low for reach in reaches.values())
    total = min(max(least, 0), scheme.full_marks)
    rest, line = f"{OPEN_POINTS}的 {standing.open} 项无论如何评定", f"合格线 {show_number(mark)} 分"
    if passes(scheme, total, policy, mark):
        return Verdict(verdict.outcome, "pass", f"{rest}，总分都达到{line}。")
    if fails(scheme, total, policy, mark):
        return Verdict(verdict.outcome, "fail", f"{rest}，总分都达不到{line}。")
    return verdict


def _turns(scheme: Scheme, policy: Policy) -> tuple[Points, ...]:
    """The totals at which the verdict is another than a hundredth of a point below."""
    if scheme.kind == "effect":
        marks = [policy.grades[key] for key in GRADE_MARKS if key in policy.grades]
        return tuple(map(_least, marks)) if len(marks) == len(GRADE_MARKS) else ()
    mark = policy.pass_mark
    if mark is None:
        return ()
    near = {_least(mark), *([_least(scheme.fail_mark) + 1] if scheme.fail_mark else [])}
    steps = {turn + by for turn in near for by in (-1, 0)}
    told = {
        turn: (passes(scheme, turn, policy, mark), fails(scheme, turn, policy, mark))
        for turn in {*steps, *(step - 1 for step in steps)}
    }
    return tuple(sorted(step for step in steps if step > 0 and told[step] != told[step - 1]))


def _least(mark: Exact) -> Points:
    """The least total that reaches a mark."""
    return -(-100 * mark[0] // mark[1])


def _saved(scheme: Scheme, policy: Policy, base: Points, reaches: Reaches) -> bool:
    """Whether the visit could do better than fail: else failing it for another reason changes nothing."""
    if scheme.kind == "effect" or policy.pass_mark is None:
        return True
    most = min(max(base + sum(reach.high for reach in reaches.values()), 0), scheme.full_marks)
    return not fails(scheme, most, policy, policy.pass_mark)


class _Sums:
    """Sums that can be reached: bit ``n`` stands for ``low + n × unit``."""

    __slots__ = ("bits", "low", "unit")

    def __init__(self, low: Points, bits: int, unit: Points) -> None:
        self.low, self.bits, self.unit = low, bits, unit

    def plus(self, reaches: Sequence[Reach]) -> _Sums:
        """The sums together with whatever some criteria come to."""
        low, bits = self.low, self.bits
        for reach in reaches:
            more = 0
            for run in reach.runs:
                more |= _run(bits, run, reach.low, self.unit)
            low, bits = low + reach.low, more
        return _Sums(low, bits, self.unit)

    def any_between(self, first: Points, last: Points) -> bool:
        """Whether a sum lies between two, both included."""
        start, end = -((self.low - first) // self.unit), (last - self.low) // self.unit
        start = max(start, 0)
        return end >= start and bool(self.bits >> start & ((1 << (end - start + 1)) - 1))


def _run(bits: int, run: range, low: Points, unit: Points) -> int:
    """The bits moved by every member of a run, twice as many with each turn."""
    stride, many = run.step // unit, 1
    made = bits << (run.start - low) // unit
    while many < len(run):
        more = min(many, len(run) - many)
        made |= made << stride * more
        many += more
    return made


@lru_cache(maxsize=16)
def _others(reaches: tuple[Reach, ...]) -> tuple[_Sums, ...]:
    """For each of the criteria, what all the others can add up to: the same until one opens or closes."""
    unit = gcd(*(move for reach in reaches for move in reach.sums)) or 1
    return tuple(_without_each(_Sums(0, 1, unit), reaches))


def _without_each(sums: _Sums, reaches: Sequence[Reach]) -> Iterator[_Sums]:
    """By halves, so that no sum is made anew for every single one."""
    if len(reaches) <= 1:
        yield from (sums for _ in reaches)
        return
    half = len(reaches) // 2
    left, right = reaches[:half], reaches[half:]
    yield from _without_each(sums.plus(right), left)
    yield from _without_each(sums.plus(left), right)


def _turned(reach: Reach, others: _Sums, base: Points, turns: Sequence[Points]) -> bool:
    """Whether, beside some sum of the others, its least stays below a turn and its most does not."""
    return any(others.any_between(turn - base - reach.high, turn - base - reach.low - 1) for turn in turns)
