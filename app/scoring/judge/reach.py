"""What one criterion can still come to: whatever it may add to the total, and whether it can fail the visit.

Rules are taken to be independent of each other. Where two of them exclude each other this counts an outcome
too many, never one too few: what follows from it is never too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.scoring.model.conditions import Profile, compile_test
from app.scoring.model.context import Context
from app.scoring.model.moves import STILL, Moves, sums
from app.scoring.model.points import Points
from app.scoring.model.rules import Counting, Cutting, Failing, Rule, Shutting
from app.scoring.model.scheme import Criterion


@dataclass(frozen=True, slots=True)
class Reach:
    """sums: what the criterion can add to the total, its cut taken off; fails: whether it can fail the visit.

    runs: the sums as series of one step each.
    """

    sums: Moves
    fails: bool
    runs: tuple[range, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "runs", _runs(sorted(self.sums)))

    @property
    def low(self) -> Points:
        """The least it can add; less than 0 where it can cut the total."""
        return min(self.sums)

    @property
    def high(self) -> Points:
        """The most it can add."""
        return max(self.sums)


def _runs(sums: list[Points]) -> tuple[range, ...]:
    found: list[range] = []
    for each in sums:
        last = found[-1] if found else None
        step = each - last[-1] if last else 0
        if last and (len(last) == 1 or step == last.step):
            found[-1] = range(last.start, each + 1, step)
        else:
            found.append(range(each, each + 1))
    return tuple(found)


def reach_of(criterion: Criterion, profile: Profile) -> Reach:
    """Everything a criterion can come to for a unit of this profile."""
    context = criterion.context(profile)
    rules = [rule for rule in criterion.rules if _holds(rule, profile) is not False]
    scores: Moves = frozenset({context.start})
    for rule in rules:
        if isinstance(rule, Counting):
            scores = sums(scores, _moves(rule, context))
    scores = _held_in(scores, criterion.max)
    if any(isinstance(rule, Shutting) for rule in rules):
        scores |= STILL
    for rule in rules:
        if isinstance(rule, Cutting):
            scores = sums(scores, rule.cuts(context))
    return Reach(scores, any(isinstance(rule, Failing) for rule in rules))


def _holds(rule: Rule, profile: Profile) -> bool | None:
    """Whether a rule speaks for this profile; None where that depends on the findings."""
    return True if rule.when is None else compile_test(rule.when, profile)({})


def _moves(rule: Counting, context: Context) -> Moves:
    """What a rule can add to the criterion's points."""
    moved, spec = rule.moves(context), context.specs[rule.finding]
    never = _holds(rule, context.profile) is None or spec.when is not None or spec.optional
    return moved | STILL if never else moved


def _held_in(scores: Moves, most: Points) -> Moves:
    return frozenset(min(max(score, 0), most) for score in scores)
