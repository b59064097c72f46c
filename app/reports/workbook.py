"""The score sheet as an Excel workbook: the annex's order and columns, ready for print and seal."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.reports import cells
from app.reports.columns import Column, CriterionPlace, Value, columns, number, places, reason
from app.reports.document import Followed, VerdictReport
from app.reports.plain import plain
from app.reports.summary import fill_summary
from app.reports.words import DRAFT_NOTICE, SAMPLE_NOTICE, not_for_unit, sheet_word, summary_title, utc
from app.reports.worksheet_look import BODY, HEAD, INK, LINE, LOST, MUTED, TALLEST, dress, set_up

_SEAL_ROOM, _SIGN_ROOM = 130.0, 62.0
_SIGNERS_ACROSS = 3
_RESULTS = ("考核分数", "得分", "认定")


def render_workbook(report: VerdictReport, followed: Followed) -> bytes:
    """The workbook's bytes, the same for the same report. Raises Refusal for text that Excel cannot hold.

    It goes with the bureau's summary, and tells who gave which score.
    """
    cells.check(report)
    cells.check(followed)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_word(report)
    _Scores(sheet, report).fill()
    fill_summary(book.create_sheet("结论"), report, followed)
    book.properties.creator = "现评"
    book.properties.title = plain(report.title)
    book.properties.created = utc(report.frozen_at).replace(tzinfo=None)
    held = io.BytesIO()
    book.save(held)
    return cells.repacked(held.getvalue(), report.frozen_at)


class _Scores:
    """The score sheet while it is filled, row by row from the top."""

    def __init__(self, sheet: Worksheet, report: VerdictReport) -> None:
        self._sheet, self._report = sheet, report
        self._columns = columns(report)
        self._width = len(self._columns)
        self._row = 1

    def fill(self) -> None:
        for at, column in enumerate(self._columns, start=1):
            self._sheet.column_dimensions[get_column_letter(at)].width = column.width
        self._opening()
        head = self._row
        self._head()
        self._body()
        self._totals()
        self._closing()
        set_up(self._sheet, self._report, f"{head}:{head}")
        self._sheet.freeze_panes = f"A{head + 1}"

    def _opening(self) -> None:
        report = self._report
        self._across(
            f"{report.scheme_title}　{summary_title(report)}", 30, Font(HEAD, 16, color=INK), "center"
        )
        told = not_for_unit(report)
        for due, notice in ((True, told), (report.sample, SAMPLE_NOTICE), (report.draft, DRAFT_NOTICE)):
            if due:
                self._across(notice, 18, Font(BODY, 10, color=MUTED), "center")
        unit = f"{report.assessed}：{report.unit}"
        project = f"{report.project_word}：{report.project}　　时间：{report.visit_dates}"
        self._across(f"{unit}　　{project}", 22, Font(BODY, 11, color=INK), "left")

    def _across(self, text: str, height: float, font: Font, side: str) -> None:
        """One text over the whole width, without a box."""
        cells.write(self._at(1), text)
        self._sheet.merge_cells(
            start_row=self._row, end_row=self._row, start_column=1, end_column=self._width
        )
        self._at(1).font = font
        self._at(1).alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
        self._sheet.row_dimensions[self._row].height = height
        self._row += 1

    def _at(self, column: int, row: int | None = None) -> Cell:
        found = self._sheet.cell(row or self._row, column)
        if not isinstance(found, Cell):
            raise TypeError("not the first corner of a merged cell")
        return found

    def _head(self) -> None:
        for at, column in enumerate(self._columns, start=1):
            cells.write(self._at(at), column.title)
            dress(self._at(at), Font(HEAD, 10, color=INK), centred=True, shade=True)
        self._merge_twins()
        self._sheet.row_dimensions[self._row].height = 30
        self._row += 1

    def _merge_twins(self) -> None:
        """Neighbouring columns of one title share one head, as in the annex."""
        at, numbered = 1, list(enumerate(self._columns, start=1))
        for _, group in groupby((column.title, at if column.apart else 0) for at, column in numbered):
            count = len(list(group))
            if count > 1:
                row = self._row
                self._sheet.merge_cells(
                    start_row=row, end_row=row, start_column=at, end_column=at + count - 1
                )
            at += count

    def _body(self) -> None:
        found = places(self._report)
        first = self._row
        for place in found:
            self._criterion(place)
        for at, column in enumerate(self._columns, start=1):
            if column.level != "criterion":
                self._merge_down(at, first, [_key(place, column) for place in found])

    def _criterion(self, place: CriterionPlace) -> None:
        needed = 1
        for at, column in enumerate(self._columns, start=1):
            value = column.show(place)
            cells.write(self._at(at), value)
            dress(self._at(at), _font(column, value), centred=column.centred)
            if column.level == "criterion":
                needed = max(needed, cells.lines_needed(value, column.width))
        self._sheet.row_dimensions[self._row].height = min(needed * LINE + 8, TALLEST)
        self._row += 1

    def _merge_down(self, column: int, first: int, keys: Sequence[object]) -> None:
        row = first
        for _, group in groupby(keys):
            count = len(list(group))
            if count > 1:
                for below in range(row + 1, row + count):
                    self._at(column, below).value = None
                self._sheet.merge_cells(
                    start_row=row, end_row=row + count - 1, start_column=column, end_column=column
                )
            row += count

    def _totals(self) -> None:
        report = self._report
        for each in report.total_adjustments:
            name = f"总分调整（第{each.criterion}项）" if each.criterion else "总分调整"
            words = "\n".join(
                [
                    each.why,
                    *(
                        reason(report, replace(line, points=line.points if line.count else ""))
                        for line in each.lines
                    ),
                ]
            )
            self._total_row(name, None, number(each.points), words)
        if report.pointed:
            self._total_row("总分", number(report.full), number(report.total), "")
        mark = f"（合格分数线{report.pass_mark}分）" if report.pass_mark else ""
        counted = f"{report.counted}。" if report.counted else ""
        words = f"{report.outcome_label}{mark}。{counted}{report.outcome_why}"
        self._total_row("结论", None, None, words)

    def _total_row(self, name: str, top: Value, score: Value, words: str) -> None:
        titles = [column.title for column in self._columns]
        score_at = next(titles.index(each) for each in _RESULTS if each in titles) + 1
        top_at = titles.index("分值") + 1 if "分值" in titles else score_at
        shown: dict[int, Value] = {1: name, top_at: top, score_at: score, self._width: words or None}
        for at in range(1, self._width + 1):
            cells.write(self._at(at), shown.get(at))
            dress(self._at(at), Font(HEAD, 10, color=INK), centred=at != self._width, shade=True)
        needed = cells.lines_needed(words, self._columns[-1].width)
        self._sheet.row_dimensions[self._row].height = min(max(needed * LINE + 8, 24), TALLEST)
        self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=1, end_column=top_at - 1)
        self._row += 1

    def _closing(self) -> None:
        """Room for every signer's hand and the bureau's seal."""
        self._row += 1
        date = "\n\n　　　　　　　　　年　　月　　日"
        signers = [f"{each.role}　{each.name}（签字）：" + date for each in self._report.signers]
        for at in range(0, len(signers), _SIGNERS_ACROSS):
            self._areas(signers[at : at + _SIGNERS_ACROSS], _SIGN_ROOM)
        self._areas([f"{self._report.assesses}（加盖公章）"], _SEAL_ROOM)

    def _areas(self, texts: Sequence[str], height: float) -> None:
        """Boxes side by side over the whole width, each with its caption in the upper corner."""
        widths = [column.width for column in self._columns]
        start = 1
        for order, text in enumerate(texts, start=1):
            share = sum(widths) * order / len(texts)
            reached = [at for at in range(start, self._width + 1) if sum(widths[:at]) >= share - 4]
            end = self._width if order == len(texts) or not reached else reached[0]
            cells.write(self._at(start), text)
            for at in range(start, end + 1):
                dress(self._at(at), Font(BODY, 11, color=INK), centred=False)
            self._at(start).alignment = Alignment(vertical="top", wrap_text=True)
            self._sheet.merge_cells(
                start_row=self._row, end_row=self._row, start_column=start, end_column=end
            )
            start = end + 1
        self._sheet.row_dimensions[self._row].height = height
        self._row += 1


def _key(place: CriterionPlace, column: Column) -> object:
    if column.level == "section":
        return place.order
    return place.order, place.item[0].id


def _font(column: Column, value: Value) -> Font:
    lost = column.lost and isinstance(value, Decimal) and value > 0
    return Font(BODY, 10, color=LOST if lost else INK)
