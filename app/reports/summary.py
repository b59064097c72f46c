"""The verdict as labelled lines: the workbook's second sheet, beside the scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from app.reports import cells
from app.reports.document import VerdictReport
from app.reports.printing import BODY, HEAD, INK, LINE, TALLEST, dress, set_up
from app.reports.wording import booked, long_date, ordered, rules, unit_word

_LABEL, _WORDS = 22, 104


def fill_summary(sheet: Worksheet, report: VerdictReport) -> None:
    """Write the lines into an empty sheet and make it ready for print."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _LABEL, _WORDS
    for row, pair in enumerate(summary_rows(report), start=1):
        for column, text in enumerate(pair, start=1):
            cell = sheet.cell(row, column)
            cells.write(cell, text)
            if isinstance(cell, Cell):
                dress(cell, Font(HEAD if column == 1 else BODY, 10, color=INK), centred=False)
        needed = cells.lines_needed(pair[1], _WORDS)
        sheet.row_dimensions[row].height = min(max(needed * LINE + 8, 22), TALLEST)
    set_up(sheet, report, None)


def summary_rows(report: VerdictReport) -> Iterable[tuple[str, str]]:
    """Label and text, in the order of the printed verdict; what is empty is left out."""
    number = f"（{report.document_no}）" if report.document_no else ""
    pairs = [
        ("文件", booked(report.title)),
        ("项目单位", report.unit),
        ("建设项目", report.project),
        ("项目编号", report.project_code),
        (unit_word(report), report.unit_type),
        ("考核批次", report.batch),
        ("考核时间", report.visit_dates),
        ("考核依据", booked(report.document) + number),
        (
            "考核细则",
            f"{rules(report.scheme_title)}（版本 {report.scheme_version}，摘要 {report.scheme_digest}）",
        ),
        ("组织单位", report.issuer),
        ("专家组", _lines(f"{each.role}：{each.name}（{each.unit}）" for each in ordered(report))),
        *_figures(report),
        ("考核结论", report.outcome_label),
        ("结论理由", report.outcome_why),
        *_remarks(report),
        ("校验码", report.short_code if report.coded else ""),
        ("结论摘要（SHA-256）", report.digest if report.coded else ""),
        ("定稿日期", long_date(report.frozen_at) if report.coded else ""),
    ]
    return [(label, words) for label, words in pairs if words.strip()]


def _figures(report: VerdictReport) -> Iterable[tuple[str, str]]:
    if not report.pointed:
        yield "核查情况", report.counted
        return
    yield "总分", f"{report.total}（满分{report.full}）"
    if report.marked:
        yield "合格分数线", report.pass_mark or "未规定"


def _remarks(report: VerdictReport) -> Iterable[tuple[str, str]]:
    yield "裁定事项", _lines(f"{row.criterion}：{row.reason}（{row.by_whom}）" for row in report.rulings)
    yield "存在的主要问题", _numbered(report.problems)
    yield "意见和建议", _numbered(report.suggestions)
    yield (
        "细则适用口径",
        _lines(
            f"{row.question}：{row.choice}" + (f"（{row.source}）" if row.source else "")
            for row in report.readings
        ),
    )
    yield (
        "后续要求",
        _lines(each.text + (f"（{each.clause}）" if each.clause else "") for each in report.consequences),
    )
    yield (
        "今后的义务与期限",
        _lines(f"{each.who}：{each.what}，{each.due}（{each.clause}）" for each in report.duties),
    )
    yield "项目单位意见", report.unit_statement
    yield "送达确认", report.receipt


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _numbered(texts: Sequence[str]) -> str:
    return _lines(f"{order}．{text}" for order, text in enumerate(texts, start=1))
