from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from app.common.errors import Refusal
from app.scoring import Scheme, load_scheme
from app.scoring.load.writer import write_yaml
from app.services.authoring.workbooks.scheme_book import (
    blank_book,
    canonical,
    parse,
    read_scheme_book,
    write_book,
)
from app.services.store.schemes import SchemeLibrary

LIBRARY = SchemeLibrary()
NO_VALUE = ("digest", "memory", "settlements")
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
).filter(str.strip)


def same(one: Scheme, two: Scheme) -> bool:
    return all(getattr(one, name) == getattr(two, name) for name in Scheme.__slots__ if name not in NO_VALUE)


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_every_shipped_scheme_comes_back_the_same(scheme_id: str) -> None:
    source = LIBRARY.source(scheme_id)

    back = read_scheme_book(write_book(source))

    assert same(load_scheme(source), load_scheme(back))
    assert parse(back) == parse(source)
    assert canonical(source) == back
    assert canonical(back) == back


def test_the_same_scheme_gives_the_same_workbook(base_source: bytes, base_book: bytes) -> None:
    assert write_book(base_source) == base_book


def test_a_person_finds_help_choices_notes_and_a_fixed_head(base_book: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(base_book))

    assert book.sheetnames[0] == "说明"
    assert {"方案", "分区", "考核项", "认定项", "计分规则", "佐证材料", "待定口径", "义务", "示例"} <= set(
        book.sheetnames
    )
    rules = book["计分规则"]
    assert rules.freeze_panes == "C2"
    assert rules["B1"].comment is not None
    offered = [str(each.formula1) for each in rules.data_validations.dataValidation]
    assert any("每差一步扣" in each for each in offered)
    assert any("'考核项'!$A$2" in each for each in offered)
    assert [cell.value for cell in book["考核项"]["A"]][1:4] == ["1.1", "1.2", "2.1"]


def test_the_bureaus_own_wording_is_taken_in(edited: Callable[..., bytes]) -> None:
    def change(book: Workbook) -> None:
        book["考核项"]["E2"] = "设立专门机构，负责项目的组织管理。"

    scheme = load_scheme(read_scheme_book(edited(change)))

    assert scheme.criterion("1.1").official == "设立专门机构，负责项目的组织管理。"


def test_columns_may_move_and_own_notes_are_left_alone(
    edited: Callable[..., bytes], base_source: bytes
) -> None:
    def change(book: Workbook) -> None:
        sheet = book["佐证材料"]
        for row in sheet.iter_rows(min_row=1, max_row=sheet.max_row):
            row[0].value, row[2].value = row[2].value, row[0].value
        book.create_sheet("备注 草稿")["A1"] = "=1+1"

    back = read_scheme_book(edited(change))

    assert parse(back) == parse(base_source)


def test_an_unforeseen_rule_or_key_needs_no_code(base_source: bytes) -> None:
    from app.services.authoring.workbooks.contents import Gathering
    from app.services.authoring.workbooks.reader import read_book
    from app.services.authoring.workbooks.tables import to_tables
    from app.services.authoring.workbooks.vocabulary import vocabulary
    from app.services.authoring.workbooks.writer import written

    data, _ = parse(base_source)
    data["criteria"][0]["rules"].append(
        {"kind": "new_kind", "share_of": {"a": ["b", 1, True]}, "note": "甲；乙"}
    )
    data["indicators"] = [{"id": "x", "targets": {"by": "region", "n": 3}}]
    data["weights"] = {"one": 50, "two": {"three": "0.5"}}
    gathering = Gathering(read_book(written(to_tables(data, "", vocabulary()), vocabulary())), vocabulary())
    gathering.gather()

    assert gathering.faults == []
    assert gathering.data == data


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=6, max_size=6))
def test_texts_of_any_kind_survive_and_never_become_formulas(base_source: bytes, texts: list[str]) -> None:
    data, _ = parse(base_source)
    row: dict[str, Any] = data["criteria"][0]
    row["wanted"], row["official"], row["item"], row["cite"] = texts[:4]
    row["findings"]["dedicated_body"]["options"] = {"true": texts[4], "false": texts[5]}
    source = write_yaml(data).encode()

    book = write_book(source)

    assert parse(read_scheme_book(book))[0] == data
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(book)) for line in sheet for cell in line]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_a_text_that_looks_like_a_formula_is_marked_as_text(base_source: bytes) -> None:
    data, _ = parse(base_source)
    data["criteria"][0]["wanted"] = "=HYPERLINK(1)"

    sheet = openpyxl.load_workbook(io.BytesIO(write_book(write_yaml(data).encode())))["考核项"]

    assert (sheet["D2"].value, sheet["D2"].data_type, sheet["D2"].quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_what_no_cell_can_hold_is_refused(base_source: bytes) -> None:
    data, _ = parse(base_source)
    data["criteria"][0]["wanted"] = "字" * 40_000

    with pytest.raises(Refusal, match="一格放不下"):
        write_book(write_yaml(data).encode())


def test_a_blank_workbook_says_what_to_fill_in() -> None:
    with pytest.raises(Refusal) as caught:
        read_scheme_book(blank_book())

    said = {fault.message for fault in caught.value.faults}
    assert "“方案”表第 3 行“内容”列（B3）：缺少，请填写。" in said


SLASHED = ["national-base-existing", "tianjin-base-acceptance", "shaoxing-base-enterprise"]


@pytest.mark.parametrize("scheme_id", SLASHED)
def test_days_written_with_slashes_come_to_the_same(scheme_id: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_book(LIBRARY.source(scheme_id))))
    changed = 0
    for sheet in (each for each in book if each.title not in ("说明", "示例")):
        for cell in (each for row in sheet for each in row if isinstance(each.value, str)):
            said = re.sub(r"每年=0?([0-9]+)-0?([0-9]+)", r"每年=\1/\2", str(cell.value))
            said = re.sub(r"([0-9]{4})-0?([0-9]+)-0?([0-9]+)", r"\1/\2/\3", said)
            changed += said != cell.value
            cell.value = said
    assert changed
    kept = io.BytesIO()
    book.save(kept)
    assert same(load_scheme(read_scheme_book(kept.getvalue())), LIBRARY[scheme_id])
