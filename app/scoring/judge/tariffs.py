"""How a criterion's points come about, told before anything is found: for this unit, under this batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from app.scoring.model.conditions import Condition, compile_test
from app.scoring.model.context import Context
from app.scoring.model.points import Points, format_points
from app.scoring.model.rules import Counting, Cutting, Rule
from app.scoring.model.scheme import Criterion
from app.scoring.model.tariff import Rung, Tariff
from app.scoring.model.words import holding, lost, won

SHOWN = 5  # rungs before the last: a ladder tells how it goes on
ON = "…"
TOGETHER = "\N{NO-BREAK SPACE}"  # a rung is never torn


class Way(NamedTuple):
    """One rule in words. said: how it counts; ladder: its rungs, such as ``540 人 → 4.5``, long ones cut."""

    said: str
    ladder: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """A criterion's rules in words; nothing where it has no points. head: what they are called."""

    head: str = ""
    ways: tuple[Way, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Their sentences, those without a ladder in one, each ladder after its own."""
        plain = "；".join(way.said for way in self.ways if not way.ladder)
        told = [f"{plain}。"] if plain else []
        told += [f"{way.said}：{'，'.join(way.ladder)}。" for way in self.ways if way.ladder]
        return (f"{self.head}：{told[0]}", *told[1:]) if told else ()


NO_WAYS = Ways()


def tariffs_of(criterion: Criterion, context: Context) -> tuple[Tariff, ...]:
    """What each rule that can speak for this unit costs or gives."""
    told = [_tariff(rule, context) for rule in criterion.rules]
    return tuple([tariff for tariff in told if tariff is not None])


def ways_of(criterion: Criterion, context: Context) -> Ways:
    """The same in words. A rule that stands alone tells the points that are left, others what they change."""
    tariffs = tariffs_of(criterion, context)
    if not tariffs:
        return NO_WAYS
    start = context.start if len(tariffs) == 1 else None
    head = "扣分办法" if context.full else "给分办法"
    return Ways(head, tuple(Way(each.said, tuple(_ladder(each, context, start))) for each in tariffs))


def _tariff(rule: Rule, context: Context) -> Tariff | None:
    """A rule's tariff under the conditions that limit it; None where the profile rules it out, or where it
    has nothing to tell: a level that costs nothing beside points that the expert sets."""
    limits = [rule.when, context.specs[rule.finding].when] if isinstance(rule, Counting | Cutting) else []
    given = [each for each in limits if each is not None]
    if any(compile_test(each, context.profile)({}) is False for each in given):
        return None
    tariff = rule.tariff(context)
    if tariff is not None and tariff.rungs and not any(rung.change for rung in tariff.rungs):
        return None
    told = [words for each in given if (words := _open(each, context))]
    if tariff is None or not told:
        return tariff
    return replace(tariff, said=f"{'，且'.join(dict.fromkeys(told))}的，{tariff.said}")


def _open(condition: Condition, context: Context) -> str:
    """A condition that the findings decide, in words."""
    if compile_test(condition, context.profile)({}) is not None:
        return ""
    return holding(condition, context.specs, context.profile)


def _ladder(tariff: Tariff, context: Context, start: Points | None) -> Iterator[str]:
    rungs = tariff.rungs
    for place, rung in enumerate(rungs):
        if place < SHOWN or place == len(rungs) - 1:
            yield f"{rung.said} → {_points(rung, context, start)}".replace(" ", TOGETHER)
        elif place == SHOWN:
            yield ON


def _points(rung: Rung, context: Context, start: Points | None) -> str:
    if start is not None:
        return format_points(start + rung.change)
    return lost(-rung.change) if context.full else won(rung.change)
