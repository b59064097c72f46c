"""What the desk shows at one moment: frozen, ready to paint, every number already text. No Qt.

Parts that did not change between two states are the same objects, so that a view compares them cheaply.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.common.errors import XianpingError
from app.scoring.kinds import KindWords
from app.ui.desk.facts.state import NO_OFFER, CountState, OfferState
from app.ui.desk.papers.state import NO_PAPERS, NO_SUPPLEMENTS, PapersState, SupplementsState
from app.ui.desk.seat.state import NOBODY, SeatState

NOTE = "#note"  # the note as a place to go to; no field can be called so
RowSign = Literal["done", "lost", "unmet", "open", "attention", "other", "spared"]
VerdictTone = Literal["done", "attention", "plain"]


class Shown(StrEnum):
    """Which criteria the list shows."""

    ALL = "all"
    OPEN = "open"
    LOST = "lost"
    FLAG = "flag"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A criterion in the list. score: points or words, empty while there are none; max: empty for words."""

    id: str
    title: str
    sign: RowSign
    score: str
    max: str
    spoken: str
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class ListSection:
    """A section's head in the list with its rows that pass filter and search."""

    id: str
    title: str
    points: str
    rows: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True)
class ListState:
    """The left pane. counts: how many criteria each filter lets through; names: of the filters.

    nothing: what is said where no criterion is left to show; content: what the criteria are called.
    """

    shown: Shown
    counts: tuple[tuple[Shown, int], ...]
    names: tuple[str, ...]
    sought: str
    sections: tuple[ListSection, ...]
    current: str
    nothing: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class CaseState:
    """One row of a rows field as typed, with the fault of each column."""

    name: str
    deduction: str
    reason: str
    name_fault: str = ""
    deduction_fault: str = ""
    reason_fault: str = ""


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field of the criterion.

    kind: as the scheme has it. text: what stands in it (``true``/``false`` for a flag, a level's value,
    empty for nothing). chosen: a set's elements, None while unanswered. cases: a rows field's rows, None
    while unanswered. options: (value, label). hint: the allowed range in words. offered: common reasons.
    fault: what is wrong and how to mend it. owed: still asked for, though its points count already.
    unsaved: shown as typed, though storing it failed. beside: what the number comes to. counts: part and
    whole that a share is told from, None for what is no share; counted: what these are called. far:
    how many steps a large step is, 0 where
    nothing steps. scale: lowest, highest and step of judged points in hundredths. part_of: the field that
    this one is a part of and stands beside.
    """

    name: str
    kind: str
    label: str
    unit: str = ""
    text: str = ""
    chosen: tuple[str, ...] | None = None
    cases: tuple[CaseState, ...] | None = None
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    offered: tuple[str, ...] = ()
    fault: str = ""
    owed: bool = False
    unsaved: bool = False
    beside: str = ""
    counts: tuple[str, str] | None = None
    counted: tuple[str, str] = ("", "")
    far: int = 0
    scale: tuple[int, int, int] | None = None
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceState:
    """A paper that the annex asks for, and how it was seen (empty: not yet)."""

    id: str
    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class LineState:
    """Why points were lost or won. points: signed text; lost: whether they came off."""

    points: str
    why: str
    cite: str
    lost: bool


@dataclass(frozen=True, slots=True)
class FactState:
    """What a condition rests on: what, what is required, what was found, in words whether that is enough."""

    fact: str
    required: str
    actual: str
    told: str
    met: bool


@dataclass(frozen=True, slots=True)
class FileState:
    """An attached file. size: readable text; weight: bytes; picture: whether a thumbnail can be made.

    personal: holds personal data. kind: in a word. form: how the viewer shows it. lendable: whether other
    programs may open it.
    """

    sha256: str
    name: str
    size: str
    picture: bool
    personal: bool = False
    kind: str = ""
    form: Literal["picture", "pdf", "text", "other"] = "other"
    weight: int = 0
    lendable: bool = False


@dataclass(frozen=True, slots=True)
class CardState:
    """The middle pane: one criterion. others: who scores it where it is not this expert's.

    score: points or words; max: empty where there are none to win. own: the unit's own score in words.
    """

    id: str
    title: str
    wanted: str
    official: str
    cite: str
    score: str
    max: str
    own: str
    reckoned: str
    evidence: tuple[EvidenceState, ...]
    fields: tuple[FieldState, ...]
    working: str
    provisional: bool
    missing: str
    lines: tuple[LineState, ...]
    facts: tuple[FactState, ...]
    win_back: str
    passes: str
    note: str
    note_unsaved: bool
    files: tuple[FileState, ...]
    back: str
    next: str
    writable: bool
    others: str = ""
    papers: PapersState = NO_PAPERS
    counts: tuple[CountState, ...] = ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """A criterion to go to: its number, a few words, and perhaps points."""

    id: str
    title: str
    points: str = ""


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """Something to look at before locking. owed: locking asks for it, else it only looks odd."""

    id: str
    field: str
    message: str
    owed: bool


@dataclass(frozen=True, slots=True)
class SwayState:
    """Which open criteria can still change the verdict, or words where no list is needed; perhaps neither."""

    pointers: tuple[Pointer, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class ResultState:
    """The right pane. low, high, full and mark are hundredths for the bar; mark None where none is set.

    counted: what total counts, such as 合计; possible: empty where there is no range, and no bar;
    summary: the total in a sentence. names: what the two lists below are called, and what is said where
    they are empty. left: how many criteria are at which stage before done; empty where all are.
    passes: what it takes to pass; empty while that is not settled.
    """

    counted: str
    total: str
    summary: str
    names: KindWords
    possible: str
    low: int
    high: int
    full: int
    mark: float | None
    mark_text: str
    verdict: str
    verdict_tone: VerdictTone
    why: str
    worst: tuple[Pointer, ...]
    open: tuple[Pointer, ...]
    left: str
    passes: str
    others: str
    checks: tuple[CheckPoint, ...]
    locked: bool
    lockable: bool
    code: str
    can_undo: bool
    can_redo: bool
    sway: SwayState = SwayState()


@dataclass(frozen=True, slots=True)
class DeskState:
    """The whole desk. field: where the focus belongs after a move, empty for the first field."""

    heading: str
    under: str
    list: ListState
    card: CardState
    result: ResultState
    field: str = ""
    trouble: XianpingError | None = None
    seat: SeatState = NOBODY
    supplements: SupplementsState = NO_SUPPLEMENTS
    offer: OfferState = NO_OFFER
