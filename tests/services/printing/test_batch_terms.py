"""A batch's own days and lengths, from the task into the frozen text and onto the paper; and no others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.common.errors import Refusal
from app.reports.document import VerdictReport
from tests.filling import filled, profiles_of
from tests.services.places import LIBRARY, Place, a_place, squeezed, text_of

TIANJIN, HUBEI = "tianjin-base-acceptance", "hubei-base-midterm"
VISIT_DAY = "2026年5月12日"
DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
LENGTH = re.compile(r"后(?:最长)?(\d+(?:年|个月|天))")
COMPLETION = {"dates": {"completion": "2026-07-31"}}
HALF_YEAR = {"rectification": {"months": 6}}

# scheme, good or bad, the batch's terms; then the days and lengths in what follows the verdict, in order
TOLD: list[tuple[str, bool, Mapping[str, Any], list[str], list[str]]] = [
    (TIANJIN, True, COMPLETION, ["2026年7月31日"], []),
    (TIANJIN, True, {}, [], []),
    (TIANJIN, False, {"rectification": {"months": 3}}, [], ["3个月"]),
    (TIANJIN, False, COMPLETION, [], ["6个月"]),
    (TIANJIN, False, {}, [], ["6个月"]),
    (HUBEI, False, HALF_YEAR, [], ["6个月", "2年"]),
    (HUBEI, False, {}, [], ["1年", "2年"]),
    (HUBEI, True, HALF_YEAR, [], ["2年"]),
    ("pingdingshan-studio-annual", True, {}, ["2027年4月30日"], []),
    ("pingdingshan-studio-cancellation", False, {}, [], ["3年"]),
    ("shaoxing-base-enterprise", True, {}, [], ["7天"]),
    ("shaoxing-base-enterprise", False, {}, [], []),
    ("national-base-new", True, {}, ["2026年10月31日"] * 3, []),
    ("national-base-existing", True, {}, ["2026年10月31日"] * 4 + ["2025年12月31日"], []),
]


def frozen(
    place: Place, scheme_id: str, folder: Path, *, good: bool, batch: Mapping[str, Any]
) -> tuple[VerdictReport, str]:
    """The text that stands after freezing, and the words of the paper drawn from it."""
    scheme = LIBRARY[scheme_id]
    profile = profiles_of(scheme)[0]
    visit_id = place.task(scheme, profile, folder, batch=batch)
    findings = filled(scheme, profile, good=good)
    if "21.1" in findings:  # the veto is another sentence
        findings["21.1"] = filled(scheme, profile)["21.1"]
    place.score(visit_id, findings)
    place.conclude(visit_id)
    place.workspace.verdicts.freeze(visit_id)
    drawn = text_of(place.workspace.verdicts.issue(visit_id, knowingly=True), folder)
    return place.workspace.verdicts.report(visit_id), drawn


def followed(report: VerdictReport) -> str:
    """Every word of what follows the verdict."""
    ends = [each.text for each in report.consequences]
    owed = [f"{each.what}；{each.due}；{each.consequence}" for each in report.duties]
    return squeezed("。".join([*ends, *owed]))


@pytest.mark.parametrize(("scheme_id", "good", "batch", "days", "lengths"), TOLD)
def test_the_frozen_text_has_these_days_and_none_else(
    place: Place, tmp_path: Path, scheme_id: str, good: bool, batch: Any, days: list[str], lengths: list[str]
) -> None:
    report, drawn = frozen(place, scheme_id, tmp_path, good=good, batch=batch)
    text = followed(report)
    assert DAY.findall(text) == days
    assert list(dict.fromkeys(LENGTH.findall(text))) == lengths
    until = LIBRARY[scheme_id].valid_to
    period = {"2025年12月31日"} if until == "2025-12-31" else set()
    assert set(DAY.findall(drawn)) == {VISIT_DAY, *days, *period}


@pytest.mark.parametrize(
    ("scheme_id", "good", "batch", "words"),
    [
        (TIANJIN, True, COMPLETION, "2026年7月31日前"),
        (TIANJIN, True, {}, "由主管部门另行通知"),
        (
            "tianjin-studio-acceptance", False, {"rectification": {"months": 3}},
            "整改通知后3个月内（文件规定最长6个月）",
        ),
        ("tianjin-studio-acceptance", False, {}, "由主管部门设定，整改通知后最长6个月"),
        ("hubei-studio-midterm", False, HALF_YEAR, "整改通知后6个月内（文件规定最长1年）"),
        ("hubei-studio-midterm", False, {}, "由主管部门设定，整改通知后最长1年"),
    ],
)  # fmt: skip
def test_the_paper_says_whose_term_it_is(
    place: Place, tmp_path: Path, scheme_id: str, good: bool, batch: Any, words: str
) -> None:
    report, drawn = frozen(place, scheme_id, tmp_path, good=good, batch=batch)
    assert words in followed(report)
    assert words in drawn


@pytest.mark.parametrize(
    "scheme_id", ["pingdingshan-studio-midterm", "shaoxing-base-institution", "national-studio"]
)
def test_what_the_document_leaves_to_no_bureau_is_refused(
    place: Place, tmp_path: Path, scheme_id: str
) -> None:
    scheme = LIBRARY[scheme_id]
    with pytest.raises(Refusal) as refused:
        place.task(scheme, profiles_of(scheme)[0], tmp_path, batch=COMPLETION | HALF_YEAR)
    assert [(fault.where, fault.code) for fault in refused.value.faults] == [
        ("batch.dates.completion", "XP-4111"),
        ("batch.rectification", "XP-4113"),
    ]


@pytest.mark.parametrize(
    ("scheme_id", "batch", "where", "code"),
    [
        (TIANJIN, {"dates": {"end": "2026-07-31"}}, "batch.dates.end", "XP-4111"),
        (TIANJIN, {"dates": {"completion": "2026-05-11"}}, "batch.dates.completion", "XP-4112"),
        (TIANJIN, {"dates": {"preparation": "2026-05-13"}}, "batch.dates.preparation", "XP-4112"),
        (TIANJIN, {"dates": {"acceptance": "2026-05-11"}}, "batch.dates.acceptance", "XP-4112"),
        (TIANJIN, {"rectification": {"months": 7}}, "batch.rectification", "XP-4113"),
        (HUBEI, {"rectification": {"years": 1, "days": 1}}, "batch.rectification", "XP-4113"),
        (HUBEI, COMPLETION, "batch.dates.completion", "XP-4111"),
    ],
)  # fmt: skip
def test_terms_that_do_not_fit_are_named(
    place: Place, tmp_path: Path, scheme_id: str, batch: Any, where: str, code: str
) -> None:
    scheme = LIBRARY[scheme_id]
    with pytest.raises(Refusal) as refused:
        place.task(scheme, profiles_of(scheme)[0], tmp_path, batch=batch)
    assert {(fault.where, fault.code) for fault in refused.value.faults} == {(where, code)}


def test_the_days_of_the_schemes_own_notice_hold_while_they_lie_ahead(tmp_path: Path) -> None:
    with a_place(tmp_path / "then", datetime(2025, 4, 1, 1, tzinfo=UTC)) as place:
        report, drawn = frozen(place, TIANJIN, tmp_path, good=True, batch={})
    assert DAY.findall(followed(report)) == ["2025年6月30日"]
    assert set(DAY.findall(drawn)) == {"2025年4月1日", "2025年6月30日"}
