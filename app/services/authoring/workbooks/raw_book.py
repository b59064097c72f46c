"""A workbook as it was read, before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell that holds something. formula: whether Excel computes it; error: #REF! and such.

    shown: what Excel shows in place of a number that it stores otherwise, ``45%`` for 0.45; else empty.
    """

    content: str | int | Decimal | bool | date
    formula: bool = False
    error: bool = False
    shown: str = ""


@dataclass(slots=True)
class RawSheet:
    """A sheet. cells: by row and column from 1; merged: areas such as ``A1:B2``."""

    title: str
    hidden: bool = False
    cells: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def row(self, number: int) -> dict[int, RawCell]:
        """The cells of a row by column."""
        return self.rows().get(number, {})

    def rows(self) -> dict[int, dict[int, RawCell]]:
        """Rows that hold anything, in order."""
        found: dict[int, dict[int, RawCell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            found.setdefault(row, {})[column] = cell
        return found


RawBook = Mapping[str, RawSheet]
"""Sheets by title, in the workbook's order."""


def letters(column: int) -> str:
    """The letters of a column's number from 1: 28 is ``AB``."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
