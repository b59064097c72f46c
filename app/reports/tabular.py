"""Tables of words: every column as wide as what stands in it asks for, together the whole page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from app.reports.flow import Block, tied
from app.reports.grid import Grid, cell
from app.reports.ink import PAD_X, TABLE, TABLE_MUTED, TABLE_STRONG, WIDTH
from app.reports.line_breaks import Run, natural_width, unbroken_width

_MOST_LINES, _TRIED = 400, 4
_AROUND = 2 * PAD_X + 0.5
_RAGGED = 0.6 * TABLE.size
"""What a line that is broken loses on the average, in points."""


@dataclass(frozen=True, slots=True)
class Words:
    """A column: its head and its texts from above to below. quiet: set in grey."""

    title: str
    texts: Sequence[str]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a column asks for in points: of each text the lengths of its paragraphs; the least it bears."""

    lengths: tuple[tuple[float, ...], ...]
    least: float

    @property
    def longest(self) -> float:
        """The width that sets every text on one line."""
        return max(length for text in self.lengths for length in text) + _AROUND

    def lines(self, row: int, width: float) -> int:
        """How many lines a text takes, about."""
        room = width - _AROUND
        return sum(
            1 if length <= room else ceil(length / max(room - _RAGGED, 1.0)) for length in self.lengths[row]
        )


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
    """Widths that fill the page, and with which the table is about as short as it can be."""
    asked = [_asked(column) for column in columns]
    return min(_chances(asked), key=lambda chance: _height(asked, chance))


def _asked(column: Words) -> _Asked:
    lengths = tuple(
        tuple(natural_width([Run(part, TABLE)]) for part in text.split("\n")) for text in column.texts
    )
    whole = max(unbroken_width([Run(text, TABLE)]) for text in column.texts)
    head = natural_width([Run(column.title, TABLE_STRONG)])
    return _Asked(lengths, max(head, min(whole, WIDTH / 3)) + _AROUND)


def _height(asked: Sequence[_Asked], chance: Sequence[float]) -> tuple[int, int]:
    """How many lines all rows take together; then how many all cells."""
    pairs = list(zip(asked, chance, strict=True))
    count = max(len(each.lengths) for each in asked)
    rows = [
        [each.lines(row, width) for each, width in pairs if row < len(each.lengths)] for row in range(count)
    ]
    return sum(map(max, rows)), sum(map(sum, rows))


def _chances(asked: Sequence[_Asked]) -> Iterator[list[float]]:
    """Widths worth a look: for few lines at the most and for some more, with short columns eased or not."""
    fitting = 0
    for lines in range(1, _MOST_LINES + 1):
        ragged = TABLE.size if lines > 1 else 0.0
        needed = [max((each.longest - _AROUND) / lines + ragged + _AROUND, each.least) for each in asked]
        if sum(needed) <= WIDTH:
            yield from (_filled(needed), _filled(_eased(needed, asked)))
            fitting += 1
        if fitting == _TRIED:
            return
    if not fitting:
        yield _filled([each.least for each in asked])


def _eased(needed: Sequence[float], asked: Sequence[_Asked]) -> list[float]:
    """Room that is left over sets short columns on one line each, the shortest first."""
    eased = list(needed)
    for at in sorted(range(len(eased)), key=lambda each: asked[each].longest):
        if eased[at] < asked[at].longest <= eased[at] + WIDTH - sum(eased):
            eased[at] = asked[at].longest
    return eased


def _filled(needed: Sequence[float]) -> list[float]:
    """The same widths in their shares of the page."""
    share = WIDTH / sum(needed)
    return [width * share for width in needed]
