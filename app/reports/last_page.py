"""The last page's foot: a box for each signature, room for the seals, the code that ties paper to data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise

from reportlab.pdfgen.canvas import Canvas

from app.common.boxes import SignatureBox, field_name
from app.reports.captions import INSET, caption, extra
from app.reports.document import Signer, VerdictReport
from app.reports.flow import Block, PaperSheet, TextFrame, kept, space
from app.reports.ink import (
    HAIR,
    HAIR_WIDTH,
    LEFT,
    SMALL,
    SMALL_LEADING,
    SMALL_STRONG,
    TABLE_MUTED,
    TABLE_STRONG,
    WIDTH,
)
from app.reports.line_breaks import Run, SetLine, set_lines
from app.reports.qr import paint_qr
from app.reports.type_blocks import baseline, draw_line, draw_text
from app.reports.words import DIGITAL_NOTE, PEN_NOTE, beijing, leads, long_date

_ACROSS = 3
_CELL = WIDTH / _ACROSS
_SIGN_HEIGHT, _SEAL_HEIGHT = 80.0, 134.0
_CAPTION, _FOOT = 24.0, 20.0
_QR_SIDE, _QR_GAP = 64.0, 14.0
_DATE = "年　　月　　日"


def signatures(report: VerdictReport) -> list[Block]:
    """Boxes of all signers, the leader's first, then the unit's confirmation and the seals; held together."""
    frame = TextFrame(LEFT, LEFT + WIDTH)
    ordered = sorted(report.signers, key=lambda signer: not leads(signer.role))
    rows = _even_rows(ordered)
    blocks = [_signers_row(row, report, frame, first=not order) for order, row in enumerate(rows)]
    return kept([*blocks, _seals_row(report, frame, first=not blocks)])


def _even_rows(signers: Sequence[Signer]) -> list[Sequence[Signer]]:
    """Rows of at most three, none longer than another by more than one, the fuller first."""
    count = -(-len(signers) // _ACROSS)
    ends = [-(-len(signers) * order // count) for order in range(count + 1)] if count else []
    return [signers[start:end] for start, end in pairwise(ends)]


def _signers_row(row: Sequence[Signer], report: VerdictReport, frame: TextFrame, *, first: bool) -> Block:
    cell = WIDTH / len(row)
    captions = [caption(_named(signer), cell) for signer in row]
    height = _SIGN_HEIGHT + extra(captions)

    def paint(sheet: PaperSheet, top: float) -> None:
        _lines_between(sheet.canvas, top, (cell, height), first=first)
        for order, (signer, words) in enumerate(zip(row, captions, strict=True)):
            x = LEFT + order * cell
            words.paint(sheet.canvas, x, top)
            _paint_place(signer, report, sheet, (x, cell), (top, height))

    return Block(height, paint, frame=frame)


def _named(signer: Signer) -> list[Run]:
    return [Run(signer.role, TABLE_MUTED), Run("　" + signer.name, TABLE_STRONG)]


def _lines_between(canvas: Canvas, top: float, cell: tuple[float, float], *, first: bool) -> None:
    width, height = cell
    canvas.setStrokeColor(HAIR)
    canvas.setLineWidth(HAIR_WIDTH)
    if not first:
        canvas.line(LEFT, top, LEFT + WIDTH, top)
    for order in range(1, round(WIDTH / width)):
        canvas.line(LEFT + order * width, top, LEFT + order * width, top - height)


def _paint_place(
    signer: Signer,
    report: VerdictReport,
    sheet: PaperSheet,
    across: tuple[float, float],
    down: tuple[float, float],
) -> None:
    """The place for a signature below its caption, of one size whatever the caption takes."""
    (x, width), (top, height) = across, down
    bottom = top - height
    box = (x + INSET, bottom + _FOOT, x + width - INSET, bottom + _SIGN_HEIGHT - _CAPTION)
    told = f"{signer.role} {signer.name}"
    sheet.boxes.append(SignatureBox(field_name(signer.person_id), sheet.page, *box, told))
    foot = "签署时间见电子签名" if report.form == "digital" else _DATE
    draw_text(sheet.canvas, foot, SMALL, x + width - INSET, bottom + 8, align="right")


def _seals_row(report: VerdictReport, frame: TextFrame, *, first: bool) -> Block:
    told = (("单位负责人确认", "（签字）"), (report.assessed, report.unit), (report.assesses, report.issuer))
    captions = [caption([Run(role, TABLE_STRONG)], _CELL, name) for role, name in told]
    height = _SEAL_HEIGHT + extra(captions)

    def paint(sheet: PaperSheet, top: float) -> None:
        _lines_between(sheet.canvas, top, (_CELL, height), first=first)
        for order, words in enumerate(captions):
            words.paint(sheet.canvas, LEFT + order * _CELL, top)
            _paint_seal(sheet, LEFT + order * _CELL, top - height, sealed=order > 0)

    return Block(height, paint, frame=frame)


def _paint_seal(sheet: PaperSheet, x: float, bottom: float, *, sealed: bool) -> None:
    """The date to be written, and where a seal goes."""
    if sealed:
        middle = bottom + _SEAL_HEIGHT / 2 - 12
        draw_text(sheet.canvas, "（盖章处）", SMALL, x + _CELL / 2, middle, align="center")
    draw_text(sheet.canvas, _DATE, SMALL, x + _CELL - INSET, bottom + 8, align="right")


def verification(report: VerdictReport) -> list[Block]:
    """The code as letters and as QR, the digest, and a quiet word on what the signatures mean."""
    room = WIDTH - (_QR_SIDE + _QR_GAP if report.coded else 0.0)
    lines = [line for runs in _verification_words(report) for line in set_lines(runs, room)]
    height = max(len(lines) * SMALL_LEADING, _QR_SIDE)
    return [space(12, keep=True), Block(height, partial(_paint_verification, report, lines, WIDTH - room))]


def _verification_words(report: VerdictReport) -> Iterable[tuple[Run, ...]]:
    if report.coded:
        yield (Run("校验码　", SMALL), Run(report.short_code, SMALL_STRONG))
        yield (Run(f"结论摘要（SHA-256）　{report.digest}", SMALL),)
        yield (
            Run(
                f"定稿时间　{long_date(report.frozen_at)} {beijing(report.frozen_at):%H:%M}（北京时间）",
                SMALL,
            ),
        )
    else:
        yield (Run("校验码定稿后生成。", SMALL),)
    if report.clock_note:
        yield (Run(f"时间更正　{report.clock_note}", SMALL),)
    if report.form == "digital":
        yield (Run("内部核验　", SMALL_STRONG), Run(DIGITAL_NOTE, SMALL))
    else:
        yield (Run(PEN_NOTE, SMALL),)


def _paint_verification(
    report: VerdictReport, lines: Sequence[SetLine], shift: float, sheet: PaperSheet, top: float
) -> None:
    if report.coded:
        paint_qr(sheet.canvas, qr_text(report), LEFT, top, _QR_SIDE)
    for order, line in enumerate(lines):
        y = baseline(top - order * SMALL_LEADING, SMALL_LEADING, SMALL.size)
        draw_line(sheet.canvas, line, LEFT + shift, y)


def qr_text(report: VerdictReport) -> str:
    """What the QR code holds: kind, short code and the whole digest, in capitals to keep it small."""
    return f"XIANPING:{report.short_code}:{report.digest}".upper()
