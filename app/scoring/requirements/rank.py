"""A level is at least so high; levels stand best first."""

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
class Rank(Telling, Readable):
    """wanted: the level by the choices of the profile's field ``by``, or by ``""`` where that is empty."""

    keys: ClassVar = ("finding",)

    by: str
    wanted: Mapping[str, str]

    @classmethod
    def read(cls, place: Place) -> Requirement | None:
        """``wanted``: a level, or one for each choice of a profile field."""
        spec = place.needed(("level",))
        by, wanted = _wanted(place)
        if spec is None or wanted is None:
            return None
        order = {option.value for option in spec.options}
        if not order.issuperset(wanted.values()):
            place.node.fault("wanted", f"不是 {spec.name} 的取值")
            return None
        return Rank(spec.name, by, wanted, when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The finding alone."""
        return (self.finding,)

    @property
    def turning_on(self) -> tuple[str, ...]:
        """The field that the level turns on."""
        return (self.by,)

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()

    def fact(self, specs: Specs, profile: Profile) -> FactOf:
        """The level that was found, and the one that is wanted."""
        spec, name, wanted = specs[self.finding], self.finding, self._level(profile)
        labels, order = labels_of(spec), [option.value for option in spec.options]
        enough = frozenset(order[: order.index(wanted) + 1])
        required = f"{labels[wanted]}及以上"

        def tell(values: Values) -> Fact:
            actual, met = labels[values[name]], values[name] in enough
            return Fact(spec.label, required, actual, met, said=f"{spec.label}：{actual}")

        return tell

    def change(self, specs: Specs, profile: Profile, values: Values) -> Changes:
        """The level that is wanted, or any above it."""
        spec, wanted = specs[self.finding], self._level(profile)
        higher = spec.options[0].value != wanted
        return (Change(spec, values[self.finding], wanted, higher=higher),)

    def _level(self, profile: Profile) -> str:
        return self.wanted[profile[self.by] if self.by else ""]


def _wanted(place: Place) -> tuple[str, dict[str, str] | None]:
    if type(place.node.raw("wanted")) is not dict:
        return "", {"": place.node.text("wanted")}
    inner = place.node.node("wanted")
    field = place.known.profile.get(inner.text("by"))
    if field is None:
        inner.fault("by", "没有这个名称的单位信息")
        return "", None
    wanted = {option.value: inner.text(option.value) for option in field.options}
    inner.close()
    return field.name, wanted
