"""So many points won for each one counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Change, Changes
from app.scoring.model.conditions import Threshold, Values
from app.scoring.model.context import Context, Counter, FactOf
from app.scoring.model.moves import Moves, multiples
from app.scoring.model.points import Points, format_points
from app.scoring.model.provisions import Mark
from app.scoring.model.results import Line
from app.scoring.model.rules import Counting, Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.model.tariff import Rung, Tariff
from app.scoring.model.words import figure, times_words, unit_of, won
from app.scoring.requirements.bound import Bound
from app.scoring.rules.reader import Place, Readable, Start

AT_LEAST_ONE = Threshold("", {"": (1, 1)})


@final
@dataclass(frozen=True, slots=True)
class EachCounted(Counting, Readable):
    """points: of each one."""

    keys: ClassVar = ("finding",)
    start: ClassVar[Start] = "empty"

    points: Points

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``points``."""
        spec, points = place.needed(("count",)), place.node.points("points")
        return None if spec is None else EachCounted(spec.name, points, when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding alone."""
        return (self.finding,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()

    def counter(self, context: Context) -> Counter:
        """A line for all of them."""
        name, spec = self.finding, context.specs[self.finding]
        unit, each = unit_of(spec), format_points(self.points)

        def count(values: Values, lines: list[Line]) -> None:
            many = values[name][0]
            points = many * self.points
            rate = f"，每{unit.strip() or '项'}得 {each} 分" if many else ""
            why = f"{figure(spec, values[name])}{rate}，{won(points)}"
            lines.append(context.line(points, why, times_words(many, self.points)))

        return count

    def moves(self, context: Context) -> Moves:
        """Any number of them."""
        return multiples(self.points, None, context.most)

    def span(self, context: Context) -> Points | None:  # noqa: ARG002  for every criterion
        """None: it goes on."""
        return None

    def demand(self, context: Context) -> FactOf:
        """At least one."""
        return Bound(self.finding, AT_LEAST_ONE, most=False).fact(context.specs, context.profile)

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:
        """One more, and as many as full marks take, which is known where no other rule gives any."""
        spec, value = context.specs[self.finding], values[self.finding]
        full = -(-lost // self.points)
        alone = (value[0] + full, 1) if context.alone else None
        for more in dict.fromkeys((1, full) if full > 0 else ()):
            yield (Change(spec, value, (value[0] + more, 1), wanted=alone),)

    def tariff(self, context: Context) -> Tariff:
        """A rung for each one, until the criterion has all its points."""
        spec, most = context.specs[self.finding], context.most
        unit = unit_of(spec)
        rungs = [
            Rung(f"{many}{unit}", min(many * self.points, most))
            for many in range(-(-most // self.points), -1, -1)
        ]
        each = f"每 1{unit or ' 项'}得 {format_points(self.points)} 分"
        return Tariff(f"{spec.label}，{each}，本项最多 {format_points(most)} 分", tuple(rungs))
