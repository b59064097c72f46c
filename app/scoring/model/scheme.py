"""A scheme as data: what a notice wants, how points are counted, what its text leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from app.scoring.model.context import Context
from app.scoring.model.memory import Memory
from app.scoring.model.points import Exact, Points
from app.scoring.model.specs import FindingSpec, Option, ProfileField
from app.scoring.model.terms import Basis, Terms, Words

if TYPE_CHECKING:
    from app.scoring.model.conditions import Condition, Profile
    from app.scoring.model.duties import Consequence, Obligation, Scope
    from app.scoring.model.forms import Forms
    from app.scoring.model.requirements import Requirement
    from app.scoring.model.rules import Rule

SchemeKind = Literal["scored", "eligibility", "grounds", "performance", "effect"]

OUTCOMES: dict[SchemeKind, tuple[str, ...]] = {
    "scored": ("pass", "fail"),
    "eligibility": ("eligible", "ineligible"),
    "grounds": ("kept", "closed", "lost"),
    "performance": ("rated",),
    "effect": ("good", "fairly_good", "ordinary", "poor"),
}
"""What a finished visit under each kind of scheme can come to, ``undetermined`` aside; the better first."""

CONDITIONAL: tuple[SchemeKind, ...] = ("eligibility", "grounds")
"""Kinds whose criteria are conditions: met or not, and worth no points."""


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A paper or thing the annex asks for beside a criterion."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """An area of the annex. numeral: 一 to 五, so that it is not mistaken for an item."""

    id: str
    numeral: str
    title: str
    max: Points


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the annex. wanted: our own short words; official: the bureau's wording, once loaded.

    A condition has requirements and no rules, and no points; waived_when: the profile that it is waived
    for; principle: 原则上 or 一般 in the text, an exception with a reason is possible; in_principle: where
    there are points, the findings that this holds for. vetoes: whether it can
    fail the visit whatever the points. asked_when: the profile that it is asked of, None for every; closes:
    where it is not met, what carries the title is closed and the title not taken away; words: what it comes
    to, None for the words of the kind; ground: whether not meeting it is a ground of losing a title.
    """

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
    requirements: tuple[Requirement, ...] = ()
    waived_when: Condition | None = None
    principle: bool = False
    vetoes: bool = False
    asked_when: Condition | None = None
    closes: bool = False
    in_principle: frozenset[str] = frozenset()
    words: Words | None = None
    ground: bool = False

    @property
    def decisive(self) -> bool:
        """Whether it can still undo a total that passes: cut it, or fail the visit whatever it is."""
        return self.cuts_total or self.vetoes

    def context(self, profile: Profile, *, started: bool = False) -> Context:
        """What its rules are compiled for. started: whether a begun step counts as a whole one."""
        return Context(
            specs={spec.name: spec for spec in self.findings}, profile=profile, most=self.max,
            full=self.start == "full", cite=self.cite, item=self.item, wanted=self.wanted,
            alone=len(self.rules) == 1, in_principle=self.in_principle, started=started,
        )  # fmt: skip

    def finding(self, name: str) -> FindingSpec:
        """The finding of that name. Raises KeyError."""
        for spec in self.findings:
            if spec.name == name:
                return spec
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class OpenReading:
    """A place where the text leaves the result undefined, and every choice is computed.

    policy_key: under which key a batch settles it, where that is not its id; choices: empty where the bureau
    gives a number; default: a choice's value, or a number, or empty where the bureau must name one.
    """

    id: str
    question: str
    cite: str
    choices: tuple[Option, ...]
    default: str
    policy_key: str | None = None

    @property
    def key(self) -> str:
        """The key of a batch's policy that settles it."""
        return self.policy_key or self.id


@dataclass(frozen=True, slots=True)
class Note:
    """A place where the text is silent and nothing is computed: the question, and how it is handled here."""

    id: str
    question: str
    handling: str
    cite: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a scheme that can depend on open readings, each in all its forms, in the file's order."""

    criteria: tuple[Forms[Criterion], ...] = ()
    consequences: tuple[Forms[Consequence], ...] = ()
    obligations: tuple[Forms[Obligation], ...] = ()

    @property
    def by(self) -> tuple[str, ...]:
        """Ids of the readings that some part depends on."""
        every: tuple[Forms[Any], ...] = (*self.criteria, *self.consequences, *self.obligations)
        return tuple(dict.fromkeys(name for forms in every for name in forms.by))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the procedure, such as 听取汇报. after: it follows the conclusion, such as 宣读结论.

    by: who does it where that is not the panel, such as 公示; empty where it is.
    """

    id: str
    title: str
    note: str
    cite: str
    after: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A titled text with the clause it rests on: a material to hand in."""

    id: str
    title: str
    text: str
    cite: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Words for each outcome of a visit: the best and the worst, what is not decided, and those between."""

    passed: str
    failed: str
    undetermined: str
    between: Mapping[str, str] = field(default_factory=dict)

    def words(self, outcome: str) -> str:
        """The words of an outcome."""
        if outcome in ("pass", "eligible", "kept", "rated", "good"):
            return self.passed
        if outcome in ("fail", "ineligible", "lost", "poor"):
            return self.failed
        return self.between.get(outcome, self.undetermined)


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """A whole scheme, immutable. Made by ``load_scheme`` alone; two are the same where the digests are.

    pass_mark: points as text (mark: exactly), None where the document states none; fail_mark: totals up to
    it fail, and what lies between the two marks is open; provisional: what of the points the bureau must
    still confirm, empty for nothing; consequences: what follows each outcome; obligations: the duties.
    notes: where the text is silent and nothing is computed; parts: what can depend on open readings, in
    every form; terms: the words for deed and parties; basis: the documents to cite, the first before
    all; settled: the choice of each reading that the criteria and duties stand under; memory and
    settlements: what was made of it so far, no part of the value.
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
    kind: SchemeKind
    full_marks: Points
    profile: tuple[ProfileField, ...]
    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...]
    readings: tuple[OpenReading, ...]
    materials: tuple[Clause, ...]
    procedure: tuple[Step, ...]
    conclusion: Conclusion
    consequences: tuple[Consequence, ...]
    obligations: tuple[Obligation, ...] = ()
    pass_mark: str | None = None
    mark: Exact | None = None
    fail_mark: Exact | None = None
    provisional: str = ""
    notes: tuple[Note, ...] = ()
    parts: Parts = field(default_factory=Parts, repr=False)
    settled: Mapping[str, str] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    basis: tuple[Basis, ...] = ()
    by_id: Mapping[str, Criterion] = field(default_factory=dict, repr=False)
    memory: Memory = field(default_factory=Memory, repr=False)
    settlements: dict[tuple[str, ...], Scheme] = field(default_factory=dict, repr=False)

    @property
    def reexamined(self) -> bool:
        """Whether the document says what follows a re-examination: one that says nothing knows none."""
        return any(scope.round == "reexamination" for scope in self.scopes)

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The cases in which sentences of the document bind."""
        follows = [scope for each in self.consequences for scope in each.scopes]
        return (*follows, *(scope for each in self.obligations for scope in each.scopes))

    @property
    def own_steps(self) -> tuple[Step, ...]:
        """The steps of the procedure that are the panel's; all others are somebody else's to record."""
        return tuple(each for each in self.procedure if not each.by)

    def under(self, readings: Mapping[str, str]) -> Scheme:
        """The scheme as these choices leave it (reading to choice), the others by default; kept once made."""
        settled = {each.id: readings.get(each.id, each.default) for each in self.readings if each.choices}
        by = self.parts.by
        if not by:
            return self
        key = tuple(settled[name] for name in by)
        made = self.settlements.get(key)
        if made is None:
            made = self.settlements[key] = self._settled(settled)
        return made

    def _settled(self, settled: Mapping[str, str]) -> Scheme:
        told = [each.at(settled) for each in self.parts.criteria]
        criteria = tuple(each for each in told if each is not None)
        follows = [each.at(settled) for each in self.parts.consequences]
        duties = [each.at(settled) for each in self.parts.obligations]
        return replace(
            self,
            criteria=criteria,
            consequences=tuple(each for each in follows if each is not None),
            obligations=tuple(each for each in duties if each is not None),
            settled=settled,
            by_id={each.id: each for each in criteria},
            memory=Memory(),
        )

    def settled_by_default(self) -> Scheme:
        """The scheme with every reading at its default: what a loaded scheme is."""
        return self._settled({each.id: each.default for each in self.readings if each.choices})

    def single_choices(self) -> tuple[tuple[str, str], ...]:
        """Each choice, other than the default, of each reading that some part depends on."""
        by = self.parts.by
        return tuple(
            (each.id, option.value)
            for each in self.readings
            for option in each.choices
            if each.id in by and option.value != each.default
        )

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with that number, such as ``8.2``. Raises KeyError."""
        return self.by_id[criterion_id]

    @property
    def conditional(self) -> bool:
        """Whether the criteria are conditions, met or not, without points."""
        return self.kind in CONDITIONAL

    @property
    def settled_by_failing(self) -> bool:
        """Whether what fails a visit settles it at once, so that nothing else is asked."""
        return self.kind == "effect"

    @property
    def plain(self) -> bool:
        """Whether points and a pass mark alone decide."""
        settled = self.fail_mark is None and not self.provisional
        return self.kind == "scored" and settled and not any(each.vetoes for each in self.criteria)

    def section(self, section_id: str) -> Section:
        """The section with that number. Raises KeyError."""
        return next(section for section in self.sections if section.id == section_id)
