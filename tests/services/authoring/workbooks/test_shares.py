"""A share's unit stands in its row, and comes back to the same file; a share below one percent is doubted."""

from __future__ import annotations

import io

import openpyxl
import pytest

from app.scoring.load.audit import check_scheme
from app.services.authoring.workbooks.scheme_book import canonical, read_scheme_book, write_book
from app.services.store.schemes import SchemeLibrary

SHARES = ("tianjin-base-acceptance", "hubei-base-acceptance", "shaoxing-base-institution")


@pytest.mark.parametrize("scheme", SHARES)
def test_the_row_of_a_share_says_percent_and_the_file_stays_the_same(scheme: str) -> None:
    source = SchemeLibrary().source(scheme)
    book = write_book(source)
    sheet = openpyxl.load_workbook(io.BytesIO(book))["计分规则"]
    heads = [cell.value for cell in sheet[1]]
    units = [row[heads.index("单位")].value for row in sheet.iter_rows(min_row=2)]
    assert "%" in units
    assert read_scheme_book(book) == canonical(source)


@pytest.mark.parametrize(
    ("before", "after"), [("wanted: 45,", 'wanted: "0.45",'), ("wanted: 85,", 'wanted: "0.85",')]
)
def test_a_share_below_one_percent_is_doubted(before: str, after: str) -> None:
    source = SchemeLibrary().source("tianjin-base-acceptance").decode()
    assert before in source
    said = [each.message for each in check_scheme(source.replace(before, after).encode())]
    assert any("像是少写了两位" in each for each in said), said
