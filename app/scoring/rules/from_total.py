"""Points that come off the visit's total, beside what the criterion itself loses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Changes
from app.scoring.model.conditions import Values
from app.scoring.model.context import Context
from app.scoring.model.moves import STILL, Moves, negative, points_range
from app.scoring.model.points import Points, format_points
from app.scoring.model.provisions import Mark
from app.scoring.model.reversals import unblamed
from app.scoring.model.rules import Cutting, Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.model.tariff import Tariff
from app.scoring.model.words import span_words
from app.scoring.rules.reader import Place, Readable, Start


@final
@dataclass(frozen=True, slots=True)
class FromTotal(Cutting, Readable):
    """reason: the finding that says why."""

    keys: ClassVar = ("finding", "reason")
    start: ClassVar[Start] = "either"

    reason: str

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``finding``, points, and ``reason``."""
        spec, reason = place.needed(("points",)), place.needed(("reason",), "reason")
        return None if spec is None or reason is None else FromTotal(spec.name, reason.name)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The points and their reason."""
        return self.finding, self.reason

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()

    def cut(self, values: Values) -> Points:
        """The points that were set."""
        points: Points = values.get(self.finding, 0)
        return points

    def cause(self, context: Context, values: Values) -> str:
        """What they are for, and the reason."""
        cause, said = context.cause(context.specs[self.finding]), values.get(self.reason)
        head = f"{cause(values)}，" if cause else ""
        reason = f"：{said}" if said else ""
        return f"{head}从总分中扣 {format_points(self.cut(values))} 分{reason}"

    def cuts(self, context: Context) -> Moves:
        """Nothing, or any points of the range."""
        return STILL | negative(points_range(context.specs[self.finding], context.most))

    def demand(self, context: Context) -> None:
        """None of its own: it goes with its item."""

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """That what they are taken off for is not so."""
        return unblamed(context.specs[self.finding], context.specs, context.profile, values)

    def tariff(self, context: Context) -> Tariff:
        """The range that may come off the total."""
        return Tariff(f"另从总分中酌情扣 {span_words(context.specs[self.finding])}，写明理由")
