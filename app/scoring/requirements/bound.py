"""A number is at least, or at most, a threshold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Changes
from app.scoring.model.conditions import Profile, Threshold, Values
from app.scoring.model.context import FactOf
from app.scoring.model.findings import MEASURES
from app.scoring.model.points import Exact, show_number
from app.scoring.model.provisions import Mark
from app.scoring.model.requirements import Requirement, Telling
from app.scoring.model.results import Fact
from app.scoring.model.specs import FindingSpec
from app.scoring.model.words import Specs, unit_of
from app.scoring.requirements.limits import limit_words, moved, within
from app.scoring.requirements.reader import Place, Readable
from app.scoring.source.conditions import read_threshold


@final
@dataclass(frozen=True, slots=True)
class Bound(Telling, Readable):
    """most: whether the threshold is the most that it may be, and not the least."""

    keys: ClassVar = ("finding",)

    wanted: Threshold
    most: bool

    @classmethod
    def read(cls, place: Place) -> Requirement | None:
        """``at_least`` or ``at_most``: ``wanted``."""
        spec, wanted = place.needed(MEASURES), read_threshold(place.node, "wanted", place.known)
        if spec is None or wanted is None:
            return None
        return Bound(spec.name, wanted, place.word == "at_most", when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding alone."""
        return (self.finding,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:
        """The threshold, beside the most that the finding can be."""
        spec = specs[self.finding]
        return (Mark("wanted", self.wanted, spec.high, spec.unit == "%"),)

    def fact(self, specs: Specs, profile: Profile) -> FactOf:
        """The number that was found, and the one that is wanted."""
        spec, limit = specs[self.finding], self.wanted.known(profile)
        unit = unit_of(spec)
        required = f"{limit_words(most=self.most)} {show_number(limit)}{unit}"

        def tell(values: Values) -> Fact:
            value: Exact = values[self.finding]
            met = within(value, limit, most=self.most)
            actual = f"{show_number(value)}{unit}"
            return Fact(spec.label, required, actual, met, said=f"{spec.label} {actual}")

        return tell

    def change(self, specs: Specs, profile: Profile, values: Values) -> Changes:
        """The number moved to the threshold."""
        limit = self.wanted.at(profile)
        return moved(specs[self.finding], values, limit, most=self.most) if limit else ()
