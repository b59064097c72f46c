from __future__ import annotations

import io
import unicodedata
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from app.common.errors import Refusal
from app.reports.document import Followed, VerdictReport
from app.reports.workbook import render_workbook as render
from tests.reports import pages
from tests.reports.lifelike import full_followed, full_report, minimal_report, with_why
from tests.reports.outcomes import End, ends_of

ANNEX = (
    "序号",
    "考核项目",
    "考核内容",
    None,
    "总分值",
    "考核办法",
    "分值",
    "考核办法",
    "所需材料",
    "考核分数",
)
RISKY = ["=1+1", "+86", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "#N/A"]


def render_workbook(report: VerdictReport, followed: Followed | None = None) -> bytes:
    return render(report, full_followed() if followed is None else followed)


@pytest.fixture(scope="module")
def data() -> bytes:
    return render_workbook(full_report())


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def head_row(sheet: Worksheet) -> int:
    return next(row for row in range(1, 9) if sheet.cell(row, 1).value == "序号")


def column_of(sheet: Worksheet, title: str) -> int:
    row = head_row(sheet)
    return next(at for at in range(1, sheet.max_column + 1) if sheet.cell(row, at).value == title)


def all_cells(data: bytes) -> list[Any]:
    sheets = load_workbook(io.BytesIO(data)).worksheets
    return [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_columns_and_rows_are_the_annexs(book: Workbook) -> None:
    sheet, report = book.worksheets[0], full_report()
    head = head_row(sheet)
    assert tuple(sheet.cell(head, at).value for at in range(1, 11)) == ANNEX
    rows = range(head + 1, head + 1 + len(report.criteria))
    assert [sheet.cell(row, 6).value for row in rows] == [row.wanted for row in report.criteria]
    assert [Decimal(str(sheet.cell(row, 10).value)) for row in rows] == [
        Decimal(row.score or "-1") for row in report.criteria
    ]


def test_sections_and_items_are_merged_as_in_the_annex(book: Workbook) -> None:
    sheet = book.worksheets[0]
    first = head_row(sheet) + 1
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert f"A{first}:A{first + 3}" in merged  # section 1 holds four rows
    assert f"B{first}:B{first + 3}" in merged
    assert {f"{letter}{first}:{letter}{first + 1}" for letter in "CDE"} <= merged  # item 1 holds two
    assert sheet.cell(first, 5).value == 4  # 总分值 of 项目组织
    assert f"C{first - 1}:D{first - 1}" in merged


def test_totals_adjustment_and_outcome_follow_the_rows(book: Workbook) -> None:
    sheet = book.worksheets[0]
    labels = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    score = column_of(sheet, "考核分数")
    assert sheet.cell(labels["总分"], score).value == 76.33
    assert sheet.cell(labels["总分"], column_of(sheet, "分值")).value == 100
    assert sheet.cell(labels["总分调整（第10.1项）"], score).value == -4
    assert "通过验收" in str(sheet.cell(labels["结论"], sheet.max_column).value)


def test_losses_self_scores_experts_and_reasons_stand_beside(book: Workbook) -> None:
    sheet = book.worksheets[0]
    row = head_row(sheet) + 3  # 2.1
    assert sheet.cell(row, column_of(sheet, "失分")).value == 0.5
    assert sheet.cell(row, column_of(sheet, "失分")).font.color.rgb == "FFB02A1F"
    assert sheet.cell(row - 1, column_of(sheet, "失分")).font.color.rgb != "FFB02A1F"
    assert sheet.cell(row, column_of(sheet, "自评分数")).value == 2
    assert sheet.cell(row, column_of(sheet, "专家甲（示例）")).value == 1.5
    reason = str(sheet.cell(row, column_of(sheet, "扣分、得分的理由和依据")).value)
    assert reason == "−0.5　缺风险管理制度，少1项扣0.5分（附件1 第2项）"


RED = "FFB02A1F"


@pytest.mark.parametrize(
    ("scheme_id", "end", "title", "red"),
    [
        ("hubei-base-acceptance", "fail", "失分", True),
        ("hubei-performance", "partly", "未得分", True),
        ("hubei-effect", "fairly_good", "距满分", False),
    ],
)
def test_what_is_short_of_full_points_is_named_and_coloured_as_its_kind_has_it(
    scheme_id: str, end: str, title: str, red: bool
) -> None:
    ends = {each.name: each for each in ends_of(scheme_id)}
    if end == "partly":
        base = next(iter(ends.values()))
        found = base.findings | {"14.2": {"target": "10", "actual": "7"}}
        ends[end] = End(base.scheme, end, base.profile, base.policy, found)
    report = pages.report_of(ends[end], pages.SMALL)
    sheet = load_workbook(io.BytesIO(render_workbook(report))).worksheets[0]
    head, at = head_row(sheet), column_of(sheet, title)
    short = [sheet.cell(row, at) for row in range(head + 1, sheet.max_row + 1)]
    lost = [cell for cell in short if isinstance(cell.value, int | float) and cell.value > 0]
    assert lost
    assert {cell.font.color.rgb == RED for cell in lost} == {red}
    titles = {cell.value for cell in sheet[head]}
    assert len(titles & {"失分", "未得分", "距满分"}) == 1


def test_where_nothing_was_rated_there_is_no_sum() -> None:
    """After a failed operation no points are asked for (Hubei, article 19): a 0 would be a rating."""
    end = next(each for each in ends_of("hubei-effect") if each.name == "poor-veto")
    report = pages.report_of(end, pages.SMALL)
    assert (report.total, report.full) == ("—", "100")
    sheet = load_workbook(io.BytesIO(render_workbook(report))).worksheets[0]
    row = next(each for each in sheet.iter_rows(values_only=True) if each[0] == "总分")
    assert "—" in row
    assert 0 not in row


def test_there_is_room_for_hands_and_seals(book: Workbook) -> None:
    sheet, report = book.worksheets[0], full_report()
    text = "\n".join(
        str(row[at] or "") for row in sheet.iter_rows(values_only=True) for at in range(len(row))
    )
    assert "验收组织单位（加盖公章）" in text
    assert "不交建设项目实施单位" in text
    assert all(f"{each.name}（签字）" in text for each in report.signers)
    assert max(each.height or 0 for each in sheet.row_dimensions.values()) >= 120


def _parts(item: HeaderFooterItem | None) -> tuple[str, str]:
    """What stands at the left and in the middle of a page's head or foot."""
    assert item is not None
    return str(item.left.text), str(item.center.text)


def test_it_prints_on_a4_across_with_heads_and_page_numbers(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in _parts(sheet.oddFooter)[1]
        assert "&N" in _parts(sheet.oddFooter)[1]
    head = head_row(book.worksheets[0])
    assert book.worksheets[0].print_title_rows == f"${head}:${head}"
    assert "示例职业技术学院" in _parts(book.worksheets[0].oddHeader)[0]


def test_the_same_report_gives_the_same_bytes(data: bytes) -> None:
    assert render_workbook(full_report()) == data
    later = replace(full_report(), frozen_at=full_report().frozen_at + timedelta(days=1))
    assert render_workbook(later) != data


def test_dates_inside_are_the_reports(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {
            (2026, 5, 12, 16, 41, 6)
        }  # a zip counts in steps of two seconds
        assert archive.namelist()[0] == "[Content_Types].xml"
    properties = load_workbook(io.BytesIO(data)).properties
    assert properties.created == properties.modified == datetime(2026, 5, 12, 8, 41, 7)  # noqa: DTZ001


@pytest.mark.parametrize("text", RISKY)
def test_no_text_becomes_a_formula(text: str) -> None:
    report = replace(with_why(text), unit=text, project=text, problems=(text,))
    row = replace(
        report.sections[0].criteria[0], wanted=text, method=text, evidence=text, score=text, item=text
    )
    section = replace(report.sections[0], title=text, criteria=(row, *report.sections[0].criteria[1:]))
    followed = replace(full_followed(), statement=text)
    made = render_workbook(replace(report, sections=(section, *report.sections[1:])), followed)
    cells = all_cells(made)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    own = [cell for cell in cells if str(cell.value).strip() == text.strip()]
    assert len(own) >= 5
    assert all(cell.quotePrefix for cell in own if text != "#N/A")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_header_codes_in_a_name_stay_text() -> None:
    made = render_workbook(replace(full_report(), unit="甲&P&D集团"))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        root = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314  our own bytes
    header = next(node.text or "" for node in root.iter() if node.tag.endswith("oddHeader"))
    assert "甲&&P&&D集团" in header


def test_control_characters_go_and_half_pairs_are_named() -> None:
    cells = all_cells(render_workbook(with_why("缺\x00风险\x0b制度\x1f\ufeff")))
    assert any("缺风险 制度（附件1）" in str(cell.value) for cell in cells)
    for char in (chr(0xD800), "\uffff"):
        with pytest.raises(Refusal) as caught:
            render_workbook(with_why(f"缺{char}制度"))
        assert caught.value.faults[0].where == "sections.0.criteria.0.lines.0.why"


def test_a_text_too_long_for_a_cell_says_that_it_is_cut() -> None:
    cells = all_cells(render_workbook(with_why("材料不全。" * 9000)))
    longest = max((str(cell.value) for cell in cells), key=len)
    assert len(longest) <= 32_767
    assert longest.endswith("（过长，余文见结论文件）")


def test_a_scheme_without_items_has_the_plainer_columns() -> None:
    report = full_report()
    sections = tuple(
        replace(each, criteria=tuple(replace(row, item="") for row in each.criteria))
        for each in report.sections
    )
    sheet = load_workbook(io.BytesIO(render_workbook(replace(report, sections=sections)))).worksheets[0]
    heads = [row for row in sheet.iter_rows(values_only=True) if row[0] == "考核项目"]
    assert heads[0][:6] == ("考核项目", "考核内容", "分值", "评分标准", "所需材料", "得分")


@settings(max_examples=40)
@given(st.text(max_size=80), st.text(max_size=40))
def test_any_text_is_written_or_refused(why: str, name: str) -> None:
    report = replace(with_why(why), unit=name, problems=(why,), short_code=name)
    assert _written(report) or any(unicodedata.category(char) in {"Cs", "Cn"} for char in why + name)


def _written(report: VerdictReport) -> bool:
    try:
        cells = all_cells(render_workbook(report))
    except Refusal as refusal:
        assert all(fault.where and fault.message for fault in refusal.faults)  # noqa: PT017
        return False
    return {cell.data_type for cell in cells} <= {"s", "n"}


def test_the_smallest_report_is_written() -> None:
    assert load_workbook(io.BytesIO(render_workbook(minimal_report()))).sheetnames == ["评分表", "结论"]
    empty = replace(minimal_report(), sections=(), signers=())
    assert load_workbook(io.BytesIO(render_workbook(empty))).sheetnames == ["评分表", "结论"]


def test_criteria_keep_their_numbers_where_items_have_none_and_no_two_columns_share_a_name() -> None:
    report = full_report()
    rows = report.sections[0].criteria
    told = [replace(row, id=f"4.{place}", item=f"第 {place} 项") for place, row in enumerate(rows, start=1)]
    numbered = replace(report, sections=(replace(report.sections[0], criteria=tuple(told)),))
    sheet = load_workbook(io.BytesIO(render_workbook(numbered))).worksheets[0]
    head, at = head_row(sheet), column_of(sheet, "编号")
    titles = [cell.value for cell in sheet[head] if cell.value]
    assert len(set(titles)) == len(titles)
    assert [sheet.cell(head + place, at).value for place in range(1, len(told) + 1)] == [
        row.id for row in told
    ]
