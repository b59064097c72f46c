"""What the site's services hand out: frozen shapes, ready to show. Points are formatted text here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import field as fresh
from pathlib import Path
from typing import Literal

from app.common.roles import JUDGING, LEADING, ROLES, SIGNING, SeatRole
from app.scoring.model.duties import Round
from app.scoring.model.scheme import SchemeKind
from app.scoring.visit.progress import Progress

Mark = Literal["original", "copy", "on_site", "interview", "partial", "missing"]
Form = Literal["digital", "pen"]
STRANGER = "名单以外的人"
MARKS: tuple[Mark, ...] = ("original", "copy", "on_site", "interview", "partial", "missing")

Answers = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Person:
    """An identity on this device. fingerprint: of the public keys; enrolled: a bureau knows them."""

    id: str
    name: str
    unit: str
    has_pin: bool
    sample: bool
    fingerprint: str
    enrolled: bool


@dataclass(frozen=True, slots=True)
class PanelMember:
    """A member of a visit's panel as the task names it. scores: has a sheet of the own.

    title: 职务 or 职称; field: 专业; both empty where the task gives none. stands_for: what is written in
    name and unit for a character that cannot be printed, to its code point.
    """

    id: str
    name: str
    unit: str
    role: SeatRole
    scores: bool
    title: str = ""
    field: str = ""
    stands_for: Mapping[str, str] = fresh(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to be stored, as a task package or the sample gives it.

    scheme: the scheme's YAML bytes. project: at least ``unit`` and ``name``. panel: members in order.
    assignments: criterion id to the ids of the persons who score it. self_assessment: criterion id to
    points as text. date_from, date_to: ISO dates. form: how the panel signs. round: whether it is a
    re-examination.
    """

    id: str
    batch_id: str
    task_sha256: str | None
    scheme: bytes
    policy: Mapping[str, object]
    profile: Mapping[str, object]
    project: Mapping[str, object]
    panel: tuple[PanelMember, ...]
    date_from: str
    date_to: str
    form: Form = "digital"
    sample: bool = False
    stage: str = "scoring"
    assignments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    self_assessment: Mapping[str, str] = field(default_factory=dict)
    round: Round = "first"


@dataclass(frozen=True, slots=True)
class Visit:
    """A stored visit. Like ``NewVisit``, the scheme by its digest.

    away, acting, former: as the panel's ledger settles the visit, none of it stored. away: who has no part in
    it any more, to the word for it; acting: who leads in place of ``former``; both empty where nobody does.
    """

    id: str
    batch_id: str
    task_sha256: str | None
    scheme_id: str
    scheme_version: str
    scheme_digest: str
    policy: Mapping[str, object]
    profile: Mapping[str, object]
    project: Mapping[str, object]
    panel: tuple[PanelMember, ...]
    assignments: Mapping[str, tuple[str, ...]]
    self_assessment: Mapping[str, str]
    date_from: str
    date_to: str
    form: Form
    sample: bool
    stage: str
    created_at: str
    round: Round = "first"
    away: Mapping[str, str] = fresh(default_factory=dict)
    acting: str = ""
    former: str = ""

    @property
    def leader(self) -> PanelMember | None:
        """The panel's leader, where the task names one."""
        return next((member for member in self.panel if member.role in LEADING), None)

    @property
    def judges(self) -> tuple[PanelMember, ...]:
        """The panel of experts itself: without who only keeps the minutes or looks on."""
        return tuple(member for member in self.panel if member.role in JUDGING)

    @property
    def signatories(self) -> tuple[PanelMember, ...]:
        """Who signs the verdict, the leader last; whoever is away owes no signature."""
        those = (each for each in self.panel if each.role in SIGNING and each.id not in self.away)
        return tuple(sorted(those, key=lambda member: member.role in LEADING))

    def led_by(self, person_id: str) -> bool:
        """Whether this person is the panel's leader; the deputy is the task's to name."""
        return self.leader is not None and self.leader.id == person_id

    def member(self, person_id: str) -> PanelMember | None:
        """The member with this id, or None for a stranger."""
        return next((member for member in self.panel if member.id == person_id), None)

    def name_of(self, person_id: str) -> str:
        """A member's name, told apart from an equal one; a stranger's id is never shown."""
        return told_apart(self.panel).get(person_id, STRANGER)

    def role_word(self, member: PanelMember) -> str:
        """A member's role as it is shown and printed: who leads for whom, and who is away."""
        word = ROLES[member.role].word
        if member.id == self.acting:
            word = f"代行{word}"
        elif member.id == self.former:
            word = "原组长" if member.id in self.away else f"{word}（原组长）"
        return f"{word}（{self.away[member.id]}）" if member.id in self.away else word

    def scored_by(self, criterion_id: str, person_id: str) -> bool:
        """Whether the criterion is this person's to score: assigned, or assigned to nobody."""
        assigned = self.assignments.get(criterion_id)
        return assigned is None or person_id in assigned


def told_apart(panel: Sequence[PanelMember]) -> dict[str, str]:
    """Everybody's name by person: equal ones with their units, or numbered where the units are equal too."""
    names = {member.id: member.name for member in panel}
    told = {
        member.id: f"{member.name}（{member.unit}）" if _twice(names.values(), member.name) else member.name
        for member in panel
        if member.unit or not _twice(names.values(), member.name)
    }
    numbers: dict[str, int] = {}
    for member in panel:
        if member.id not in told or _twice(told.values(), told[member.id]):
            numbers[member.name] = numbers.get(member.name, 0) + 1
            names[member.id] = f"{member.name}{_circled(numbers[member.name])}"
        else:
            names[member.id] = told[member.id]
    return names


def _twice(names: Iterable[str], name: str) -> bool:
    return sum(each == name for each in names) > 1


def _circled(number: int) -> str:
    """A number in a circle; a panel has no more than fifty."""
    return chr(0x2460 + number - 1) if number <= 20 else f"（{number}）"


@dataclass(frozen=True, slots=True)
class VisitCard:
    """A visit on the home screen. total, low, high: points as text; todo: the next thing to do.

    me: the person of this device who is in the panel, or None. progress: of the criteria that are mine;
    conditional: they are conditions; confirmed: I have confirmed recusal and discipline; locked: my sheet is;
    round: whether it is a re-examination.
    """

    id: str
    unit: str
    project: str
    scheme_title: str
    kind: SchemeKind
    date_from: str
    date_to: str
    panel: tuple[PanelMember, ...]
    stage: str
    sample: bool
    progress: Progress
    conditional: bool
    total: str
    low: str
    high: str
    todo: str
    me: str | None
    confirmed: bool
    locked: bool
    round: Round = "first"


LONGEST_CAPTION = 100


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of evidence at a criterion. size in bytes; personal: holds personal data.

    caption: what it shows, in the expert's words; empty for nothing said.
    """

    sha256: str
    name: str
    size: int
    media_type: str
    personal: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file already copied into the evidence folder, not yet entered anywhere."""

    sha256: str
    name: str
    size: int
    media_type: str
    path: Path


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something that locking a sheet still lacks."""

    criterion: str
    message: str


@dataclass(frozen=True, slots=True)
class StoppingPlace:
    """Where a person stopped in a sheet."""

    criterion: str
    field: str
