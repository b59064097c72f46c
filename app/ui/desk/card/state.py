"""What the card shows of one criterion: frozen, every number already text. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.criterion.state import FieldState, LineState
from app.ui.desk.facts.state import CountState
from app.ui.desk.papers.state import NO_PAPERS, PapersState
from app.ui.viewer.files import FileState

NOTE = "#note"  # the note as a place to go to; no field can be called so


@dataclass(frozen=True, slots=True)
class EvidenceState:
    """A paper that the annex asks for, and how it was seen (empty: not yet)."""

    id: str
    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class FactState:
    """What a condition rests on: what, what is required, what was found, in words whether that is enough."""

    fact: str
    required: str
    actual: str
    told: str
    met: bool


@dataclass(frozen=True, slots=True)
class CardState:
    """The middle pane: one criterion. others: who scores it where it is not this expert's.

    score: points or words; max: empty where there are none to win. own: the unit's own score in words.
    ways: how the points come about, a line each.
    """

    id: str
    title: str
    wanted: str
    ways: tuple[str, ...]
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
