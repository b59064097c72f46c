"""The list that the unit takes away: legible, the same bytes for the same list, nothing lost overleaf."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.reports.supplements import SupplementList, SupplementRow, render_supplements

ROW = SupplementRow("8.1 兼职教师聘请", "近三年兼职教师聘书原件", "2026 年 11 月 28 日", "")
LIST = SupplementList(
    unit="示例职业技术学院",
    project="高技能人才培训基地",
    scheme="验收考核细则",
    visit_from=date(2026, 11, 25),
    visit_to=date(2026, 11, 25),
    expert="李示例",
    made_on=date(2026, 11, 25),
    sample=False,
    rows=(ROW, replace(ROW, criterion="3.1 实训工位", what="设备台账", by="", came="2026 年 11 月 26 日")),
)


def words(data: bytes, folder: Path) -> str:
    path = folder / "list.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode("utf-8").split())


def test_all_of_it_is_on_the_page(tmp_path: Path) -> None:
    said = words(render_supplements(LIST), tmp_path)
    for part in (
        "补交材料清单",
        "示例职业技术学院",
        "高技能人才培训基地",
        "2026年11月25日",
        "8.1兼职教师聘请",
        "近三年兼职教师聘书原件",
        "2026年11月28日",
        "另行商定",
        "已于2026年11月",
        "其中1项尚未交来",
        "专家组（签字）",
        "项目单位经办人（签字）",
        "第1页共1页",
    ):
        assert part in said, part
    assert "示例，所载" not in said


def test_the_same_list_is_the_same_bytes_and_another_is_not() -> None:
    once = render_supplements(LIST)
    assert once == render_supplements(replace(LIST))
    assert once != render_supplements(replace(LIST, made_on=date(2026, 11, 26)))


def test_a_sample_says_so(tmp_path: Path) -> None:
    assert "【示例】" in words(render_supplements(replace(LIST, sample=True)), tmp_path)


def test_a_long_list_loses_no_row_and_signs_on_one_page(tmp_path: Path) -> None:
    rows = tuple(replace(ROW, what=f"材料甲{order}号" + "、附件" * (order % 40)) for order in range(80))
    said = words(render_supplements(replace(LIST, rows=rows)), tmp_path)
    assert all(f"材料甲{order}号" in said for order in range(80))
    assert said.count("序号考核内容") > 3
    assert said.count("专家组（签字）") == 1


def test_what_came_altogether_asks_for_nothing_more(tmp_path: Path) -> None:
    rows = (replace(ROW, came="2026 年 11 月 26 日"),)
    assert "均已交来" in words(render_supplements(replace(LIST, rows=rows)), tmp_path)


def test_each_character_that_no_font_has_is_named_with_its_row() -> None:
    rows = (ROW, replace(ROW, what="台账\U0001f600"))
    with pytest.raises(Refusal) as refused:
        render_supplements(replace(LIST, unit="学院\U0001f601", rows=rows))
    told = [(fault.where, fault.message, fault.code) for fault in refused.value.faults]
    assert [where for where, _, _ in told] == ["unit", "rows.1.what"]
    assert "第 2 行“须补交的材料”" in told[1][1]
    assert {code for *_, code in told} == {"XP-5101"}


@pytest.mark.parametrize("hostile", ["", "\x00\x07", "a" * 3000, "台\r\n账\u2028表", "\u202e逆", "<b>&amp;"])
def test_any_text_makes_a_page(hostile: str) -> None:
    row = SupplementRow(hostile, hostile, hostile, hostile)
    made = render_supplements(replace(LIST, unit=hostile, project=hostile, expert=hostile, rows=(row,)))
    assert made.startswith(b"%PDF")
