"""Blocks down a page: what stays together, heads repeated over a broken table, nothing left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reportlab.pdfgen.canvas import Canvas

from app.common.boxes import SignatureBox
from app.reports.ink import BLACK, BOTTOM, CAPACITY, RULE_WIDTH, TOP

_WORTH_STARTING = 120.0
_SHORT = 6
_LONG, _PIECE = CAPACITY * 0.4, 80.0


@dataclass(slots=True)
class PaperSheet:
    """One page while it is drawn: the canvas, the page counted from 0, and the signature boxes met so far."""

    canvas: Canvas
    page: int
    boxes: list[SignatureBox] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TextFrame:
    """The outer edges of a table: x from left to right in points."""

    x0: float
    x1: float


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A piece of page that is never cut.

    height: in points. paint: draws it, given the sheet and the y of its upper edge.
    keep: stays on the page of the next block. head: repeated where the block's table goes on overleaf.
    frame: the table it belongs to, framed on every page. blank: mere space, dropped at a page's top.
    """

    height: float
    paint: Callable[[PaperSheet, float], None]
    keep: bool = False
    head: Block | None = None
    frame: TextFrame | None = None
    blank: bool = False


@dataclass(slots=True)
class Page:
    """Blocks placed on a page, each with the y of its upper edge."""

    placed: list[tuple[Block, float]] = field(default_factory=list)
    y: float = TOP

    @property
    def room(self) -> float:
        """Points left above the lower margin."""
        return self.y - BOTTOM

    @property
    def head(self) -> Block | None:
        """The table head in force where the next block would come."""
        return self.placed[-1][0].head if self.placed else None

    def put(self, block: Block) -> None:
        """Place a block, its table's head before it where that is due."""
        if block.blank and not self.placed:
            return
        if block.head is not None and block.head is not self.head:
            self._add(replace(block.head, head=block.head))
        self._add(block)

    def _add(self, block: Block) -> None:
        self.placed.append((block, self.y))
        self.y -= block.height


def space(height: float, *, keep: bool = False) -> Block:
    """Blank room between blocks."""
    return Block(height, lambda _sheet, _top: None, keep=keep, blank=True)


def kept(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, held on one page; the last stays free."""
    return [replace(block, keep=True) for block in blocks[:-1]] + list(blocks[-1:])


def tied(rows: Sequence[Sequence[Block]]) -> list[Block]:
    """Rows of a table with two at least at either side of a page's edge; a short table stays whole."""
    if len(rows) <= _SHORT:
        return kept([block for row in rows for block in row])
    first, last = [*rows[0], *rows[1]], [*rows[-2], *rows[-1]]
    return [*kept(first), *(block for row in rows[2:-2] for block in row), *kept(last)]


def holding(blocks: Sequence[Block]) -> list[Block]:
    """One matter on one page; a long one may go on overleaf, with a good piece of it at either side.

    Within a long one the blocks keep to each other as they come.
    """
    if sum(block.height for block in blocks) <= _LONG:
        return kept(blocks)
    first = _reaching(blocks, _PIECE)
    last = len(blocks) - _reaching(list(reversed(blocks)), _PIECE)
    return [
        replace(block, keep=True) if at < first - 1 or last <= at else block
        for at, block in enumerate(blocks[:-1])
    ] + [blocks[-1]]


def _reaching(blocks: Sequence[Block], least: float) -> int:
    """How many of the first blocks it takes to reach a height."""
    reached = 0.0
    for count, block in enumerate(blocks, start=1):
        reached += block.height
        if reached >= least:
            return count
    return len(blocks)


def bound(blocks: Sequence[Block], least: float) -> list[Block]:
    """Hold at least ``least`` points of a run's end to what follows it."""
    held, reached = list(blocks), 0.0
    for at in range(len(held) - 1, -1, -1):
        held[at] = replace(held[at], keep=True)
        reached += 0.0 if held[at].blank else held[at].height
        if reached >= least:
            break
    return held


def paginate(blocks: Iterable[Block]) -> list[Page]:
    """Lay blocks on pages; a kept chain moves as one unless it is taller than a page."""
    pages = [Page()]
    for chain in _chains(blocks):
        if _height(chain, pages[-1].head) > pages[-1].room + 1e-6 and pages[-1].placed:
            fits_alone = _height(chain, None) <= CAPACITY
            if fits_alone or pages[-1].room < _WORTH_STARTING:
                pages.append(Page())
        for block in chain:
            if _height([block], pages[-1].head) > pages[-1].room + 1e-6 and pages[-1].placed:
                pages.append(Page())
            pages[-1].put(block)
    return [page for page in pages if page.placed]


def _chains(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    chain: list[Block] = []
    for block in blocks:
        chain.append(block)
        if not block.keep:
            yield chain
            chain = []
    if chain:
        yield chain


def _height(chain: Sequence[Block], head: Block | None) -> float:
    total = 0.0
    for block in chain:
        if block.head is not None and block.head is not head:
            total += block.head.height
        head = block.head
        total += block.height
    while chain and chain[-1].blank:
        total -= chain[-1].height
        chain = chain[:-1]
    return total


def draw_page(page: Page, sheet: PaperSheet) -> None:
    """Paint a page's blocks, then the frames of the tables on it."""
    for block, top in page.placed:
        block.paint(sheet, top)
    for frame, top, bottom in _frames(page):
        sheet.canvas.setStrokeColor(BLACK)
        sheet.canvas.setLineWidth(RULE_WIDTH)
        for y in (top, bottom):
            sheet.canvas.line(frame.x0, y, frame.x1, y)


def _frames(page: Page) -> Iterator[tuple[TextFrame, float, float]]:
    running: tuple[TextFrame, float, float] | None = None
    for block, top in page.placed:
        bottom = top - block.height
        if running and block.frame is running[0]:
            running = (running[0], running[1], bottom)
            continue
        if running:
            yield running
        running = (block.frame, top, bottom) if block.frame else None
    if running:
        yield running
