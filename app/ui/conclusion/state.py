"""What the conclusion shows at one moment: frozen, every number already text. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.scoring.model.kinds import KindWords
from app.services.store.matter import Matter
from app.services.store.rounds import SheetPresence, UnsignedSheet
from app.ui.criterion.state import FieldState, LineState

Page = Literal["criterion", "opinions", "protocol", "statement"]
RowSign = Literal["attention", "done", "lost", "open", "close"]
Kind = Literal["dispute", "outlier", "contested", "ruled", "settled", "waiting", "plain"]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One expert's sheet. told: its state in words; ready: whether it counts; code: of the locked sheet.

    typed: who typed it in from paper, and whether it was locked under an earlier task, in words; may be
    empty. rivals: whether locked sheets of this expert contradict one another and nobody has settled it.
    look: what leads to all that lie here, empty where there is nothing to look at.
    """

    person_id: str
    name: str
    presence: SheetPresence
    told: str
    ready: bool
    code: str
    typed: str = ""
    rivals: bool = False
    look: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A criterion with every expert's score, in the experts' order; an empty text is no score.

    Scores are points, or words where there are none to win; max is empty then.
    """

    id: str
    title: str
    kind: Kind
    sign: RowSign
    spoken: str
    scores: tuple[str, ...]
    score: str
    max: str
    note: str


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """Rows under a title; folded ones are opened by hand."""

    key: str
    title: str
    rows: tuple[MatrixRow, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field across all experts; ``differs`` marks a fact that must be settled."""

    label: str
    cells: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class SideColumn:
    """One expert's side: name, score, the lines that explain it, the note, the working papers in words.

    seen: how the expert saw the materials, a line for each way.
    """

    person_id: str
    name: str
    score: str
    lines: tuple[LineState, ...]
    note: str
    papers: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpreadState:
    """The experts' points of a criterion, in hundredths of ``most``; told: the same in words.

    low, high: as wide as the batch tolerates, about the middle between highest and lowest: what spreads too
    far lies outside. leaning: how every expert leans over the whole sheet, in words.
    """

    points: tuple[tuple[str, float], ...]
    most: float
    low: float
    high: float
    told: str
    leaning: str


@dataclass(frozen=True, slots=True)
class View:
    """One expert's view of a settlement. agrees: None while it is not said; why: of a dissent."""

    person_id: str
    name: str
    score: str
    agrees: bool | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class TalkState:
    """How a wide spread is settled. sentence: empty while it is not; told: who agreed, who dissents and why.

    owed: freezing waits for it. writable: it can be noted now, or anew.
    """

    sentence: str
    told: tuple[str, ...]
    views: tuple[View, ...]
    owed: bool
    writable: bool


@dataclass(frozen=True, slots=True)
class RulingState:
    """The ruling being written. ruled: a ruling stands; changed: it differs from the one that stands."""

    fields: tuple[FieldState, ...]
    working: str
    missing: str
    lines: tuple[LineState, ...]
    reason: str
    ruled: bool
    changed: bool
    may_rule: bool


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """The middle: one criterion, both sides, the ruling under them. ruling None: nothing to rule on yet.

    score: points, or a word where max is empty; result: what an expert's score is called. talk: None where
    there is nothing to settle by talking it over. spread: None where there is nothing to compare.
    """

    id: str
    title: str
    wanted: str
    cite: str
    score: str
    max: str
    standing: str
    sides: tuple[SideColumn, ...]
    comparisons: tuple[Comparison, ...]
    ruling: RulingState | None
    result: str = "得分"
    contests: tuple[str, ...] = ()
    talk: TalkState | None = None
    spread: SpreadState | None = None


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the day. done: when, in local words, empty while it is open.

    open: whether it can be noted or taken back now; waits: for the freezing, which it follows.
    typed: people and notes as they are being typed, where that is newer.
    """

    id: str
    title: str
    done: str
    people: str
    notes: str
    open: bool = True
    waits: bool = False
    typed: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A paper that the unit has to hand in; handed is ``yes``, ``no`` or empty.

    typed: the note as it is being typed, where that is newer.
    """

    id: str
    title: str
    asked: str
    handed: str
    note: str
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class StatementState:
    """The unit's answer; agrees is ``yes``, ``no`` or empty. open: whether it can be written now.

    typed: text, agrees and by as they are being typed, where that is newer.
    """

    text: str
    agrees: str
    by: str
    open: bool = True
    typed: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class ResultState:
    """The right pane. low, high, full, mark are hundredths for the bar; mark None where none is set.

    counted: what total counts; bar: whether points make a range. good: a settled verdict that is
    not the worst there is. blocked: what still stands before
    freezing. gap: the choices for a result between two marks, value and words, empty where the leader has
    none to note; ruled: how it was ruled and by whom, in words. unsigned: sheets whose signed files an
    export would lack, each told in ``blocked`` too. matters: what blocks and can be turned to, then what may
    stand open.
    """

    counted: str
    bar: bool
    total: str
    possible: str
    low: float
    high: float
    full: int
    mark: float | None
    mark_text: str
    verdict: str
    settled: bool
    good: bool
    why: str
    blocked: tuple[str, ...]
    frozen: bool
    short_code: str
    gap: tuple[tuple[str, str], ...] = ()
    ruled: str = ""
    unsigned: tuple[UnsignedSheet, ...] = ()
    matters: tuple[Matter, ...] = ()

    @property
    def standing(self) -> tuple[Matter, ...]:
        """What may stand open, and is confirmed at freezing."""
        return tuple(each for each in self.matters if not each.blocks)


@dataclass(frozen=True, slots=True)
class ConclusionState:
    """The whole screen. experts: short names, the matrix' columns; words: those of the scheme's kind.

    typed_opinions: problems, suggestions and strengths as they are being typed, where that is newer.
    drifted: what of them is away from the result, in sentences without their end.
    happened: who is away, who leads for whom, what is void since a thaw, in sentences.
    titles: what problems and suggestions are called; strengths: none are written where the kind has no
    word for them; writable: nothing is frozen. parted: another ledger of the panel waits to be joined.
    opening: what is told of sheets that are not opened, or were before all were in; may_open: they can be.
    """

    heading: str
    words: KindWords
    titles: tuple[str, str]
    sheets: tuple[SheetLine, ...]
    happened: tuple[str, ...]
    experts: tuple[str, ...]
    groups: tuple[MatrixGroup, ...]
    page: Page
    current: str
    criterion: CriterionPage | None
    problems: tuple[str, ...]
    suggestions: tuple[str, ...]
    strengths: tuple[str, ...]
    typed_opinions: tuple[str, str, str] | None
    protocol: tuple[StepLine, ...]
    elsewhere: str
    materials: tuple[MaterialLine, ...]
    statement: StatementState
    result: ResultState
    writable: bool
    parted: bool = False
    drifted: tuple[str, ...] = ()
    opening: str = ""
    may_open: bool = False
