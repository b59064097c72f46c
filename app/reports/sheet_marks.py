"""What a pen fills in: drawn boxes, lines and figures, set side by side and wrapped to a width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from app.reports.flow import PaperSheet
from app.reports.ink import BLACK, MUTED, RULE_WIDTH, SMALL, TABLE, TABLE_STRONG
from app.reports.line_breaks import Ink, Run, SetLine, set_lines
from app.reports.type_blocks import baseline, draw_line

BOX, GAP, APART = 8.5, 4.0, 12.0
PEN_LEADING, PRINT_LEADING = 19.0, 15.0


@dataclass(frozen=True, slots=True)
class SheetMark:
    """One thing on a line: a box with its words, words alone, or a line to write on.

    box: None for none, else whether it is ticked. rule: width of the line to write on, 0 for none.
    """

    words: SetLine
    box: bool | None = None
    rule: float = 0.0

    @property
    def width(self) -> float:
        """What it takes from left to right."""
        boxed = BOX + GAP if self.box is not None else 0.0
        return boxed + max(self.words.width, self.rule)


def tick(label: str, *, on: bool, room: float) -> list[SheetMark]:
    """A box and its label; a label that is wider than the room goes on below, without another box."""
    lines = set_lines([Run(label, TABLE)], room - BOX - GAP, even=False)
    return [SheetMark(line, box=on if not order else None) for order, line in enumerate(lines)]


def figure(value: str, width: float, room: float) -> list[SheetMark]:
    """A line to write a figure on, with what is written; a longer one where that is longer."""
    lines = set_lines([Run(value, TABLE_STRONG)], room, even=False)
    return [SheetMark(line, rule=max(width, line.width)) for line in lines]


def words(text: str, room: float, ink: Ink = TABLE) -> list[SheetMark]:
    """Words alone; they go on below where they are wider than the room."""
    return [SheetMark(line) for line in set_lines([Run(text, ink)], room, even=False)]


def hint(text: str, room: float) -> list[SheetMark]:
    """A quiet word beside."""
    return words(text, room, SMALL)


def lined(marks: Iterable[SheetMark], width: float) -> list[tuple[SheetMark, ...]]:
    """Marks on lines of a width, as many on each as fit."""
    lines: list[tuple[SheetMark, ...]] = []
    now: list[SheetMark] = []
    used = 0.0
    for mark in marks:
        if now and used + mark.width > width:
            lines.append(tuple(now))
            now, used = [], 0.0
        now.append(mark)
        used += mark.width + APART
    return [*lines, tuple(now)] if now else lines


def paint_marks(
    marks: Sequence[SheetMark], leading: float, sheet: PaperSheet, place: tuple[float, float]
) -> None:
    """Draw a line of marks; place: x of its left edge and y of its upper one."""
    x, top = place
    for mark in marks:
        _paint(mark, leading, sheet.canvas, (x, top))
        x += mark.width + APART


def _paint(mark: SheetMark, leading: float, canvas: Canvas, place: tuple[float, float]) -> None:
    x, top = place
    y = baseline(top, leading, TABLE.size)
    if mark.box is not None:
        _paint_box(canvas, x, y - 0.8, on=mark.box)
        x += BOX + GAP
    if mark.rule:
        rule_at(canvas, x, y - 2.2, mark.rule)
        draw_line(canvas, mark.words, x + (mark.rule - mark.words.width) / 2, y)
    else:
        draw_line(canvas, mark.words, x, y)


def rule_at(canvas: Canvas, x: float, y: float, width: float) -> None:
    """A line to write on."""
    canvas.setStrokeColor(MUTED)
    canvas.setLineWidth(0.5)
    canvas.line(x, y, x + width, y)


def _paint_box(canvas: Canvas, x: float, y: float, *, on: bool) -> None:
    canvas.setStrokeColor(BLACK)
    canvas.setLineWidth(0.7)
    canvas.rect(x, y, BOX, BOX, stroke=1, fill=0)
    if not on:
        return
    canvas.setLineWidth(1.4)
    path = canvas.beginPath()
    path.moveTo(x + 1.6, y + BOX * 0.52)
    path.lineTo(x + BOX * 0.42, y + 1.7)
    path.lineTo(x + BOX - 1.2, y + BOX - 1.4)
    canvas.drawPath(path, stroke=1, fill=0)


def box_frame(canvas: Canvas, x: float, y: float, size: tuple[float, float]) -> None:
    """An empty frame to write or sign in."""
    canvas.setStrokeColor(BLACK)
    canvas.setLineWidth(RULE_WIDTH)
    canvas.rect(x, y, *size, stroke=1, fill=0)
