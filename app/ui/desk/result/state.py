"""What the result shows: frozen, every number already text. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.scoring.model.kinds import KindWords
from app.ui.criterion.verdict import VerdictTone
from app.ui.desk.lock.state import CheckPoint


@dataclass(frozen=True, slots=True)
class Pointer:
    """A criterion to go to: its number, a few words, and perhaps points."""

    id: str
    title: str
    points: str = ""


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
    passes: what it takes to pass; empty while that is not settled. checks: all to look at before locking.
    reopenable: a locked sheet can still be opened again here.
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
    reopenable: bool
    code: str
    can_undo: bool
    can_redo: bool
    sway: SwayState = SwayState()

    @property
    def whole(self) -> bool:
        """Whether nothing is left that locking asks for."""
        return not any(point.owed for point in self.checks)

    @property
    def clashes(self) -> tuple[CheckPoint, ...]:
        """What does not go together: the check list."""
        return tuple([point for point in self.checks if point.clashing])
