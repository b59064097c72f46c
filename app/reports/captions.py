"""What stands above a place to sign or to seal: whole, on as many lines as it takes, and never cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from app.reports.ink import SMALL, SMALL_LEADING, TABLE, TABLE_LEADING
from app.reports.line_breaks import Run, SetLine, set_lines
from app.reports.type_blocks import baseline, draw_line

INSET = 7.0
_ABOVE, _FIRST, _GAP = 4.0, 16.0, 7.3


@dataclass(frozen=True, slots=True)
class Caption:
    """The set lines of a caption, and smaller ones below it."""

    lines: tuple[SetLine, ...]
    below: tuple[SetLine, ...] = ()

    @property
    def extra(self) -> float:
        """The room in points that it takes beyond one line, and one below."""
        more = max(len(self.lines) - 1, 0) * TABLE_LEADING
        return more + max(len(self.below) - 1, 0) * SMALL_LEADING

    def paint(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw it into a box whose upper left corner is given."""
        y = baseline(top - _ABOVE, _FIRST, TABLE.size)
        for order, line in enumerate(self.lines):
            draw_line(canvas, line, x + INSET, y - order * TABLE_LEADING)
        y -= (len(self.lines) - 1) * TABLE_LEADING + SMALL.size + _GAP
        for order, line in enumerate(self.below):
            draw_line(canvas, line, x + INSET, y - order * SMALL_LEADING)


def caption(runs: Sequence[Run], width: float, below: str = "") -> Caption:
    """A caption for a box of a width. below: smaller words under it."""
    room = width - 2 * INSET
    small = set_lines([Run(below, SMALL)], room, even=False) if below else ()
    return Caption(set_lines(runs, room, even=False), small)


def extra(captions: Sequence[Caption]) -> float:
    """The room that the longest of some captions side by side takes beyond the usual."""
    return max((each.extra for each in captions), default=0.0)
