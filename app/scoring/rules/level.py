"""The points of each level; a level that is not named is left to a judged rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Change, Changes
from app.scoring.model.conditions import Values
from app.scoring.model.context import Context, Counter, FactOf
from app.scoring.model.moves import Moves
from app.scoring.model.points import Points
from app.scoring.model.provisions import Mark
from app.scoring.model.results import Line
from app.scoring.model.rules import Counting, Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.model.tariff import Rung, Tariff
from app.scoring.model.words import lost, statement, won
from app.scoring.requirements.one_of import OneOf
from app.scoring.rules.reader import Place, Readable, Start


@final
@dataclass(frozen=True, slots=True)
class Level(Counting, Readable):
    """points: by the value of the level."""

    keys: ClassVar = ("finding",)
    start: ClassVar[Start] = "either"
    alternative: ClassVar = True

    points: Mapping[str, Points]

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``points``: of each level that has any of its own."""
        spec, inner = place.needed(("level",)), place.node.node("points")
        if spec is None:
            inner.keys()
            return None
        points = {}
        for option in spec.options:
            if inner.has(option.value):
                zero = inner.raw(option.value) == 0
                points[option.value] = 0 if zero else inner.points(option.value)
                if points[option.value] > place.most:
                    inner.fault(option.value, "高于本项分值")
        inner.close()
        return Level(spec.name, points, when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding alone."""
        return (self.finding,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()

    def counter(self, context: Context) -> Counter:
        """A line a level, none where nothing is lost or another rule speaks."""
        spec, most = context.specs[self.finding], context.most
        told: dict[str, Line | None] = {}
        for option in spec.options:
            points = self.points.get(option.value)
            text = statement(spec, option.value)
            if points is None or (context.full and points == most):
                told[option.value] = None
            elif context.full:
                told[option.value] = context.line(points - most, f"{text}，{lost(most - points)}")
            else:
                told[option.value] = context.line(points, f"{text}，{won(points)}")

        def count(values: Values, lines: list[Line]) -> None:
            line = told[values[self.finding]]
            if line is not None:
                lines.append(line)

        return count

    def moves(self, context: Context) -> Moves:
        """The points of each level beside those of the start."""
        given = (self.points.get(option.value) for option in context.specs[self.finding].options)
        return frozenset(0 if each is None else each - context.start for each in given)

    def demand(self, context: Context) -> FactOf:
        """Any of the levels with the most points."""
        points = self.points
        best = tuple(value for value, given in points.items() if given == max(points.values()))
        return OneOf(self.finding, best).fact(context.specs, context.profile)

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """Any of the levels that cost nothing."""
        spec, now, most = context.specs[self.finding], values[self.finding], max(self.points.values())
        best, *others = [each.value for each in spec.options if self.points.get(each.value) == most]
        if now not in (best, *others):
            yield (Change(spec, now, best, also=tuple(others)),)

    def tariff(self, context: Context) -> Tariff:
        """A rung for each level that has points of its own."""
        spec, given = context.specs[self.finding], self.points
        rungs = [
            Rung(option.label, given[option.value] - context.start)
            for option in spec.options
            if option.value in given
        ]
        return Tariff(f"按“{spec.label}”的等次", tuple(rungs))
