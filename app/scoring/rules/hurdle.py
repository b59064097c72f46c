"""A number that must reach a mark for the visit not to fail; between the two marks a ruling is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model import results
from app.scoring.model.changes import Changes
from app.scoring.model.conditions import Values
from app.scoring.model.context import Context, Objection
from app.scoring.model.points import Exact, Points, show_number
from app.scoring.model.provisions import Mark
from app.scoring.model.rules import Failing, Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.model.words import Specs, figure
from app.scoring.rules.ladders import short, up_to
from app.scoring.rules.reader import Place, Readable, Start


@final
@dataclass(frozen=True, slots=True)
class Hurdle(Failing, Readable):
    """pass_mark: from it on the visit does not fail; fail_mark: up to it the visit fails."""

    keys: ClassVar = ("finding",)
    start: ClassVar[Start] = "pointless"
    readings: ClassVar = ("gap_ruling",)

    finding: str
    pass_mark: Exact
    fail_mark: Exact

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``pass_mark`` and ``fail_mark``."""
        node, spec = place.node, place.needed(("amount",))
        passing, failing = node.number("pass_mark"), node.number("fail_mark")
        if passing is None or failing is None or failing[0] * passing[1] >= passing[0] * failing[1]:
            node.fault("fail_mark", "应有 pass_mark 与 fail_mark，且前者较高")
            return None
        return None if spec is None else Hurdle(spec.name, passing, failing)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding alone."""
        return (self.finding,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  two of its own
        """None: its marks are not thresholds of a profile."""
        return ()

    def objection(self, context: Context) -> Objection:
        """The visit fails, or there is a gap to be ruled on."""
        finding, spec = self.finding, context.specs[self.finding]

        def object_(values: Values) -> tuple[results.Veto, str] | None:
            value: Exact = values[finding]
            if not short(value, self.pass_mark):
                return None
            if not short(self.fail_mark, value):
                return "fail", f"{figure(spec, value)}，不合格，不论其他得分"
            return "gap", f"{figure(spec, value)}，在合格与不合格的分数线之间，须由主管部门裁定"

        return object_

    def passing(self, specs: Specs) -> str:
        """The two marks."""
        spec = specs[self.finding]
        unit = f" {spec.unit}" if spec.unit else ""
        low, high = show_number(self.fail_mark), show_number(self.pass_mark)
        return f"{spec.label} {high}{unit}及以上为合格，{low}{unit}及以下为不合格"

    def demand(self, context: Context) -> None:
        """None of its own: it decides the verdict by itself."""

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """The number brought to the mark."""
        return up_to(self.finding, self.pass_mark, context, values)
