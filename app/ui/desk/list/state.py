"""What the list shows: frozen, every number already text. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

RowSign = Literal["done", "lost", "unmet", "open", "attention", "other", "spared"]


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
