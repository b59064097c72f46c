"""The tables of duties: what is owed when, in words, and what the issue of each document names."""

from __future__ import annotations

import pytest

from app.scoring.model.duties import Due
from app.services.store.schemes import SchemeLibrary

LIBRARY = SchemeLibrary()


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (Due("notice", name="report", date="2025-03-18"), "2025-03-18 前，各批次以通知为准"),
        (Due("notice", name="report"), "由本批次的通知确定"),
        (Due("yearly", date="04-30"), "每年 4 月 30 日前"),
        (Due("monthly", month=12), "每年 12 月"),
        (Due("monthly", month=12, part="middle"), "每年 12 月中旬"),
        (Due("within", event="published", days=7), "公示后 7 天内"),
        (
            Due("within", event="notice", months=6, set_by_bureau=True),
            "由主管部门设定，整改通知后最长 6 个月",
        ),
        (Due("at", event="accepted", years=3, every=3), "验收合格后满 3 年，此后每 3 年一次"),
        (Due("at", event="build_end"), "建设期满时"),
        (Due("before", event="application"), "提出申请前"),
        (Due("until", date="2025-12-31"), "2025 年 12 月 31 日前"),
        (Due("after", event="published"), "公示后，文件未写明期限"),
        (Due("promptly", event="occurred"), "事项发生后及时"),
        (Due("during", event="build"), "建设期内"),
        (Due("during", event="visit"), "验收进行时"),
        (Due("next_year", event="filed"), "备案的下一年度内"),
        (Due("this_year", event="announced"), "发文公布当年年底前"),
        (Due("unset"), "文件未写明期限"),
    ],
)
def test_a_due_rule_in_words(due: Due, words: str) -> None:
    assert due.words == words


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_every_scheme_has_duties_and_says_what_follows(scheme_id: str) -> None:
    scheme = LIBRARY[scheme_id]
    assert scheme.obligations
    assert scheme.consequences
    assert scheme.readings or scheme.notes
    assert scheme.materials
    assert scheme.procedure
    assert all(each.due.words for each in scheme.obligations)


@pytest.mark.parametrize(
    ("scheme_id", "duty", "due", "binding"),
    [
        ("tianjin-base-acceptance", "plan", Due("notice", name="preparation", date="2025-03-18"), "hard"),
        ("tianjin-base-acceptance", "mend", Due("notice", name="completion", date="2025-06-30"), "hard"),
        (
            "tianjin-studio-acceptance",
            "rectify",
            Due("within", event="notice", months=6, set_by_bureau=True),
            "hard",
        ),
        ("hubei-base-midterm", "rectify", Due("within", event="notice", years=1, set_by_bureau=True), "hard"),
        ("hubei-base-midterm", "build", Due("within", event="announced", years=2), "principle"),
        ("hubei-effect", "cycle", Due("at", event="accepted", years=3, every=3), "hard"),
        ("national-base-new", "filing", Due("yearly", date="10-31"), "hard"),
        ("national-base-new", "subsidy", Due("next_year", event="filed"), "principle"),
        ("national-base-new", "quota", Due("unset"), "principle"),
        ("pingdingshan-studio-annual", "yearly_plan", Due("yearly", date="04-30"), "hard"),
        ("pingdingshan-studio-annual", "assessment", Due("monthly", month=12, part="middle"), "hard"),
        ("pingdingshan-studio-cancellation", "bar", Due("within", event="lost", years=3), "hard"),
        ("shaoxing-base-institution", "yearly_report", Due("monthly", month=12), "hard"),
        ("shaoxing-base-enterprise", "public_notice", Due("within", event="published", days=7), "hard"),
    ],
)
def test_what_the_documents_name(scheme_id: str, duty: str, due: Due, binding: str) -> None:
    found = next(each for each in LIBRARY[scheme_id].obligations if each.id == duty)
    assert (found.due, found.binding) == (due, binding)


def test_the_schemes_of_the_five_documents_are_all_there() -> None:
    assert set(LIBRARY.ids()) >= {
        "tianjin-base-acceptance", "tianjin-studio-acceptance", "hubei-base-midterm",
        "hubei-base-acceptance", "hubei-studio-midterm", "hubei-studio-acceptance", "hubei-performance",
        "hubei-effect", "hubei-cancellation", "national-base-new", "national-base-existing",
        "national-studio", "pingdingshan-studio-application", "pingdingshan-studio-midterm",
        "pingdingshan-studio-acceptance", "pingdingshan-studio-annual", "pingdingshan-studio-cancellation",
        "shaoxing-base-institution", "shaoxing-base-enterprise",
    }  # fmt: skip
