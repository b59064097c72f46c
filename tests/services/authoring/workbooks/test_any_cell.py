"""Whatever a person types into any cell, the answer is the scheme or named faults."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.common.errors import Refusal
from app.scoring import load_scheme
from app.services.authoring.workbooks.raw_book import RawCell, RawSheet
from app.services.authoring.workbooks.reader import read_book
from app.services.authoring.workbooks.scheme_book import scheme_of, write_book
from app.services.store.schemes import SchemeLibrary

ODD = st.sampled_from(
    [
        "是",
        "12",
        "１２",
        "甲；乙",
        "a=b；c",
        "{",
        "[甲",
        '"甲',
        "甲 = 是 且",
        "\n",
        "x: y",
        "# 甲",
        "- 甲",
        "无\u2028",
        "\ufeff",
        "all",
        "{}",
    ]
)
CONTENT = st.one_of(
    st.text(max_size=20), ODD, st.integers(-5, 10**20), st.booleans(), st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False),
)  # fmt: skip


@lru_cache(maxsize=2)
def cells_of(scheme_id: str) -> Mapping[str, Mapping[tuple[int, int], RawCell]]:
    book = read_book(write_book(SchemeLibrary().source(scheme_id)))
    return {title: sheet.cells for title, sheet in book.items()}


def with_cell(scheme_id: str, title: str, place: tuple[int, int], cell: RawCell) -> dict[str, RawSheet]:
    book = {name: RawSheet(name, cells=dict(cells)) for name, cells in cells_of(scheme_id).items()}
    book[title].cells[place] = cell
    return book


@settings(max_examples=250)
@given(
    st.sampled_from(["hubei-effect", "pingdingshan-studio-annual"]),
    st.sampled_from(
        ["方案", "分区", "考核项", "认定项", "计分规则", "佐证材料", "待定口径", "结论之后", "义务"]
    ),
    st.tuples(st.integers(1, 6), st.integers(1, 22)),
    CONTENT,
)
@example("hubei-effect", "方案", (2, 2), "甲\nid: x")
@example("hubei-effect", "方案", (11, 2), date(2026, 1, 1))
@example("hubei-effect", "考核项", (2, 1), Decimal("1E+30"))
def test_any_cell_is_read_or_named(
    scheme_id: str, title: str, place: tuple[int, int], content: str | int | Decimal | bool | date
) -> None:
    with suppress(Refusal):
        load_scheme(scheme_of(with_cell(scheme_id, title, place, RawCell(content))))
