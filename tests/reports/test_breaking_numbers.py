"""Numbers, ordinals and short words are not broken over two lines."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.reports.breaking import Ink, Run, set_lines
from app.reports.faces import SERIF

INK = Ink(SERIF, 10.0, "#000000")


@pytest.mark.parametrize(
    "whole", ["第13项", "附件1", "2026年", "75分", "第二十三条", "不合格", "14.99", "85.1%", "第 13 项"]
)
@pytest.mark.parametrize("before", range(16))
def test_it_stays_whole(whole: str, before: int) -> None:
    text = "乙" * before + whole + "丙" * 12
    lines = [line.text for line in set_lines((Run(text, INK),), 82.0)]
    assert any(whole in line for line in lines), lines
    assert all(len(line) > 1 for line, _ in pairwise(lines))
