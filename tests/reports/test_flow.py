"""What stays together on a page, and what may go on overleaf."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.bureau_summary import render_summary
from app.reports.flow import Block, holding, paginate, space
from app.reports.grid import full_width
from app.reports.ink import CAPACITY, PAD_X, TABLE_STRONG, WIDTH
from app.reports.line_breaks import Run, natural_width
from app.reports.tabular import Words, table, widths
from tests.reports.inked import pages, taken_down
from tests.reports.lifelike import full_followed, full_report


def block(height: float) -> Block:
    return Block(height, lambda _sheet, _top: None)


@pytest.mark.parametrize("before", range(0, 660, 30))
def test_a_short_matter_moves_whole_and_a_long_one_leaves_a_good_piece_at_either_side(before: int) -> None:
    for count, whole in ((10, True), (24, False)):
        matter = holding([block(20.0) for _ in range(count)])
        made = paginate([block(float(before + 1)), *matter])
        heights = [sum(each.height for each, _ in page.placed if each in matter) for page in made]
        parts = [height for height in heights if height]
        assert len(parts) == 1 if whole else min(parts) >= 80.0, parts


def test_a_long_matter_does_not_leave_half_a_page_empty() -> None:
    matter = holding([block(20.0) for _ in range(20)])
    first, _ = paginate([block(CAPACITY / 2), *matter])
    assert first.room < 80.0


@pytest.mark.parametrize("rulings", range(12))
def test_the_code_never_stands_alone_on_the_summarys_last_page(rulings: int) -> None:
    report = full_report()
    more = replace(report, rulings=(report.rulings[0],) * rulings)
    with taken_down() as lines:
        render_summary(more, full_followed())
    last = [line.text for line in pages(lines)[-1]]
    assert not last[3].startswith("校验码　"), last[:5]


texts = st.lists(st.text("项目单位，。1a ", max_size=120), min_size=1, max_size=5)


@given(st.lists(texts, min_size=1, max_size=6))
def test_columns_fill_the_page_and_break_no_head(columns: list[list[str]]) -> None:
    words = [Words("考核内容", each) for each in columns]
    made = widths(words)
    assert sum(made) == pytest.approx(WIDTH)
    head = natural_width([Run("考核内容", TABLE_STRONG)])
    assert all(width - 2 * PAD_X >= head for width in made)


def test_a_table_without_a_word_is_nothing() -> None:
    assert table([Words("说明", ["", ""]), Words("单位", [])]) == []


def test_a_column_is_as_wide_as_its_words_ask_for() -> None:
    short, long = widths(
        [Words("职责", ["组长", "专家"]), Words("单位", ["示例职业技术学院继续教育中心" * 4])]
    )
    assert long > 5 * short


def test_short_columns_stand_on_one_line_beside_a_long_one() -> None:
    long = ["年度工作计划，含带徒传技、技术攻关、技术交流，按计划落实和改进" * 2]
    who, _, due = widths(
        [Words("责任单位", ["技能大师工作室"]), Words("事项", long), Words("期限", ["事项发生后及时"])]
    )
    assert min(who, due) >= 7 * 9 + 2 * PAD_X


def test_full_width_shares_the_rest() -> None:
    assert sum(full_width(40.0, -1, -2)) == pytest.approx(WIDTH)
    assert space(3.0).blank
