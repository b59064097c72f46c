"""What a verdict says, ready for print: every number is already text, every code already words.

Points are decimal strings without trailing zeros, such as ``"8.5"``; those of a line carry
their sign (``"-2"``, ``"1.5"``). Texts are plain (no markup), Chinese, and may hold line breaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.scoring.model.kinds import KindWords, Rating, words_on_paper

FORMAT: Literal[4] = 4
"""The form of the frozen text: one of another form is not drawn by this program."""

Outcome = str  # as scoring names it; what is printed is its label
Form = Literal["digital", "pen"]
Shows = Literal["total", "numbered", "named"]


@dataclass(frozen=True, slots=True)
class PanelMember:
    """A member of the panel; role is a label such as ``组长`` or ``专家``.

    title: 职务 or 职称; field: 专业; pledged: when recusal and discipline were confirmed, in words.
    """

    name: str
    unit: str
    role: str
    title: str = ""
    field: str = ""
    pledged: str = ""


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody who scores: the person, and a name that no other expert of the report has."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class BasisRow:
    """A document that the conclusion rests on."""

    title: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A paper that was to be handed in; state in words; note may be empty."""

    title: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProtocolStep:
    """A step of the day: when as shown, people, notes; all but the title may be empty."""

    title: str
    when: str = ""
    people: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class PointLine:
    """One sentence of the working: points with their sign, why, and the clause it rests on.

    who: the persons whose finding it is, where not everybody's: its points are what it cost each of them.
    count: how many they are, also where it is not told who.
    """

    points: str
    why: str
    cite: str = ""
    who: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class ExpertScore:
    """What one expert (by person) gave a criterion; None where nothing was given."""

    person: str
    score: str | None


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion with its result.

    id: the annex's own number, ``8.2`` (item.row). item: the item's title (``师资建设``).
    wanted: what is asked. method: how the annex scores it (may be empty). evidence: the papers asked for.
    max: empty where there are no points to win. score: points or a word, None while open. state: a word
    such as ``一致``. scores: the experts', may be empty.
    """

    id: str
    item: str
    wanted: str
    cite: str
    max: str
    score: str | None
    state: str = ""
    self_score: str | None = None
    method: str = ""
    evidence: str = ""
    scores: tuple[ExpertScore, ...] = ()
    lines: tuple[PointLine, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of the annex: numeral ``一``, title, points won and possible, or conditions met and all.

    told: words in place of both where there is nothing to count.
    """

    numeral: str
    title: str
    score: str
    max: str
    criteria: tuple[CriterionRow, ...]
    told: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points taken off the total beside the criteria, with sign. lines: whose finding, what it cost each."""

    criterion: str
    points: str
    why: str
    cite: str = ""
    lines: tuple[PointLine, ...] = ()


@dataclass(frozen=True, slots=True)
class UnmetRow:
    """A condition of the document that is not met, whatever it cost in points: where, what, its clause."""

    criterion: str
    required: str
    actual: str
    clause: str


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A place that the rule text leaves open, the choice made, and who made it (source)."""

    question: str
    choice: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class RulingRow:
    """The leader's ruling on a criterion: what was settled and the reason."""

    criterion: str
    reason: str
    by_whom: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from the outcome, with its clause."""

    text: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What is owed from now on: by whom, what, until when, what follows if not; principle: 原则上."""

    who: str
    what: str
    due: str
    consequence: str = ""
    principle: bool = False
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, in the order of signing (the leader last). role is a label such as ``组长``."""

    person_id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class SignedRow:
    """One signature as the panel's ledger tells of it: form and circumstances in words."""

    name: str
    role: str
    when: str
    form: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """What came after a text was frozen, drawn from the panel's ledger and no part of the text.

    steps: reading out and the like; statement: the unit's words; by: who answered; stand: whether it
    agrees, in words; signed: the signatures so far; happened: who has left since, who leads for whom, whether
    a pen closes it, in sentences; penned: it is signed on paper, whatever the text says.
    """

    steps: tuple[ProtocolStep, ...] = ()
    statement: str = ""
    by: str = ""
    stand: str = ""
    signed: tuple[SignedRow, ...] = ()
    happened: tuple[str, ...] = ()
    penned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictReport:
    """The frozen text: everything that verdict, summary and workbook print of a conclusion.

    The verdict tells of the experts' own scores what ``shows`` says; summary and workbook tell all.
    sample: prints 示例. draft: prints 草稿, before freezing; no code is printed then.
    title: what the paper is called, ``专家组验收结论``. deed: what was done, ``终期验收``; panel_word,
    assessed, assesses, project_word: what the document calls the parties and the project.
    basis: the documents it rests on, the first before all. outcome_label: ``通过验收`` and the like;
    outcome_why: the sentence that gives the ground, where the figures do not. experts: who scores.
    form: ``digital`` (experts sign the PDF) or ``pen`` (printed, signed and stamped).
    rating: what total and full count: points, conditions that are met, or grounds that are established.
    marked: whether a pass mark decides. counted: the count in a sentence, for conditions and grounds.
    unmet: where the points are not the document's own, its conditions that are not met.
    duties: what is owed from now on. round: ``复验`` for a re-examination, empty for a first visit.
    substitutes: what is written in names for characters that cannot be printed, a sentence each.
    problems_word, advice_word: what the panel's two texts are called, empty for the words of what is counted.
    happened: who was absent, left or recused, who led for whom, in sentences.
    strengths: what was done well; strengths_word: what that text is called, empty where a paper has none.
    frozen_at: timezone-aware; printed in Beijing time and the only date inside the files' properties.
    clock_note: a sentence where that is not the time of the record, whose clock was wrong; else empty.
    """

    format: Literal[4] = FORMAT
    title: str
    sample: bool
    draft: bool
    batch: str
    issuer: str
    basis: tuple[BasisRow, ...]
    scheme_title: str
    scheme_version: str
    scheme_digest: str
    unit: str
    project: str
    project_code: str
    unit_type: str
    visit_dates: str
    panel: tuple[PanelMember, ...]
    sections: tuple[SectionRow, ...]
    total: str
    full: str
    pass_mark: str | None
    outcome: Outcome
    outcome_label: str
    outcome_why: str
    form: Form
    digest: str
    short_code: str
    frozen_at: datetime
    signers: tuple[Signer, ...]
    experts: tuple[Expert, ...] = ()
    shows: Shows = "total"
    materials: tuple[MaterialRow, ...] = ()
    protocol: tuple[ProtocolStep, ...] = ()
    total_adjustments: tuple[Adjustment, ...] = ()
    unmet: tuple[UnmetRow, ...] = ()
    readings: tuple[ReadingRow, ...] = ()
    rulings: tuple[RulingRow, ...] = ()
    problems: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    duties: tuple[Duty, ...] = ()
    rating: Rating = "points"
    marked: bool = True
    counted: str = ""
    deed: str = "考核"
    panel_word: str = "专家组"
    assessed: str = "项目单位"
    assesses: str = "组织单位"
    project_word: str = "项目"
    round: str = ""
    problems_word: str = ""
    advice_word: str = ""
    strengths_word: str = ""
    substitutes: tuple[str, ...] = ()
    happened: tuple[str, ...] = ()
    clock_note: str = ""

    @property
    def pointed(self) -> bool:
        """Whether points are counted."""
        return self.rating == "points"

    @property
    def words(self) -> KindWords:
        """The words of its kind."""
        return words_on_paper(self.rating, self.strengths_word)

    @property
    def coded(self) -> bool:
        """Whether a code is printed: a draft's digest is not the final one."""
        return bool(self.digest) and not self.draft

    @property
    def criteria(self) -> tuple[CriterionRow, ...]:
        """All criteria in annex order."""
        return tuple(criterion for section in self.sections for criterion in section.criteria)
