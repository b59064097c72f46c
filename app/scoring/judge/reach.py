"""What one criterion can still come to: whatever it may add to the total, and whether it can fail the visit.

Rules are taken to be independent of each other. Where two of them exclude each other this counts an outcome
too many, never one too few: what follows from it is never too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.scoring.model.conditions import Profile, compile_test
from app.scoring.model.points import Points, as_points
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
from app.scoring.model.scheme import Criterion, FindingSpec

Moves = frozenset[Points]
STILL: Moves = frozenset({0})


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
    rules = [rule for rule in criterion.rules if _holds(rule, profile) is not False]
    scores: Moves = frozenset({criterion.max if criterion.start == "full" else 0})
    for rule in rules:
        if isinstance(rule, Counted):
            scores = _sums(scores, _moves(rule, criterion, profile))
    scores = _held_in(scores, criterion.max)
    if any(isinstance(rule, Gate) for rule in rules):
        scores |= STILL
    for rule in rules:
        if isinstance(rule, FromTotal):
            scores = _sums(scores, STILL | _negative(_range(criterion.finding(rule.finding), criterion)))
    return Reach(scores, any(isinstance(rule, Veto | Hurdle) for rule in rules))


def _holds(rule: Rule, profile: Profile) -> bool | None:
    """Whether a rule speaks for this profile; None where that depends on the findings."""
    when = None if isinstance(rule, Hurdle) else rule.when
    return True if when is None else compile_test(when, profile)({})


def _moves(rule: Counted, criterion: Criterion, profile: Profile) -> Moves:
    """What a rule can add to the criterion's points."""
    moved = _points(rule, criterion, profile)
    spec = criterion.finding(rule.finding)
    never = _holds(rule, profile) is None or spec.when is not None or spec.optional
    return moved | STILL if never else moved


def _points(rule: Counted, criterion: Criterion, profile: Profile) -> Moves:  # noqa: PLR0911  one a kind
    most, full = criterion.max, criterion.start == "full"
    match rule:
        case Held(_, points):
            return frozenset({-points if full else points, 0})
        case EachMissing():
            return _negative(_multiples(rule.points, _missing(rule, criterion, profile), most))
        case StepShort():
            return _negative(_multiples(rule.points, _steps(rule, profile), most))
        case EachCounted():
            return _multiples(rule.points, None, most)
        case Level(finding, points):
            given = (points.get(option.value) for option in criterion.finding(finding).options)
            return frozenset(0 if each is None else each - most * full for each in given)
        case Judged():
            judged = _range(criterion.finding(rule.finding), criterion)
            return judged if rule.award else _negative(judged)
        case Rows():
            each = criterion.finding(rule.finding)
            return _negative(STILL | frozenset(range(_bound(each.low) or 0, most + 1, each.step or 1)))
        case Bands():
            return frozenset(band.points - most * full for band in rule.bands)
        case Proportional():
            return frozenset(range(rule.points + 1))


def _missing(rule: EachMissing, criterion: Criterion, profile: Profile) -> int | None:
    """How many can be missing; None where there is no end."""
    if rule.of:
        return None
    wanted = rule.wanted.at(profile) if rule.wanted else None
    return wanted[0] // wanted[1] if wanted else len(criterion.finding(rule.finding).options)


def _steps(rule: StepShort, profile: Profile) -> int:
    """How many steps a value of nothing is short, a begun one included."""
    wanted, step = rule.wanted.at(profile), rule.step.at(profile)
    assert wanted is not None  # noqa: S101  the profile is known
    assert step is not None  # noqa: S101
    return -(-wanted[0] * step[1] // (wanted[1] * step[0]))


def _multiples(points: Points, many: int | None, most: Points) -> Moves:
    """So many points once, twice … up to ``many``, or until no other rule could make up for them."""
    enough = -(-2 * most // points)
    last = enough if many is None else min(many, enough)
    return frozenset(points * count for count in range(last + 1))


def _range(spec: FindingSpec, criterion: Criterion) -> Moves:
    low, high = _bound(spec.low) or 0, _bound(spec.high)
    step = spec.step or 1
    return frozenset(range(low, (criterion.max if high is None else high) + 1, step))


def _bound(bound: tuple[int, int] | None) -> Points | None:
    return as_points(bound) if bound else None


def _sums(one: Moves, other: Moves) -> Moves:
    return frozenset(each + move for each in one for move in other)


def _held_in(scores: Moves, most: Points) -> Moves:
    return frozenset(min(max(score, 0), most) for score in scores)


def _negative(points: Moves) -> Moves:
    return frozenset(-each for each in points)
