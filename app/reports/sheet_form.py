"""The body of a score sheet: a table of criteria, each with checklist, fields, and room or reasons."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import zip_longest
from typing import Literal

from app.reports.breaking import Ink, Line, Run, set_lines
from app.reports.document import PointLine
from app.reports.flow import Block, Sheet, kept
from app.reports.grid import Cell, Grid, cell, full_width
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
from app.reports.setting import baseline, draw_line, draw_text
from app.reports.sheet_document import Field, Paper, ScoreSheet, SheetCriterion, SheetSection
from app.reports.sheet_marks import (
    PEN_LEADING,
    PRINT_LEADING,
    Mark,
    figure,
    hint,
    lined,
    painter,
    rule_at,
    tick,
    words,
)
from app.reports.wording import is_lost, signed

_NUMBER, _POINTS, _SELF, _SCORE = 40.0, 40.0, 40.0, 52.0
_LABEL_X = LEFT + _NUMBER + 5
_MARKS_X = _LABEL_X + 132
_ROOM = LEFT + WIDTH - 5 - _MARKS_X
_LABEL_ROOM = _MARKS_X - _LABEL_X - 8
_SLOT, _CASES, _WRITING = 62.0, 3, 2
POINTS = ("分值", "自评")
_Row = tuple[Line | None, tuple[Mark, ...]]


def form(sheet: ScoreSheet) -> list[Block]:
    """The whole table, its head on every page."""
    grid = Grid(full_width(_NUMBER, -1, _POINTS, _SELF, _SCORE))
    titles = ("编号", sheet.words.content, *(POINTS if sheet.pointed else ("", "")), sheet.words.result)
    grid.head([cell(title, TABLE_STRONG, align=_side(title)) for title in titles])
    blocks: list[Block] = []
    for section in sheet.sections:
        blocks += _section(grid, sheet, section)
    return [*blocks, *_total(grid, sheet)]


def _side(title: str) -> Literal["left", "center"]:
    return "left" if title.endswith("内容") else "center"


def _section(grid: Grid, sheet: ScoreSheet, section: SheetSection) -> list[Block]:
    score = "" if sheet.blank else section.score
    cells = [
        cell(f"{section.numeral}　{section.title}", TABLE_STRONG, span=2),
        cell(section.max, TABLE_STRONG, align="center"),
        cell("", TABLE_STRONG),
        cell(score, TABLE_STRONG, align="center"),
    ]
    rows = [_criterion(grid, sheet, criterion) for criterion in section.criteria]
    first = rows[0] if rows else []
    opening = grid.row(cells, shade=True)
    return [*kept([*opening, *first]), *(block for row in rows[1:] for block in row)]


def _criterion(grid: Grid, sheet: ScoreSheet, criterion: SheetCriterion) -> list[Block]:
    blocks = grid.row(_head_cells(sheet, criterion), pads=(PAD_Y, 2.0))
    if sheet.blank and not criterion.others:
        blocks = [_with_slot(blocks[0]), *blocks[1:]]
    if criterion.others:
        return kept([*blocks, *_said(grid, criterion.others, TABLE_MUTED)])
    leading = PEN_LEADING if sheet.blank else PRINT_LEADING
    blocks += _drawn(grid, _paper_rows(criterion.papers), PRINT_LEADING)
    for field in criterion.fields:
        blocks += _field(grid, field, leading, blank=sheet.blank)
    asked = any(field.shape in ("words", "table") for field in criterion.fields)
    room = ("备注", 1) if asked else ("理由与备注", _WRITING)
    blocks += [_write_on(grid, *room)] if sheet.blank else _reasons(grid, criterion)
    return kept([*blocks, grid.drawn(PAD_Y, lambda _sheet, _top: None)])


def _with_slot(block: Block) -> Block:
    """The same row with a line to write the score on."""

    def paint(sheet: Sheet, top: float) -> None:
        block.paint(sheet, top)
        rule_at(sheet.canvas, LEFT + WIDTH - _SCORE + 8, top - 17, _SCORE - 14)

    return replace(block, paint=paint)


def _head_cells(sheet: ScoreSheet, criterion: SheetCriterion) -> list[Cell]:
    item = Run(f"{criterion.item}　", TABLE_STRONG)
    cite = Run(f"　{criterion.cite}", WHY_MUTED) if criterion.cite else Run("", WHY_MUTED)
    score = ("" if sheet.blank else criterion.score or "—") if not criterion.others else "—"
    return [
        cell(criterion.id, TABLE_STRONG, align="center"),
        Cell((item, Run(criterion.wanted, TABLE), cite)),
        cell(criterion.max, TABLE, align="center"),
        cell(criterion.self_score, TABLE_MUTED, align="center"),
        cell(score, TABLE_STRONG, align="center"),
    ]


def _paper_rows(papers: tuple[Paper, ...]) -> list[_Row]:
    rows: list[_Row] = []
    for paper in papers:
        marks = [mark for each in paper.choices for mark in tick(each.label, on=each.chosen, room=_ROOM)]
        rows += _beside(paper.label, lined(marks, _ROOM))
    return rows


def _field(grid: Grid, field: Field, leading: float, *, blank: bool) -> list[Block]:
    if field.shape == "words" and not blank:
        return _said(grid, f"{field.label}：{field.value or '—'}", TABLE)
    if field.shape == "words":
        return [_write_on(grid, field.label, _WRITING)]
    if field.shape == "table":
        return _table(grid, field, leading, blank=blank)
    marks = _figure(field) if field.shape == "figure" else _choices(field)
    return _drawn(grid, _beside(field.label, lined(marks, _ROOM)), leading)


def _figure(field: Field) -> list[Mark]:
    marks = [figure(field.value, _SLOT)]
    marks += [words(field.unit)] if field.unit else []
    return [*marks, hint(field.hint)] if field.hint else marks


def _choices(field: Field) -> list[Mark]:
    marks = [mark for each in field.choices for mark in tick(each.label, on=each.chosen, room=_ROOM)]
    return [*marks, hint(field.hint)] if field.hint else marks


def _table(grid: Grid, field: Field, leading: float, *, blank: bool) -> list[Block]:
    """Cases: a name, its points, its reason; empty lines for the pen."""
    if not blank:
        said = [f"{name}　扣 {points} 分　{why}" for name, points, why in field.rows] or ["没有"]
        blocks = _said(grid, f"{field.label}：", TABLE)
        return blocks + [block for line in said for block in _said(grid, line, TABLE)]
    widths = (120.0, 50.0, WIDTH - 5 - _LABEL_X + LEFT - 120.0 - 50.0)
    titles = (field.label, "扣分", "理由")
    return [grid.drawn(leading * (_CASES + 1), partial(_paint_cases, titles, widths, leading))]


def _paint_cases(
    titles: tuple[str, ...], widths: tuple[float, ...], leading: float, sheet: Sheet, top: float
) -> None:
    for row in range(_CASES + 1):
        x, y = _LABEL_X, top - row * leading
        for title, width in zip(titles, widths, strict=True):
            if row == 0:
                line = set_lines([Run(title, TABLE_MUTED)], width - 6, even=False)[0]
                draw_line(sheet.canvas, line, x, baseline(y, leading, TABLE.size))
            else:
                rule_at(sheet.canvas, x, y - leading + 4, width - 8)
            x += width


def _beside(label: str, lines: list[tuple[Mark, ...]]) -> list[_Row]:
    """The label's own lines beside the lines of marks."""
    said = set_lines([Run(label, TABLE)], _LABEL_ROOM, even=False)
    return [(left, right or ()) for left, right in zip_longest(said, lines)]


def _drawn(grid: Grid, rows: list[_Row], leading: float) -> list[Block]:
    """Rows as blocks of one line each; what belongs to one criterion is held together by who calls."""
    blocks = []
    for each in rows:
        high = leading if each[1] else min(leading, TABLE_LEADING)
        blocks.append(grid.drawn(high, painter(each, high, (_LABEL_X, _MARKS_X))))
    return blocks


def _write_on(grid: Grid, label: str, count: int) -> Block:
    """A label and full lines to write on."""

    def paint(sheet: Sheet, top: float) -> None:
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
        [cell(""), Cell(kept_runs, span=4)], leading=SMALL_LEADING + 1.0, rule=False, pads=(1.0, 1.0)
    )


def _total(grid: Grid, sheet: ScoreSheet) -> list[Block]:
    score = "" if sheet.blank else sheet.total
    cells = [
        cell(sheet.total_word, TABLE_STRONG, span=2),
        cell(sheet.full, TABLE_STRONG, align="center"),
        cell("", TABLE_STRONG),
        cell(score, TABLE_STRONG, align="center"),
    ]
    blocks = grid.row(cells, shade=True, leading=TABLE_LEADING + 4)
    blocks = [_with_slot(each) for each in blocks] if sheet.blank else blocks
    if sheet.outcome and not sheet.blank:
        blocks += grid.row([Cell((Run(sheet.outcome, TABLE),), span=5)])
    return kept(blocks)
