"""The table of criteria: each with its score, and under it every point with its reason and clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.reports.document import Adjustment, CriterionRow, Expert, PointLine, SectionRow, VerdictReport
from app.reports.flow import Block, bound, holding, kept, space
from app.reports.grid import Grid, GridCell, cell, full_width, pad_of
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
from app.reports.line_breaks import Ink, Run, natural_width, unbroken_width
from app.reports.type_blocks import paragraph
from app.reports.words import figure_words, is_lost, said_by, signed

_OPEN = "—"
_FIGURES, _NUMBER, _STATE, _MARK, _HEAD = 35.0, 37.0, 38.0, 23.0, 42.0
_ROOM_FOR_EXPERTS, _WIDEST, _HAIR_ROOM = 142.0, 56.0, 0.5
_WITH_TOTAL = 20.0
"""So much of the table, in points, stays with its last row."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which columns a report needs: a column that would be empty throughout is left out.

    mark: how wide an expert's column is, in points.
    """

    report: VerdictReport
    self_score: bool
    experts: tuple[Expert, ...]
    state: bool
    pointed: bool
    mark: float

    @property
    def titles(self) -> list[str]:
        wanted = [
            ("编号", True),
            (self.report.words.content, True),
            ("分值", self.pointed),
            ("自评", self.self_score),
        ]
        wanted += [(self.given, bool(self.experts)), (self.result, True), (self.way, self.state)]
        return [title for title, shown in wanted if shown]

    @property
    def given(self) -> str:
        """What the experts' columns are called."""
        return f"专家{self.report.words.given}"

    @property
    def way(self) -> str:
        """What the column is called that says how the experts' findings were joined."""
        return self.report.words.way[0]

    @property
    def result(self) -> str:
        """What the panel's column is called."""
        return self.report.words.result

    @property
    def widths(self) -> list[float]:
        """Each column as wide as what stands in it asks for, so that no mark is ever broken."""
        rows = self.report.criteria
        texts = {
            "编号": [*(row.id for row in rows), *(signed(line.points) for row in rows for line in row.lines)],
            "分值": [self.report.full, *(row.max for row in rows)],
            "自评": [row.self_score or "" for row in rows],
            self.result: [self.total, *self._results],
            self.way: [row.state for row in rows],
        }
        least = {"编号": _NUMBER, self.way: _STATE}
        widths = {title: _wide(told, least.get(title, _FIGURES)) for title, told in texts.items()}
        beside = {self.report.words.content: [-1.0], self.given: [self.mark] * self.across}
        return full_width(*(each for title in self.titles for each in beside.get(title) or [widths[title]]))

    @property
    def _results(self) -> list[str]:
        rows = [row.score or _OPEN for row in self.report.criteria]
        return [*rows, *(self.won(section) for section in self.report.sections)]

    @property
    def total(self) -> str:
        """What the last row says of the whole."""
        return self.report.total if self.pointed else f"{self.report.total}/{self.report.full}"

    def won(self, section: SectionRow) -> str:
        """What a section's row says: points, conditions met out of all, or words."""
        return section.told or (section.score if self.pointed else f"{section.score}/{section.max}")

    @property
    def across(self) -> int:
        """How many experts stand side by side; the others go on below them, in lines of one length."""
        count = len(self.experts)
        most = max(int(_ROOM_FOR_EXPERTS // self.mark), 1)
        return -(-count // -(-count // most)) if count else 0


def _wide(texts: Iterable[str], least: float) -> float:
    """A column that holds each of these on one line; words that go on and on are broken where they may be."""
    runs = [[Run(text, TABLE_STRONG)] for text in dict.fromkeys(texts)]
    widest = max(map(natural_width, runs), default=0.0)
    whole = max(map(unbroken_width, runs), default=0.0)
    return max(min(widest, max(whole, _WIDEST)) + 2 * pad_of("center") + _HAIR_ROOM, least)


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
    return [*_note(plan), *bound(blocks, _WITH_TOTAL), *_total(grid, plan, report)]


def _plan(report: VerdictReport) -> _Plan:
    criteria = report.criteria
    least = max(_MARK, _HEAD / max(len(report.experts), 1))
    return _Plan(
        report=report,
        self_score=any(criterion.self_score is not None for criterion in criteria),
        experts=report.experts,
        state=any(criterion.state for criterion in criteria),
        pointed=report.pointed,
        mark=_wide([each.score or _OPEN for row in criteria for each in row.scores], least),
    )


def _head_cell(plan: _Plan, title: str) -> GridCell:
    span = plan.across if title == plan.given else 1
    content = plan.report.words.content
    return cell(title, TABLE_STRONG, span=span, align="left" if title == content else "center")


def _note(plan: _Plan) -> list[Block]:
    words = plan.report.words
    text = f"{words.below}列在各项之下。"
    if plan.experts:
        order = "、".join(each.name for each in plan.experts)
        below = "、自上而下" if plan.across < len(plan.experts) else ""
        text = f"“{plan.given}”栏自左至右{below}依次为{order}；“{_OPEN}”表示{words.blank}。{text}"
    return [*kept([*paragraph([Run(text, SMALL)], leading=SMALL_LEADING, indent=0), space(5, keep=True)])]


def _section(grid: Grid, plan: _Plan, section: SectionRow) -> list[Block]:
    words = f"{section.numeral}　{section.title}"
    cells = _spread(plan, words, section.max, plan.won(section), TABLE_STRONG)
    opening = grid.row(cells, shade=True)
    rows = [_criterion(grid, plan, criterion) for criterion in section.criteria]
    return [*bound(opening, 0.0), *(block for row in rows for block in row)]


def _spread(plan: _Plan, words: str, maximum: str, score: str, ink: Ink) -> list[GridCell]:
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
    return holding(blocks)


def _main_cells(plan: _Plan, criterion: CriterionRow) -> list[GridCell]:
    values: dict[str, list[GridCell]] = {
        "分值": [cell(criterion.max or _OPEN, TABLE, align="center")],
        "自评": [cell(criterion.self_score or _OPEN, TABLE_MUTED, align="center")],
        plan.given: _experts(plan, criterion),
        plan.result: [cell(criterion.score or _OPEN, TABLE_STRONG, align="center")],
        plan.way: [cell(criterion.state, TABLE_MUTED, align="center")],
    }
    wanted = (Run(criterion.item + "　", TABLE_STRONG), Run(criterion.wanted, TABLE))
    content = GridCell(wanted if criterion.item else wanted[1:])
    rest = [each for title in plan.titles[2:] for each in values[title]]
    return [cell(criterion.id, TABLE, align="center"), content, *rest]


def _experts(plan: _Plan, criterion: CriterionRow) -> list[GridCell]:
    given = {each.person: each.score for each in criterion.scores}
    marks = [given.get(each.person) or _OPEN for each in plan.experts]
    columns = ["\n".join(marks[at :: plan.across]) for at in range(plan.across)]
    return [cell(column, TABLE_MUTED, align="center") for column in columns]


def _explained(grid: Grid, plan: _Plan, line: PointLine, *, below: float) -> list[Block]:
    lost = is_lost(line)
    bare = line.count or line.points == "0"  # what it cost one of them stands in the sentence
    points = "" if bare else signed(line.points)
    why = said_by(plan.report, line)
    return grid.row(
        [
            cell(points, WHY_LOST if lost else WHY_STRONG, align="center"),
            GridCell(_reason(why, line.cite), span=grid.columns - 1),
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
    words = figure_words(report)[0]
    return grid.row(_spread(plan, f"合计（{words}）", "", plan.total, TABLE_STRONG), shade=True)
