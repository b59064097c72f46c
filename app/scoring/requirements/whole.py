"""A set has every one of its members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Change, Changes
from app.scoring.model.conditions import Profile, Values
from app.scoring.model.context import FactOf
from app.scoring.model.provisions import Mark
from app.scoring.model.requirements import Requirement, Telling
from app.scoring.model.results import Fact
from app.scoring.model.specs import FindingSpec
from app.scoring.model.words import Specs, labels_of
from app.scoring.requirements.reader import Place, Readable


@final
@dataclass(frozen=True, slots=True)
class Whole(Telling, Readable):
    """The finding is the set."""

    keys: ClassVar = ("finding",)

    @classmethod
    def read(cls, place: Place) -> Requirement | None:
        """Nothing besides the finding."""
        spec = place.needed(("set",))
        return None if spec is None else Whole(spec.name, when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding alone."""
        return (self.finding,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()

    def fact(self, specs: Specs, profile: Profile) -> FactOf:  # noqa: ARG002  the same for all
        """Every member, and those that are missing."""
        spec = specs[self.finding]
        labels = labels_of(spec)
        every = "、".join(labels.values())
        required = f"{len(labels)} 项齐全：{every}"
        whole_of = f"{spec.label} {required}"

        def tell(values: Values) -> Fact:
            missing = [label for value, label in labels.items() if value not in values[spec.name]]
            if not missing:
                return Fact(spec.label, required, "齐全", met=True, said=whole_of)
            lacks = f"缺少{'、'.join(missing)}"
            return Fact(spec.label, required, lacks, met=False, said=f"{spec.label}{lacks}")

        return tell

    def change(self, specs: Specs, profile: Profile, values: Values) -> Changes:  # noqa: ARG002
        """All members."""
        spec = specs[self.finding]
        every = frozenset(option.value for option in spec.options)
        return (Change(spec, values[self.finding], every),)
