"""The list of what a unit must still bring, as a PDF to take away: A4, the same bytes for the same list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from app.common.clock import BEIJING
from app.reports import furniture
from app.reports.canvas import Label, drawn_pages
from app.reports.captions import INSET, Caption, caption, extra
from app.reports.flow import Block, PaperSheet, TextFrame, bound, kept, paginate, space
from app.reports.grid import Grid, cell, full_width
from app.reports.ink import (
    BODY,
    HAIR,
    HAIR_WIDTH,
    LEFT,
    SMALL,
    TABLE_MUTED,
    TABLE_STRONG,
    TITLE,
    WIDTH,
)
from app.reports.legible import check_texts
from app.reports.line_breaks import Run
from app.reports.type_blocks import (
    centred,
    draw_text,
    line_block,
    one_line,
    paragraph,
)
from app.reports.words import SAMPLE_NOTICE

TITLE_TEXT = "补交材料清单"
_UNNAMED = "（未写明）"
_NO_DAY = "另行商定"
_SIGN_HEIGHT = 96.0
_ROOM_TO_SIGN = (6.0, 16.0)
_DATE = "年　　月　　日"
_PLACES = {"unit": "单位名称", "project": "项目名称", "scheme": "细则名称", "expert": "专家姓名"}
_COLUMNS = {"criterion": "考核内容", "what": "须补交的材料", "by": "最迟交来的日期", "came": "交来的日期"}


@dataclass(frozen=True, slots=True)
class SupplementRow:
    """One thing to bring: where it belongs, what, the last day and the day it came (both may be empty)."""

    criterion: str
    what: str
    by: str
    came: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementList:
    """All that is printed. made_on: the day of the list, the only date inside the file's properties.

    heads: what stands before unit, project, rules and days; content: what the criteria are called.
    """

    unit: str
    project: str
    scheme: str
    visit_from: date
    visit_to: date
    expert: str
    made_on: date
    sample: bool
    rows: tuple[SupplementRow, ...]
    heads: tuple[str, str, str, str] = ("项目单位", "项目名称", "考核依据", "考核时间")
    content: str = "考核内容"


def render_supplements(listed: SupplementList) -> bytes:
    """Set the list on A4. Raises Refusal where a character is in no vendored font."""
    check_texts(listed, _place)
    pdf, _ = drawn_pages(_label(listed), paginate(_blocks(listed)), partial(_furnish, listed))
    return pdf


def _place(where: str) -> str:
    """A dotted path in the words of the list, such as ``第 2 行的须补交的材料``."""
    parts = where.split(".")
    if parts[0] != "rows":
        return _PLACES.get(where, where)
    return f"第 {int(parts[1]) + 1} 行“{_COLUMNS[parts[2]]}”"


def _label(listed: SupplementList) -> Label:
    made = datetime.combine(listed.made_on, time(), tzinfo=BEIJING)
    return Label(TITLE_TEXT, f"{listed.unit} {listed.project}", listed.expert, "", made)


def _blocks(listed: SupplementList) -> list[Block]:
    notice = centred(SAMPLE_NOTICE, SMALL, 14.0) if listed.sample else []
    head = kept([*centred(TITLE_TEXT, TITLE, 30.0), *notice, space(10)])
    blocks = [*head, *_facts(listed), space(12), *paragraph([Run(_preamble(listed), BODY)]), space(8)]
    blocks += [*_table(listed), space(16)]
    return [*bound(blocks, 18.0), *_signatures(listed)]


def _facts(listed: SupplementList) -> list[Block]:
    grid = Grid(full_width(72, -1))
    unit, project, rules, days = listed.heads
    facts = (
        (unit, listed.unit),
        (project, listed.project),
        (rules, listed.scheme),
        (days, _span(listed.visit_from, listed.visit_to)),
        ("经手专家", listed.expert),
    )
    blocks: list[Block] = []
    for name, text in facts:
        if text:
            blocks += grid.row([cell(name, TABLE_MUTED), cell(text)])
    return blocks


def _preamble(listed: SupplementList) -> str:
    count = len([row for row in listed.rows if not row.came])
    if not count:
        return "下列材料均已交来，清单供双方留存。"
    return (
        f"下列材料在现场核查时未能见到或不齐全，其中 {count} 项尚未交来，请在所列日期之前交专家组核验。"
        "交来时请携带本清单，由双方在“交来及签收”栏写明日期并签字。"
    )


def _table(listed: SupplementList) -> list[Block]:
    grid = Grid(full_width(30, -3, -5, 92, 104))
    grid.head(["序号", listed.content, "须补交的材料", "最迟交来日期", "交来及签收"])
    blocks: list[Block] = []
    for order, row in enumerate(listed.rows, start=1):
        came = f"已于 {row.came}交来" if row.came else ""
        cells = [
            cell(str(order), TABLE_MUTED),
            cell(row.criterion),
            cell(row.what or _UNNAMED),
            cell(row.by or _NO_DAY),
            cell(came, TABLE_MUTED),
        ]
        blocks += grid.row(cells, upright=True, pads=_ROOM_TO_SIGN)
    return blocks


def _signatures(listed: SupplementList) -> list[Block]:
    """Room for both sides, held together."""
    frame, across = TextFrame(LEFT, LEFT + WIDTH), WIDTH / 2
    sides = (("专家组（签字）", listed.expert), (f"{listed.heads[0]}经办人（签字）", listed.unit))
    captions = [caption([Run(role, TABLE_STRONG)], across, name) for role, name in sides]
    height = _SIGN_HEIGHT + extra(captions)
    made = f"清单日期　{_day(listed.made_on)}　　一式两份，专家组与{listed.heads[0]}各执一份。"
    words = line_block(one_line([Run(made, SMALL)]), 16.0, SMALL.size)
    return kept([words, space(2), Block(height, partial(_paint_sides, captions, height), frame=frame)])


def _paint_sides(captions: Sequence[Caption], height: float, sheet: PaperSheet, top: float) -> None:
    across = WIDTH / len(captions)
    sheet.canvas.setStrokeColor(HAIR)
    sheet.canvas.setLineWidth(HAIR_WIDTH)
    sheet.canvas.line(LEFT + across, top, LEFT + across, top - height)
    for order, words in enumerate(captions):
        x = LEFT + order * across
        words.paint(sheet.canvas, x, top)
        draw_text(sheet.canvas, _DATE, SMALL, x + across - INSET, top - height + 8, align="right")


def _furnish(listed: SupplementList, sheet: PaperSheet, pages: int) -> None:
    code = "【示例】" * listed.sample + TITLE_TEXT
    furniture.frame(sheet, pages, named=listed.unit, code=code, ghost="示例" * listed.sample)


def _span(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)}至 {_day(last)}"


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
