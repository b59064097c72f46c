"""The body of a score sheet: a table of criteria, each with checklist, fields, and room or reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from app.reports.document import PointLine
from app.reports.flow import Block, PaperSheet, bound, holding, kept
from app.reports.grid import Grid, GridCell, cell, full_width
from app.reports.ink import (
    LEFT,
    PAD_Y,
    SMALL_LEADING,
    TABLE,
    TABLE_LEADING,
    TABLE_MUTED,
    TABLE_STRONG,
    WHY,
    WHY_LOST,
    WHY_MUTED,
    WHY_STRONG,
    WIDTH,
)
from app.reports.line_breaks import Ink, Run, SetLine, set_lines
from app.reports.sheet_document import Field, ScoreSheet, SheetCriterion, SheetSection, TickOption
from app.reports.sheet_marks import (
    PEN_LEADING,
    PRINT_LEADING,
    SheetMark,
    figure,
    hint,
    lined,
    paint_marks,
    rule_at,
    tick,
    words,
)
from app.reports.type_blocks import baseline, draw_line, draw_text
from app.reports.words import is_lost, signed

_NUMBER, _POINTS, _SELF, _SCORE = 40.0, 40.0, 40.0, 52.0
_LABEL_X = LEFT + _NUMBER + 5
_MARKS_X = _LABEL_X + 132
_ROOM = LEFT + WIDTH - 5 - _MARKS_X
_LABEL_ROOM = _MARKS_X - _LABEL_X - 8
_SLOT, _CASES, _WRITING = 62.0, 3, 2
POINTS = ("分值", "自评")


def form(sheet: ScoreSheet) -> list[Block]:
    """The whole table, its head on every page."""
    points = (_POINTS, _SELF) if sheet.pointed else ()
    grid = Grid(full_width(_NUMBER, -1, *points, _SCORE))
    grid.head([cell(title, TABLE_STRONG, align=_side(title)) for title in _titles(sheet)])
    blocks: list[Block] = []
    for section in sheet.sections:
        blocks += _section(grid, sheet, section)
    return [*blocks, *_total(grid, sheet)]


def _titles(sheet: ScoreSheet) -> tuple[str, ...]:
    return ("编号", sheet.words.content, *(POINTS if sheet.pointed else ()), sheet.words.result)


def _side(title: str) -> Literal["left", "center"]:
    return "left" if title.endswith("内容") else "center"


def _section(grid: Grid, sheet: ScoreSheet, section: SheetSection) -> list[Block]:
    score = "" if sheet.blank else section.score
    name = cell(f"{section.numeral}　{section.title}", TABLE_STRONG, span=2)
    cells = [name, *_figures(sheet, (section.max, "", score), TABLE_STRONG)]
    opening = bound(grid.row(cells, shade=True), 0.0)
    rows = [_criterion(grid, sheet, criterion) for criterion in section.criteria]
    return [*opening, *(block for row in rows for block in row)]


def _figures(sheet: ScoreSheet, told: tuple[str, str, str], ink: Ink) -> list[GridCell]:
    """The last columns of a row: most, own and given; where no points are counted, the finding alone."""
    most, own, score = told
    points = [cell(most, ink, align="center"), cell(own, TABLE_MUTED, align="center")]
    return [*(points if sheet.pointed else []), cell(score, TABLE_STRONG, align="center")]


def _criterion(grid: Grid, sheet: ScoreSheet, criterion: SheetCriterion) -> list[Block]:
    blocks = grid.row(_head_cells(sheet, criterion), pads=(PAD_Y, 2.0))
    if sheet.blank and not criterion.others:
        blocks = [_with_slot(blocks[0]), *blocks[1:]]
    if criterion.others:
        return kept([*blocks, *_said(grid, criterion.others, TABLE_MUTED)])
    leading = PEN_LEADING if sheet.blank else PRINT_LEADING
    blocks += [_ticked(grid, paper.label, paper.choices, PRINT_LEADING) for paper in criterion.papers]
    for field in criterion.fields:
        blocks += kept(_field(grid, field, leading, blank=sheet.blank))
    asked = any(field.shape in ("words", "table") for field in criterion.fields)
    room = ("备注", 1) if asked else ("理由与备注", _WRITING)
    blocks += [_write_on(grid, *room)] if sheet.blank else _reasons(grid, criterion)
    return holding([*bound(blocks, 0.0), grid.drawn(PAD_Y, lambda _sheet, _top: None)])


def _with_slot(block: Block) -> Block:
    """The same row with a line to write the score on."""

    def paint(sheet: PaperSheet, top: float) -> None:
        block.paint(sheet, top)
        rule_at(sheet.canvas, LEFT + WIDTH - _SCORE + 8, top - 17, _SCORE - 14)

    return replace(block, paint=paint)


def _head_cells(sheet: ScoreSheet, criterion: SheetCriterion) -> list[GridCell]:
    item = Run(f"{criterion.item}　", TABLE_STRONG)
    cite = Run(f"　{criterion.cite}", WHY_MUTED) if criterion.cite else Run("", WHY_MUTED)
    ways = (Run(f"　{criterion.ways}", WHY_MUTED),) if criterion.ways else ()
    score = ("" if sheet.blank else criterion.score or "—") if not criterion.others else "—"
    return [
        cell(criterion.id, TABLE_STRONG, align="center"),
        GridCell((item, Run(criterion.wanted, TABLE), cite, *ways)),
        *_figures(sheet, (criterion.max, criterion.self_score, score), TABLE),
    ]


def _field(grid: Grid, field: Field, leading: float, *, blank: bool) -> list[Block]:
    if field.shape == "words" and not blank:
        return _said(grid, f"{field.label}：{field.value or '—'}", TABLE)
    if field.shape == "words":
        return [_write_on(grid, field.label, _WRITING)]
    if field.shape == "table":
        return _table(grid, field, leading, blank=blank)
    if field.shape == "figure":
        return [_beside(grid, field.label, _figure(field), leading)]
    return [_ticked(grid, field.label, field.choices, leading, field.hint)]


def _figure(field: Field) -> list[SheetMark]:
    marks = figure(field.value, _SLOT, _ROOM)
    marks += words(field.unit, _ROOM) if field.unit else []
    return [*marks, *hint(field.hint, _ROOM)] if field.hint else marks


def _ticked(grid: Grid, label: str, choices: Sequence[TickOption], leading: float, said: str = "") -> Block:
    """A label and its boxes; said: what is to be known of them."""
    marks = [mark for each in choices for mark in tick(each.label, on=each.chosen, room=_ROOM)]
    return _beside(grid, label, [*marks, *hint(said, _ROOM)] if said else marks, leading)


def _table(grid: Grid, field: Field, leading: float, *, blank: bool) -> list[Block]:
    """Cases: a name, its points, its reason; empty lines for the pen."""
    if not blank:
        said = [f"{name}　扣 {points} 分　{why}" for name, points, why in field.rows] or ["没有"]
        blocks = _said(grid, f"{field.label}：", TABLE)
        return blocks + [block for line in said for block in _said(grid, line, TABLE)]
    widths = (120.0, 50.0, WIDTH - 5 - _LABEL_X + LEFT - 120.0 - 50.0)
    titles = (field.label, "扣分", "理由")
    heads = [
        set_lines([Run(title, TABLE_MUTED)], width - 6, even=False)
        for title, width in zip(titles, widths, strict=True)
    ]
    above = leading + (max(map(len, heads)) - 1) * TABLE_LEADING
    paint = partial(_paint_cases, heads, widths, (above, leading))
    return [grid.drawn(above + leading * _CASES, paint)]


def _paint_cases(
    heads: Sequence[Sequence[SetLine]],
    widths: tuple[float, ...],
    leadings: tuple[float, float],
    sheet: PaperSheet,
    top: float,
) -> None:
    """The heads, which take what is above the lines to write on."""
    (above, leading), x = leadings, _LABEL_X
    for head, width in zip(heads, widths, strict=True):
        for order, line in enumerate(head):
            draw_line(sheet.canvas, line, x, baseline(top - order * TABLE_LEADING, leading, TABLE.size))
        for row in range(1, _CASES + 1):
            rule_at(sheet.canvas, x, top - above - row * leading + 4, width - 8)
        x += width


def _beside(grid: Grid, label: str, marks: Sequence[SheetMark], leading: float) -> Block:
    """A label's own lines, close together, beside the lines of marks."""
    said = set_lines([Run(label, TABLE)], _LABEL_ROOM, even=False)
    lines = lined(marks, _ROOM)
    height = max(len(lines) * leading, leading + (len(said) - 1) * TABLE_LEADING)

    def paint(sheet: PaperSheet, top: float) -> None:
        for order, line in enumerate(said):
            y = baseline(top - order * TABLE_LEADING, leading, TABLE.size)
            draw_line(sheet.canvas, line, _LABEL_X, y)
        for order, row in enumerate(lines):
            paint_marks(row, leading, sheet, (_MARKS_X, top - order * leading))

    return grid.drawn(height, paint)


def _write_on(grid: Grid, label: str, count: int) -> Block:
    """A label and full lines to write on."""

    def paint(sheet: PaperSheet, top: float) -> None:
        y = baseline(top, PEN_LEADING, TABLE.size)
        draw_text(sheet.canvas, label, TABLE_MUTED, _LABEL_X, y)
        first = _LABEL_X + max(len(label) * TABLE.size + 8, 60.0)
        for row in range(count):
            x = first if row == 0 else _LABEL_X
            rule_at(sheet.canvas, x, y - 2.2 - row * PEN_LEADING, LEFT + WIDTH - 5 - x)

    return grid.drawn(PEN_LEADING * count, paint)


def _reasons(grid: Grid, criterion: SheetCriterion) -> list[Block]:
    blocks: list[Block] = []
    if criterion.working:
        blocks += _said(grid, f"计算：{criterion.working}", TABLE)
    for line in criterion.lines:
        blocks += _line(grid, line)
    for remark in criterion.remarks:
        blocks += _said(grid, remark, WHY)
    return blocks


def _line(grid: Grid, line: PointLine) -> list[Block]:
    ink = WHY_LOST if is_lost(line) else WHY_STRONG
    cite = f"（{line.cite}）" if line.cite and line.cite not in line.why else ""
    head = (Run(f"{signed(line.points)}　", ink),) if line.points else ()
    return _runs(grid, (*head, Run(line.why, WHY), Run(cite, WHY_MUTED)))


def _said(grid: Grid, text: str, ink: Ink) -> list[Block]:
    return _runs(grid, (Run(text, ink),))


def _runs(grid: Grid, runs: tuple[Run, ...]) -> list[Block]:
    """Words over the whole width, beside an empty number."""
    kept_runs = tuple(run for run in runs if run.text)
    return grid.row(
        [cell(""), GridCell(kept_runs, span=grid.columns - 1)],
        leading=SMALL_LEADING + 1.0,
        rule=False,
        pads=(1.0, 1.0),
    )


def _total(grid: Grid, sheet: ScoreSheet) -> list[Block]:
    score = "" if sheet.blank else sheet.total
    cells = [
        cell(sheet.total_word, TABLE_STRONG, span=2),
        *_figures(sheet, (sheet.full, "", score), TABLE_STRONG),
    ]
    blocks = grid.row(cells, shade=True, leading=TABLE_LEADING + 4)
    blocks = [_with_slot(each) for each in blocks] if sheet.blank else blocks
    if sheet.outcome and not sheet.blank:
        blocks += grid.row([GridCell((Run(sheet.outcome, TABLE),), span=len(_titles(sheet)))])
    return kept(blocks)
