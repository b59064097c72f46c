"""One expert's score sheet on A4: blank for the pen, or filled for checking and signing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from app.reports import furniture
from app.reports.canvas import Label, drawn_pages
from app.reports.captions import caption, extra
from app.reports.flow import Block, PaperSheet, TextFrame, bound, kept, paginate, space
from app.reports.grid import Grid, GridCell, cell, full_width
from app.reports.ink import (
    LEFT,
    PAD_X,
    SMALL,
    SMALL_LEADING,
    TABLE,
    TABLE_MUTED,
    TABLE_STRONG,
    TITLE,
    WIDTH,
)
from app.reports.legible import check_texts
from app.reports.line_breaks import Run, natural_width
from app.reports.sheet_document import ScoreSheet
from app.reports.sheet_form import form
from app.reports.sheet_marks import box_frame
from app.reports.type_blocks import centred, draw_text, paragraph
from app.reports.words import SAMPLE_NOTICE, booked

_SIGN_HEIGHT, _BESIDE_SIGNATURE = 78.0, 70.0
_ALL = 1e6
_LABEL, _WIDEST_LABEL, _BESIDE_LABEL = 60.0, 130.0, 2 * PAD_X + 0.5
"""How wide the column before the parties is: no name of theirs is broken, unless it is very long."""
_SECTION = re.compile(r"sections\.(\d+)\.criteria\.(\d+)")
_PLACES = {"unit": "单位名称", "project": "项目名称", "expert": "专家姓名", "typist": "录入人姓名"}
HOW_TO = (
    "填写说明：用黑色签字笔填写；在方框内打“√”；数字写在横线上；{how_to}"
    "改动处请在旁边签名。写不下的写在背面并注明编号。"
)
CHECK = "请专家逐项核对本表与纸质原表是否一致；一致的，在下方签名，并将签名页拍照附到程序里。"


@dataclass(frozen=True, slots=True)
class RenderedSheet:
    """The PDF, and how many pages it has."""

    pdf: bytes
    pages: int


def render_score_sheet(sheet: ScoreSheet) -> RenderedSheet:
    """Set the sheet. Raises Refusal naming the characters that no vendored font has, and where they stand."""
    check_texts(sheet, lambda where: _place(sheet, where))
    pages = paginate(_blocks(sheet))
    pdf, _ = drawn_pages(_label(sheet), pages, partial(_furnish, sheet))
    return RenderedSheet(pdf, len(pages))


def _place(sheet: ScoreSheet, where: str) -> str:
    """A dotted path in the words of the sheet: the criterion's number."""
    found = _SECTION.match(where)
    if found:
        section, criterion = (int(part) for part in found.groups())
        return f"第 {sheet.sections[section].criteria[criterion].id} 项"
    return _PLACES.get(where, "表头")


def _label(sheet: ScoreSheet) -> Label:
    return Label(sheet.title, f"{sheet.unit} {sheet.project}", sheet.expert, sheet.code, sheet.moment)


def _blocks(sheet: ScoreSheet) -> list[Block]:
    head = [*_title(sheet), space(6), *_parties(sheet), space(6), *_notes(sheet), space(6)]
    body = bound(form(sheet), _BESIDE_SIGNATURE)
    return [*head, *body, *bound(_signing(sheet), _ALL)]


def _title(sheet: ScoreSheet) -> list[Block]:
    blocks = [*centred(sheet.title, TITLE, 28.0), space(4)]
    if sheet.sample:
        blocks += centred(SAMPLE_NOTICE, SMALL, 14.0)
    return kept(blocks)


def _parties(sheet: ScoreSheet) -> list[Block]:
    widest = max(natural_width([Run(label, TABLE_MUTED)]) for label in sheet.heads)
    grid = Grid(full_width(min(max(widest + _BESIDE_LABEL, _LABEL), _WIDEST_LABEL), -1, 48, -1))
    expert = f"{sheet.expert}（{sheet.expert_unit}）" if sheet.expert_unit else sheet.expert
    unit, project, rules, ground, day = sheet.heads
    rows = [
        [(unit, sheet.unit)],
        [(project, sheet.project)],
        [(rules, sheet.scheme)],
        [(ground, booked(sheet.document))],
        [(day, sheet.visit_dates), ("表号", sheet.code)],
        [(sheet.expert_role, expert), ("录入人", sheet.typist)]
        if sheet.typist
        else [(sheet.expert_role, expert)],
    ]
    blocks: list[Block] = []
    for pairs in ([pair for pair in told if pair[1]] for told in rows):
        if not pairs:
            continue
        span = 3 if len(pairs) == 1 else 1
        cells: list[GridCell] = []
        for label, value in pairs:
            cells += [cell(label, TABLE_MUTED), cell(value, TABLE, span=span)]
        blocks += grid.row(cells)
    return kept(blocks)


def _notes(sheet: ScoreSheet) -> list[Block]:
    said = (
        [HOW_TO.format(how_to=sheet.words.how_to)]
        if sheet.blank
        else [sheet.as_of, *([CHECK] if sheet.typist else [])]
    )
    blocks: list[Block] = []
    for text in said:
        blocks += paragraph([Run(text, SMALL)], leading=SMALL_LEADING, indent=0)
    if sheet.pledge:
        pledge = "回避与纪律承诺：" + "".join(sheet.pledge) + "（签署本表即确认）"
        blocks += paragraph([Run(pledge, SMALL)], leading=SMALL_LEADING, indent=0)
    return blocks


def _signing(sheet: ScoreSheet) -> list[Block]:
    """Room for the expert's pen, and for who typed it in."""
    told = [("专家核对无误后签名" if sheet.typist else "专家签名", sheet.expert)]
    told += [("录入人签名", sheet.typist)] if sheet.typist else []
    width = WIDTH / len(told)
    captions = [
        caption([Run(title, TABLE_MUTED), Run(f"　{name}", TABLE_STRONG)], width) for title, name in told
    ]
    height = _SIGN_HEIGHT + extra(captions)

    def paint(drawn: PaperSheet, top: float) -> None:
        for order, words in enumerate(captions):
            x = LEFT + order * width
            box_frame(drawn.canvas, x, top - height, (width, height))
            words.paint(drawn.canvas, x, top)
            foot = top - height + 9
            draw_text(drawn.canvas, "年　　月　　日", SMALL, x + width - 8, foot, align="right")

    codes = f"表号 {sheet.code}" + (f"　锁定校验码 {sheet.lock_code}" if sheet.lock_code else "")
    marks = [codes, sheet.pages] if sheet.pages else [codes]
    lines = [block for text in marks for block in paragraph([Run(text, SMALL)], leading=14.0, indent=0)]
    box = Block(height, paint, frame=TextFrame(LEFT, LEFT + WIDTH))
    return [space(12, keep=True), box, space(4, keep=True), *lines]


def _furnish(sheet: ScoreSheet, drawn: PaperSheet, pages: int) -> None:
    """Unit and code above, the page's number below; 示例 behind a sample's."""
    kind = "【空白表】" if sheet.blank else ""
    code = f"{'【示例】' * sheet.sample}{kind}　表号 {sheet.code}".strip("　")
    named = f"{sheet.expert}　{sheet.unit}".strip("　")
    furniture.frame(drawn, pages, named=named, code=code, ghost="示例" * sheet.sample)
