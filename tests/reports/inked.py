"""Where every line of a paper stands: taken down while it is drawn, in points, exactly as the PDF has it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from unittest import mock

from reportlab.pdfgen.canvas import Canvas

from app.reports import type_blocks
from app.reports.line_breaks import SetLine

_DESCENT = 0.12


@dataclass(frozen=True, slots=True)
class Inked:
    """One line of text on a page: its box from the baseline, and what it says."""

    page: int
    x: float
    y: float
    width: float
    size: float
    face: str
    text: str

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    def over(self, other: Inked) -> bool:
        """Whether the two cover each other by more than a hair."""
        if self.page != other.page or abs(self.y - other.y) > max(self.size, other.size):
            return False
        beside = min(self.right, other.right) - max(self.x, other.x)
        tops = min(self.y + 0.8 * self.size, other.y + 0.8 * other.size)
        return beside > 0.5 and tops - max(self.y, other.y) > 0.5


@contextmanager
def taken_down() -> Iterator[list[Inked]]:
    """Every line that is drawn inside, in order."""
    found: list[Inked] = []
    plain = type_blocks.draw_line

    def noted(canvas: Canvas, line: SetLine, x: float, y: float) -> None:
        plain(canvas, line, x, y)
        if line.pieces:
            found.append(_inked(canvas.getPageNumber(), line, x, y))

    rooms = [each for name, each in sys.modules.items() if name.startswith("app.reports.")]
    with mock.patch.multiple("app.reports.type_blocks", draw_line=noted):
        patches = [
            mock.patch.object(each, "draw_line", noted) for each in rooms if hasattr(each, "draw_line")
        ]
        for patch in patches:
            patch.start()
        try:
            yield found
        finally:
            for patch in patches:
                patch.stop()


def _inked(page: int, line: SetLine, x: float, y: float) -> Inked:
    first = max(min(piece.x for piece in line.pieces), 0.0)  # an opening mark hangs its blank out
    size = max(piece.ink.size for piece in line.pieces)
    return Inked(page, x + first, y, line.width - first, size, line.pieces[0].ink.face, line.text)


def pages(lines: Sequence[Inked]) -> list[list[Inked]]:
    """The lines of each page."""
    return [
        list(each) for _, each in groupby(sorted(lines, key=lambda line: line.page), lambda line: line.page)
    ]
