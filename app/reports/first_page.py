"""The first page: title, who and what, and the conclusion with its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from app.reports.document import SectionRow, VerdictReport
from app.reports.flow import Block, PaperSheet, kept, space
from app.reports.grid import Grid, GridCell, cell, full_width
from app.reports.ink import (
    BAR,
    BLACK,
    BODY,
    BODY_STRONG,
    FIGURE,
    FIGURE_UNIT,
    HAIR,
    HAIR_WIDTH,
    LEFT,
    OUTCOME,
    PAD_X,
    RULE_WIDTH,
    SMALL,
    SMALL_LEADING,
    SUBTITLE,
    TABLE,
    TABLE_LOST,
    TABLE_MUTED,
    TITLE,
    TRACK,
    WIDTH,
)
from app.reports.line_breaks import Run, SetLine, set_lines
from app.reports.type_blocks import balanced, baseline, centred, draw_line, draw_text, one_line, paragraph
from app.reports.words import (
    DRAFT_NOTICE,
    SAMPLE_NOTICE,
    cited,
    figure_words,
    finding,
    is_lost,
    preamble,
    profile_rows,
    signed,
    where_from,
)

_LEFT_SHARE = 172.0
_LABELS = (84.0, 60.0)
_HALF_ROW = (WIDTH - sum(_LABELS)) / 2 - 2 * PAD_X
_BAR_ROW = 16.5
_BAR_WIDTH = 92.0
_BAR_SHARE = _BAR_WIDTH + 58 + 6
_ABOVE_OUTCOME, _OUTCOME_LEADING, _LEAST_HEIGHT = 105.0, 17.0, 122.0


def title_block(report: VerdictReport, title: str = "", told: str = "") -> list[Block]:
    """What it is about, the title, double rule, who issued it; notices for a sample or a draft.

    title: in place of the report's own; told: one more line below.
    """
    blocks = [*centred(report.scheme_title, SUBTITLE, 20.0), space(2)]
    blocks += [*centred(title or report.title, TITLE, 30.0), space(8), _double_rule(), space(6)]
    blocks += centred(where_from(report), SMALL, 14.0)
    notices = [(bool(told), told), (report.sample, SAMPLE_NOTICE), (report.draft, DRAFT_NOTICE)]
    for due, notice in notices:
        blocks += centred(notice, SMALL, 14.0) if due else []
    return kept(blocks)


def _double_rule() -> Block:
    def paint(sheet: PaperSheet, top: float) -> None:
        sheet.canvas.setStrokeColor(BLACK)
        for drop, width in ((0.8, 1.6), (3.6, 0.5)):
            sheet.canvas.setLineWidth(width)
            sheet.canvas.line(LEFT, top - drop, LEFT + WIDTH, top - drop)

    return Block(4.0, paint)


def parties(report: VerdictReport) -> list[Block]:
    """The table of who was visited, on what ground, by whom."""
    grid = Grid(full_width(_LABELS[0], -1, _LABELS[1], -1))
    blocks: list[Block] = []
    for told in _facts(report):
        pairs = [pair for pair in told if pair[1]]
        if not pairs:
            continue
        span = 3 if len(pairs) == 1 else 1
        cells: list[GridCell] = []
        for label, value in pairs:
            cells += [cell(label, TABLE_MUTED), cell(value, TABLE, span=span)]
        blocks += grid.row(cells)
    return blocks


def _facts(report: VerdictReport) -> list[list[tuple[str, str]]]:
    basis = "\n".join(cited(each) for each in report.basis)
    scheme = f"{report.scheme_title}（版本 {report.scheme_version}，摘要 {report.scheme_digest[:12]}）"
    return [
        [(report.assessed, report.unit)],
        [(report.project_word, report.project)],
        *_in_pairs(
            *_two_by_two([("项目编号", report.project_code), *profile_rows(report)]),
            [("批次", report.batch), ("时间", report.visit_dates)],
        ),
        *([[("轮次", report.round)]] if report.round else []),
        *([[("姓名、名称用字", "；".join(report.substitutes))]] if report.substitutes else []),
        [("依据", basis)],
        [(report.words.plan, scheme)],
        [(report.assesses, report.issuer)],
    ]


def _in_pairs(*pairs: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Facts two to a row, but a row for each where one is too long for its half."""
    for pair in pairs:
        long = any(one_line([Run(value, TABLE)]).width > _HALF_ROW for _, value in pair)
        yield from ([each] for each in pair if each[1]) if long else [pair]


def _two_by_two(pairs: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Pairs side by side, without those that say nothing."""
    told = [pair for pair in pairs if pair[1]]
    return [told[at : at + 2] for at in range(0, len(told), 2)]


def conclusion(report: VerdictReport) -> list[Block]:
    """What was done, the ground and the outcome, then the figures by section."""
    outcome = [
        Run(finding(report), BODY),
        Run(report.outcome_label, BODY_STRONG),
        Run("。", BODY),
    ]
    words = [*paragraph([Run(preamble(report), BODY)]), *paragraph(outcome)]
    return [*words, space(8), _figures(report)]


def _figures(report: VerdictReport) -> Block:
    names = [_section_name(section) for section in report.sections]
    rows = sum(map(_bar_height, names)) + (_BAR_ROW if report.total_adjustments else 0.0)
    label = balanced(report.outcome_label, OUTCOME, _LEFT_SHARE - 16)
    least = _ABOVE_OUTCOME + len(label) * _OUTCOME_LEADING
    height = max(rows + 22, least, _LEAST_HEIGHT)

    def paint(sheet: PaperSheet, top: float) -> None:
        canvas = sheet.canvas
        canvas.setStrokeColor(BLACK)
        canvas.setLineWidth(RULE_WIDTH)
        for y in (top, top - height):
            canvas.line(LEFT, y, LEFT + WIDTH, y)
        canvas.setStrokeColor(HAIR)
        canvas.setLineWidth(HAIR_WIDTH)
        canvas.line(LEFT + _LEFT_SHARE, top - 12, LEFT + _LEFT_SHARE, top - height + 12)
        _paint_total(report, label, sheet, top - (height - max(least, _LEAST_HEIGHT)) / 2)
        _paint_sections(report, names, sheet, top - (height - rows) / 2)

    return Block(height, paint)


def _paint_total(report: VerdictReport, label: Sequence[SetLine], sheet: PaperSheet, top: float) -> None:
    canvas, middle = sheet.canvas, LEFT + _LEFT_SHARE / 2
    over, unit, under = figure_words(report)
    draw_text(canvas, over, SMALL, middle, top - 22, align="center")
    beside = [Run(f" {unit}", FIGURE_UNIT)] if report.total[-1:].isdigit() else []
    digits = one_line([Run(report.total, FIGURE), *beside])
    draw_line(canvas, digits, middle - digits.width / 2, top - 60)
    draw_text(canvas, under, SMALL, middle, top - 79, align="center")
    for order, line in enumerate(label):
        draw_line(canvas, line, middle - line.width / 2, top - 103 - order * _OUTCOME_LEADING)


def _section_name(section: SectionRow) -> Sequence[SetLine]:
    """A section's name, on as many lines as it takes beside its figures."""
    figures = one_line([Run(section.told, TABLE)]).width + 12 if section.told else _BAR_SHARE
    name = Run(f"{section.numeral}　{section.title}", TABLE)
    return set_lines([name], WIDTH - 6 - max(figures, 40.0) - _LEFT_SHARE - 16, even=False)


def _bar_height(name: Sequence[SetLine]) -> float:
    return _BAR_ROW + (len(name) - 1) * SMALL_LEADING


def _paint_sections(
    report: VerdictReport, names: Sequence[Sequence[SetLine]], sheet: PaperSheet, top: float
) -> None:
    for section, name in zip(report.sections, names, strict=True):
        _paint_bar(section, name, sheet, top)
        top -= _bar_height(name)
    if report.total_adjustments:
        y = baseline(top, _BAR_ROW, TABLE.size)
        sums = "、".join(signed(adjustment.points) for adjustment in report.total_adjustments)
        draw_text(sheet.canvas, "总分调整", TABLE, LEFT + _LEFT_SHARE + 16, y)
        lost = any(map(is_lost, report.total_adjustments))
        draw_text(sheet.canvas, sums, TABLE_LOST if lost else TABLE, LEFT + WIDTH - 6, y, align="right")


def _paint_bar(section: SectionRow, name: Sequence[SetLine], sheet: PaperSheet, top: float) -> None:
    canvas, x = sheet.canvas, LEFT + _LEFT_SHARE + 16
    y = baseline(top, _BAR_ROW, TABLE.size)
    for order, line in enumerate(name):
        draw_line(canvas, line, x, y - order * SMALL_LEADING)
    if section.told:
        draw_text(canvas, section.told, TABLE, LEFT + WIDTH - 6, y, align="right")
        return
    bar_x = LEFT + WIDTH - 6 - _BAR_SHARE + 6
    canvas.setFillColor(TRACK)
    canvas.rect(bar_x, y + 0.2, _BAR_WIDTH, 6.2, stroke=0, fill=1)
    canvas.setFillColor(BAR)
    canvas.rect(bar_x, y + 0.2, _BAR_WIDTH * _share(section), 6.2, stroke=0, fill=1)
    draw_text(canvas, f"{section.score} / {section.max}", TABLE, LEFT + WIDTH - 6, y, align="right")


def _share(section: SectionRow) -> float:
    """How much of a section was won, 0 to 1; 0 where the texts are no numbers."""
    try:
        share = Decimal(section.score) / Decimal(section.max)
    except (InvalidOperation, ZeroDivisionError):
        return 0.0
    return float(min(max(share, Decimal(0)), Decimal(1))) if share.is_finite() else 0.0
