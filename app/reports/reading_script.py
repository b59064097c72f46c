"""The script of a reading (讲稿) as a PDF: what is said, page by page, to be read from paper. A4, large type.

Its numbers are those of the pages on the screen; the same bytes for the same text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby

from app.reports import furniture
from app.reports.canvas import Label, drawn_pages
from app.reports.faces import SERIF
from app.reports.flow import Block, PaperSheet, kept, paginate, space
from app.reports.grid import Grid, cell, full_width
from app.reports.ink import BLACK, LEFT, SMALL, SMALL_LEADING, TABLE, TABLE_MUTED, TITLE, WIDTH
from app.reports.legible import check_texts
from app.reports.line_breaks import Ink, Run
from app.reports.type_blocks import centred, heading, paragraph
from app.reports.words import SAMPLE_NOTICE

TITLE_TEXT = "宣读讲稿"
SAID = Ink(SERIF, 15.0, BLACK)
_LEADING, _NUMBER = 27.0, 30.0
_PLACES = {"unit": "单位名称", "project": "项目名称", "reader": "宣读人", "note": "说明"}


@dataclass(frozen=True, slots=True)
class ScriptPage:
    """One page. number: on the screen, from 1; said: as it is spoken; aside: the clause, may be empty."""

    number: int
    title: str
    said: str
    aside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingScript:
    """All that is printed. code: the short one of the text; moment: of the freezing.

    note: what it holds, how long it takes; dropped: what was heard before and no longer stands.
    """

    unit: str
    project: str
    reader: str
    code: str
    moment: datetime
    note: str
    sample: bool
    pages: tuple[ScriptPage, ...]
    dropped: tuple[str, ...] = ()


def render_script(script: ReadingScript) -> bytes:
    """Set the script. Raises Refusal where a character is in no vendored font."""
    check_texts(script, _place)
    pdf, _ = drawn_pages(_label(script), paginate(_blocks(script)), partial(_furnish, script))
    return pdf


def _place(where: str) -> str:
    """A dotted path in the words of the script, such as ``第 2 页``."""
    parts = where.split(".")
    return f"第 {int(parts[1]) + 1} 段" if parts[0] == "pages" else _PLACES.get(where, "讲稿")


def _label(script: ReadingScript) -> Label:
    return Label(TITLE_TEXT, f"{script.unit} {script.project}", script.reader, script.code, script.moment)


def _blocks(script: ReadingScript) -> list[Block]:
    notice = centred(SAMPLE_NOTICE, SMALL, 14.0) if script.sample else []
    blocks = kept([*centred(TITLE_TEXT, TITLE, 30.0), *notice, space(8)])
    blocks += _small(script.note)
    for text in script.dropped:
        blocks += _small(f"上次读过、现已不在定稿里，请口头说明：{text}")
    for title, pages in groupby(script.pages, key=lambda each: each.title):
        first, *rest = (list(_page(each)) for each in pages)
        blocks += [*heading(title), *first, *(block for page in rest for block in page)]
    return [*blocks, space(18), *_times()]


def _page(page: ScriptPage) -> Iterator[Block]:
    """What is said, its number in front, the clause in small type below; none parted from its first lines."""
    yield space(6)
    number = Run(f"{page.number}　", TABLE_MUTED)
    lines = paragraph([number, Run(page.said, SAID)], leading=_LEADING, indent=0, width=WIDTH)
    clause = _small(f"条款（不读）：{page.aside}") if page.aside else []
    yield from kept([*lines, *clause]) if len(lines) <= _KEPT_LINES else [*lines, *clause]


_KEPT_LINES = 6


def _small(text: str) -> list[Block]:
    return paragraph([Run(text, SMALL)], leading=SMALL_LEADING, indent=0, x=LEFT)


def _times() -> Sequence[Block]:
    """Room to note when it was read, to be typed afterwards."""
    grid = Grid(full_width(60, -1, 60, -1, 84, -1))
    blank = cell("　", TABLE)
    cells = [
        part for word in ("开始时间", "结束时间", "没有读到的页") for part in (cell(word, TABLE_MUTED), blank)
    ]
    told = "照此宣读与在屏幕上宣读同样有效：读完后在签署与导出页按“登记宣读…”录入时间。"
    return kept([*grid.row(cells, pads=(6.0, 16.0)), space(4), *_small(told)])


def _furnish(script: ReadingScript, sheet: PaperSheet, pages: int) -> None:
    code = "【示例】" * script.sample + f"{TITLE_TEXT}　校验码 {script.code}"
    furniture.frame(sheet, pages, named=script.unit, code=code, ghost="示例" * script.sample)
