"""A part that is counted under another criterion than its whole: 其中 holds across criteria too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from app.common.errors import Fault
from app.scoring.model import codes
from app.scoring.model.points import read_number
from app.scoring.model.scheme import Criterion

Findings = Mapping[str, Mapping[str, Any]]


class Part(NamedTuple):
    """A finding of one criterion that may not exceed a finding of another one; labels as shown."""

    criterion: str
    finding: str
    label: str
    whole_criterion: str
    whole_finding: str
    whole_label: str

    def exceeds(self, part: object, whole: object) -> bool:
        """Whether a raw value is more than the raw whole; what is no number is told elsewhere."""
        value, limit = read_number(part), read_number(whole)
        return value is not None and limit is not None and value[0] * limit[1] > limit[0] * value[1]

    def fault(self) -> Fault:
        """The part is larger than its whole."""
        message = f"“{self.label}”不能多于 {self.whole_criterion} 的“{self.whole_label}”。"
        return Fault(f"findings.{self.criterion}.{self.finding}", message, codes.PART_OVER_WHOLE)


def parts_of(criteria: Mapping[str, Criterion]) -> tuple[Part, ...]:
    """Every such pair of findings, both of which are there."""
    return tuple(
        Part(each.id, spec.name, spec.label, whole, name, other.label)
        for each in criteria.values()
        for spec in each.findings
        if spec.within is not None
        for whole, name in (spec.within,)
        if whole in criteria
        for other in criteria[whole].findings
        if other.name == name
    )


def part_faults(parts: tuple[Part, ...], findings: Findings) -> Iterator[Fault]:
    """The faults of raw findings; a criterion that was not answered is no fault."""
    for each in parts:
        part, whole = findings.get(each.criterion), findings.get(each.whole_criterion)
        if type(part) is not dict or type(whole) is not dict:
            continue
        if each.exceeds(part.get(each.finding), whole.get(each.whole_finding)):
            yield each.fault()
