"""What one document calls its deed, its numbers and its counts is so told on the papers of its visits."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from app.reports.legible import texts
from app.reports.words import preamble, summary_title
from app.reports.workbook import render_workbook
from app.scoring import FindingSpec
from app.ui.criterion.counts import counted_words
from tests.reports import pages
from tests.reports.outcomes import LIBRARY, ends_of

HUBEI = [each for each in LIBRARY.ids() if each.startswith("hubei")]
SHARES = [
    (scheme_id, spec)
    for scheme_id in LIBRARY.ids()
    for criterion in LIBRARY[scheme_id].criteria
    for spec in criterion.findings
    if spec.kind == "share"
]


@pytest.mark.parametrize("scheme_id", ["hubei-base-midterm", "hubei-studio-midterm"])
def test_a_mid_term_is_no_acceptance(scheme_id: str) -> None:
    later = {each.paper for each in LIBRARY[scheme_id].obligations}
    for end in ends_of(scheme_id):
        report = pages.report_of(end, pages.SMALL)
        said = [text for _, text in texts(report) if text not in later]
        said += [preamble(report), summary_title(report)]
        assert [text for text in said if "验收" in text] == []
        assert any("中期考核" in text for text in said)


@pytest.mark.parametrize("scheme_id", HUBEI)
def test_the_workbook_bears_the_numbers_of_the_criteria(scheme_id: str) -> None:
    """4.1, not 4: the articles of the document are no items of a table."""
    report = pages.report_of(ends_of(scheme_id)[0], pages.SMALL)
    sheet = load_workbook(io.BytesIO(render_workbook(report, pages.followed_of(report)))).worksheets[0]
    head = next(row for row in sheet.iter_rows(max_row=9) if "编号" in {cell.value for cell in row})
    at = next(cell.column for cell in head if cell.value == "编号")
    assert at is not None
    column = [row[at - 1].value for row in sheet.iter_rows(min_row=(head[0].row or 0) + 1)]
    ids = [row.id for row in report.criteria]
    assert column[: len(ids)] == ids


@pytest.mark.parametrize(("scheme_id", "spec"), SHARES, ids=lambda each: getattr(each, "name", each))
def test_a_share_names_what_it_is_one_of(scheme_id: str, spec: FindingSpec) -> None:
    """Money is no number of people who passed."""
    part, whole = counted_words(spec)
    assert spec.counted == (part, whole)
    if "经费" in spec.label:
        assert not {"人数", "合格", "符合"} & {
            word for word in ("人数", "合格", "符合") if word in part + whole
        }
        assert "经费" in part
        assert "经费" in whole
