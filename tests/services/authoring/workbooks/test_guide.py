"""What the guide and the workbook's own help say is what the program understands."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest

from app.scoring.model.duties import EVENTS
from app.services.authoring.workbooks.cell_values import from_cell
from app.services.authoring.workbooks.condition_text import read_condition
from app.services.authoring.workbooks.scheme_book import blank_book
from app.services.authoring.workbooks.shorthand import Words
from app.services.authoring.workbooks.vocabulary import vocabulary


@pytest.fixture
def guide(project: Path) -> str:
    return (project / "docs" / "schemes.md").read_text("utf-8")


def words_of(table: str, key: str) -> Words:
    column = vocabulary().table(table).column(key)
    assert column is not None
    return column.words


def column_of(guide: str, head: str) -> set[str]:
    """What stands in the tables' columns of that head."""
    found: set[str] = set()
    at = None
    for line in guide.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if head in cells and at is None:
            at = cells.index(head)
        elif not cells:
            at = None
        elif at is not None and not cells[0].startswith("---"):
            found.update(cells[at].split("、"))
    return found


def test_every_rule_and_kind_of_the_guide_is_offered(guide: str) -> None:
    rules, kinds = set(words_of("rules", "kind").of.values()), set(words_of("findings", "kind").of.values())

    assert column_of(guide, "规则") <= rules
    assert column_of(guide, "类型") <= kinds
    assert rules - column_of(guide, "规则") <= {
        "按比例",
        "两线门槛",
        "另由他人决定",
    }  # not for a newcomer; the help tells them


def test_every_event_of_the_guide_is_known(guide: str) -> None:
    assert set(re.findall(r"[^、：。]+", guide.split("期限里可用的事件：")[1].strip())) == set(
        EVENTS.values()
    )


def test_every_condition_of_the_guide_is_understood(guide: str) -> None:
    plain = re.sub(r"```.*?```", "", guide, flags=re.DOTALL)
    told = [each for each in re.findall(r"`([^`]+)`", plain) if re.search(r" [=<>] ", each)]

    assert len(told) >= 10
    for each in told:
        assert isinstance(read_condition(each), dict)


def test_every_due_of_the_guide_is_understood(guide: str) -> None:
    column = vocabulary().table("obligations").column("due")
    assert column is not None
    told = re.findall(r"`((?:每年|通知日期|月份|限期起点|及时办理于|期间|没有写明)=[^`]+)`", guide)

    assert len(told) >= 7
    for each in told:
        value = from_cell(column, each)
        assert all(key.isascii() for key in value), each


def test_every_example_of_the_workbook_is_read_in_its_column() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(blank_book()))["示例"]
    read = 0
    for title, head, example, _ in sheet.iter_rows(min_row=2, max_col=4, values_only=True):
        spec = vocabulary().titled(str(title))
        assert spec is not None
        column = next(each for each in spec.columns if each.head == head)
        if isinstance(example, str | int):
            assert from_cell(column, example) not in (None, "")
            read += 1
    assert read > 40


def test_every_word_stands_for_one_code() -> None:
    for spec in (vocabulary().head, *vocabulary().tables):
        assert len({column.head for column in spec.columns}) == len(spec.columns)
        for column in spec.columns:
            assert len(set(column.words.of.values())) == len(column.words.of)


def test_every_rule_is_explained() -> None:
    assert set(vocabulary().rules) == set(words_of("rules", "kind").of)
