"""What a person may have done to a sheet that a reader must not pass over: each named with its mend."""

from __future__ import annotations

from collections.abc import Iterator

from app.common.errors import Fault
from app.services.workbooks.naming import cell_fault, sheet_fault
from app.services.workbooks.raw_book import RawCell, RawSheet, letters
from app.services.workbooks.tables import unfit

MOST_NAMED = 50


def state_faults(sheet: RawSheet) -> list[Fault]:
    """Everything wrong with the cells as such, whatever they should say."""
    faults = [*_whole(sheet), *_hidden(sheet)]
    for (row, column), cell in sorted(sheet.cells.items()):
        message = _cell(cell)
        if message:
            head = sheet.cells.get((1, column)) if row > 1 else None
            faults.append(cell_fault(sheet.title, row, (column, str(head.content) if head else ""), message))
    return faults[:MOST_NAMED]


def _whole(sheet: RawSheet) -> Iterator[Fault]:
    if sheet.hidden:
        yield sheet_fault(sheet.title, "这张表是隐藏的，请取消隐藏并核对内容")
    for area in sheet.merged[:MOST_NAMED]:
        yield sheet_fault(sheet.title, f"单元格 {area} 是合并的，请取消合并，并把每一格填全")


def _hidden(sheet: RawSheet) -> Iterator[Fault]:
    filled = {row for row, _ in sheet.cells}
    for row in sorted(sheet.hidden_rows & filled):
        yield cell_fault(sheet.title, row, (0, ""), "这一行是隐藏的，请取消隐藏（或取消筛选）并核对内容")
    for first, last in sheet.hidden_columns:
        columns = sorted({column for _, column in sheet.cells if first <= column <= last})
        for column in columns:
            head = sheet.cells.get((1, column))
            name = f"“{head.content}”列" if head else f"第 {letters(column)} 列"
            yield sheet_fault(sheet.title, f"{name}（{letters(column)}）是隐藏的，请取消隐藏并核对内容")


def _cell(cell: RawCell) -> str:
    if cell.formula:
        return "这一格是公式，请改成固定的内容（复制后选择性粘贴为数值）"
    if cell.error:
        return f"这一格是错误值 {cell.content}，请改成固定的内容"
    if not isinstance(cell.content, str):
        return ""
    if cell.content != cell.content.strip():
        return "首尾有多余的空格或换行，请删去"
    return unfit(cell.content)
