"""What the desk shows of working papers, the flag, and what the unit must still bring. Frozen, no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Standing = Literal["came", "late", "waiting"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A finding that a tally can be put into. field: its name; label: the button's words; hint: all of it."""

    field: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class PaperState:
    """One working paper as typed.

    texts: by column. faults: what is wrong, by column. beside: what it comes to, such as ``90%``.
    late: in words, for a supplement whose day is over. unsaved: shown as typed, though storing it failed.
    counted: the two numbers of a share, and no sample.
    """

    id: str
    kind: str
    texts: Mapping[str, str]
    faults: Mapping[str, str]
    beside: str = ""
    late: str = ""
    feeds: tuple[Feed, ...] = ()
    unsaved: bool = False
    counted: bool = False

    def text(self, column: str) -> str:
        """What stands in a column; empty for nothing."""
        return self.texts.get(column, "")


@dataclass(frozen=True, slots=True)
class PapersState:
    """A criterion's working papers and its flag. today: ISO; dues: days to choose from, as (ISO, words)."""

    rows: tuple[PaperState, ...] = ()
    flagged: bool = False
    flaggable: bool = False
    today: str = ""
    dues: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """One thing to bring: where it belongs, what, by when and how it stands, all in words."""

    criterion: str
    paper: str
    title: str
    what: str
    told: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class SupplementsState:
    """Everything that was asked for, the annex's order. open: not here yet; late: of these, overdue."""

    lines: tuple[SupplementLine, ...] = ()
    open: int = 0
    late: int = 0


NO_PAPERS, NO_SUPPLEMENTS = PapersState(), SupplementsState()
