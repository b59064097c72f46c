"""The table of criteria: each with its score, and under it every point with its reason and clause."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports.breaking import Ink, Run
from app.reports.document import Adjustment, CriterionRow, PointLine, SectionRow, VerdictReport
from app.reports.flow import Block, kept, space
from app.reports.grid import Cell, Grid, cell, full_width
from app.reports.ink import (
    PAD_Y,
    SMALL,
    SMALL_LEADING,
    TABLE,
    TABLE_LOST,
    TABLE_MUTED,
    TABLE_STRONG,
    WHY,
    WHY_LOST,
    WHY_MUTED,
    WHY_STRONG,
)
from app.reports.setting import paragraph
from app.reports.wording import is_lost, signed

_OPEN = "—"


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which columns a report needs: a column that would be empty throughout is left out."""

    self_score: bool
    experts: tuple[str, ...]
    state: bool

    @property
    def titles(self) -> list[str]:
        wanted = [("编号", True), ("考核内容", True), ("分值", True), ("自评", self.self_score)]
        wanted += [("专家评分", bool(self.experts)), ("得分", True), ("评定", self.state)]
        return [title for title, shown in wanted if shown]

    @property
    def widths(self) -> list[float]:
        points = {"编号": 33.0, "考核内容": -1.0, "专家评分": self._experts_width, "评定": 38.0}
        return full_width(*(points.get(title, 35.0) for title in self.titles))

    @property
    def _experts_width(self) -> float:
        return min(max(24.0 * len(self.experts) + 2, 56.0), 98.0)


def score_table(report: VerdictReport) -> list[Block]:
    """The whole table, a note on its columns before it."""
    plan = _plan(report)
    grid = Grid(plan.widths)
    grid.head(plan.titles)
    blocks: list[Block] = []
    for section in report.sections:
        blocks += _section(grid, plan, section)
    for adjustment in report.total_adjustments:
        blocks += _adjustment(grid, plan, adjustment)
    blocks += _total(grid, plan, report)
    return [*_note(plan), *blocks]


def _plan(report: VerdictReport) -> _Plan:
    criteria = report.criteria
    names = dict.fromkeys(each.name for criterion in criteria for each in criterion.scores)
    return _Plan(
        self_score=any(criterion.self_score is not None for criterion in criteria),
        experts=tuple(names),
        state=any(criterion.state for criterion in criteria),
    )


def _note(plan: _Plan) -> list[Block]:
    if not plan.experts:
        return []
    order = "、".join(plan.experts)
    text = f"“专家评分”栏自左至右依次为{order}；“{_OPEN}”表示未评分。失分、得分的理由和依据列在各项之下。"
    return [*kept([*paragraph([Run(text, SMALL)], leading=SMALL_LEADING, indent=0), space(5, keep=True)])]


def _section(grid: Grid, plan: _Plan, section: SectionRow) -> list[Block]:
    cells = _spread(plan, f"{section.numeral}　{section.title}", section.max, section.score, TABLE_STRONG)
    opening = grid.row(cells, shade=True, upright=False)
    rows = [_criterion(grid, plan, criterion) for criterion in section.criteria]
    first = rows[0] if rows else []
    return [*kept([*opening, *first]), *(block for row in rows[1:] for block in row)]


def _spread(plan: _Plan, words: str, maximum: str, score: str, ink: Ink) -> list[Cell]:
    """A row whose words run over the first columns, with maximum and score in theirs."""
    by_title = {"分值": maximum, "得分": score}
    rest = plan.titles[2:]
    return [cell(words, ink, span=2), *(cell(by_title.get(title, ""), ink, align="center") for title in rest)]


def _criterion(grid: Grid, plan: _Plan, criterion: CriterionRow) -> list[Block]:
    lines = criterion.lines
    blocks = grid.row(_main_cells(plan, criterion), pads=(PAD_Y, 1.0 if lines else PAD_Y))
    for order, line in enumerate(lines):
        last = order == len(lines) - 1
        blocks += _explained(grid, plan, line, below=PAD_Y + 1 if last else 0.0)
    return kept(blocks)


def _main_cells(plan: _Plan, criterion: CriterionRow) -> list[Cell]:
    values: dict[str, tuple[str, Ink]] = {
        "分值": (criterion.max, TABLE),
        "自评": (criterion.self_score or _OPEN, TABLE_MUTED),
        "专家评分": (_experts(plan, criterion), TABLE_MUTED),
        "得分": (criterion.score or _OPEN, TABLE_STRONG),
        "评定": (criterion.state, TABLE_MUTED),
    }
    wanted = (Run(criterion.item + "　", TABLE_STRONG), Run(criterion.wanted, TABLE))
    content = Cell(wanted if criterion.item else wanted[1:])
    rest = [cell(*values[title], align="center") for title in plan.titles[2:]]
    return [cell(criterion.id, TABLE, align="center"), content, *rest]


def _experts(plan: _Plan, criterion: CriterionRow) -> str:
    given = {each.name: each.score for each in criterion.scores}
    return "　".join(given.get(name) or _OPEN for name in plan.experts)


def _explained(grid: Grid, plan: _Plan, line: PointLine, *, below: float) -> list[Block]:
    lost = is_lost(line)
    points = cell(signed(line.points), WHY_LOST if lost else WHY_STRONG, align="center")
    return grid.row(
        [points, Cell(_reason(line.why, line.cite), span=len(plan.titles) - 1)],
        leading=SMALL_LEADING,
        rule=False,
        upright=False,
        pads=(1.0, below),
    )


def _reason(why: str, cite: str) -> tuple[Run, ...]:
    said = Run(why, WHY)
    return (said, Run(f"（{cite}）", WHY_MUTED)) if cite and cite not in why else (said,)


def _adjustment(grid: Grid, plan: _Plan, adjustment: Adjustment) -> list[Block]:
    lost = adjustment.points.startswith(("-", "−"))
    words = f"总分调整（第{adjustment.criterion}项）" if adjustment.criterion else "总分调整"
    cells = _spread(plan, words, "", signed(adjustment.points), TABLE_LOST if lost else TABLE_STRONG)
    cells[0] = cell(words, TABLE_STRONG, span=2)
    main = grid.row(cells, upright=False, pads=(PAD_Y, 1.0))
    line = PointLine("", adjustment.why, adjustment.cite)
    return kept([*main, *_explained(grid, plan, line, below=PAD_Y + 1)])


def _total(grid: Grid, plan: _Plan, report: VerdictReport) -> list[Block]:
    return grid.row(_spread(plan, "总　　分", report.full, report.total, TABLE_STRONG), shade=True)
