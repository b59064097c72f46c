"""What every page carries: unit and code above, the page's number below, 示例 or 草稿 behind."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from app.reports.document import VerdictReport
from app.reports.flow import PaperSheet
from app.reports.ghost import haunt
from app.reports.ink import FINE, HAIR, HAIR_WIDTH, LEFT, MM, PAGE_HEIGHT, PAGE_WIDTH, SMALL, WIDTH
from app.reports.line_breaks import Run, SetLine, set_lines
from app.reports.type_blocks import draw_line, draw_text, fitted, one_line

HEADER_Y = PAGE_HEIGHT - 18 * MM
FOOTER_Y = 14 * MM
_HEADERS = ((3, SMALL, 10.0), (4, FINE, 8.0))
"""How many lines a name above may have, in which ink, how far apart: the usual first."""


def furnish(report: VerdictReport, sheet: PaperSheet, pages: int) -> None:
    """Paint the page's furniture; comes before its blocks, so that the ghost lies behind the text."""
    code = "　".join(part for part in (marks(report), _code(report)) if part)
    ghost = "示例" * report.sample + "草稿" * report.draft
    frame(sheet, pages, named=report.unit, code=code, ghost=ghost)


def frame(sheet: PaperSheet, pages: int, *, named: str, code: str, ghost: str) -> None:
    """The furniture of any document of ours. named: above at the left; code: at the right."""
    canvas, right = sheet.canvas, LEFT + WIDTH
    haunt(canvas, ghost)
    canvas.setStrokeColor(HAIR)
    canvas.setLineWidth(HAIR_WIDTH)
    canvas.line(LEFT, HEADER_Y - 6, right, HEADER_Y - 6)
    draw_text(canvas, code, SMALL, right, HEADER_Y, align="right")
    _paint_name(canvas, named.replace("\n", " "), WIDTH - one_line([Run(code, SMALL)]).width - 24)
    number = f"第 {sheet.page + 1} 页　共 {pages} 页"
    draw_text(canvas, number, SMALL, PAGE_WIDTH / 2, FOOTER_Y, align="center")


def _paint_name(canvas: Canvas, named: str, room: float) -> None:
    """The name above at the left, its last line beside the code and the others above that."""
    lines, leading = _name_lines(named, room)
    for order, line in enumerate(reversed(lines)):
        draw_line(canvas, line, LEFT, HEADER_Y + order * leading)


def _name_lines(named: str, room: float) -> tuple[Sequence[SetLine], float]:
    """A name's lines and how far apart: smaller where it is long, cut only where no page has room for it."""
    for most, ink, leading in _HEADERS:
        lines = set_lines([Run(named, ink)], room, even=False)
        if len(lines) <= most:
            return lines, leading
    most, ink, leading = _HEADERS[-1]
    rest = "".join(line.text for line in lines[most - 1 :])
    return (*lines[: most - 1], fitted([Run(rest, ink)], room)), leading


def marks(report: VerdictReport) -> str:
    """``【示例】``, ``【草稿】``, both or nothing."""
    return "【示例】" * report.sample + "【草稿】" * report.draft


def _code(report: VerdictReport) -> str:
    return f"校验码 {report.short_code}" if report.coded else "校验码定稿后生成"
