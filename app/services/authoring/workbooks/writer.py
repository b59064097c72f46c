"""Tables as an Excel workbook that a person wants to work in: drop-downs, notes, help, an example."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.services.authoring.workbooks import looks
from app.services.authoring.workbooks.cell_values import Content, to_cell
from app.services.authoring.workbooks.raw_book import letters
from app.services.authoring.workbooks.tables import Table
from app.services.authoring.workbooks.vocabulary import Column, SheetSpec, Vocabulary

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW = 600
LONGEST_LIST = 250
HEADS = ("栏目", "内容", "怎么填")
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of every workbook: the same scheme gives the same bytes."""


def written(tables: Sequence[Table], words: Vocabulary) -> bytes:
    """The workbook's bytes."""
    from openpyxl import Workbook

    book = Workbook()
    help_sheet = book.worksheets[0]
    help_sheet.title = "说明"
    _guide(help_sheet, words)
    for table in tables:
        sheet = book.create_sheet(table.spec.title)
        if table.spec is words.head:
            _head(sheet, table)
        else:
            _rows(sheet, table)
    _example(book.create_sheet("示例"), words)
    for each in book.worksheets:
        looks.heights(each)
        looks.printed(each)
    return saved(book)


def saved(book: object) -> bytes:
    """A workbook's bytes, dated alike every time."""
    from openpyxl import Workbook

    from app.reports.cells import repacked

    assert isinstance(book, Workbook)  # noqa: S101  openpyxl waits inside functions, so the type does too
    book.properties.creator = "现评"
    book.properties.created = MOMENT.replace(tzinfo=None)
    held = io.BytesIO()
    book.save(held)
    return repacked(held.getvalue(), MOMENT)


def put(sheet: Worksheet, row: int, column: int, content: Content) -> Cell:
    """Write a cell; a text stays text whatever it begins with."""
    from openpyxl.cell.cell import Cell

    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101  nothing is merged here
    if isinstance(content, str):
        cell.value = ESCAPE.sub("_x005F_", content)
        cell.data_type = "s"
        cell.quotePrefix = content.startswith(looks.RISKY)
    else:
        cell.value = content
    return cell


def _guide(sheet: Worksheet, words: Vocabulary) -> None:
    looks.widths(sheet, (16, 110))
    looks.title(put(sheet, 1, 1, "考核细则工作簿"))
    at = 3
    for number, line in enumerate(words.guide, start=1):
        looks.side(put(sheet, at, 1, number))
        looks.text(put(sheet, at, 2, line))
        at += 1
    for heading, lines in (("各张表", _sheets(words)), ("计分规则", _rules(words))):
        at += 1
        looks.title(put(sheet, at, 1, heading))
        for name, line in lines:
            at += 1
            looks.side(put(sheet, at, 1, name))
            looks.text(put(sheet, at, 2, line))
        at += 1


def _sheets(words: Vocabulary) -> list[tuple[str, str]]:
    return [(each.title, each.help) for each in (words.head, *words.tables)]


def _rules(words: Vocabulary) -> list[tuple[str, str]]:
    column = words.table("rules").column("kind")
    return [(column.words.say(kind) or kind if column else kind, line) for kind, line in words.rules.items()]


def _head(sheet: Worksheet, table: Table) -> None:
    looks.widths(sheet, (20, 60, 70))
    for at, head in enumerate(HEADS, start=1):
        looks.head(put(sheet, 1, at, head))
    values = table.rows[0]
    for row, column in enumerate(table.columns, start=2):
        looks.side(put(sheet, row, 1, column.head))
        looks.entry(
            put(sheet, row, 2, values[column.key]) if column.key in values else sheet.cell(row, 2), column
        )
        looks.text(put(sheet, row, 3, column.help))
        _offer(sheet, column, f"B{row}")
    sheet.freeze_panes = "B2"


def _rows(sheet: Worksheet, table: Table) -> None:
    looks.widths(sheet, [column.width for column in table.columns])
    for at, column in enumerate(table.columns, start=1):
        head = put(sheet, 1, at, column.head)
        looks.head(head)
        if column.help:
            looks.note(head, column.help)
        _offer(sheet, column, f"{letters(at)}2:{letters(at)}{LAST_ROW}")
    for row, values in enumerate(table.rows, start=2):
        for at, column in enumerate(table.columns, start=1):
            filled = column.key in values
            looks.entry(put(sheet, row, at, values[column.key]) if filled else sheet.cell(row, at), column)
    for row in range(len(table.rows) + 2, len(table.rows) + 32):
        for at, column in enumerate(table.columns, start=1):
            looks.entry(sheet.cell(row, at), column)
    sheet.freeze_panes = "C2" if table.spec.under else "B2"


def _offer(sheet: Worksheet, column: Column, area: str) -> None:
    """A drop-down, where the column has words or lists what another sheet names."""
    from openpyxl.worksheet.datavalidation import DataValidation

    said = "是,否" if column.mode == "flag" else ",".join(column.words.of.values())
    listed = column.mode in ("choice", "flag") and len(said) <= LONGEST_LIST
    source = f'"{said}"' if listed and said else _source(column)
    if not source:
        return
    offered = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=listed)
    offered.errorTitle, offered.error = "不在可选之列", "请从下拉中选择一项。"
    offered.add(area)
    sheet.add_data_validation(offered)


def _source(column: Column) -> str:
    from app.services.authoring.workbooks.vocabulary import vocabulary

    if not column.listed:
        return ""
    key, _, name = column.listed.partition(".")
    spec = vocabulary().table(key)
    at = next(number for number, each in enumerate(spec.columns, start=1) if each.key == name)
    return f"'{spec.title}'!${letters(at)}$2:${letters(at)}${LAST_ROW}"


def _example(sheet: Worksheet, words: Vocabulary) -> None:
    """One whole criterion, told column by column."""
    looks.widths(sheet, (16, 16, 44, 80))
    for at, head in enumerate(("表", "列", "示例", "怎么填"), start=1):
        looks.head(put(sheet, 1, at, head))
    row = 2
    for spec in words.tables:
        for column in spec.columns:
            _example_row(sheet, row, spec, column)
            row += 1
    sheet.freeze_panes = "A2"


def _example_row(sheet: Worksheet, row: int, spec: SheetSpec, column: Column) -> None:
    looks.side(put(sheet, row, 1, spec.title))
    looks.side(put(sheet, row, 2, column.head))
    if column.example is not None:
        looks.entry(put(sheet, row, 3, _sample(column)), column)
    looks.text(put(sheet, row, 4, column.help))


def _sample(column: Column) -> Content:
    given = column.example
    return given if column.mode in ("map", "list", "condition") else to_cell(column, given)
