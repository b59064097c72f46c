"""Tables: columns, rows of cells, hairlines between, a shaded head that follows overleaf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from typing import Literal

from app.reports.flow import Block, PaperSheet, TextFrame, kept
from app.reports.ink import (
    CAPACITY,
    HAIR,
    HAIR_WIDTH,
    LEFT,
    PAD_CENTRED,
    PAD_X,
    PAD_Y,
    SHADE,
    TABLE,
    TABLE_LEADING,
    TABLE_STRONG,
    WIDTH,
)
from app.reports.line_breaks import Ink, Run, SetLine, set_lines
from app.reports.type_blocks import baseline, draw_line

Align = Literal["left", "center", "right"]
_TALLEST = CAPACITY * 0.8


@dataclass(frozen=True, slots=True)
class GridCell:
    """What a cell says, over how many columns, and to which side."""

    runs: tuple[Run, ...]
    span: int = 1
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class _Set:
    """A cell whose lines are set: x of its edges."""

    lines: tuple[SetLine, ...]
    x0: float
    x1: float
    align: Align
    size: float

    @property
    def pad(self) -> float:
        """Room kept free at either side: what is centred needs hardly any."""
        return pad_of(self.align)


@dataclass(frozen=True, slots=True)
class _Look:
    leading: float
    shade: bool
    rule: bool
    upright: bool


class Grid:
    """A table being laid out: column widths in points, left to right; the head, once given, is repeated."""

    def __init__(self, widths: Sequence[float], x: float = LEFT) -> None:
        self._edges = tuple(accumulate((x, *widths)))
        self._frame = TextFrame(self._edges[0], self._edges[-1])
        self._head: Block | None = None
        self._begun = False

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self._edges) - 1

    def head(self, titles: Sequence[str | GridCell], *, align: Align = "left") -> None:
        """Give the head: a title for each column, or a cell where it runs over several."""
        cells = [
            title if isinstance(title, GridCell) else cell(title, TABLE_STRONG, align=align)
            for title in titles
        ]
        blocks = self.row(cells, shade=True)
        self._head = blocks[0] if len(blocks) == 1 else None

    def row(
        self,
        cells: Sequence[GridCell],
        *,
        leading: float = TABLE_LEADING,
        shade: bool = False,
        rule: bool = True,
        upright: bool = False,
        pads: tuple[float, float] = (PAD_Y, PAD_Y),
    ) -> list[Block]:
        """One row as blocks held together: a single one, or one a line where it is taller than a page.

        rule: hairline above. upright: hairlines between the cells. pads: room above and below.
        """
        ready = self._set(cells)
        count = max((len(each.lines) for each in ready), default=1) or 1
        look = _Look(leading, shade=shade, rule=rule and self._begun, upright=upright)
        self._begun = True
        cuts = [(0, count)] if count * leading < _TALLEST else [(at, at + 1) for at in range(count)]
        blocks = []
        for start, end in cuts:
            above, below = pads[0] if start == 0 else 0.0, pads[1] if end == count else 0.0
            blocks.append(self._strip(ready, look, (start, end), (above, below)))
        return kept(blocks)

    def drawn(
        self, height: float, paint: Callable[[PaperSheet, float], None], *, rule: bool = False
    ) -> Block:
        """A row of somebody else's drawing inside the table. rule: hairline above."""
        self._begun = True

        def both(sheet: PaperSheet, top: float) -> None:
            if rule:
                sheet.canvas.setStrokeColor(HAIR)
                sheet.canvas.setLineWidth(HAIR_WIDTH)
                sheet.canvas.line(self._frame.x0, top, self._frame.x1, top)
            paint(sheet, top)

        return Block(height, both, head=self._head, frame=self._frame)

    def _set(self, cells: Sequence[GridCell]) -> list[_Set]:
        ready, column = [], 0
        for each in cells:
            x0, x1 = self._edges[column], self._edges[column + each.span]
            lines = set_lines(each.runs, x1 - x0 - 2 * pad_of(each.align), even=each.align == "left")
            size = each.runs[0].ink.size if each.runs else TABLE.size
            ready.append(_Set(lines, x0, x1, each.align, size))
            column += each.span
        return ready

    def _strip(
        self, cells: Sequence[_Set], look: _Look, lines: tuple[int, int], pads: tuple[float, float]
    ) -> Block:
        start, end = lines
        height = (end - start) * look.leading + sum(pads)
        shown = [replace(each, lines=each.lines[start:end]) for each in cells]
        begun = look if start == 0 else replace(look, rule=False)
        paint = partial(_paint_strip, shown, begun, height, pads[0])
        return Block(height, paint, head=self._head, frame=self._frame)


def cell(text: str, ink: Ink = TABLE, *, span: int = 1, align: Align = "left") -> GridCell:
    """A cell in one ink."""
    return GridCell((Run(text, ink),), span, align)


def pad_of(align: Align) -> float:
    """The room in points that a cell keeps free at either side."""
    return PAD_CENTRED if align == "center" else PAD_X


def full_width(*shares: float) -> list[float]:
    """Column widths that fill the page: positive ones are points, negative ones share the rest."""
    fixed = sum(share for share in shares if share > 0)
    parts = sum(-share for share in shares if share < 0)
    unit = (WIDTH - fixed) / parts if parts else 0.0
    return [share if share > 0 else -share * unit for share in shares]


def _paint_strip(
    cells: Sequence[_Set], look: _Look, height: float, above: float, sheet: PaperSheet, top: float
) -> None:
    canvas = sheet.canvas
    x0, x1 = cells[0].x0, cells[-1].x1
    if look.shade:
        canvas.setFillColor(SHADE)
        canvas.rect(x0, top - height, x1 - x0, height, stroke=0, fill=1)
    canvas.setStrokeColor(HAIR)
    canvas.setLineWidth(HAIR_WIDTH)
    if look.rule:
        canvas.line(x0, top, x1, top)
    if look.upright:
        for left, _right in pairwise(cells):
            canvas.line(left.x1, top, left.x1, top - height)
    for each in cells:
        _paint_lines(each, look.leading, sheet, top - above)


def _paint_lines(each: _Set, leading: float, sheet: PaperSheet, top: float) -> None:
    for order, line in enumerate(each.lines):
        spare = each.x1 - each.x0 - 2 * each.pad - line.width
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[each.align] * spare
        y = baseline(top - order * leading, leading, each.size)
        draw_line(sheet.canvas, line, each.x0 + each.pad + shift, y)
