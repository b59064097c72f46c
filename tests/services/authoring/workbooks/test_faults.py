"""One bad workbook per fault: each is named by sheet, row and column with what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from openpyxl.workbook import Workbook

from app.common.errors import Fault
from app.services.authoring.workbooks.scheme_book import parse, read_scheme_book

Change = Callable[[Workbook], object]


def put(sheet: str, address: str, value: object) -> Change:
    def change(book: Workbook) -> None:
        cell = book[sheet][address]
        cell.value = value
        if isinstance(value, str) and value.startswith("="):
            cell.data_type = "f"

    return change


def hide_row(book: Workbook) -> None:
    book["考核项"].row_dimensions[4].hidden = True


def hide_column(book: Workbook) -> None:
    book["考核项"].column_dimensions["F"].hidden = True


def hide_sheet(book: Workbook) -> None:
    book["义务" if "义务" in book.sheetnames else "考核项"].sheet_state = "hidden"


def double_head(book: Workbook) -> None:
    book["考核项"]["C1"] = "要求概括"


def rename_sheet(book: Workbook) -> None:
    book["考核项"].title = "考核项目"


def drop_head(book: Workbook) -> None:
    del book["方案"]


CASES: dict[str, tuple[Change, str, str]] = {
    "formula": (
        put("考核项", "F3", "=1+1"),
        "考核项!F3",
        "“考核项”表第 3 行“分值”列（F3）：这一格是公式，请改成固定的内容",
    ),
    "error value": (put("考核项", "F3", "#REF!"), "考核项!F3", "错误值 #REF!"),
    "merged": (
        lambda book: book["认定项"].merge_cells("A3:A4"),
        "认定项",
        "单元格 A3:A4 是合并的，请取消合并",
    ),
    "hidden row": (hide_row, "考核项!4", "“考核项”表第 4 行：这一行是隐藏的"),
    "hidden column": (hide_column, "考核项", "“分值”列（F）是隐藏的"),
    "hidden sheet": (hide_sheet, "义务", "这张表是隐藏的"),
    "stray space": (put("考核项", "C3", "项目组织 "), "考核项!C3", "首尾有多余的空格"),
    "blank that is not": (put("考核项", "E3", " "), "考核项!E3", "首尾有多余的空格"),
    "full-width number": (put("考核项", "F3", "２"), "考核项!F3", "“２”是全角数字，请改用半角数字"),
    "full-width id": (put("考核项", "A3", "１.2"), "考核项!A3", "有全角数字"),
    "id as a decimal": (put("考核项", "A3", 1.2), "考核项!A3", "请把单元格设为文本后重新输入"),
    "number with a unit": (put("考核项", "F3", "2分"), "考核项!F3", "不是数，只填数字"),
    "negative number": (put("考核项", "F3", -2), "考核项!F3", "不小于 0"),
    "wrong section total": (
        put("考核项", "F3", 3),
        "分区!D2",
        "这里是 8 分，所含各考核项的分值合计 9 分，多 1 分",
    ),
    "wrong full marks": (
        put("方案", "B12", 99),
        "方案!B12",
        "这里是 99 分，各分区的分值合计 100 分，多 1 分",
    ),
    "unknown finding kind": (
        put("认定项", "C2", "真假"),
        "认定项!C2",
        "没有“真假”这一种，应从下拉中选：是非、数量",
    ),
    "unknown rule kind": (put("计分规则", "B2", "随便扣"), "计分规则!B2", "没有“随便扣”这一种"),
    "unknown rule code": (
        put("计分规则", "B2", "guess"),
        "计分规则!B2",
        "应为以下之一：有则不扣、每缺一个扣",
    ),
    "double criterion": (put("考核项", "A3", "1.1"), "考核项!A3", "“1.1”与第 2 行重复"),
    "double finding": (put("认定项", "B4", "duties_divided"), "认定项!B4", "“duties_divided”与第 3 行重复"),
    "unknown criterion": (put("认定项", "A2", "9.9"), "认定项!A2", "“考核项”表里没有编号 9.9"),
    "unknown section": (
        put("考核项", "B2", "7"),
        "考核项!B2",
        "“考核项”表第 2 行“分区”列（B2）：应为以下之一：1、2、3、4、5",
    ),
    "unknown finding": (put("计分规则", "C2", "nothing"), "计分规则!C2", "nothing"),
    "unknown profile": (put("认定项", "M8", "单位 没有 = 企业"), "认定项!M8", "没有名为 没有 的单位信息"),
    "unused finding": (
        put("计分规则", "C3", "responsibility_assigned"),
        "认定项!3",
        "没有规则用到这个认定项",
    ),
    "no clause": (put("考核项", "H2", None), "考核项!H2", "“考核项”表第 2 行“出处”列（H2）：缺少"),
    "no head value": (put("方案", "B5", None), "方案!B5", "“方案”表第 5 行“内容”列（B5）"),
    "bad condition": (put("认定项", "M8", "人数 小于 100"), "认定项!M8", "条件应写成 名称 = 取值"),
    "bad options": (put("认定项", "K2", "是=有；是=无"), "认定项!K2", "“是”写了两次"),
    "unknown column": (put("考核项", "C1", "项目名"), "考核项!C1", "没有这一列，列名应为 编号、分区"),
    "double column": (double_head, "考核项!D1", "出现了两次"),
    "unknown head line": (put("方案", "A5", "类别"), "方案!A5", "没有这个栏目"),
    "unknown sheet": (rename_sheet, "考核项目", "程序不认识这张表"),
    "no head sheet": (drop_head, "方案", "缺少这张表"),
    "cell beside the table": (put("考核项", "Z9", "草稿"), "考核项!Z9", "上方没有列名"),
    "not a day": (put("方案", "B10", "2025年3月"), "方案!B10", "应为日期"),
    "bad due": (put("结论之后", "F2", "限期起点=整改通知"), "结论之后!F2", "应写明长度"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_named_at_its_cell(name: str, refused: Callable[[Change], tuple[Fault, ...]]) -> None:
    change, where, said = CASES[name]

    faults = refused(change)

    assert any(fault.where == where and said in fault.message for fault in faults), [
        (fault.where, fault.message) for fault in faults
    ]
    assert all(fault.code == "XP-6402" for fault in faults)


def test_every_fault_is_named_at_once(refused: Callable[[Change], tuple[Fault, ...]]) -> None:
    def change(book: Workbook) -> None:
        for case in ("stray space", "full-width id", "unknown finding kind", "merged"):
            CASES[case][0](book)

    assert {fault.where for fault in refused(change)} >= {"考核项!C3", "考核项!A3", "认定项!C2", "认定项"}


def test_numbers_and_days_that_excel_made_of_texts_are_understood(
    edited: Callable[[Change], bytes], base_source: bytes
) -> None:
    def change(book: Workbook) -> None:
        day = book["方案"]["B10"]
        assert book["方案"]["A10"].value == "施行日期"
        day.value, day.number_format = date(2025, 3, 18), "yyyy-mm-dd"
        book["考核项"]["F3"] = "2"
        book["分区"]["A2"] = 1

    data, heading = parse(read_scheme_book(edited(change)))
    assert data.pop("valid_from") == "2025-03-18"
    assert (data, heading) == parse(base_source)
