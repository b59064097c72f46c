"""The notice with the fingerprints that people compare: letters and QR code of the bureau and of each seat.

A4, to be printed and handed over in person: what travels with a file cannot vouch for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from app.common.clock import BEIJING
from app.reports import furniture
from app.reports.canvas import Label, drawn_pages
from app.reports.captions import INSET
from app.reports.flow import Block, PaperSheet, TextFrame, bound, kept, paginate, space
from app.reports.ink import BODY, HAIR, HAIR_WIDTH, LEFT, SMALL, TABLE_MUTED, TABLE_STRONG, TITLE, WIDTH
from app.reports.legible import check_texts
from app.reports.line_breaks import Run, SetLine, set_lines
from app.reports.qr import paint_qr
from app.reports.type_blocks import baseline, centred, draw_line, paragraph
from app.reports.words import SAMPLE_NOTICE

TITLE_TEXT = "指纹核对单"
_PREAMBLE = (
    "请把屏幕上显示的指纹与本单逐组核对，也可以扫描二维码核对。八组字符全部相同才算一致；"
    "有一处不同，即停止使用来件，并与发出单位联系。本单请当面交付或经公函发送，不要与数据文件一起传送。"
)
_PLACES = {"office": "单位名称"}
_QR_SIDE, _PAD, _LEADING, _GAP = 58.0, 9.0, 17.0, 14.0


@dataclass(frozen=True, slots=True)
class FingerprintRow:
    """Whose fingerprint: a role such as ``组长``, a name, what the person belongs to (may be empty)."""

    role: str
    name: str
    unit: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerprintNotice:
    """All that is printed. rows: the bureau first. batch: what the notice goes with, may be empty."""

    office: str
    batch: str
    made_on: date
    sample: bool
    rows: tuple[FingerprintRow, ...]


def render_fingerprints(notice: FingerprintNotice) -> bytes:
    """Set the notice on A4. Raises Refusal where a character is in no vendored font."""
    check_texts(notice, _place)
    pdf, _ = drawn_pages(_label(notice), paginate(_blocks(notice)), partial(_furnish, notice))
    return pdf


def _place(where: str) -> str:
    parts = where.split(".")
    return f"第 {int(parts[1]) + 1} 行" if parts[0] == "rows" else _PLACES.get(where, where)


def _label(notice: FingerprintNotice) -> Label:
    made = datetime.combine(notice.made_on, time(), tzinfo=BEIJING)
    return Label(TITLE_TEXT, notice.batch or notice.office, notice.office, "", made)


def _blocks(notice: FingerprintNotice) -> list[Block]:
    sample = centred(SAMPLE_NOTICE, SMALL, 14.0) if notice.sample else []
    batch = centred(notice.batch, BODY, 20.0) if notice.batch else []
    day = notice.made_on
    made = f"{notice.office}　{day.year} 年 {day.month} 月 {day.day} 日"
    head = kept([*centred(TITLE_TEXT, TITLE, 30.0), *batch, *centred(made, SMALL, 16.0), *sample, space(8)])
    frame = TextFrame(LEFT, LEFT + WIDTH)
    rows = [_row(each, frame, first=not order) for order, each in enumerate(notice.rows)]
    return [*head, *bound([*paragraph([Run(_PREAMBLE, BODY)]), space(10)], 18.0), *rows]


def _row(row: FingerprintRow, frame: TextFrame, *, first: bool) -> Block:
    """One fingerprint: its code on the left, whose it is and its letters beside."""
    room = WIDTH - 2 * INSET - _QR_SIDE - _GAP
    words = [[Run(f"{row.role}　", TABLE_MUTED), Run(row.name, TABLE_STRONG)]]
    words += [[Run(row.unit, TABLE_MUTED)]] if row.unit else []
    words += [[Run(row.fingerprint, TABLE_STRONG)]]
    lines = [line for runs in words for line in set_lines(runs, room)]
    height = max(len(lines) * _LEADING, _QR_SIDE) + 2 * _PAD
    return Block(height, partial(_paint_row, row, lines, height, first), frame=frame)


def _paint_row(
    row: FingerprintRow,
    lines: Sequence[SetLine],
    height: float,
    first: bool,  # noqa: FBT001  bound with partial
    sheet: PaperSheet,
    top: float,
) -> None:
    if not first:
        sheet.canvas.setStrokeColor(HAIR)
        sheet.canvas.setLineWidth(HAIR_WIDTH)
        sheet.canvas.line(LEFT, top, LEFT + WIDTH, top)
    paint_qr(sheet.canvas, row.fingerprint, LEFT + INSET, top - (height - _QR_SIDE) / 2, _QR_SIDE)
    start = top - (height - len(lines) * _LEADING) / 2
    for order, line in enumerate(lines):
        y = baseline(start - order * _LEADING, _LEADING, TABLE_STRONG.size)
        draw_line(sheet.canvas, line, LEFT + INSET + _QR_SIDE + _GAP, y)


def _furnish(notice: FingerprintNotice, sheet: PaperSheet, pages: int) -> None:
    code = "【示例】" * notice.sample + TITLE_TEXT
    furniture.frame(sheet, pages, named=notice.office, code=code, ghost="示例" * notice.sample)
