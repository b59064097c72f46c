"""What is read out of a frozen conclusion, for every end that a visit can come to."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from app.reports.document import Duty, VerdictReport
from app.scoring.model.scheme import OUTCOMES
from app.services.panel.reading import A_THOUGHT, MOST, Scope, reading_of
from app.services.printing.verdict_report import report_json
from app.speech.spoken import spoken
from tests.reports.lifelike import full_report
from tests.reports.outcomes import LIBRARY, ends_of
from tests.reports.pages import LARGE, SMALL, report_of

SCOPES: tuple[Scope, ...] = ("problems", "outcome", "points")
FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
BRACKETS = re.compile(r"（[^（）]*）")


def frozen_words(report: VerdictReport) -> str:
    return json.dumps(report_json(report), ensure_ascii=False)


def bare(text: str) -> str:
    """A text without what stands in brackets, and its full stop."""
    while text != (less := BRACKETS.sub("", text)):
        text = less
    return text.rstrip("。")


def check(report: VerdictReport, scope: Scope) -> str:
    """Everything that holds of every reading; all that is read."""
    reading = reading_of(report, scope)
    frozen = frozen_words(report)
    for page in reading.pages:
        assert 0 < len(page.text) <= MOST
        assert page.spoken == spoken(page.text)
        letters = sum(sign.isalnum() for sign in page.spoken)
        assert (page.seconds - 1) * 220 < letters * 60 <= page.seconds * 220
        assert set(FIGURE.findall(page.text)) <= set(FIGURE.findall(frozen))
        assert not re.search(r"（附件|（通知|第[^，。；]*?条[^，。；]*）", page.text)
    assert (reading.code, reading.seconds) == (report.short_code, sum(each.seconds for each in reading.pages))
    return "".join(each.text for each in reading.pages)


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_every_problem_and_every_suggestion_is_read(scheme_id: str) -> None:
    for end in ends_of(scheme_id):
        report = report_of(end, SMALL)
        for scope in SCOPES:
            told = bare(check(report, scope))
            for each in (*report.problems, *report.suggestions, *report.strengths):
                assert bare(each) in told


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_the_batch_says_what_is_read_and_what_all_of_it_settles_never_is(scheme_id: str) -> None:
    for end in ends_of(scheme_id):
        report = replace(report_of(end, SMALL), problems=(), suggestions=(), strengths=())
        concluded = f"结论为：{report.outcome_label}"
        graded = report.outcome in OUTCOMES["effect"]
        assert concluded not in check(report, "problems")
        assert (
            (concluded in check(report, "outcome")) == (concluded in check(report, "points")) == (not graded)
        )
        if report.pointed and not graded:
            assert f"{report.total} 分" not in check(report, "outcome")
            assert f"{report.total} 分" in check(report, "points") or report.outcome_why


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_long_names_and_long_texts_are_parted(scheme_id: str) -> None:
    check(report_of(ends_of(scheme_id)[0], LARGE), "points")


def test_a_number_is_never_parted() -> None:
    for before in range(100, 121):
        report = replace(full_report(), problems=("长" * before + "12345.67 元" + "短" * 90,), suggestions=())
        assert any("12345.67" in page.text for page in reading_of(report, "problems").pages)


def test_what_is_owed_and_the_points_read_as_sentences() -> None:
    duty = Duty("项目单位", "提出复验申请", "整改完成后", "复验仍不达标的取消建设项目", principle=True)
    veto = "第 3 项一票否决"
    report = replace(full_report(), total="88", outcome_why=veto, duties=(duty,), consequences=())
    texts = "".join(page.text for page in reading_of(report, "points").pages)
    assert "总分 88 分。第 3 项一票否决。" in texts
    assert "项目单位：提出复验申请（原则上）（期限：整改完成后）。复验仍不达标的取消建设项目。" in texts
    told = reading_of(replace(report, outcome_why="总分 88 分，达到合格线 75 分"), "points")
    assert "".join(page.text for page in told.pages).count("88 分") == 1


def test_a_page_is_one_thought_where_its_sentences_allow() -> None:
    sentence = "场地不足，安全通道也被占用"
    report = replace(full_report(), problems=("；".join([sentence] * 20), "长" * 300), suggestions=())
    lengths = [len(each.text) for each in reading_of(report, "problems").pages if sentence in each.text]
    assert max(lengths) <= A_THOUGHT
    assert len(lengths) == 20 // (A_THOUGHT // (len(sentence) + 1))


def test_a_clause_stands_beside_its_page_also_where_the_leader_wrote_it() -> None:
    report = replace(
        full_report(), problems=("缺少制度（附件9 第99项）；人手不足（办法 第二十条（一））",), suggestions=()
    )
    pages = [each for each in reading_of(report, "problems").pages if "缺少制度" in each.text]
    assert [(each.text, each.aside) for each in pages] == [
        ("缺少制度；人手不足。", "附件9 第99项；办法 第二十条（一）")
    ]
