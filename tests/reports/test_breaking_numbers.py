"""Numbers, ordinals and short words are not broken over two lines."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.reports.faces import SERIF
from app.reports.line_breaks import Ink, Run, set_lines, unbroken_width

INK = Ink(SERIF, 10.0, "#000000")


@pytest.mark.parametrize(
    "whole",
    [
        *("第13项", "附件1", "2026年", "75分", "第二十三条", "不合格", "14.99", "85.1%", "第 13 项"),
        *("第1行", "不符合", "不涉及", "80学时", "9:40—10:00", "1,260元", "2011—2020"),
    ],
)
@pytest.mark.parametrize("before", range(16))
def test_it_stays_whole(whole: str, before: int) -> None:
    text = "乙" * before + whole + "丙" * 12
    lines = [line.text for line in set_lines((Run(text, INK),), 82.0)]
    assert any(whole in line for line in lines), lines
    assert all(len(line) > 1 for line, _ in pairwise(lines))


@pytest.mark.parametrize(
    "whole",
    ["2026 年 5 月 12 日", "办法 第四条（二）", "方案 二（一）1（2）", "附件1 第8项第2行", "通知 二（三）"],
)
@pytest.mark.parametrize("before", range(24))
def test_a_date_and_a_clause_stay_whole_unless_the_line_were_short(whole: str, before: int) -> None:
    """It is parted only where more than two fifths of the line before it would be empty."""
    lines = [line.text for line in set_lines((Run("乙" * before + whole + "丙" * 12, INK),), 200.0)]
    assert any(whole in line for line in lines) or 10 <= before < 12, lines


def test_a_long_name_is_parted_at_its_points() -> None:
    said = set_lines((Run("专家　阿卜杜拉赫曼·买买提伊敏·图尔荪甲（示例）", INK),), 140.0)
    assert [line.text for line in said] == ["专家　阿卜杜拉赫曼·", "买买提伊敏·图尔荪甲（示例）"]


def test_a_clause_with_a_name_is_parted_from_its_annex_rather_than_inside() -> None:
    said = set_lines((Run("方案默认（附件2 基础保障第4行）", INK),), 110.0)
    assert [line.text for line in said] == ["方案默认（附件2", "基础保障第4行）"]


def test_no_line_begins_with_a_wide_blank() -> None:
    for before in range(1, 20):
        lines = [line.text for line in set_lines((Run("乙" * before + "　" + "丙" * 20, INK),), 82.0)]
        assert not any(line.startswith("　") for line in lines), lines


def test_the_last_line_holds_more_than_a_character_and_its_marks() -> None:
    for before in range(1, 20):
        lines = [line.text for line in set_lines((Run("乙" * before + "（试行）》", INK),), 82.0)]
        assert lines[-1] != "行）》", lines


def test_the_widest_stretch_is_what_has_no_place_to_end_a_line() -> None:
    assert unbroken_width([Run("甲乙，不合格丙", INK)]) == pytest.approx(30.0)
    assert unbroken_width([Run("", INK)]) == 0.0
