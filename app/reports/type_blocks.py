"""Blocks of type: headings, paragraphs, numbered lists, and the drawing of a set line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, partial

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from app.reports.flow import Block, PaperSheet, kept, space
from app.reports.ink import BODY, BODY_LEADING, HEADING, LEFT, WIDTH
from app.reports.line_breaks import Ink, Run, SetLine, natural_width, set_lines

_ASCENT, _DESCENT = 0.88, 0.12
_NUMERALS = "一二三四五六七八九"


def baseline(top: float, leading: float, size: float) -> float:
    """The y of the baseline of a line whose box begins at ``top``."""
    return top - (leading - size) / 2 - _ASCENT * size


@cache
def _colour(name: str) -> Color:
    """A colour of ours, read once: the page asks for one at every piece of a line."""
    return HexColor(name)


def draw_line(canvas: Canvas, line: SetLine, x: float, y: float) -> None:
    """Draw a set line with its left edge at x and its baseline at y."""
    if not line.pieces:
        return
    pen = canvas.beginText()
    for piece in line.pieces:
        pen.setTextOrigin(x + piece.x, y)
        pen.setFont(piece.ink.face, piece.ink.size)
        pen.setFillColor(_colour(piece.ink.colour))
        pen.setCharSpace(round(piece.spacing, 4))
        pen.textOut(piece.text)
    pen.setCharSpace(0)
    canvas.drawText(pen)


def draw_text(canvas: Canvas, text: str, ink: Ink, x: float, y: float, *, align: str = "left") -> None:
    """Draw one unbroken line; x is its left edge, its middle or its right edge, as align says."""
    line = one_line([Run(text, ink)])
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}[align] * line.width
    draw_line(canvas, line, x - shift, y)


def one_line(runs: Sequence[Run]) -> SetLine:
    """Runs set on a single line, however long; what follows a line break is left out."""
    return set_lines(runs, 1e6, even=False)[0]


def fitted(runs: Sequence[Run], width: float) -> SetLine:
    """A single line that fits the width: the last run is cut short with ``…`` where it must be."""
    line = one_line(runs)
    if line.width <= width:
        return line
    *before, last = runs

    def cut(length: int) -> SetLine:
        return one_line([*before, Run(last.text[:length].rstrip() + "…", last.ink)])

    most = bisect_right(range(1, len(last.text)), width, key=lambda length: cut(length).width)
    return cut(max(most, 1))


def line_block(line: SetLine, leading: float, size: float, x: float = LEFT) -> Block:
    """One line of text as a block."""
    return Block(leading, partial(_paint_line, line, leading, size, x))


def _paint_line(line: SetLine, leading: float, size: float, x: float, sheet: PaperSheet, top: float) -> None:
    draw_line(sheet.canvas, line, x, baseline(top, leading, size))


def paragraph(
    runs: Sequence[Run],
    *,
    leading: float = BODY_LEADING,
    indent: float = 2.0,
    x: float = LEFT,
    width: float = WIDTH,
) -> list[Block]:
    """A paragraph of body text, ``indent`` characters in, without widows or orphans."""
    size = runs[0].ink.size
    lines = set_lines(runs, width, indent=indent * size)
    return _tied([line_block(line, leading, size, x) for line in lines])


def _tied(lines: list[Block]) -> list[Block]:
    """Two lines at least at either side of a page's edge."""
    if len(lines) <= 3:
        return kept(lines)
    return [*kept(lines[:2]), *lines[2:-2], *kept(lines[-2:])]


def centred(text: str, ink: Ink, leading: float) -> list[Block]:
    """Centred lines of a title."""
    lines = balanced(text, ink, WIDTH)
    return [line_block(line, leading, ink.size, LEFT + (WIDTH - line.width) / 2) for line in lines]


def balanced(text: str, ink: Ink, width: float) -> tuple[SetLine, ...]:
    """Lines of about one length, as few as the width allows."""
    run = Run(text, ink)
    fewest = len(set_lines([run], width, even=False))
    narrow = max(natural_width([run]) / fewest, ink.size * 4)
    while narrow < width:
        lines = set_lines([run], narrow, even=False)
        if len(lines) <= fewest:
            return lines
        narrow += ink.size / 2
    return set_lines([run], width, even=False)


def heading(text: str) -> list[Block]:
    """A heading of the first level, held to what follows; its name also goes into the outline."""
    lines = set_lines([Run(text, HEADING)], WIDTH, even=False)
    blocks = [line_block(line, 20.0, HEADING.size) for line in lines]
    marked = [_outlined(text, blocks[0]), *blocks[1:]]
    return [space(14.0), *kept([*marked, space(4.0)])[:-1], space(4.0, keep=True)]


def _outlined(text: str, block: Block) -> Block:
    def paint(sheet: PaperSheet, top: float) -> None:
        key = f"{sheet.page}-{top:.1f}"
        sheet.canvas.bookmarkHorizontal(key, 0, top + 6)
        sheet.canvas.addOutlineEntry(text, key, level=0)
        block.paint(sheet, top)

    return Block(block.height, paint, keep=block.keep)


def numbered(items: Iterable[Sequence[Run]]) -> list[Block]:
    """Items ``1．`` ``2．`` with hanging text; neither the first nor the last stands alone on a page."""
    blocks: list[list[Block]] = []
    for order, runs in enumerate(items, start=1):
        label = Run(f"{order}．", BODY)
        inset = max(natural_width([label]), 1.6 * BODY.size)
        lines = paragraph(runs, indent=0, x=LEFT + inset, width=WIDTH - inset)
        blocks.append(_labelled(lines, label))
    for at in {0, len(blocks) - 2} & set(range(len(blocks) - 1)):
        blocks[at][-1] = replace(blocks[at][-1], keep=True)
    return [block for item in blocks for block in item]


def _labelled(lines: list[Block], label: Run) -> list[Block]:
    first = lines[0]

    def paint(sheet: PaperSheet, top: float) -> None:
        draw_text(sheet.canvas, label.text, label.ink, LEFT, baseline(top, first.height, label.ink.size))
        first.paint(sheet, top)

    return [Block(first.height, paint, keep=first.keep), *lines[1:]]


def numeral(number: int) -> str:
    """Chinese numerals for 1 to 99: ``一``, ``十二``, ``二十``."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _NUMERALS[tens - 1] + "十")
    return head + (_NUMERALS[ones - 1] if ones else "")
