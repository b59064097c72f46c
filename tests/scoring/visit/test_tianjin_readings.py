# ruff: noqa: E501  a table, one case a line
"""Every open reading of the two Tianjin schemes: for each choice a case in which the result differs."""

from __future__ import annotations

from typing import Any

import pytest

from app.scoring import Tally, score_visit
from app.scoring.model.points import format_points
from app.services.store.schemes import SchemeLibrary

BASE, STUDIO = "tianjin-base-acceptance", "tianjin-studio-acceptance"
REASON = {"reason": "示例"}
EIGHT_ONE_PLAN = {"part_time_planned": 10, "part_time_hired": 8}
EIGHT_ONE_TRADES = {"specialties": 4, "specialties_with_part_time": 4}

# scheme, criterion, reading, then for each choice: findings, the score, a word in the explanation.
CASES = [
    (BASE, "8.2", "share_short", "points", {"teachers": 100, "qualified_teachers": 36}, "5", "10 个百分点"),
    (BASE, "8.2", "share_short", "relative", {"teachers": 100, "qualified_teachers": 36}, "3", "4.5 个百分点"),
    (BASE, "14.1", "share_short", "points", {"employer_satisfaction": "80.7"}, "5", "5 个百分点"),
    (BASE, "14.1", "share_short", "relative", {"employer_satisfaction": "80.7"}, "4.5", "4.25 个百分点"),
    (BASE, "14.2", "share_short", "relative", {"trainee_satisfaction": "76.5"}, "4", "4.25 个百分点"),
    (BASE, "4.1", "scarce_trades", "matching_only", {"equipment_matched": True}, "5", ""),
    (BASE, "4.1", "scarce_trades", "too_few", {"equipment_matched": True, "trades": 1, "deduction": 2} | REASON, "3", "紧缺特色培训职业（工种） 1 个"),
    (BASE, "4.1", "scarce_trades", "too_few", {"equipment_matched": True, "trades": 5}, "5", ""),
    (BASE, "4.1", "scarce_trades", "count_too", {"equipment_matched": True, "trades": 5, "deduction": 2} | REASON, "3", "达到 4 个"),
    (BASE, "4.1", "scarce_trades", "count_too", {"equipment_matched": True, "trades": 3}, "5", ""),
    (BASE, "4.2", "equipment_plan", "as_recorded", {"equipment_value": 1, "equipment_value_planned": 2, "deduction": 1} | REASON, "4", "要求的设备总值"),
    (BASE, "4.2", "equipment_plan", "plan", {"equipment_value": 1, "equipment_value_planned": 2, "deduction": 1} | REASON, "4", "实施方案要求"),
    (BASE, "4.2", "equipment_plan", "approval", {"equipment_value": 1, "equipment_value_planned": 2, "deduction": 1} | REASON, "4", "批准书要求"),
    (BASE, "5.1", "unmet_unit", "specialty", {"unmet_specialties": [{"name": "甲", "deduction": 2} | REASON, {"name": "乙", "deduction": 2} | REASON]}, "2", "甲"),
    (BASE, "5.1", "unmet_unit", "programme", {"unmet_specialties": [{"name": "甲", "deduction": 2} | REASON]}, "4", "甲"),
    (BASE, "5.1", "unmet_unit", "whole", {"teachers_sufficient": False, "deduction": 3} | REASON, "3", "师资不能满足"),
    (BASE, "5.1", "unmet_unit", "whole", {"teachers_sufficient": True}, "6", ""),
    (BASE, "8.1", "part_time_range", "half_to_all", {"part_time_share": 90, "deduction": "0.5"} | REASON, "4.5", ""),
    (BASE, "8.1", "part_time_range", "one_to_all", {"part_time_share": 90, "deduction": "0.5"} | REASON, None, "deduction"),
    (BASE, "8.1", "part_time_range", "one_to_all", {"part_time_share": 90, "deduction": 5} | REASON, "0", ""),
    (BASE, "8.1", "part_time_range", "half_to_two", {"part_time_share": 90, "deduction": 5} | REASON, None, "deduction"),
    (BASE, "8.1", "part_time_base", "as_recorded", {"part_time_share": 100}, "5", ""),
    (BASE, "8.1", "part_time_base", "plan", EIGHT_ONE_PLAN | {"deduction": 1} | REASON, "4", "已聘请的兼职教师 8 人"),
    (BASE, "8.1", "part_time_base", "specialties", EIGHT_ONE_TRADES, "5", ""),
    (BASE, "8.1", "part_time_base", "specialties", EIGHT_ONE_TRADES | {"specialties_with_part_time": 3, "deduction": 1} | REASON, "4", "有兼职教师的专业 3 个"),
    (BASE, "10.1", "item_and_total", "both", {"spending": "irregular", "deduction": 4} | REASON, "6", ""),
    (BASE, "10.1", "item_and_total", "total_only", {"spending": "irregular", "total_deduction": 4} | REASON, "10", ""),
    (BASE, "10.1", "item_and_total", "total_only", {"spending": "irregular", "deduction": 4} | REASON, None, "deduction"),
    (BASE, "12.1", "level_none", "none_is_zero", {"training_system": "none"}, None, "training_system"),
    (BASE, "12.1", "level_none", "all_none", {"training_system": "none"}, "0", "没有"),
    (BASE, "13.1", "level_none", "none_is_zero", {"demonstration": "none"}, "0", "没有"),
    (BASE, "13.1", "level_none", "no_level", {"demonstration": "none"}, None, "demonstration"),
    (BASE, "15.2", "level_none", "no_level", {"innovation": "none"}, None, "innovation"),
    (BASE, "13.2", "training_year", "as_recorded", {"senior_trainees": "190.5"}, None, "senior_trainees"),
    (BASE, "13.2", "training_year", "average", {"senior_trainees": "179.5"}, "4.5", "建设期高级工以上年均培训 179.5"),
    (BASE, "13.2", "training_year", "last_year", {"senior_trainees": 180}, "4.5", "验收前一年"),
    (BASE, "15.2", "innovation_without_report", "independent", {"innovation": "strong"}, "3", ""),
    (BASE, "15.2", "innovation_without_report", "dependent", {"report_made": False}, "0", "未形成总结报告"),
    (BASE, "15.2", "innovation_without_report", "dependent", {"report_made": True, "innovation": "strong"}, "3", ""),
    (STUDIO, "1.4", "item_and_total", "both", {"accounts_and_rules": True, "spending": "irregular", "deduction": 4} | REASON, "6", ""),
    (STUDIO, "1.4", "item_and_total", "total_only", {"accounts_and_rules": True, "spending": "irregular", "total_deduction": 4} | REASON, "10", ""),
    (STUDIO, "2.2", "late_and_poor", "once", {"reports": "late_and_poor"}, None, "reports"),
    (STUDIO, "2.2", "late_and_poor", "twice", {"reports": "late_and_poor"}, "1", "既不及时"),
    (STUDIO, "2.2", "late_and_poor", "twice", {"reports": "late_or_poor"}, "3", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    "case",
    CASES,
    ids=[f"{each[1]}-{each[2]}-{each[3]}-{each[5]}-{place}" for place, each in enumerate(CASES)],
)
def test_a_choice_is_computed(library: SchemeLibrary, case: tuple[Any, ...]) -> None:
    scheme, criterion, reading, choice, findings, score, word = case
    result = score_visit(
        library,
        {
            "scheme": scheme,
            "profile": {"unit_type": "enterprise"} if scheme == BASE else {},
            "policy": {reading: choice},
            "findings": {criterion: findings},
        },
    )
    if score is None:
        assert f"findings.{criterion}.{word}" in [fault["where"] for fault in result["errors"]]
        return
    told = next(each for each in result["criteria"] if each["id"] == criterion)
    assert told["score"] == score
    assert not word or any(word in line["why"] for line in told["lines"])


ASKED = [
    (
        BASE,
        "8.2",
        "teachers",
        "teachers_counted",
        {"full_time": "专职培训教师总数", "all": "专职和兼职教师总数"},
    ),
    (
        BASE,
        "12.1",
        "training_system",
        "training_links",
        {"five": "五个环节的运行", "six": "六个方面的构建和运行"},
    ),
    (BASE, "13.1", "demonstration", "demonstration_area", {"region": "示范作用", "city": "在本市的示范作用"}),
    (
        STUDIO,
        "4.1",
        "trained",
        "same_apprentice",
        {"both": "带徒培养", "once": "带徒培养（不含已计入第2行的人）"},
    ),
]


@pytest.mark.parametrize(("scheme", "criterion", "finding", "reading", "labels"), ASKED)
def test_a_choice_says_what_the_expert_counts(
    library: SchemeLibrary, scheme: str, criterion: str, finding: str, reading: str, labels: dict[str, str]
) -> None:
    profile = {"unit_type": "enterprise"} if scheme == BASE else {}
    for choice, label in labels.items():
        tally = Tally.start(library[scheme], profile, {reading: choice}, {})
        assert tally.scheme.criterion(criterion).finding(finding).label == label


def test_every_choice_of_every_reading_has_a_case(library: SchemeLibrary) -> None:
    told = {(scheme, reading, choice) for scheme, _, reading, choice, *_ in CASES}
    told |= {(scheme, reading, choice) for scheme, _, _, reading, labels in ASKED for choice in labels}
    for scheme in (BASE, STUDIO):
        for each in library[scheme].readings:
            untold = [o.value for o in each.choices if (scheme, each.id, o.value) not in told]
            assert each.id == "partial_step" or set(untold) <= {each.default}, (each.id, untold)


def test_a_deduction_from_the_total_alone_still_cuts_it(library: SchemeLibrary) -> None:
    visit = {"spending": "irregular", "total_deduction": 4} | REASON
    tally = Tally.start(
        library[BASE], {"unit_type": "enterprise"}, {"item_and_total": "total_only"}, {"10.1": visit}
    )
    assert format_points(tally.total) == "6"
