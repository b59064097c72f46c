"""What a person may have done to a sheet that a reader must not pass over: each named with its mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.common.errors import Fault
from app.services.authoring.workbooks.places import cell_fault, sheet_fault
from app.services.authoring.workbooks.raw_book import RawCell, RawSheet, letters
from app.services.authoring.workbooks.tables import unfit

MOST_NAMED = 50


def state_faults(sheet: RawSheet, heads: Mapping[int, str] | None = None) -> list[Fault]:
    """Everything wrong with the cells as such, whatever they should say. heads: if not in row 1."""
    names = heads or {at: str(cell.content) for (row, at), cell in sheet.cells.items() if row == 1}
    faults = [*_whole(sheet), *_hidden(sheet, names)]
    for (row, column), cell in sorted(sheet.cells.items()):
        message = _cell(cell)
        if message:
            head = names.get(column, "") if row > 1 else ""
            faults.append(cell_fault(sheet.title, row, (column, head), message))
    return faults[:MOST_NAMED]


def _whole(sheet: RawSheet) -> Iterator[Fault]:
    if sheet.hidden:
        yield sheet_fault(sheet.title, "这张表是隐藏的，请取消隐藏并核对内容")
    for area in sheet.merged[:MOST_NAMED]:
        yield sheet_fault(sheet.title, f"单元格 {area} 是合并的，请取消合并，并把每一格填全")


def _hidden(sheet: RawSheet, names: Mapping[int, str]) -> Iterator[Fault]:
    filled = {row for row, _ in sheet.cells}
    for row in sorted(sheet.hidden_rows & filled):
        yield cell_fault(sheet.title, row, (0, ""), "这一行是隐藏的，请取消隐藏（或取消筛选）并核对内容")
    for first, last in sheet.hidden_columns:
        columns = sorted({column for _, column in sheet.cells if first <= column <= last})
        for column in columns:
            name = f"“{names[column]}”列" if names.get(column) else f"第 {letters(column)} 列"
            yield sheet_fault(sheet.title, f"{name}（{letters(column)}）是隐藏的，请取消隐藏并核对内容")


def _cell(cell: RawCell) -> str:
    if cell.formula:
        return "这一格是公式，请改成固定的内容（复制后选择性粘贴为数值）"
    if cell.error:
        return f"这一格是错误值 {cell.content}，请改成固定的内容"
    if cell.shown:
        return (
            f"这一格显示为 {cell.shown}，存的却是 {cell.content}，不知以哪个为准；"
            "请把单元格格式改为“常规”，填写实际的数（比例填百分数，45% 填 45）"
        )
    if not isinstance(cell.content, str):
        return ""
    if cell.content != cell.content.strip():
        return "首尾有多余的空格或换行，请删去"
    return unfit(cell.content)
