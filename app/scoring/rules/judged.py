"""Points that the expert sets within a range, with a reason. They apply where their finding does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Changes
from app.scoring.model.conditions import Values
from app.scoring.model.context import Context, Counter, FactOf
from app.scoring.model.moves import Moves, negative, points_range
from app.scoring.model.points import Points, format_points
from app.scoring.model.provisions import Mark
from app.scoring.model.results import NOTHING, Fact, Line
from app.scoring.model.reversals import unblamed
from app.scoring.model.rules import Counting, Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.model.tariff import Tariff
from app.scoring.model.words import Cause, lost, span_words, won
from app.scoring.rules.reader import Place, Readable, Start

POINTS_WON = "得分"


@final
@dataclass(frozen=True, slots=True)
class Judged(Counting, Readable):
    """reason: the finding that says why; award: whether they are won and not lost."""

    keys: ClassVar = ("deduct", "award", "reason")
    start: ClassVar[Start] = "either"
    alternative: ClassVar = True

    reason: str
    award: bool

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``deduct`` from a full criterion or ``award`` from an empty one, and ``reason``."""
        award = place.node.has("award")
        spec = place.needed(("points",), "award" if award else "deduct")
        reason = place.needed(("reason",), "reason")
        if award is place.full:
            place.node.fault("", "从满分起算的考核项用 deduct，从零分起算的用 award")
        if spec is None or reason is None:
            return None
        if spec.high is None or spec.high[0] * 100 > place.most * spec.high[1]:
            place.node.fault("award" if award else "deduct", "应有不高于本项分值的上限 high")
        return Judged(spec.name, reason.name, award, when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The points and their reason."""
        return self.finding, self.reason

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()

    def counter(self, context: Context) -> Counter:
        """A line with the reason, where there are points."""
        name, reason, award = self.finding, self.reason, self.award
        cite, how = context.cite, won if award else lost
        head = self._head(context)

        def count(values: Values, lines: list[Line]) -> None:
            points: Points | None = values.get(name)
            if points is not None:
                said = f"：{values[reason]}" if reason in values else ""
                why = f"{head(values)}酌情{how(points)}{said}"
                lines.append(Line(points if award else -points, why, cite))

        return count

    def _head(self, context: Context) -> Cause:
        """What stands before the points: their cause, or their name unless it only says that they are won."""
        spec = context.specs[self.finding]
        cause = context.cause(spec)
        if cause:
            return lambda values: f"{cause(values)}，"
        name = "" if self.award and spec.label == POINTS_WON else f"{spec.label}，"
        return lambda _: name

    def moves(self, context: Context) -> Moves:
        """Any points of the range."""
        judged = points_range(context.specs[self.finding], context.most)
        return judged if self.award else negative(judged)

    def demand(self, context: Context) -> FactOf | None:
        """That nothing is taken off; an award is nobody's due."""
        if self.award:
            return None
        spec, cause = context.specs[self.finding], context.cause(context.specs[self.finding])

        def tell(values: Values) -> Fact:
            points = values.get(spec.name)
            if points is None or (cause is None and not points):
                return NOTHING
            actual = cause(values) if cause else f"酌情扣 {format_points(points)} 分"
            return Fact(context.item, context.wanted, actual, met=False)

        return tell

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """That what they are taken off for is not so."""
        if self.award:
            return ()
        return unblamed(context.specs[self.finding], context.specs, context.profile, values)

    def tariff(self, context: Context) -> Tariff:
        """The range that the expert sets them in."""
        how = "得" if self.award else "扣"
        return Tariff(f"酌情{how} {span_words(context.specs[self.finding])}，写明理由")
