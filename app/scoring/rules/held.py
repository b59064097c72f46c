"""A flag: its points are there or not."""

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
from app.scoring.model.tariff import Tariff
from app.scoring.model.words import lost, statement, won
from app.scoring.requirements.one_of import OneOf
from app.scoring.rules.reader import Place, Readable, Start


@final
@dataclass(frozen=True, slots=True)
class Held(Counting, Readable):
    """points: those of the true answer."""

    keys: ClassVar = ("finding",)
    start: ClassVar[Start] = "either"

    points: Points

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``points``."""
        spec, points = place.needed(("flag",)), place.node.points("points")
        return None if spec is None else Held(spec.name, points, when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding alone."""
        return (self.finding,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()

    def counter(self, context: Context) -> Counter:
        """One of two lines, none where nothing is lost."""
        name, spec = self.finding, context.specs[self.finding]
        there, missing = statement(spec, True), statement(spec, False)
        if context.full:
            gone = context.line(-self.points, f"{missing}，{lost(self.points)}")
            kept = None
        else:
            kept = context.line(self.points, f"{there}，{won(self.points)}")
            gone = context.line(0, f"{missing}，{won(0)}")

        def count(values: Values, lines: list[Line]) -> None:
            line = kept if values[name] else gone
            if line is not None:
                lines.append(line)

        return count

    def moves(self, context: Context) -> Moves:
        """The points, or nothing."""
        return frozenset({-self.points if context.full else self.points, 0})

    def demand(self, context: Context) -> FactOf:
        """The true answer."""
        return OneOf(self.finding, (True,)).fact(context.specs, context.profile)

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """The true answer."""
        if not values[self.finding]:
            yield (Change(context.specs[self.finding], values[self.finding], True),)

    def tariff(self, context: Context) -> Tariff:
        """What the answer that counts comes to."""
        said = statement(context.specs[self.finding], not context.full)
        return Tariff(f"{said}，{(lost if context.full else won)(self.points)}")
