"""A part by its whole is at least, or at most, a threshold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.changes import Changes
from app.scoring.model.conditions import Profile, Threshold, Values
from app.scoring.model.context import FactOf
from app.scoring.model.findings import MEASURES
from app.scoring.model.points import Exact, floor_decimal, is_decimal, show_number
from app.scoring.model.provisions import Mark
from app.scoring.model.requirements import Requirement, Telling
from app.scoring.model.results import Fact
from app.scoring.model.reversals import raised
from app.scoring.model.specs import FindingSpec
from app.scoring.model.words import Specs
from app.scoring.requirements.limits import limit_words, moved, within
from app.scoring.requirements.reader import Place, Readable
from app.scoring.source.conditions import read_threshold

HUNDRED: Exact = (100, 1)


@final
@dataclass(frozen=True, slots=True)
class Ratio(Telling, Readable):
    """finding: the part. most: whether the threshold is the most that it may be; in percent where ``percent``
    is set. label: what the quotient is called, unit: what it is counted in where that is not percent."""

    keys: ClassVar = ("finding", "whole")

    whole: str
    wanted: Threshold
    most: bool
    label: str
    unit: str
    percent: bool

    @classmethod
    def read(cls, place: Place) -> Requirement | None:
        """``ratio_at_least``, ``ratio_at_most``: ``whole``, ``wanted``, ``label``, ``percent``, ``unit``."""
        node = place.node
        spec, whole = place.needed(MEASURES), place.needed(MEASURES, "whole")
        wanted, label = read_threshold(node, "wanted", place.known), node.text("label")
        percent, unit = node.flag("percent"), node.text("unit", "")
        if spec is None or whole is None or wanted is None:
            return None
        if not (whole.low and whole.low[0]):
            node.fault("whole", f"{whole.name} 的 low 应大于 0")
        most = place.word == "ratio_at_most"
        return Ratio(spec.name, whole.name, wanted, most, label, unit, percent, when=place.limit(spec))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The part and the whole."""
        return self.finding, self.whole

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:
        """The threshold; no more than 100 where the part is one of the whole."""
        bounded = self.percent and not self.most and specs[self.finding].part_of == self.whole
        return (Mark("wanted", self.wanted, HUNDRED if bounded else None, self.percent),)

    def fact(self, specs: Specs, profile: Profile) -> FactOf:
        """The quotient with its two figures, and the one that is wanted."""
        limit = self.wanted.known(profile)
        unit = "%" if self.percent else f" {self.unit}" if self.unit else ""
        required = f"{limit_words(most=self.most)} {show_number(limit)}{unit}"
        part, whole = specs[self.finding].label, specs[self.whole].label

        def tell(values: Values) -> Fact:
            up, down = values[self.finding], values[self.whole]
            value = ((100 if self.percent else 1) * up[0] * down[1], up[1] * down[0])
            figures = f"{part} {show_number(up)} ÷ {whole} {show_number(down)}"
            actual = f"{figures} = {_shown(value, limit)}{unit}"
            met = within(value, limit, most=self.most)
            return Fact(self.label, required, actual, met, said=f"{self.label}：{actual}")

        return tell

    def change(self, specs: Specs, profile: Profile, values: Values) -> Changes:
        """The part for the whole there is; where it may be so much at most, the whole, if it does not hold
        the part."""
        limit = self.wanted.at(profile)
        if not limit:
            return ()
        scale, there = 100 if self.percent else 1, values[self.whole]
        part, whole = specs[self.finding], specs[self.whole]
        if not self.most:
            return (raised(part, values, (limit[0] * there[0], scale * limit[1] * there[1])),)
        if part.part_of == whole.name or not limit[0]:
            return moved(part, values, (limit[0] * there[0], scale * limit[1] * there[1]), most=True)
        given = values[self.finding]
        return (raised(whole, values, (scale * given[0] * limit[1], given[1] * limit[0])),)


def _shown(value: Exact, limit: Exact) -> str:
    """A quotient cut to as many decimals as it takes not to look like the limit where it is not."""
    if is_decimal(value):
        decimals = 0
        while value[0] * 10**decimals % value[1]:
            decimals += 1
        return show_number(floor_decimal(value, decimals))
    decimals = 2
    while True:
        cut = floor_decimal(value, decimals)
        if cut[0] * limit[1] != limit[0] * cut[1]:
            return f"约 {show_number(cut)}"
        decimals += 2
