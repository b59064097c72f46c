"""What the history shows at one moment: frozen, ready to paint. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.ui.criterion.verdict import VerdictTone


@dataclass(frozen=True, slots=True)
class HourHead:
    """The head over the lines of one hour of one day."""

    words: str


@dataclass(frozen=True, slots=True)
class LineState:
    """One line. time: of its beginning; under: where and who; spoken: all of it for a screen reader."""

    time: str
    deed: str
    under: str
    spoken: str


Lines = Sequence[HourHead | LineState]


@dataclass(frozen=True, slots=True)
class SideState:
    """The result at one moment. counted: what the figure counts; possible: empty where there is no range."""

    name: str
    counted: str
    total: str
    possible: str
    verdict: str
    tone: VerdictTone


@dataclass(frozen=True, slots=True)
class DifferState:
    """A criterion that differs. then, now: points or words, — for none; count: how many things differ."""

    id: str
    title: str
    then: str
    now: str
    count: str
    spoken: str


@dataclass(frozen=True, slots=True)
class BesideState:
    """One thing of a criterion, then and now; what is not there is said to be so."""

    name: str
    then: str
    now: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ContentState:
    """The chosen criterion. under: its points then and now; none: said where it holds nothing.

    copied: what it held then, for the clipboard; names: what then and now are called.
    """

    id: str
    title: str
    under: str
    rows: tuple[BesideState, ...]
    none: str
    copied: str
    names: tuple[str, str]


@dataclass(frozen=True, slots=True)
class MomentState:
    """The right pane. when: the moment; deed: what the line did, whole; by: who, from when to when.

    sheet: what differs of the sheet as a whole; same: said where nothing differs, else empty.
    """

    when: str
    deed: str
    by: str
    why: str
    then: SideState
    now: SideState
    sheet: str
    same: str
    differing: tuple[DifferState, ...]
    content: ContentState | None


@dataclass(frozen=True, slots=True)
class HistoryState:
    """All of it. lines: newest first, made when looked at; at: place of the chosen line in it, −1 for none.

    steps: how many lines pass the filter; step: the chosen one counted from the oldest, 0 for none.
    item: what the kind of scheme calls a criterion.
    """

    heading: str
    under: str
    criteria: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    item: str
    criterion: str
    person: str
    sought: str
    single: bool
    lines: Lines
    at: int
    steps: int
    step: int
    none: str
    moment: MomentState
