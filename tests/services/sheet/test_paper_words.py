from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.history.entry_values import MARKS as MARK_WORDS
from app.services.sheet.paper_words import all_words, count_of, day_of, day_words, paper_words, sample_of
from app.services.sheet.papers import FORMS, Paper, PaperKind
from app.services.store.site import MARKS

NEAR = date(2026, 11, 25)


def paper(kind: PaperKind, **texts: str) -> Paper:
    return Paper("x", kind, texts)


@pytest.mark.parametrize(
    ("kind", "texts", "words"),
    [
        ("tally", {"what": "聘书", "drawn": "20", "fit": "18"}, "抽查聘书 20 份，合格 18 份（90%）"),
        ("tally", {"what": "学籍表", "drawn": "６", "fit": "５"}, "抽查学籍表 ６ 份，合格 ５ 份（83.3%）"),
        ("tally", {"what": "学籍表", "drawn": "5", "fit": "6"}, "抽查学籍表 5 份，合格 6 份"),
        ("tally", {"what": "学籍表"}, "抽查学籍表"),
        ("place", {"volume": "3", "page": "12", "what": "制度汇编"}, "见第 3 册第 12 页：制度汇编"),
        ("place", {"what": "门厅的公示栏"}, "见门厅的公示栏"),
        ("talk", {"person": "教务处长", "said": "课时\n不够"}, "与教务处长谈话：课时 不够"),
        ("talk", {"said": "课时不够"}, "谈话：课时不够"),
        (
            "supplement",
            {"what": "实训台账", "by": "2026-11-28"},
            "须补交实训台账，最迟 2026 年 11 月 28 日，尚未交来",
        ),
        ("supplement", {"what": "实训台账", "by": "下周", "came": "2026-12-01"},
         "须补交实训台账，最迟 下周，已于 2026 年 12 月 1 日交来"),
        ("statement", {"about": "工位", "said": "下月增加"}, "单位就工位说明：下月增加"),
        ("contest", {"person": "p1", "why": "漏数一人"}, "对张三认定的事实有异议：漏数一人"),
    ],
)  # fmt: skip
def test_a_paper_in_words(kind: PaperKind, texts: Mapping[str, str], words: str) -> None:
    assert paper_words(Paper("x", kind, texts), {"p1": "张三"}.get) == words  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", FORMS)
def test_an_empty_paper_says_nothing(kind: PaperKind) -> None:
    assert paper_words(paper(kind)) == ""
    assert all_words([paper(kind, **dict.fromkeys(FORMS[kind].columns, "  "))]) == ()


@pytest.mark.parametrize(
    ("drawn", "fit"), [("0", "0"), ("2.5", "1"), ("-3", "1"), ("三", "1"), ("5", "6"), ("", "")]
)
def test_what_is_no_sample_is_not_reckoned_with(drawn: str, fit: str) -> None:
    assert sample_of(paper("tally", drawn=drawn, fit=fit)) is None


@given(st.integers(1, 10**6), st.data())
def test_a_share_is_never_rounded_up(drawn: int, data: st.DataObject) -> None:
    fit = data.draw(st.integers(0, drawn))
    sample = sample_of(paper("tally", drawn=str(drawn), fit=str(fit)))
    assert sample is not None
    shown = float(sample.share.removesuffix("%"))
    assert shown * drawn <= fit * 100 + 1e-6 * drawn
    assert (shown == 100) == (fit == drawn)


@pytest.mark.parametrize(
    "typed",
    ["2026-11-28", "2026/11/28", "2026.11.28", "20261128", "2026年11月28日", "2026 年 11 月 28 日", "11-28",
     "11.28", "11/28", "11月28日", "１１．２８", " 11 月 28 "],
)  # fmt: skip
def test_a_day_in_many_ways(typed: str) -> None:
    assert day_of(typed, NEAR) == date(2026, 11, 28)


def test_a_day_without_its_year_is_the_nearest() -> None:
    assert day_of("1-5", date(2026, 12, 28)) == date(2027, 1, 5)
    assert day_of("12-30", date(2027, 1, 2)) == date(2026, 12, 30)
    assert day_of("2-29", date(2027, 1, 2)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    "typed", ["", "下周", "2026-13-01", "11-31", "2026-02-29", "9999999999", "0000-01-01"]
)
def test_what_is_no_day(typed: str) -> None:
    assert day_of(typed, NEAR) is None


@given(st.text(max_size=40))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    count, day = count_of(text), day_of(text, NEAR)
    assert count is None or count >= 0
    assert day is None or day_words(day.isoformat()).endswith("日")
    for kind in get_args(PaperKind):
        form = FORMS[kind]
        said = paper_words(paper(kind, **dict.fromkeys(form.columns, text)))
        assert "\n" not in said
        assert bool(said) == bool(text.strip())


def test_every_mark_has_a_name() -> None:
    """The ledger's own form knows them; whoever looks back must find words for each."""
    assert set(MARK_WORDS) == set(MARKS)
