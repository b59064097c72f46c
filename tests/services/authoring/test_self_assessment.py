from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.common.errors import Refusal
from app.scoring import Scheme
from app.services.authoring.self_assessment import FIRST, TITLE, read_self_assessment, self_assessment_book
from app.services.store.schemes import SchemeLibrary

Change = Callable[[Worksheet], object]


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return SchemeLibrary()["tianjin-base-acceptance"]


def filled(scheme: Scheme, change: Change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(self_assessment_book(scheme)))
    change(book[TITLE])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def put(address: str, value: Any) -> Change:
    return lambda sheet: sheet.__setitem__(address, value)


def test_points_are_taken_by_criterion(scheme: Scheme) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E5"], sheet["E6"], sheet["E7"] = 2, "1.5", 0
        sheet["F5"] = "=一定要说明"
        sheet["A3"] = "自评单位（盖章）：示例职业技术学院"
        sheet.merge_cells("A1:F1")
        last = FIRST + len(scheme.criteria)
        sheet[f"A{last}"], sheet[f"E{last}"] = "合计", f"=SUM(E{FIRST}:E{last - 1})"

    form = read_self_assessment(scheme, filled(scheme, change))
    assert form.points == {"1.1": "2", "1.2": "1.5", "2.1": "0"}
    assert (form.unit, form.project) == ("示例职业技术学院", "")


@pytest.mark.parametrize(
    "cells",
    [
        {"A3": "自评单位（盖章）：示例学院", "D3": "项目名称：数控基地"},
        {"A3": "自评单位（盖章）：", "B3": "示例学院", "D3": "项目名称：", "E3": "数控基地"},
        {"A3": "单位:示例学院", "D3": "项目:数控基地"},
        {"A3": "自评单位", "C3": "示例学院", "D3": "项目名称", "F3": "数控基地"},
    ],
)
def test_the_form_says_whose_it_is(scheme: Scheme, cells: dict[str, str]) -> None:
    def change(sheet: Worksheet) -> None:
        for address, text in cells.items():
            sheet[address] = text

    form = read_self_assessment(scheme, filled(scheme, change))
    assert (form.unit, form.project) == ("示例学院", "数控基地")


def test_a_seal_and_a_date_below_the_table_are_no_fault(scheme: Scheme) -> None:
    last = FIRST + len(scheme.criteria)

    def change(sheet: Worksheet) -> None:
        sheet["E5"] = 2
        sheet[f"A{last}"], sheet[f"E{last}"] = "合计", 2
        sheet[f"A{last + 2}"] = "填表单位（盖章）"
        sheet[f"E{last + 2}"] = "2026/5/12"
        sheet[f"E{last + 3}"] = date(2026, 5, 12)
        sheet.merge_cells(f"A{last + 2}:C{last + 3}")
        sheet.row_dimensions[last + 3].hidden = True

    assert read_self_assessment(scheme, filled(scheme, change)).points == {"1.1": "2"}


@pytest.mark.parametrize(
    ("typed", "read"), [("4.50", "4.5"), ("5.0", "5"), ("4.", "4"), (3.3000000000000003, "3.3"), (5.0, "5")]
)
def test_a_number_is_one_however_it_was_typed(scheme: Scheme, typed: object, read: str) -> None:
    at = FIRST + next(i for i, each in enumerate(scheme.criteria) if each.id == "4.1")
    assert read_self_assessment(scheme, filled(scheme, put(f"E{at}", typed))).points == {"4.1": read}


@pytest.mark.parametrize("name", ["dust-excel.xlsx", "text-4.50.xlsx", "workbook2.xlsx"])
def test_forms_of_other_programs_are_read(scheme: Scheme, name: str) -> None:
    data = (Path(__file__).parents[2] / "hostile" / "files" / name).read_bytes()
    assert read_self_assessment(scheme, data).points["1.1"] == "2"


@pytest.mark.parametrize(
    ("format_", "shown"), [("0%", "150%"), ('0.0"分"', "1.5分"), ("0", "2"), ('"约"0.0', "约1.5")]
)
def test_a_cell_shown_otherwise_than_stored_is_asked_about(scheme: Scheme, format_: str, shown: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E5"] = 1.5
        sheet["E5"].number_format = format_

    with pytest.raises(Refusal) as caught:
        read_self_assessment(scheme, filled(scheme, change))
    assert f"显示为 {shown}，存的却是 1.5，不知以哪个为准" in str(caught.value)


@pytest.mark.parametrize("format_", ["General", "0.0", "0.00", "#,##0.00", "0.0_ ", "[Red]0.0", "0.00E+00"])
def test_a_cell_shown_as_it_is_stored_is_read(scheme: Scheme, format_: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E5"] = 1.5
        sheet["E5"].number_format = format_

    assert read_self_assessment(scheme, filled(scheme, change)).points == {"1.1": "1.5"}


def test_a_blank_form_says_nothing(scheme: Scheme) -> None:
    form = read_self_assessment(scheme, self_assessment_book(scheme))
    assert (form.unit, form.project, form.points) == ("", "", {})


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        (put("E5", 3), "E5", "自评 3 分，超过本项分值 2 分"),
        (put("E5", -1), "E5", "不小于 0"),
        (put("E5", "２"), "E5", "全角数字"),
        (put("E5", "两分"), "E5", "不是数"),
        (put("E5", 1.125), "E5", "最多两位小数"),
        (put("E5", "=1+1"), "E5", "“自评得分”列（E5）：这一格是公式"),
        (put("A5", "9.9"), "A5", "方案里没有编号为 9.9 的考核项"),
        (put("A6", "1.1"), "A6", "1.1 与第 5 行重复"),
        (put("A5", 1.1), "A5", "设为文本"),
        (put("E60", 1), "A60", "有得分而没有编号"),
        (put("E4", "得分"), "E4", "这里应为列名“自评得分”"),
        (lambda sheet: sheet.merge_cells("A5:A6"), "", "A5:A6 是合并的"),
        (
            lambda sheet: sheet.row_dimensions.__getitem__(6).__setattr__("hidden", True),
            "6",
            "这一行是隐藏的",
        ),
    ],
)
def test_a_fault_is_named_by_its_row(scheme: Scheme, change: Change, where: str, said: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_self_assessment(scheme, filled(scheme, change))

    place = f"{TITLE}!{where}" if where else TITLE
    assert any(each.where == place and said in each.message for each in caught.value.faults), (
        caught.value.faults
    )


def test_another_workbook_is_refused(scheme: Scheme) -> None:
    held = io.BytesIO()
    openpyxl.Workbook().save(held)

    with pytest.raises(Refusal, match="没有这张表"):
        read_self_assessment(scheme, held.getvalue())


def test_conditions_have_no_points_to_give() -> None:
    with pytest.raises(Refusal, match="没有分值"):
        self_assessment_book(SchemeLibrary()["national-studio"])
