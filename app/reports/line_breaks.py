"""Chinese lines: broken where ``parting`` lets them end, marks set close, Latin words whole, both edges even.

Neighbouring marks share a blank, and no word of one character stands alone on a last line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.reports.faces import face_for
from app.reports.line_ends import BLANKS, CLOSING, OPENING, TIGHT_PAIRS, latin, may_end, reads_well
from app.reports.plain import plain

_BLANK_RIGHT = frozenset("，。、；：）》〉」』】〕〗”’")
_BLANK_LEFT = frozenset("（《〈「『【〔〖“‘")
_HALF = 0.5
_MEETING = 0.09
_LOOSEST = 0.1
_FULL = 0.6
_STUMP = 1.6
_TINY = 1e-4


@dataclass(frozen=True, slots=True)
class Ink:
    """How a run of text looks: font name, size in points, colour as ``#RRGGBB``."""

    face: str
    size: float
    colour: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one ink."""

    text: str
    ink: Ink


@dataclass(frozen=True, slots=True)
class Piece:
    """Text drawn in one go, x points from the line's start, with extra space between its characters."""

    text: str
    ink: Ink
    x: float
    spacing: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """One set line: its pieces and its width in points."""

    pieces: tuple[Piece, ...]
    width: float

    @property
    def text(self) -> str:
        """What the line says, for checks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class _Cell:
    char: str
    ink: Ink
    native: float  # the glyph's own advance
    width: float  # what it takes here
    lead: float = 0.0  # blank on its left that is cut off
    gap: float = 0.0  # extra room before the cell

    @property
    def latin(self) -> bool:
        return latin(self.char)

    @property
    def blank(self) -> bool:
        return self.char in BLANKS


def set_lines(
    runs: Iterable[Run], width: float, *, indent: float = 0.0, even: bool = True
) -> tuple[SetLine, ...]:
    """Break runs into lines of at most ``width`` points; the first of each paragraph begins ``indent`` in.

    even: stretch full lines to the right edge. Raises ValueError for a character that no font has
    (``faces.missing`` finds those beforehand).
    """
    return _set_lines(tuple(runs), width, indent, even)


@lru_cache(maxsize=1024)
def _set_lines(runs: tuple[Run, ...], width: float, indent: float, even: bool) -> tuple[SetLine, ...]:  # noqa: FBT001
    """Remembered: heads and feet are set anew for every page, the table of points for verdict and summary."""
    lines: list[SetLine] = []
    for paragraph in _paragraphs(runs):
        lines.extend(_set_paragraph(paragraph, width, indent, even=even))
    return tuple(lines)


def natural_width(runs: Iterable[Run]) -> float:
    """The width in points that runs would take on one endless line."""
    cells = [cell for paragraph in _paragraphs(runs) for cell in paragraph]
    return sum(cell.gap + cell.width for cell in cells)


def unbroken_width(runs: Iterable[Run]) -> float:
    """The width in points of the widest stretch that has no good place to end a line."""
    widest = 0.0
    for cells in _paragraphs(runs):
        text, taken = _text(cells), 0.0
        for at, cell in enumerate(cells):
            parted = at > 0 and may_end(text, at) and reads_well(text, at)
            taken = cell.width if parted else taken + cell.gap + cell.width
            widest = max(widest, taken if not cell.blank else 0.0)
    return widest


def _paragraphs(runs: Iterable[Run]) -> list[list[_Cell]]:
    paragraphs: list[list[_Cell]] = [[]]
    for run in runs:
        for char in plain(run.text):
            if char == "\n":
                paragraphs.append([])
            else:
                paragraphs[-1].append(_cell(char, run.ink))
    for cells in paragraphs:
        _close_up(cells)
    return paragraphs


def _cell(char: str, ink: Ink) -> _Cell:
    drawn = face_for(char, ink.face)
    if drawn is None:
        raise ValueError(f"no font draws U+{ord(char):04X}")
    used = ink if drawn.name == ink.face else Ink(drawn.name, ink.size, ink.colour)
    advance = drawn.widths[ord(char)] * ink.size / 1000
    return _Cell(char, used, advance, advance)


def _close_up(cells: Sequence[_Cell]) -> None:
    """Let neighbouring marks share a blank, and part Latin from Chinese by a hair."""
    for left, right in pairwise(cells):
        size = right.ink.size
        if left.char in _BLANK_RIGHT and (right.char in _BLANK_RIGHT or right.char in _BLANK_LEFT):
            left.width -= _HALF * left.ink.size
        elif left.char in _BLANK_LEFT and right.char in _BLANK_LEFT:
            right.lead = _HALF * size
            right.width -= right.lead
        elif left.latin != right.latin and _plain_han(left, right):
            right.gap = _MEETING * size


def _plain_han(left: _Cell, right: _Cell) -> bool:
    other = right if left.latin else left
    return ord(other.char) >= 0x2E80 and other.char not in CLOSING and other.char not in OPENING


def _text(cells: Sequence[_Cell]) -> str:
    return "".join(cell.char for cell in cells)


def _set_paragraph(cells: list[_Cell], width: float, indent: float, *, even: bool) -> Iterable[SetLine]:
    starts = _line_starts(cells, width, indent)
    ends = [*starts[1:], len(cells)]
    for order, (start, end) in enumerate(zip(starts, ends, strict=True)):
        inset = indent if order == 0 else 0.0
        last = end == len(cells)
        yield _line(cells[start:end], width - inset, inset, even=even and not last)


def _line_starts(cells: Sequence[_Cell], width: float, indent: float) -> list[int]:
    text, starts, taken, chance, good = _text(cells), [0], indent, 0, 0
    for at, cell in enumerate(cells):
        if at > starts[-1] and may_end(text, at):
            chance = at
            good = at if reads_well(text, at) else good
        needed = _needed(cells, at, first=at == starts[-1])
        if taken + needed - _spare(cell) > width + _TINY and at > starts[-1] and not cell.blank:
            begin = _end_of_line(cells, starts[-1], at, (good, chance))
            starts.append(begin)
            taken = sum(_needed(cells, i, first=i == begin) for i in range(begin, at + 1))
        else:
            taken += needed
    return _without_stump(cells, text, starts)


def _end_of_line(cells: Sequence[_Cell], start: int, at: int, chances: tuple[int, int]) -> int:
    """Where the next line begins: at the last place that reads well unless the line would be left short."""
    good, chance = chances
    kept = sum(cell.width for cell in cells[start:good])
    if good > start and kept >= _FULL * sum(cell.width for cell in cells[start:at]):
        return good
    return chance if chance > start else _forced(cells, start, at)


def _forced(cells: Sequence[_Cell], start: int, at: int) -> int:
    """Where to cut a stretch that offers no place: still not before a closing mark if that can be had."""
    begin = at
    while begin - 1 > start and (cells[begin].char in CLOSING or cells[begin - 1].char in OPENING):
        begin -= 1
    return begin if cells[begin].char not in CLOSING else at


def _needed(cells: Sequence[_Cell], at: int, *, first: bool) -> float:
    cell = cells[at]
    if not first:
        return cell.gap + cell.width
    return cell.width - _opening_blank(cell)


def _opening_blank(cell: _Cell) -> float:
    return _HALF * cell.ink.size if cell.char in _BLANK_LEFT and not cell.lead else 0.0


def _spare(cell: _Cell) -> float:
    """The blank that a closing mark may push beyond the edge."""
    wide = cell.char in _BLANK_RIGHT and cell.width > 0.9 * cell.ink.size
    return _HALF * cell.ink.size if wide else 0.0


def _without_stump(cells: Sequence[_Cell], text: str, starts: list[int]) -> list[int]:
    """Bring one more character down where the last line would hold a single one."""
    if len(starts) < 2:
        return starts
    tail = [cell for cell in cells[starts[-1] :] if cell.char not in CLOSING and cell.char not in OPENING]
    if len(tail) > 1 and sum(cell.width for cell in tail) > _STUMP * tail[0].ink.size:
        return starts
    for at in range(starts[-1] - 1, starts[-2] + 1, -1):
        if may_end(text, at):
            return [*starts[:-1], at]
    return starts


def _line(cells: list[_Cell], room: float, inset: float, *, even: bool) -> SetLine:
    while cells and cells[-1].blank:
        cells.pop()
    if not cells:
        return SetLine((), 0.0)
    natural = sum(_needed(cells, at, first=at == 0) for at in range(len(cells))) - _spare(cells[-1])
    stretch = _stretch(cells, room - natural) if even else 0.0
    places = _places(cells, inset, stretch)
    return SetLine(tuple(_pieces(cells, places)), inset + natural + stretch * _joints(cells))


def _stretch(cells: Sequence[_Cell], slack: float) -> float:
    joints = _joints(cells)
    if joints == 0 or slack <= 0:
        return 0.0
    each = slack / joints
    return each if each <= _LOOSEST * cells[0].ink.size else 0.0


def _joints(cells: Sequence[_Cell]) -> int:
    return sum(_elastic(left, right) for left, right in pairwise(cells))


def _elastic(left: _Cell, right: _Cell) -> bool:
    whole = (left.latin and right.latin) or left.char + right.char in TIGHT_PAIRS
    return not whole and not left.blank


def _places(cells: Sequence[_Cell], inset: float, stretch: float) -> list[float]:
    """Where each glyph's origin falls, in points from the line's start."""
    places, pen = [], inset
    for at, cell in enumerate(cells):
        trim = cell.lead
        if at:
            pen += cell.gap + (stretch if _elastic(cells[at - 1], cell) else 0.0)
            advance = cell.width
        else:
            trim += _opening_blank(cell)
            advance = cell.width - _opening_blank(cell)
        places.append(pen - trim)
        pen += advance
    return places


def _pieces(cells: Sequence[_Cell], places: Sequence[float]) -> Iterable[Piece]:
    """Join neighbours of one ink that stand evenly apart, so that copied text stays whole."""
    begin, spacing = 0, 0.0
    for at in range(1, len(cells)):
        apart = places[at] - places[at - 1] - cells[at - 1].native
        alone = at == begin + 1
        even = apart >= -_TINY and (alone or abs(apart - spacing) < _TINY)
        if cells[at].ink == cells[begin].ink and even:
            spacing = apart if alone else spacing
        else:
            yield _piece(cells[begin:at], places[begin], spacing)
            begin, spacing = at, 0.0
    yield _piece(cells[begin:], places[begin], spacing)


def _piece(cells: Sequence[_Cell], x: float, spacing: float) -> Piece:
    text = "".join(cell.char for cell in cells)
    return Piece(text, cells[0].ink, x, spacing if len(cells) > 1 and spacing > _TINY else 0.0)
