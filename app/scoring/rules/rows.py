"""A list of named cases, each with its own deduction and reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Change, Changes
from app.scoring.model.conditions import Values
from app.scoring.model.context import Context, Counter, FactOf
from app.scoring.model.moves import STILL, Moves, low_of, negative
from app.scoring.model.points import Points
from app.scoring.model.provisions import Mark
from app.scoring.model.results import Fact, Line
from app.scoring.model.rules import Counting, Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.model.tariff import Tariff
from app.scoring.model.words import lost, span_words
from app.scoring.rules.reader import Place, Readable, Start


@final
@dataclass(frozen=True, slots=True)
class Rows(Counting, Readable):
    """The finding is the list."""

    keys: ClassVar = ("finding",)
    start: ClassVar[Start] = "full"

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """Nothing besides the finding."""
        spec = place.needed(("rows",))
        return None if spec is None else Rows(spec.name, when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding alone."""
        return (self.finding,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()

    def counter(self, context: Context) -> Counter:
        """A line a case."""
        label, cite = context.specs[self.finding].label, context.cite

        def count(values: Values, lines: list[Line]) -> None:
            for name, points, reason in values[self.finding]:
                said = f"：{reason}" if reason else ""
                lines.append(Line(-points, f"{label}“{name}”，{lost(points)}{said}", cite))

        return count

    def moves(self, context: Context) -> Moves:
        """Nothing, or anything that cases can come to."""
        spec = context.specs[self.finding]
        return negative(STILL | frozenset(range(low_of(spec), context.most + 1, spec.step or 1)))

    def span(self, context: Context) -> Points | None:  # noqa: ARG002  for every criterion
        """None: there can be any number of cases."""
        return None

    def demand(self, context: Context) -> FactOf:
        """That there is no case."""
        spec = context.specs[self.finding]

        def tell(values: Values) -> Fact:
            names = "、".join(f"“{row.name}”" for row in values[spec.name])
            return Fact(spec.label, context.wanted, names, met=not names)

        return tell

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """That there is no case."""
        if values[self.finding]:
            yield (Change(context.specs[self.finding], values[self.finding], ()),)

    def tariff(self, context: Context) -> Tariff:
        """The range of each case."""
        spec = context.specs[self.finding]
        return Tariff(f"{spec.label}逐一列出，每一个酌情扣 {span_words(spec)}，写明理由")
