"""A scheme as data: what a notice wants, how points are counted, what its text leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from app.scoring.points import Exact, Points

if TYPE_CHECKING:
    from app.scoring.conditions import Condition
    from app.scoring.rubric import Rubric
    from app.scoring.rules import Rule

Kind = Literal["flag", "count", "share", "amount", "level", "set", "rows", "points", "reason", "text"]
Nature = Literal["measured", "judged"]
Direction = Literal["up", "down", "none"]


@dataclass(frozen=True, slots=True)
class Option:
    """One element of a set or of a level; levels stand best first."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A paper or thing the annex asks for beside a criterion."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FindingSpec:
    """One field an expert fills in.

    low, high: bounds in the finding's own unit (points too), None where open; step: hundredths for points;
    options: of a level (best first) or a set, and the two statements of a flag (``true``, ``false``);
    part_of: the finding that this one may not exceed; when: the condition under which the field applies,
    None for always; optional: need not be given, unless required_when holds.
    direction: whether a larger value (a better level) can only help (up), only harm (down), or neither.
    """

    name: str
    kind: Kind
    label: str
    nature: Nature
    unit: str = ""
    low: Exact | None = None
    high: Exact | None = None
    step: Points | None = None
    options: tuple[Option, ...] = ()
    part_of: str | None = None
    common_reasons: tuple[str, ...] = ()
    direction: Direction = "none"
    optional: bool = False
    when: Condition | None = None
    required_when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """An area of the annex. numeral: 一 to 五, so that it is not mistaken for an item."""

    id: str
    numeral: str
    title: str
    max: Points


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the annex. wanted: our own short words; official: the bureau's wording, once loaded."""

    id: str
    section: str
    item: str
    wanted: str
    official: str | None
    max: Points
    start: Literal["full", "empty"]
    findings: tuple[FindingSpec, ...]
    rules: tuple[Rule, ...]
    evidence: tuple[EvidenceItem, ...]
    cite: str
    cuts_total: bool = False

    def finding(self, name: str) -> FindingSpec:
        """The finding of that name. Raises KeyError."""
        for spec in self.findings:
            if spec.name == name:
                return spec
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class ProfileField:
    """A fact about the unit that thresholds depend on."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class OpenReading:
    """A place where the text leaves the result undefined.

    policy_key: the policy that settles it per batch; None where the contract fixed the reading.
    default: a choice's value; empty where the bureau must name one (a pass mark).
    """

    id: str
    question: str
    cite: str
    choices: tuple[Option, ...]
    default: str
    policy_key: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the day's procedure, such as 听取汇报."""

    id: str
    title: str
    note: str
    cite: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A titled text with the clause it rests on: a material to hand in, a consequence.

    A consequence's id begins with the outcome it follows: ``pass.improve``, ``fail.rectify``, ``all.…``.
    """

    id: str
    title: str
    text: str
    cite: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Words for each outcome of a visit."""

    passed: str
    failed: str
    undetermined: str


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """A whole scheme, immutable. Made by ``load_scheme`` alone; two are the same where the digests are.

    pass_mark: points as text (mark: exactly), None where the document states none; partial_step: the
    reading of begun steps unless the batch settles it otherwise; consequences: what follows a pass or a
    fail; compiled: the rubrics made so far, a memory and no part of the value.
    """

    id: str
    version: str
    title: str
    issuer: str
    document: str
    document_no: str
    valid_from: str
    valid_to: str | None
    digest: str
    kind: Literal["scored"]
    full_marks: Points
    profile: tuple[ProfileField, ...]
    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...]
    readings: tuple[OpenReading, ...]
    materials: tuple[Clause, ...]
    procedure: tuple[Step, ...]
    conclusion: Conclusion
    consequences: tuple[Clause, ...]
    pass_mark: str | None = None
    mark: Exact | None = None
    partial_step: Literal["completed", "started"] = "completed"
    by_id: Mapping[str, Criterion] = field(default_factory=dict, repr=False)
    compiled: dict[tuple[object, ...], Rubric] = field(default_factory=dict, repr=False)

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with that number, such as ``8.2``. Raises KeyError."""
        return self.by_id[criterion_id]

    def section(self, section_id: str) -> Section:
        """The section with that number. Raises KeyError."""
        return next(section for section in self.sections if section.id == section_id)
