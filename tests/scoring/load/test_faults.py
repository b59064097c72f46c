"""Bad input: every fault at once, each at its exact place."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from app.scoring import answer, score_visit
from app.services.store.schemes import SchemeLibrary

DIGITS = "84." + "9" * 40


def places(
    library: SchemeLibrary, findings: dict[str, Any], profile: str = "enterprise", **rest: Any
) -> list[str]:
    visit = {
        "scheme": "tianjin-base-acceptance",
        "profile": {"unit_type": profile},
        "findings": findings,
        **rest,
    }
    result = score_visit(library, visit)
    assert answer(json.dumps(visit).encode(), partial(score_visit, library)) == json.loads(json.dumps(result))
    return [each["where"] for each in result.get("errors", [])]


def studio_places(library: SchemeLibrary, findings: dict[str, Any]) -> list[str]:
    result = score_visit(library, {"scheme": "tianjin-studio-acceptance", "findings": findings})
    return [each["where"] for each in result.get("errors", [])]


@pytest.mark.parametrize(
    "value",
    [
        True,
        False,
        None,
        1.0,
        84.5,
        1e300,
        "",
        " ",
        "NaN",
        "Infinity",
        "-1",
        -1,
        "1e2",
        "+5",
        "８５",
        "٨٥",
        "8_5",
        "85.",
        ".5",
        "0x10",
        "85%",
        [],
        {},
        "9" * 1001,
        10**1000,
        "1,000",
        " 85",
        "85\n",
    ],
)
def test_what_is_not_a_number_is_refused(library: SchemeLibrary, value: object) -> None:
    assert places(library, {"14.1": {"employer_satisfaction": value}}) == [
        "findings.14.1.employer_satisfaction"
    ]


@pytest.mark.parametrize(
    "value", ["85", 85, "085", "85.0", "85.00000000000000000000000000000001", DIGITS, 0, 100]
)
def test_exact_numbers_of_any_sensible_length_are_taken(library: SchemeLibrary, value: int | str) -> None:
    assert places(library, {"14.1": {"employer_satisfaction": value}}) == []


@pytest.mark.parametrize("value", [10**999, "9" * 1000, 10**308], ids=range(3))
def test_a_count_may_be_as_long_as_a_number_may_be(library: SchemeLibrary, value: int | str) -> None:
    assert places(library, {"3.1": {"concurrent_trainees": value}}) == []


def test_a_hair_below_the_threshold_is_below(library: SchemeLibrary) -> None:
    for share, score in ((DIGITS, "4.5"), ("85", "5"), ("85.0" + "0" * 30 + "1", "5"), ("80", "4.5")):
        visit = {
            "scheme": "tianjin-base-acceptance",
            "profile": {"unit_type": "enterprise"},
            "policy": {"partial_step": "started"},
            "findings": {"14.1": {"employer_satisfaction": share}},
        }
        (found,) = (each for each in score_visit(library, visit)["criteria"] if each["id"] == "14.1")
        assert found["score"] == score


@pytest.mark.parametrize(
    ("findings", "wanted"),
    [
        ({"1.1": {}}, ["1.1.dedicated_body"]),
        ({"1.1": []}, ["1.1"]),
        ({"1.1": None}, ["1.1"]),
        ({"1.1": {"dedicated_body": 1}}, ["1.1.dedicated_body"]),
        ({"1.1": {"dedicated_body": True, "deduction": "1"}}, ["1.1.deduction"]),
        ({"1.3": {"dedicated_body": True}}, ["1.3"]),
        ({"01.1": {}}, ["01.1"]),
        ({"1.2": {"duties_divided": True}}, ["1.2.responsibility_assigned"]),
        ({"2.1": {"sound_regimes": ["training", "training", "sales"]}}, ["2.1.sound_regimes"] * 2),
        ({"2.1": {"sound_regimes": [1]}}, ["2.1.sound_regimes"]),
        ({"2.1": {"sound_regimes": "training"}}, ["2.1.sound_regimes"]),
        ({"2.2": {"archive": "lost"}}, ["2.2.archive"]),
        ({"2.2": {"archive": ["complete"]}}, ["2.2.archive"]),
        ({"3.1": {"concurrent_trainees": 99}}, ["3.1.deduction", "3.1.reason"]),
        ({"3.1": {"concurrent_trainees": 99, "deduction": "1"}}, ["3.1.reason"]),
        ({"3.1": {"concurrent_trainees": 99, "deduction": "1", "reason": 7}}, ["3.1.reason"]),
        ({"3.1": {"concurrent_trainees": 99, "deduction": "1.25", "reason": "x"}}, ["3.1.deduction"]),
        ({"3.1": {"concurrent_trainees": 99, "deduction": "5.5", "reason": "x"}}, ["3.1.deduction"]),
        (
            {"3.1": {"concurrent_trainees": 100, "deduction": "1", "reason": "x"}},
            ["3.1.deduction", "3.1.reason"],
        ),
        ({"3.1": {"concurrent_trainees": 100, "reason": "x"}}, ["3.1.reason"]),
        (
            {"3.1": {"concurrent_trainees": "x", "deduction": "9", "reason": " "}},
            ["3.1.concurrent_trainees", "3.1.deduction", "3.1.reason"],
        ),
        ({"3.1": {"concurrent_trainees": "9.5"}}, ["3.1.concurrent_trainees"]),
        (
            {"4.1": {"equipment_matched": True, "deduction": "1", "reason": "x"}},
            ["4.1.deduction", "4.1.reason"],
        ),
        ({"4.2": {"equipment_value": "1"}}, ["4.2.equipment_value_planned"]),
        ({"5.1": {"unmet_specialties": {}}}, ["5.1.unmet_specialties"]),
        (
            {"5.1": {"unmet_specialties": [1, {"name": "a", "deduction": "0.5", "reason": "", "x": 1}]}},
            [
                "5.1.unmet_specialties.0",
                "5.1.unmet_specialties.1.deduction",
                "5.1.unmet_specialties.1.reason",
                "5.1.unmet_specialties.1.x",
            ],
        ),
        (
            {"5.1": {"unmet_specialties": [{"deduction": "1"}]}},
            ["5.1.unmet_specialties.0.name", "5.1.unmet_specialties.0.reason"],
        ),
        (
            {"5.1": {"unmet_specialties": [{"name": "a", "deduction": "1", "reason": "x"}] * 2}},
            ["5.1.unmet_specialties"],
        ),
        ({"6.1": {"specialties": 0, "specialties_with_curriculum": 0}}, ["6.1.specialties"]),
        ({"6.1": {"specialties": 2, "specialties_with_curriculum": 3}}, ["6.1.specialties_with_curriculum"]),
        ({"7.1": {"partner_agreements": 3}}, ["7.1.partner_agreements", "7.1.school_agreement"]),
        ({"8.1": {"part_time_share": "100.01"}}, ["8.1.part_time_share"]),
        ({"8.2": {"qualified_teachers": 3, "teachers": 2}}, ["8.2.qualified_teachers"]),
        ({"8.2": {"qualified_teachers": 0, "teachers": 0}}, ["8.2.teachers"]),
        (
            {"9.1": {"quality_evaluation": "none", "deduction": "1", "reason": "x"}},
            ["9.1.deduction", "9.1.reason"],
        ),
        ({"10.1": {"spending": "compliant", "total_deduction": "1"}}, ["10.1.total_deduction"]),
        (
            {"10.1": {"spending": "irregular", "total_deduction": "0.25", "deduction": "0"}},
            ["10.1.reason", "10.1.total_deduction"],
        ),
        (
            {"10.1": {"spending": "irregular", "total_deduction": None, "deduction": "0", "reason": "x"}},
            ["10.1.total_deduction"],
        ),
        ({"13.1": {"demonstration": "strong", "award": "2", "reason": "x"}}, ["13.1.award", "13.1.reason"]),
        ({"15.2": {"innovation": "ordinary", "award": "0.5", "reason": "x"}}, ["15.2.award"]),
    ],
)
def test_each_fault_has_its_place(
    library: SchemeLibrary, findings: dict[str, Any], wanted: list[str]
) -> None:
    assert sorted(places(library, findings)) == [f"findings.{place}" for place in wanted]


@pytest.mark.parametrize(
    ("findings", "wanted"),
    [
        ({"1.4": {"accounts_and_rules": False, "spending": "compliant"}}, ["1.4.spending"]),
        ({"1.4": {"accounts_and_rules": True}}, ["1.4.spending"]),
        ({"1.4": {"accounts_and_rules": False, "deduction": "1"}}, ["1.4.deduction"]),
        ({"5.3": {"award": "0"}}, []),
        ({"5.3": {"award": "0", "reason": "无"}}, []),
        ({"5.3": {"award": "0.5"}}, ["5.3.reason"]),
        ({"5.3": {"award": "5.5", "reason": "x"}}, ["5.3.award"]),
        ({"5.3": {"reason": "x"}}, ["5.3.award"]),
    ],
)
def test_each_fault_of_a_studio_has_its_place(
    library: SchemeLibrary, findings: dict[str, Any], wanted: list[str]
) -> None:
    assert studio_places(library, findings) == [f"findings.{place}" for place in wanted]


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        ({"pass_mark": None}, ["pass_mark"]),
        ({"pass_mark": 75.5}, ["pass_mark"]),
        ({"pass_mark": "-1"}, ["pass_mark"]),
        ({"pass_mark": "100.01"}, ["pass_mark"]),
        ({"pass_mark": True}, ["pass_mark"]),
        ({"partial_step": True}, ["partial_step"]),
        ({"partial_step": ["completed"]}, ["partial_step"]),
        ({"panel": "mean", "tolerance": "1"}, ["panel", "tolerance"]),
        ({"gap_ruling": "pass"}, ["gap_ruling"]),
    ],
)
def test_each_fault_of_the_policy_has_its_place(
    library: SchemeLibrary, policy: dict[str, Any], wanted: list[str]
) -> None:
    assert places(library, {}, policy=policy) == [f"policy.{key}" for key in wanted]


def test_faults_of_every_part_are_named_together(library: SchemeLibrary) -> None:
    visit = {
        "scheme": "tianjin-base-acceptance",
        "profile": {"unit_type": "bank", "colour": "red"},
        "policy": {"pass_mark": "x"},
        "findings": {"1.1": {"dedicated_body": 1}, "99.1": {}, "7.1": {"partner_agreements": -1}},
        "notes": "",
    }
    found = {each["where"] for each in score_visit(library, visit)["errors"]}
    assert found == {
        "notes", "profile.unit_type", "profile.colour", "policy.pass_mark", "findings.1.1.dedicated_body",
        "findings.99.1", "findings.7.1.partner_agreements",
    }  # fmt: skip


def test_what_is_wrong_under_any_scheme_is_named_beside_an_unknown_one(library: SchemeLibrary) -> None:
    visit = {"scheme": "x", "profile": 1, "policy": [], "findings": None, "notes": ""}
    found = [each["where"] for each in score_visit(library, visit)["errors"]]
    assert found == ["notes", "scheme", "profile", "policy", "findings"]
    visit = {"scheme": "x", "policy": {"panel": "mean", "pass_mark": 60}, "findings": {"1.1": 5}}
    assert [each["where"] for each in score_visit(library, visit)["errors"]] == ["scheme", "policy.panel"]


def test_a_doubled_name_is_named_beside_the_faults_of_its_rows(library: SchemeLibrary) -> None:
    rows = [{"name": "焊工", "deduction": "9", "reason": "a"}, {"name": " 焊工 ", "reason": "a"}]
    found = places(library, {"5.1": {"unmet_specialties": rows}})
    assert found == [
        "findings.5.1.unmet_specialties.0.deduction",
        "findings.5.1.unmet_specialties.1.deduction",
        "findings.5.1.unmet_specialties",
    ]


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (None, ""),
        ([], ""),
        ("x", ""),
        ({}, "scheme"),
        ({"scheme": 1}, "scheme"),
        ({"scheme": "../x"}, "scheme"),
        ({"scheme": "tianjin-base-acceptance"}, "profile.unit_type"),
        ({"scheme": "tianjin-studio-acceptance", "profile": []}, "profile"),
        ({"scheme": "tianjin-studio-acceptance", "policy": None}, "policy"),
        ({"scheme": "tianjin-studio-acceptance", "findings": "x"}, "findings"),
        (
            {"scheme": "tianjin-studio-acceptance", "profile": {"unit_type": "enterprise"}},
            "profile.unit_type",
        ),
    ],
)
def test_each_fault_of_the_frame_has_its_place(library: SchemeLibrary, raw: object, wanted: str) -> None:
    assert [each["where"] for each in score_visit(library, raw)["errors"]] == [wanted]


def test_what_is_left_out_around_the_findings_is_empty(library: SchemeLibrary) -> None:
    result = score_visit(library, {"scheme": "tianjin-studio-acceptance"})
    assert result["state"] == "incomplete"
    assert result["range"] == {"low": "0", "high": "100"}


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (b"{", [""]),
        (b"\xff", [""]),
        (b"[" * 100_000, [""]),
        (b'{"scheme": NaN}', ["", "scheme"]),
        (b'{"scheme": "x", "scheme": "y"}', ["", "scheme"]),
        (b'{"a": {"b": 1, "b": 1}}', ["", "a.b", "a", "scheme"]),
        (
            b'{"scheme": "tianjin-studio-acceptance", "findings": {"5.3": {"award": 1e400}}}',
            ["findings.5.3.award"],
        ),
        (b'{"scheme": 1' + b"0" * 5000 + b"}", ["scheme"]),
        (
            b'{"scheme": "tianjin-studio-acceptance", "findings": {"3.1": {"renovations": '
            + b"9" * 5000
            + b'}, "5.2": {"awards": NaN}, "5.1": {"activities": 1, "activities": "x"}, "1.1": {"site": 1}}}',
            [
                "",
                "findings.3.1.renovations",
                "findings.5.2.awards",
                "findings.5.1.activities",
                "findings.1.1.site",
                "findings.1.1.honours_board",
            ],
        ),
        (b'{"scheme": "\\ud800"}', [""]),
        (b"x" * (16 * 1024 * 1024 + 1), [""]),
    ],
    ids=range(11),
)
def test_a_line_that_is_no_strict_json_is_refused_as_a_whole(
    library: SchemeLibrary, line: bytes, where: list[str]
) -> None:
    told = answer(line, partial(score_visit, library))
    assert [each["where"] for each in told["errors"]] == where
