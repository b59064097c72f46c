"""The table of criteria: each with its score, and under it every point with its reason and clause."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.reports.breaking import Ink, Run
from app.reports.document import Adjustment, CriterionRow, Expert, PointLine, SectionRow, VerdictReport
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
from app.reports.wording import figure_words, is_lost, said_by, signed

_OPEN = "—"
_EXPERTS_APART, _WORDS_APART = 5, 3


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which columns a report needs: a column that would be empty throughout is left out."""

    report: VerdictReport
    self_score: bool
    experts: tuple[Expert, ...]
    state: bool
    pointed: bool

    @property
    def titles(self) -> list[str]:
        wanted = [
            ("编号", True),
            (self.report.words.content, True),
            ("分值", self.pointed),
            ("自评", self.self_score),
        ]
        wanted += [(self.given, bool(self.experts)), (self.result, True), ("评定", self.state)]
        return [title for title, shown in wanted if shown]

    @property
    def given(self) -> str:
        """What the experts' columns are called."""
        return f"专家{self.report.words.given}"

    @property
    def result(self) -> str:
        """What the panel's column is called."""
        return self.report.words.result

    @property
    def widths(self) -> list[float]:
        points = {
            "编号": [37.0],
            self.report.words.content: [-1.0],
            self.given: self._expert_widths,
            "评定": [38.0],
        }
        points["认定"] = [48.0]
        return full_width(*(width for title in self.titles for width in points.get(title, [35.0])))

    @property
    def _expert_widths(self) -> list[float]:
        """A column for each expert while they are few, else one for all."""
        each = 28.0 if self.pointed else 46.0
        return [each] * len(self.experts) if self.apart else [100.0]

    @property
    def apart(self) -> bool:
        """Whether each expert has a column."""
        return len(self.experts) <= (_EXPERTS_APART if self.pointed else _WORDS_APART)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.widths)


def score_table(report: VerdictReport) -> list[Block]:
    """The whole table, a note on its columns before it."""
    plan = _plan(report)
    grid = Grid(plan.widths)
    grid.head([_head_cell(plan, title) for title in plan.titles])
    blocks: list[Block] = []
    for section in report.sections:
        blocks += _section(grid, plan, section)
    for adjustment in report.total_adjustments:
        blocks += _adjustment(grid, plan, adjustment)
    blocks += _total(grid, plan, report)
    return [*_note(plan), *blocks]


def _plan(report: VerdictReport) -> _Plan:
    criteria = report.criteria
    return _Plan(
        report=report,
        self_score=any(criterion.self_score is not None for criterion in criteria),
        experts=report.experts,
        state=any(criterion.state for criterion in criteria),
        pointed=report.pointed,
    )


def _head_cell(plan: _Plan, title: str) -> Cell:
    span = len(plan.experts) if title == plan.given and plan.apart else 1
    return cell(
        title, TABLE_STRONG, span=span, align="left" if title == plan.report.words.content else "center"
    )


def _note(plan: _Plan) -> list[Block]:
    words = plan.report.words
    text = f"{words.below}列在各项之下。"
    if plan.experts:
        order = "、".join(each.name for each in plan.experts)
        open_ = words.blank
        text = f"“{plan.given}”栏自左至右依次为{order}；“{_OPEN}”表示{open_}。{text}"
    return [*kept([*paragraph([Run(text, SMALL)], leading=SMALL_LEADING, indent=0), space(5, keep=True)])]


def _section(grid: Grid, plan: _Plan, section: SectionRow) -> list[Block]:
    won = section.told or (section.score if plan.pointed else f"{section.score}/{section.max}")
    cells = _spread(plan, f"{section.numeral}　{section.title}", section.max, won, TABLE_STRONG)
    opening = grid.row(cells, shade=True)
    rows = [_criterion(grid, plan, criterion) for criterion in section.criteria]
    first = rows[0] if rows else []
    return [*kept([*opening, *first]), *(block for row in rows[1:] for block in row)]


def _spread(plan: _Plan, words: str, maximum: str, score: str, ink: Ink) -> list[Cell]:
    """A row whose words run over the first columns, with maximum and score in theirs."""
    by_title = {"分值": maximum, plan.result: score}
    rest = [
        replace(_head_cell(plan, title), runs=(Run(by_title.get(title, ""), ink),))
        for title in plan.titles[2:]
    ]
    return [cell(words, ink, span=2), *rest]


def _criterion(grid: Grid, plan: _Plan, criterion: CriterionRow) -> list[Block]:
    lines = criterion.lines
    blocks = grid.row(_main_cells(plan, criterion), pads=(PAD_Y, 1.0 if lines else PAD_Y))
    for order, line in enumerate(lines):
        last = order == len(lines) - 1
        blocks += _explained(grid, plan, line, below=PAD_Y + 1 if last else 0.0)
    return kept(blocks)


def _main_cells(plan: _Plan, criterion: CriterionRow) -> list[Cell]:
    values: dict[str, list[Cell]] = {
        "分值": [cell(criterion.max or _OPEN, TABLE, align="center")],
        "自评": [cell(criterion.self_score or _OPEN, TABLE_MUTED, align="center")],
        plan.given: _experts(plan, criterion),
        plan.result: [cell(criterion.score or _OPEN, TABLE_STRONG, align="center")],
        "评定": [cell(criterion.state, TABLE_MUTED, align="center")],
    }
    wanted = (Run(criterion.item + "　", TABLE_STRONG), Run(criterion.wanted, TABLE))
    content = Cell(wanted if criterion.item else wanted[1:])
    rest = [each for title in plan.titles[2:] for each in values[title]]
    return [cell(criterion.id, TABLE, align="center"), content, *rest]


def _experts(plan: _Plan, criterion: CriterionRow) -> list[Cell]:
    given = {each.person: each.score for each in criterion.scores}
    marks = [given.get(each.person) or _OPEN for each in plan.experts]
    shown = marks if plan.apart else ["　".join(marks)]
    return [cell(mark, TABLE_MUTED, align="center") for mark in shown]


def _explained(grid: Grid, plan: _Plan, line: PointLine, *, below: float) -> list[Block]:
    lost = is_lost(line)
    points = "" if line.count else signed(line.points)  # what it cost one of them stands in the sentence
    why = said_by(plan.report, line)
    return grid.row(
        [
            cell(points, WHY_LOST if lost else WHY_STRONG, align="center"),
            Cell(_reason(why, line.cite), span=plan.columns - 1),
        ],
        leading=SMALL_LEADING,
        rule=False,
        pads=(1.0, below),
    )


def _reason(why: str, cite: str) -> tuple[Run, ...]:
    said = Run(why, WHY)
    return (said, Run(f"（{cite}）", WHY_MUTED)) if cite and cite not in why else (said,)


def _adjustment(grid: Grid, plan: _Plan, adjustment: Adjustment) -> list[Block]:
    words = f"总分调整（第{adjustment.criterion}项）" if adjustment.criterion else "总分调整"
    cells = _spread(
        plan, words, "", signed(adjustment.points), TABLE_LOST if is_lost(adjustment) else TABLE_STRONG
    )
    cells[0] = cell(words, TABLE_STRONG, span=2)
    blocks = grid.row(cells, pads=(PAD_Y, 1.0))
    lines = adjustment.lines or (PointLine("", adjustment.why, adjustment.cite),)
    for order, line in enumerate(lines):
        shown = line if line.count else replace(line, points="")
        blocks += _explained(grid, plan, shown, below=PAD_Y + 1 if order == len(lines) - 1 else 0.0)
    return kept(blocks)


def _total(grid: Grid, plan: _Plan, report: VerdictReport) -> list[Block]:
    if plan.pointed:
        return grid.row(_spread(plan, "总　　分", report.full, report.total, TABLE_STRONG), shade=True)
    words, told = figure_words(report)[0], f"{report.total}/{report.full}"
    return grid.row(_spread(plan, f"合计（{words}）", "", told, TABLE_STRONG), shade=True)
