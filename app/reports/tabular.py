"""Tables of words: every column as wide as what stands in it asks for, together the whole page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.reports.breaking import Run, natural_width, unbroken_width
from app.reports.flow import Block, tied
from app.reports.grid import Grid, cell
from app.reports.ink import PAD_X, TABLE, TABLE_MUTED, TABLE_STRONG, WIDTH

_MOST_LINES = 400
_AROUND = 2 * PAD_X + 0.5


@dataclass(frozen=True, slots=True)
class Words:
    """A column: its head and its texts from above to below. quiet: set in grey."""

    title: str
    texts: Sequence[str]
    quiet: bool = False


def table(columns: Sequence[Words]) -> list[Block]:
    """The table, its head repeated overleaf; a column without a word is left out."""
    shown = [column for column in columns if any(column.texts)]
    if not shown:
        return []
    grid = Grid(widths(shown))
    grid.head([column.title for column in shown])
    inks = [TABLE_MUTED if column.quiet else TABLE for column in shown]
    rows = zip(*(column.texts for column in shown), strict=True)
    return tied([grid.row([cell(text, ink) for text, ink in zip(row, inks, strict=True)]) for row in rows])


def widths(columns: Sequence[Words]) -> list[float]:
    """Widths with which the texts take as few lines as may be; what is left over is shared out."""
    asked = [(_longest(column), _least(column)) for column in columns]
    needed = [least for _, least in asked]
    for lines in range(1, _MOST_LINES + 1):
        ragged = TABLE.size if lines > 1 else 0.0
        tried = [max(longest / lines + ragged + _AROUND, least) for longest, least in asked]
        if sum(tried) <= WIDTH:
            needed = tried
            break
    share = WIDTH / sum(needed)
    return [width * share for width in needed]


def _longest(column: Words) -> float:
    """The width of the longest text on one line."""
    return max(natural_width([Run(part, TABLE)]) for text in column.texts for part in text.split("\n"))


def _least(column: Words) -> float:
    """The width that breaks neither the head nor any word, unless the word goes on and on."""
    whole = max(unbroken_width([Run(text, TABLE)]) for text in column.texts)
    return max(natural_width([Run(column.title, TABLE_STRONG)]), min(whole, WIDTH / 3)) + _AROUND
