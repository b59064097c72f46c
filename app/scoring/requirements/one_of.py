"""A flag or a level has one of the values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Change, Changes
from app.scoring.model.conditions import Profile, Values
from app.scoring.model.context import FactOf
from app.scoring.model.provisions import Mark
from app.scoring.model.requirements import Requirement, Telling
from app.scoring.model.results import Fact
from app.scoring.model.specs import FindingSpec
from app.scoring.model.words import Specs, labels_of, statement
from app.scoring.requirements.reader import Place, Readable


@final
@dataclass(frozen=True, slots=True)
class OneOf(Telling, Readable):
    """values: booleans for a flag, values of a level; the first is what is proposed."""

    keys: ClassVar = ("finding",)

    values: tuple[bool | str, ...]

    @classmethod
    def read(cls, place: Place) -> Requirement | None:
        """``is``: a value or a list of values."""
        spec, raw = place.needed(("flag", "level")), place.node.raw("is")
        values = tuple(raw) if type(raw) is list else (raw,)
        if spec is None:
            return None
        if not all(_among(value, spec.answers) for value in values):
            place.node.fault("is", f"不是 {spec.name} 的取值")
            return None
        return OneOf(spec.name, values, when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding alone."""
        return (self.finding,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()

    def fact(self, specs: Specs, profile: Profile) -> FactOf:  # noqa: ARG002  the same for all
        """What was answered, and the answers that would do."""
        spec, name, wanted = specs[self.finding], self.finding, self.values
        labels = labels_of(spec)
        required = _any_of([labels[_key(value)] for value in wanted])

        def tell(values: Values) -> Fact:
            actual, met = labels[_key(values[name])], values[name] in wanted
            said = statement(spec, values[name])
            return Fact(spec.label, required, actual, met, said=said, plain=spec.kind == "flag")

        return tell

    def change(self, specs: Specs, profile: Profile, values: Values) -> Changes:  # noqa: ARG002
        """The first of the values, or any other of them."""
        return (Change(specs[self.finding], values[self.finding], self.values[0], also=self.values[1:]),)


def _among(value: object, allowed: tuple[bool | str, ...]) -> bool:
    return any(value is one or (type(value) is str and value == one) for one in allowed)


def _key(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _any_of(labels: Sequence[str]) -> str:
    """``甲、乙或丙``; what has parts of its own is set off more clearly."""
    if any("，" in label for label in labels):
        return "；或".join(labels)
    *others, last = labels
    return f"{'、'.join(others)}或{last}" if others else last
