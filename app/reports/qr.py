"""QR codes drawn as filled rectangles: sharp at any size, the same bytes for the same text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import segno
from reportlab.pdfgen.canvas import Canvas

from app.reports.ink import BLACK


def paint_qr(canvas: Canvas, text: str, x: float, top: float, side: float) -> None:
    """Draw the code of a text in a square of this side, in points, its upper left corner at x and top."""
    matrix = segno.make(text, error="m", micro=False).matrix
    module = side / len(matrix)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        for start, end in _dark_runs(modules):
            path.rect(x + start * module, top - (row + 1) * module, (end - start) * module, module)
    canvas.setFillColor(BLACK)
    canvas.drawPath(path, stroke=0, fill=1)


def _dark_runs(modules: Sequence[int]) -> Iterable[tuple[int, int]]:
    start: int | None = None
    for at, dark in enumerate([*modules, 0]):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at
            start = None
