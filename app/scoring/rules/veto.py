"""Where the condition holds, the visit fails whatever its points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, final

from app.scoring.model import results
from app.scoring.model.changes import Changes
from app.scoring.model.conditions import Condition, Values, compile_test
from app.scoring.model.context import Context, Objection
from app.scoring.model.points import Points
from app.scoring.model.provisions import Mark
from app.scoring.model.reversals import against
from app.scoring.model.rules import Failing, Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.model.words import Specs, compile_cause
from app.scoring.rules.reader import Place, Readable, Start
from app.scoring.source.conditions import read_condition


@final
@dataclass(frozen=True, slots=True)
class Veto(Failing, Readable):
    """It rests on its condition alone."""

    keys: ClassVar = ()
    start: ClassVar[Start] = "pointless"
    explained: ClassVar = True

    when: Condition = field(kw_only=True)

    @classmethod
    def read(cls, place: Place) -> Rule | None:
        """``when``."""
        when = read_condition(place.node.node("when"), place.known)
        return None if when is None else Veto(when=when)

    @property
    def spoken(self) -> tuple[str, ...]:
        """None."""
        return ()

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()

    def objection(self, context: Context) -> Objection:
        """The visit fails."""
        test = compile_test(self.when, context.profile)
        cause = compile_cause(self.when, context.specs, context.profile)

        def object_(values: Values) -> tuple[results.Veto, str] | None:
            return ("fail", f"{cause(values)}，一票否决，不论得分") if test(values) else None

        return object_

    def passing(self, specs: Specs) -> str:  # noqa: ARG002  the same for all
        """That none of it is so."""
        return "有所列情形的，不论得分均为不合格"

    def demand(self, context: Context) -> None:
        """None of its own: it decides the verdict by itself."""

    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:  # noqa: ARG002
        """That the condition does not hold."""
        return (against(self.when, context.specs, context.profile, values),)
