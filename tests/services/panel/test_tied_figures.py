"""Figures in the leader's text stay those of the result, whatever else is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from app.common.errors import Refusal
from app.scoring import PanelResult
from app.services.panel.tied_figures import drifts
from tests.chain import Chain

DRAFT = (
    (
        "队伍建设：专职教师 20 人，其中 18 人有教师资格证书，占 90%（附件9 第13项）；"
        "人均培训 5.5 学时（附件9 第14项）。"
    ),
    "场地：实训面积 1200 平方米，低于 1500 平方米（附件9 第4项）。",
)


class Result:
    """As much of a result as is asked: 81.5 points, two of them for 8.2."""

    class Row:
        id, score = "8.2", 200

    shown, criteria = "81.5", (Row(),)


def told(*texts: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    found = drifts(texts, DRAFT, cast("PanelResult", Result()))
    return [(each.written, each.owed) for each in found]


@pytest.mark.parametrize(
    "text",
    [
        *DRAFT,
        "专职教师 20 人，其中 18 人有证，占 90%。",
        "专职教师２０人，其中 18 人有教师资格证书（占 90%），另有 3 人正在补办。",
        "有教师没有教师资格证书。",
        "实训面积 1,200 平方米，低于 1,500 平方米",
        "食堂有 7 处墙面脱落（附件9 第4项）。",
        "总分 81.50 分，8.2 项得 2 分。",
        "应在 2026 年 6 月 30 日前书面报告整改情况。",
        "无",
    ],
)
def test_what_says_the_same_or_something_else_stands(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "written", "owed"),
    [
        (DRAFT[0].replace("18", "17"), ("17",), ("18",)),
        ("专职教师 20 人，其中 19 人有教师资格证书，占 95%", ("19", "95"), ("18", "90")),
        ("实训面积 1,300 平方米，低于 1500 平方米（附件9 第4项）", ("1300",), ("1200",)),
        ("实训面积只有１３００平方米，低于１５００平方米", ("1300",), ("1200",)),
        ("人均培训 6 学时", ("6",), ("5.5",)),
        ("人均培训 5.5 学时（附件8 第14项）", ("附件8 第14项",), ("附件9 第14项",)),
        ("总分 80 分，可以通过。", ("80",), ("81.5",)),
        ("8.2 项培训规模得 3 分。", ("3",), ("2",)),
    ],
)
def test_a_figure_away_from_the_result_is_told(
    text: str, written: tuple[str, ...], owed: tuple[str, ...]
) -> None:
    assert told(text) == [(written, owed)]


def test_every_drafted_figure_of_a_real_visit_is_tied_and_refused_at_freezing(
    chain_at: Callable[..., Chain],
) -> None:
    chain = chain_at("settled")
    desk = chain.desk()
    problems, suggestions = desk.draft()
    assert not desk.set_problems(problems).drifted
    assert not desk.set_suggestions(suggestions).drifted
    assert not desk.state.missing
    place = next(number for number, each in enumerate(problems) if "人次" in each or "%" in each)
    sentence = problems[place]
    figure = next(sign for sign in sentence if sign.isdigit())
    edited = [*problems]
    edited[place] = sentence.replace(figure, "987", 1)
    state = desk.set_problems(edited)
    assert any("987" in each for each in state.drifted)
    assert set(state.drifted) <= set(state.missing)
    with pytest.raises(Refusal, match="与结果不符"):
        chain.lead.verdicts.freeze(chain.visit)
    desk.set_problems(problems)
    assert chain.lead.verdicts.freeze(chain.visit)
