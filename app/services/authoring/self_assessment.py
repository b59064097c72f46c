"""A unit's self-assessment (自评打分表): a workbook per scheme, and what the unit filled in, by criterion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from app.common.errors import Fault, Refusal
from app.scoring import Criterion, Scheme, format_points
from app.scoring.model.points import Points
from app.services.authoring.workbooks.cell_values import from_cell
from app.services.authoring.workbooks.hygiene import state_faults
from app.services.authoring.workbooks.places import cell_fault, sheet_fault
from app.services.authoring.workbooks.raw_book import RawCell, RawSheet
from app.services.authoring.workbooks.reader import read_book
from app.services.authoring.workbooks.shorthand import Unreadable
from app.services.authoring.workbooks.vocabulary import Column

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = "自评打分表"
HEADS = ("编号", "项目", "要求", "分值", "自评得分", "自评说明")
WIDTHS = (10, 16, 64, 8, 12, 50)
NUMBER, MOST, POINTS = 1, 4, 5
FIRST = 5
HEAD = FIRST - 1
WHOSE = HEAD - 1
UNIT_LABEL, PROJECT_LABEL = "自评单位（盖章）：", "项目名称："
UNIT_AT, PROJECT_AT = 1, 4
_ENDS = (
    r"\s*(?:[（(][^）)]*[）)]\s*[:：]?|[:：]|$)\s*(.*)"  # a label's brackets and colon, then what it is for
)
_LABELS = {
    "unit": re.compile(rf"(?:自评单位|单位名称|单位){_ENDS}", re.DOTALL),
    "project": re.compile(rf"(?:项目名称|项目){_ENDS}", re.DOTALL),
}
POINTS_COLUMN = Column("points", HEADS[POINTS - 1], "number")
ID_COLUMN = Column("id", HEADS[0], "code")
TOTAL = "合计"


def self_assessment_book(scheme: Scheme) -> bytes:
    """The workbook that a unit fills in. Raises Refusal for a scheme without points."""
    from openpyxl import Workbook

    from app.services.authoring.workbooks import looks
    from app.services.authoring.workbooks.writer import put, saved

    _refuse_conditions(scheme)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = TITLE
    looks.widths(sheet, WIDTHS)
    looks.title(put(sheet, 1, 1, f"{scheme.title}{TITLE}"))
    put(
        sheet,
        2,
        1,
        f"方案 {scheme.id}，版本 {scheme.version}。只填“自评得分”和“自评说明”两列，其余不要改动。",
    )
    for at, said in ((UNIT_AT, UNIT_LABEL), (PROJECT_AT, PROJECT_LABEL)):
        put(sheet, WHOSE, at, said)
    for at, head in enumerate(HEADS, start=1):
        looks.head(put(sheet, HEAD, at, head))
    for row, criterion in enumerate(scheme.criteria, start=FIRST):
        _fill(sheet, row, criterion)
    sheet.freeze_panes = f"A{FIRST}"
    return saved(book)


def _fill(sheet: Worksheet, row: int, criterion: Criterion) -> None:
    from app.services.authoring.workbooks import looks
    from app.services.authoring.workbooks.writer import put

    most = Decimal(format_points(criterion.max))
    for at, said in enumerate(
        (criterion.id, criterion.item, criterion.official or criterion.wanted), start=1
    ):
        looks.entry(put(sheet, row, at, said), ID_COLUMN)
    looks.entry(put(sheet, row, MOST, most), POINTS_COLUMN)
    looks.entry(sheet.cell(row, POINTS), POINTS_COLUMN)
    looks.entry(sheet.cell(row, POINTS + 1), ID_COLUMN)
    _bound(sheet, row, most)


def _bound(sheet: Worksheet, row: int, most: Decimal) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    bound = DataValidation(
        "decimal", "0", str(most), allow_blank=True, operator="between", showErrorMessage=True
    )
    bound.errorTitle, bound.error = "超出范围", f"请填 0 至 {most} 之间的分数。"
    bound.add(f"E{row}")
    sheet.add_data_validation(bound)


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """A form that was filled in: whose, as its own row says, and criterion id to points as text."""

    unit: str
    project: str
    points: Mapping[str, str]


def _refuse_conditions(scheme: Scheme) -> None:
    if scheme.conditional:
        raise Refusal.because("这份细则只判符合与否，没有分值，不用自评打分表。", code="XP-6404")


def read_self_assessment(scheme: Scheme, data: bytes) -> SelfAssessment:
    """Points such as ``"8.5"``, criteria left blank left out, with the unit and project that the form names.

    Raises Refusal naming every fault by its row: an unknown or doubled criterion, points above the
    criterion's maximum, formulas, merged cells and the like. What stands below the table (seal, date) is
    not looked at.
    """
    _refuse_conditions(scheme)
    sheet = read_book(data).get(TITLE)
    if sheet is None:
        raise Refusal([sheet_fault(TITLE, "工作簿里没有这张表，请用程序给出的自评打分表填写")])
    reader = _Reader(scheme, sheet)
    faults = [*_state(sheet, reader.last), *reader.faults()]
    if faults:
        raise Refusal(faults)
    unit, project = _whose(sheet)
    return SelfAssessment(unit, project, reader.points)


def _whose(sheet: RawSheet) -> tuple[str, str]:
    """Unit and project out of the row above the table: behind their labels, in the same cell or the next."""
    found = dict.fromkeys(_LABELS, "")
    last = ""
    for _, cell in sorted(sheet.row(WHOSE).items()):
        text = str(cell.content).strip()
        for key, label in _LABELS.items():
            if said := label.fullmatch(text):
                last, text = key, said[1].strip()
                break
        if last and text and not found[last]:
            found[last] = text
    return found["unit"], found["project"]


def _state(sheet: RawSheet, last: int) -> list[Fault]:
    """Only what touches the rows that are read: a unit may merge the heading, or stamp below the table."""
    sums = {row for (row, at), cell in sheet.cells.items() if at == NUMBER and cell.content == TOTAL}
    kept = {
        (row, at): cell
        for (row, at), cell in sheet.cells.items()
        if FIRST <= row <= last and at <= POINTS and row not in sums
    }
    heads = {place: cell for place, cell in sheet.cells.items() if place[0] == HEAD}
    shown = RawSheet(sheet.title, sheet.hidden, kept, [], sheet.hidden_rows, sheet.hidden_columns)
    shown.merged = [area for area in sheet.merged if FIRST <= _first_row(area) <= last]
    return state_faults(shown, {at: str(cell.content) for (_, at), cell in heads.items()})


def _first_row(area: str) -> int:
    return int("".join(filter(str.isdigit, area.split(":", maxsplit=1)[0])) or 0)


class _Reader:
    """The rows of a self-assessment while they are read."""

    def __init__(self, scheme: Scheme, sheet: RawSheet) -> None:
        self._scheme, self._sheet = scheme, sheet
        self._seen: dict[str, int] = {}
        numbers = ((row, str(cell.content)) for (row, at), cell in sheet.cells.items() if at == NUMBER)
        named = (row for row, number in numbers if number in scheme.by_id)
        self.last = max(named, default=0)  # below it is no table any more
        self.points: dict[str, str] = {}

    def faults(self) -> list[Fault]:
        """Fill ``points`` and name what is wrong."""
        found = list(self._head())
        for number, cells in self._sheet.rows().items():
            if number >= FIRST and {NUMBER, POINTS} & cells.keys() and not self._is_footer(number, cells):
                found.extend(self._row(number, cells))
        return found

    def _is_footer(self, number: int, cells: Mapping[int, RawCell]) -> bool:
        """A seal, a date, a signature below the table; points there are still points without their place."""
        points = cells.get(POINTS)
        return number > self.last and not (points and isinstance(points.content, int | Decimal))

    def _head(self) -> Iterator[Fault]:
        cells = self._sheet.row(HEAD)
        for at in (NUMBER, POINTS):
            if at not in cells or str(cells[at].content) != HEADS[at - 1]:
                yield cell_fault(
                    TITLE, HEAD, (at, ""), f"这里应为列名“{HEADS[at - 1]}”，请用程序给出的表填写"
                )

    def _row(self, number: int, cells: Mapping[int, RawCell]) -> Iterator[Fault]:
        if NUMBER not in cells:
            yield cell_fault(TITLE, number, (NUMBER, HEADS[0]), "有得分而没有编号，请补上编号或删去得分")
            return
        try:
            name = str(from_cell(ID_COLUMN, cells[NUMBER].content))
        except Unreadable as unreadable:
            yield cell_fault(TITLE, number, (NUMBER, HEADS[0]), str(unreadable))
            return
        if name != TOTAL:
            yield from self._criterion(number, name, cells.get(POINTS))

    def _criterion(self, number: int, name: str, cell: RawCell | None) -> Iterator[Fault]:
        criterion = self._scheme.by_id.get(name)
        if criterion is None:
            yield cell_fault(TITLE, number, (NUMBER, HEADS[0]), f"方案里没有编号为 {name[:20]} 的考核项")
        elif name in self._seen:
            yield cell_fault(TITLE, number, (NUMBER, HEADS[0]), f"{name} 与第 {self._seen[name]} 行重复")
        else:
            self._seen[name] = number
            if cell is not None and not cell.formula and not cell.error:
                yield from self._points(number, criterion, cell)

    def _points(self, number: int, criterion: Criterion, cell: RawCell) -> Iterator[Fault]:
        at = (POINTS, HEADS[POINTS - 1])
        try:
            said = str(from_cell(POINTS_COLUMN, cell.content))
        except Unreadable as unreadable:
            yield cell_fault(TITLE, number, at, str(unreadable))
            return
        points = _hundredths(said)
        if points is None:
            yield cell_fault(TITLE, number, at, f"{said} 的小数超过两位，请改成最多两位小数")
        elif points > criterion.max:
            most = format_points(criterion.max)
            yield cell_fault(TITLE, number, at, f"自评 {said} 分，超过本项分值 {most} 分")
        else:
            self.points[criterion.id] = format_points(points)


def _hundredths(said: str) -> Points | None:
    from app.scoring.model.points import as_points, read_number

    number = read_number(said)
    return None if number is None else as_points(number)
