"""The verdict as labelled lines: the workbook's second sheet, beside the scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from app.reports import cells
from app.reports.document import (
    Followed,
    MaterialRow,
    PanelMember,
    ProtocolStep,
    SignedRow,
    VerdictReport,
)
from app.reports.words import booked, cited, long_date, ordered, profile_rows, recorded
from app.reports.worksheet_look import BODY, HEAD, INK, LINE, TALLEST, dress, set_up

_LABEL, _WORDS = 22, 104


def fill_summary(sheet: Worksheet, report: VerdictReport, followed: Followed) -> None:
    """Write the lines into an empty sheet and make it ready for print."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _LABEL, _WORDS
    for row, pair in enumerate(summary_rows(report, followed), start=1):
        for column, text in enumerate(pair, start=1):
            cell = sheet.cell(row, column)
            cells.write(cell, text)
            if isinstance(cell, Cell):
                dress(cell, Font(HEAD if column == 1 else BODY, 10, color=INK), centred=False)
        needed = cells.lines_needed(pair[1], _WORDS)
        sheet.row_dimensions[row].height = min(max(needed * LINE + 8, 22), TALLEST)
    set_up(sheet, report, None)


def summary_rows(report: VerdictReport, followed: Followed) -> Iterable[tuple[str, str]]:
    """Label and text, in the order of the printed verdict; what is empty is left out."""
    pairs = [
        ("文件", booked(report.title)),
        (report.assessed, report.unit),
        (report.project_word, report.project),
        ("项目编号", report.project_code),
        *profile_rows(report),
        ("批次", report.batch),
        ("时间", report.visit_dates),
        ("轮次", report.round),
        ("依据", _lines(cited(each) for each in report.basis)),
        (
            report.words.plan,
            f"{report.scheme_title}（版本 {report.scheme_version}，摘要 {report.scheme_digest}）",
        ),
        (report.assesses, report.issuer),
        (report.panel_word, _lines(_member(each) for each in ordered(report))),
        ("人员变动", _lines((*report.happened, *followed.happened))),
        ("提交材料", _lines(_material(each) for each in report.materials)),
        *_figures(report),
        ("结论", report.outcome_label),
        ("理由", report.outcome_why),
        *_remarks(report),
        *_after(followed),
        ("校验码", report.short_code if report.coded else ""),
        ("结论摘要（SHA-256）", report.digest if report.coded else ""),
        ("定稿日期", long_date(report.frozen_at) if report.coded else ""),
    ]
    return [(label, words) for label, words in pairs if words.strip()]


def _figures(report: VerdictReport) -> Iterable[tuple[str, str]]:
    if not report.pointed:
        yield report.words.table, report.counted
        return
    yield "总分", f"{report.total}（满分{report.full}）"
    if report.marked:
        yield "合格分数线", report.pass_mark or "未规定"


def _remarks(report: VerdictReport) -> Iterable[tuple[str, str]]:
    yield (
        report.words.wanting[0],
        _lines(f"{row.criterion}：{row.actual}，要求{row.required}（{row.clause}）" for row in report.unmet),
    )
    yield "裁定事项", _lines(f"{row.criterion}：{row.reason}（{row.by_whom}）" for row in report.rulings)
    yield report.strengths_word, _numbered(report.strengths)
    yield report.problems_word or report.words.problems, _numbered(report.problems)
    yield report.advice_word or report.words.advice, _numbered(report.suggestions)
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


def _after(followed: Followed) -> Iterable[tuple[str, str]]:
    yield "宣读与送达", _lines(_step(each) for each in recorded(followed.steps))
    yield "单位意见", followed.statement
    yield "单位表示", "　".join(part for part in (followed.stand, followed.by) if part)
    yield "签署情况", _lines(_signature(each) for each in followed.signed)


def _member(each: PanelMember) -> str:
    beside = "，".join(part for part in (each.unit, each.title, each.field) if part)
    pledged = f"；回避与纪律承诺：{each.pledged or '没有记录'}"
    return f"{each.role}：{each.name}" + (f"（{beside}）" if beside else "") + pledged


def _material(each: MaterialRow) -> str:
    return f"{each.title}：{each.state}" + (f"（{each.note}）" if each.note else "")


def _step(each: ProtocolStep) -> str:
    return "　".join(part for part in (each.when, each.title, each.people, each.notes) if part)


def _signature(each: SignedRow) -> str:
    return "　".join(part for part in (each.role, each.name, each.form, each.when, each.note) if part)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _numbered(texts: Sequence[str]) -> str:
    return _lines(f"{order}．{text}" for order, text in enumerate(texts, start=1))
