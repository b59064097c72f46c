"""Sheets joined: facts differ or agree, opinions are averaged, rulings stand above both."""

from __future__ import annotations

from typing import Any

import pytest

from app.common.errors import Refusal
from app.scoring import Panel, Scheme, Sheet, join_panel
from app.services.store.schemes import SchemeLibrary


def panel_of(
    sheets: list[dict[str, Any]], scheme: str = "tianjin-base-acceptance", **rest: Any
) -> dict[str, Any]:
    profile = {} if "studio" in scheme else {"unit_type": "enterprise"}
    listed = [{"expert": f"e{place}", "findings": findings} for place, findings in enumerate(sheets)]
    return {"scheme": scheme, "profile": profile, "sheets": listed, **rest}


def joined(library: SchemeLibrary, sheets: list[dict[str, Any]], name: str, **rest: Any) -> dict[str, Any]:
    result = join_panel(library, panel_of(sheets, **rest))
    assert "errors" not in result, result
    return next(each for each in result["criteria"] if each["id"] == name)


def places(library: SchemeLibrary, raw: dict[str, Any]) -> list[str]:
    return [each["where"] for each in join_panel(library, raw).get("errors", [])]


def ordinary(deduction: str, reason: str = "记录不全") -> dict[str, Any]:
    return {"9.1": {"quality_evaluation": "ordinary", "deduction": deduction, "reason": reason}}


def test_scores_are_averaged_half_up(library: SchemeLibrary) -> None:
    found = joined(library, [ordinary("1"), ordinary("1.5"), ordinary("1.5")], "9.1")
    assert (found["state"], found["score"]) == ("averaged", "4.67")
    found = joined(library, [ordinary("1"), ordinary("1.5")] * 2, "9.1")
    assert (found["state"], found["score"], found["scores"]["e1"]) == ("averaged", "4.75", "4.5")


def test_opinions_in_other_words_still_agree(library: SchemeLibrary) -> None:
    found = joined(library, [ordinary("1", "甲"), ordinary("1", "乙")], "9.1")
    assert (found["state"], found["score"]) == ("agreed", "5")


def test_facts_that_differ_are_disputed_though_the_scores_agree(library: SchemeLibrary) -> None:
    found = joined(library, [{"13.2": {"senior_trainees": 200}}, {"13.2": {"senior_trainees": 201}}], "13.2")
    assert (found["state"], found["score"], found["differs"]) == ("disputed", None, ["senior_trainees"])


@pytest.mark.parametrize("other", ["200", "200.0", "0200"])
def test_the_same_number_in_other_writing_is_the_same_fact(library: SchemeLibrary, other: str) -> None:
    found = joined(
        library, [{"13.2": {"senior_trainees": 200}}, {"13.2": {"senior_trainees": other}}], "13.2"
    )
    assert found["state"] == "agreed"


def test_the_order_of_a_list_says_nothing(library: SchemeLibrary) -> None:
    sheets = [
        {"11.2": {"by_project": ["funds", "accounting"]}},
        {"11.2": {"by_project": ["accounting", "funds"]}},
    ]
    assert joined(library, sheets, "11.2")["state"] == "agreed"


def test_differing_facts_are_named_sorted(library: SchemeLibrary) -> None:
    sheets = [
        {"4.2": {"equipment_value": 5, "equipment_value_planned": 4}},
        {"4.2": {"equipment_value": 6, "equipment_value_planned": 6}},
    ]
    assert joined(library, sheets, "4.2")["differs"] == ["equipment_value", "equipment_value_planned"]


def test_a_fact_that_one_sheet_does_not_have_differs(library: SchemeLibrary) -> None:
    sheets: list[dict[str, Any]] = [
        {"1.4": {"accounts_and_rules": False}},
        {"1.4": {"accounts_and_rules": True, "spending": "compliant"}},
    ]
    found = joined(library, sheets, "1.4", scheme="tianjin-studio-acceptance")
    assert found["differs"] == ["accounts_and_rules", "spending"]


def spent(deduction: str, total: str | None) -> dict[str, Any]:
    raw = {"spending": "irregular", "deduction": deduction, "reason": "列支津贴"}
    return {"10.1": raw | ({"total_deduction": total} if total else {})}


def test_total_deductions_are_averaged_on_their_own(library: SchemeLibrary) -> None:
    result = join_panel(
        library,
        panel_of(
            [
                {**spent("1", "3"), "1.1": {"dedicated_body": True}},
                {**spent("1", None), "1.1": {"dedicated_body": True}},
            ]
        ),
    )
    found = {each["id"]: each for each in result["criteria"]}
    assert (found["10.1"]["state"], found["10.1"]["score"], found["10.1"]["outlying"]) == (
        "averaged",
        "9",
        False,
    )
    assert result["total"] == "9.5"
    assert [each["points"] for each in result["total_adjustments"]] == ["-1.5"]


def test_consensus_disputes_scores_and_total_deductions(library: SchemeLibrary) -> None:
    policy = {"panel": "consensus"}
    assert joined(library, [ordinary("1"), ordinary("2")], "9.1", policy=policy)["state"] == "disputed"
    assert joined(library, [ordinary("1"), ordinary("2")], "9.1", policy=policy)["differs"] == []
    found = joined(library, [spent("1", "3"), spent("1", "2")], "10.1", policy=policy)
    assert (found["state"], found["score"]) == ("disputed", None)


def test_trimmed_mean_drops_one_of_each_end(library: SchemeLibrary) -> None:
    sheets = [ordinary(each) for each in ("1", "1", "1.5", "3", "3")]
    found = joined(library, sheets, "9.1", policy={"panel": "trimmed_mean"})
    assert found["score"] == "4.17"  # (5 + 4.5 + 3) / 3
    few = {"9.1": ["e0", "e3"]}
    found = joined(library, sheets, "9.1", policy={"panel": "trimmed_mean"}, assignments=few)
    assert (found["score"], sorted(found["scores"])) == ("4", ["e0", "e3"])


@pytest.mark.parametrize(
    ("tolerance", "outlying"),
    [
        ("0.4", False),
        ("0.3", True),
        ("0.3333333333", True),
        ("0.33333333333333333333333333333334", False),
        (0, True),
    ],
)
def test_outlying_is_measured_exactly(library: SchemeLibrary, tolerance: int | str, outlying: bool) -> None:
    found = joined(library, [ordinary("1"), ordinary("3")], "9.1", policy={"tolerance": tolerance})
    assert found["outlying"] is outlying


def test_outlying_is_said_of_settled_criteria_alone(library: SchemeLibrary) -> None:
    sheets = [ordinary("1"), {"9.1": {"quality_evaluation": "none"}}]
    assert joined(library, sheets, "9.1")["outlying"] is True
    assert joined(library, sheets, "9.1", policy={"panel": "consensus"})["outlying"] is False
    assert joined(library, sheets, "9.1", rulings=ordinary("2"))["outlying"] is False


def test_a_ruling_replaces_every_sheet(library: SchemeLibrary) -> None:
    found = joined(library, [ordinary("1"), {}], "9.1", rulings={"9.1": {"quality_evaluation": "none"}})
    assert (found["state"], found["score"], found["scores"]) == ("ruled", "0", {"e0": "5", "e1": None})


def test_only_those_who_are_assigned_count(library: SchemeLibrary) -> None:
    rest = {"assignments": {"9.1": ["e1"]}}
    found = joined(library, [ordinary("1"), ordinary("3")], "9.1", **rest)
    assert (found["state"], found["score"], found["scores"]) == ("agreed", "3", {"e1": "3"})
    assert joined(library, [ordinary("1"), {}], "9.1", **rest)["state"] == "unanswered"


def test_the_outcome_waits_until_all_is_settled(library: SchemeLibrary) -> None:
    result = join_panel(library, panel_of([ordinary("1")], policy={"pass_mark": "0"}))
    assert (result["state"], result["verdict"]["outcome"]) == ("open", "undetermined")


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"sheets": []}, ["sheets"]),
        ({"sheets": {}}, ["sheets"]),
        ({"sheets": [1]}, ["sheets.0"]),
        ({"sheets": [{}]}, ["sheets.0.expert"]),
        ({"sheets": [{"expert": 1}]}, ["sheets.0.expert"]),
        ({"sheets": [{"expert": " "}]}, ["sheets.0.expert"]),
        ({"sheets": [{"expert": "a", "x": 1}]}, ["sheets.0.x"]),
        ({"sheets": [{"expert": "a"}, {"expert": "a"}]}, ["sheets", "sheets.1.expert"]),
        ({"sheets": [{"expert": str(n)} for n in range(16)]}, ["sheets"]),
        ({"sheets": [{"expert": "a", "findings": []}]}, ["sheets.0.findings"]),
        (
            {"sheets": [{"expert": "a", "findings": {"1.1": {"dedicated_body": 1}}}]},
            ["sheets.0.findings.1.1.dedicated_body"],
        ),
        ({"assignments": []}, ["assignments"]),
        ({"assignments": {"1.1": []}}, ["assignments.1.1"]),
        ({"assignments": {"1.1": "e0"}}, ["assignments.1.1"]),
        ({"assignments": {"1.1": ["e9"]}}, ["assignments.1.1"]),
        ({"assignments": {"1.1": ["e0", "e0"]}}, ["assignments.1.1"]),
        ({"assignments": {"9.9": ["e0"]}}, ["assignments.9.9"]),
        ({"rulings": []}, ["rulings"]),
        ({"rulings": {"9.9": {}}}, ["rulings.9.9"]),
        ({"rulings": {"13.2": {"senior_trainees": "x"}}}, ["rulings.13.2.senior_trainees"]),
        ({"policy": {"panel": "trimmed_mean"}}, ["policy.panel"]),
        ({"policy": {"panel": "median"}}, ["policy.panel"]),
        ({"policy": {"tolerance": "-0.1"}}, ["policy.tolerance"]),
        ({"findings": {}}, ["findings"]),
    ],
)
def test_each_fault_of_a_panel_has_its_place(
    library: SchemeLibrary, change: dict[str, Any], wanted: list[str]
) -> None:
    assert places(library, panel_of([{}]) | change) == wanted


def test_faults_of_every_part_of_a_panel_are_named_together(library: SchemeLibrary) -> None:
    policy = {"panel": "trimmed_mean", "pass_mark": "x", "colour": 1}
    assert places(library, panel_of([{}]) | {"policy": policy}) == [
        "policy.colour",
        "policy.pass_mark",
        "policy.panel",
    ]


def test_what_is_wrong_under_any_scheme_is_named_beside_an_unknown_one(library: SchemeLibrary) -> None:
    raw = panel_of([{}]) | {
        "scheme": "x",
        "sheets": [{"expert": "e0"}, {"expert": "e0", "x": 1}, {"expert": "e1", "findings": []}, 5],
        "assignments": {"1.1": ["e9"], "9.9": ["e0"]},
        "rulings": [],
        "notes": 1,
    }
    assert places(library, raw) == [
        "notes", "scheme", "sheets.1.x", "sheets", "sheets.1.expert", "sheets.2.findings", "sheets.3",
        "assignments.1.1", "rulings",
    ]  # fmt: skip


def test_a_panel_without_sheets_is_refused(library: SchemeLibrary) -> None:
    raw = panel_of([{}])
    del raw["sheets"]
    assert places(library, raw) == ["sheets"]


def test_the_typed_result_carries_why(base: Scheme) -> None:
    profile = {"unit_type": "enterprise"}
    sheets = {"a": ordinary("1", "甲"), "b": ordinary("2", "乙")}
    found = Panel.join(base, profile, {}, sheets).criterion("9.1")
    assert [(line.points, line.why) for line in found.lines] == [
        (-150, "2 位专家评分为 5、4 分，取平均，得 4.5 分")
    ]
    assert found.results["b"].lines[0].why.endswith("乙")
    sheets = {"a": ordinary("1", "甲"), "b": ordinary("1", "乙")}
    found = Panel.join(base, profile, {}, [Sheet(*each) for each in sheets.items()]).criterion("9.1")
    assert [line.points for line in found.lines] == [-100, 0]
    assert found.lines[1].why.startswith("另有专家认为")


def test_a_faulty_panel_is_refused_at_the_desk(base: Scheme) -> None:
    with pytest.raises(Refusal):
        Panel.join(base, {}, {}, {"a": {}})
    with pytest.raises(Refusal) as caught:
        Panel.join(base, {"unit_type": "enterprise"}, {}, {"a": {"1.1": {}}}, {}, {"2.2": {}})
    assert [fault.where for fault in caught.value.faults] == [
        "sheets.0.findings.1.1.dedicated_body",
        "rulings.2.2.archive",
    ]
