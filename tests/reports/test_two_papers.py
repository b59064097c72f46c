"""What the unit's paper tells of the experts, what the bureau's tells; people are told by identity."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.reports.bureau_summary import render_summary
from app.reports.document import Expert, ExpertScore, Followed, PointLine, Shows, SignedRow, VerdictReport
from app.reports.verdict import render_verdict
from app.reports.workbook import render_workbook
from app.signing.pdf_mark import SUMMARY, marks_of
from tests.reports.lifelike import full_followed, full_report
from tests.reports.test_verdict_pdf import pages_of, squeezed

EXPERTS = (Expert("one", "王伟（甲校）"), Expert("two", "王伟（乙校）"), Expert("three", "李强"))
REASONS = ("课程与岗位对接不紧", "实训安排不够系统")


def averaged(shows: Shows) -> VerdictReport:
    """A report whose first criterion was averaged: two experts took 0.5, one took 1.5."""
    report = full_report()
    row = replace(
        report.sections[0].criteria[0],
        score="1.17",
        state="平均",
        scores=(ExpertScore("one", "1.5"), ExpertScore("two", "0.5"), ExpertScore("three", "1.5")),
        lines=(
            PointLine("-0.83", "3 位专家分别评分，取平均", "附件1 第1项"),
            PointLine("-0.5", REASONS[0], "附件1 第1项", ("one", "three"), 2),
            PointLine("-1.5", REASONS[1], "附件1 第1项", ("two",), 1),
        ),
    )
    others = tuple(replace(each, scores=()) for each in report.sections[0].criteria[1:])
    section = replace(report.sections[0], criteria=(row, *others))
    return replace(report, sections=(section,), experts=EXPERTS, shows=shows, rulings=(), problems=())


def text_of(pdf: bytes, folder: Path) -> str:
    return squeezed("".join(pages_of(pdf, folder, layout=False)))


@pytest.mark.parametrize(
    ("shows", "who"),
    [
        ("total", ("2位专家（各−0.5）", "1位专家（−1.5）")),
        ("numbered", ("专家1、专家3（各−0.5）", "专家2（−1.5）")),
        ("named", ("王伟（甲校）、李强（各−0.5）", "王伟（乙校）（−1.5）")),
    ],
)
def test_every_lost_point_has_its_cause_and_clause_as_far_as_is_shown(
    shows: Shows, who: tuple[str, str], tmp_path: Path
) -> None:
    text = text_of(render_verdict(averaged(shows), Followed()).pdf, tmp_path)

    assert "−0.83" in text
    for told, reason in zip(who, REASONS, strict=True):
        assert f"{told}：{reason}（附件1第1项）" in text
    assert ("专家评分" in text) is (shows != "total")


@pytest.mark.parametrize("shows", ["total", "numbered"])
def test_names_are_kept_from_the_unit_unless_the_batch_tells_them(shows: Shows, tmp_path: Path) -> None:
    report = replace(averaged(shows), panel=(), signers=(), protocol=())
    text = text_of(render_verdict(report, Followed()).pdf, tmp_path)
    assert "王伟" not in text
    assert "李强" not in text


def test_nothing_tells_the_order_of_experts_where_the_total_alone_is_shown() -> None:
    report = averaged("total")
    row = report.sections[0].criteria[0]
    turned = replace(row, lines=(row.lines[0], *reversed(row.lines[1:])), scores=row.scores[::-1])
    section = replace(report.sections[0], criteria=(turned, *report.sections[0].criteria[1:]))
    other = replace(report, sections=(section,), experts=EXPERTS[::-1])
    assert render_verdict(other, Followed()).pdf == render_verdict(report, Followed()).pdf


@pytest.mark.parametrize("shows", ["total", "numbered", "named"])
def test_the_summary_tells_all_and_whom_it_is_for(shows: Shows, tmp_path: Path) -> None:
    report = averaged(shows)
    pdf = render_summary(report, Followed())
    text = text_of(pdf, tmp_path)

    assert "不交建设项目实施单位" in text
    assert "依次为王伟（甲校）、王伟（乙校）、李强" in text
    assert f"王伟（乙校）（−1.5）：{REASONS[1]}" in text
    assert marks_of(render_verdict(report, Followed()).pdf) == (report.short_code, report.digest)
    assert marks_of(pdf) == (report.short_code, report.digest, SUMMARY)


def test_equal_names_never_merge_columns() -> None:
    """Even where two experts' names are the very same, each keeps a column."""
    same = (Expert("one", "王伟"), Expert("two", "王伟"), Expert("three", "王伟"))
    report = replace(averaged("named"), experts=same)
    sheet = load_workbook(io.BytesIO(render_workbook(report, Followed()))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "序号")
    at = [place for place, title in enumerate(head) if title == "王伟"]
    assert len(at) == 3
    first = next(row for row in rows if row[0] == 1)
    assert [first[place] for place in at] == [1.5, 0.5, 1.5]


def test_what_followed_stands_on_a_page_of_its_own(tmp_path: Path) -> None:
    bare = render_verdict(full_report(), Followed())
    told = render_verdict(full_report(), full_followed())
    before, after = (pages_of(each.pdf, tmp_path, layout=False) for each in (bare, told))

    assert squeezed("".join(before[:-1])) == squeezed("".join(after[:-1]))
    assert "送达与签署记录" in squeezed(after[-1])
    assert squeezed(full_followed().statement) in squeezed(after[-1])
    assert {box.page for box in told.boxes} == {len(after) - 1}


def test_the_summary_says_how_everybody_signed(tmp_path: Path) -> None:
    pen = SignedRow("李强", "专家", "5月12日16:50", "手签", "由王伟登记，原因：密钥遗失")
    text = text_of(render_summary(full_report(), Followed(signed=(pen,))), tmp_path)
    assert "签署情况" in text
    assert "由王伟登记，原因：密钥遗失" in text
