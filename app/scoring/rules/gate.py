"""Where the condition holds, the criterion has no points and no other rule speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Changes
from app.scoring.model.conditions import Values, compile_test
from app.scoring.model.context import Context, FactOf
from app.scoring.model.points import Points
from app.scoring.model.provisions import Mark
from app.scoring.model.results import Fact
from app.scoring.model.reversals import against
from app.scoring.model.rules import Rule, Shutting
from app.scoring.model.specs import FindingSpec
from app.scoring.model.tariff import Tariff
from app.scoring.model.words import compile_cause, holding
from app.scoring.rules.reader import Place, Readable, Start
from app.scoring.source.conditions import read_condition


@final
@dataclass(frozen=True, slots=True)
class Gate(Shutting, Readable):
    """It rests on its condition alone."""

    keys: ClassVar = ()
    start: ClassVar[Start] = "either"

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``when``."""
        when = read_condition(place.node.node("when"), place.known)
        return None if when is None else Gate(when=when)

    @property
    def spoken(self) -> tuple[str, ...]:
        """None."""
        return ()

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()

    def closing(self, context: Context) -> Callable[[Values], str | None]:
        """Why there are no points."""
        test = compile_test(self.when, context.profile)
        cause = compile_cause(self.when, context.specs, context.profile)
        return lambda values: f"{cause(values)}，本项不得分" if test(values) else None

    def demand(self, context: Context) -> FactOf:
        """That the condition does not hold; told where it does."""
        cause = compile_cause(self.when, context.specs, context.profile)
        return lambda values: Fact(context.item, context.wanted, cause(values), met=False)

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """That the condition does not hold."""
        return (against(self.when, context.specs, context.profile, values),)

    def tariff(self, context: Context) -> Tariff:
        """What shuts it."""
        return Tariff(f"{holding(self.when, context.specs, context.profile)}的，本项不得分")
