"""What is demanded and not met is told whatever it costs, whatever the kind of rule; parts stay in wholes."""

from __future__ import annotations

from typing import Any

import pytest

from app.scoring import Panel, Tally, join_panel, load_scheme, score_visit
from app.services.store.schemes import SchemeLibrary

LAW = {"level": "national"}
SHORT = {"name": "焊接", "deduction": "1", "reason": "人数不足"}
TABLE = "《示例评分表》（示例〔2026〕1号）"


def base(findings: dict[str, Any], **policy: str) -> dict[str, Any]:
    return {"scheme": "hubei-base-acceptance", "profile": LAW, "policy": policy, "findings": findings}


def unmet(library: SchemeLibrary, findings: dict[str, Any], **policy: str) -> list[tuple[str, ...]]:
    return [
        (row["criterion"], row["fact"]) for row in score_visit(library, base(findings, **policy))["unmet"]
    ]


@pytest.mark.parametrize("step", ["started", "completed"])
@pytest.mark.parametrize(
    ("findings", "facts"),
    [
        ({"5.1": {"facilities_to_standard": True, "annual_capacity": 1801}}, ["可满足年培训"]),
        ({"5.1": {"facilities_to_standard": False, "annual_capacity": 2000}}, ["场所和设施"]),
        ({"5.2": {"matched_occupations": 4, "quality_control": True}}, ["相配的职业（工种）"]),
        ({"6.4": {"development": True, "full_time": 100, "qualified_full_time": 91}}, ["合格专职教师占比"]),
        ({"6.5": {"practical_teachers": 1000, "senior_practical": 449}}, ["高级师资占比"]),
        ({"5.4": {"specialties": 5, "specialties_with_curriculum": 4}}, ["已建课程体系的专业"]),
        ({"4.2": {"sound_regimes": ["training", "finance"]}}, ["健全并规范运行的管理制度"]),
        ({"4.3": {"archive": "incomplete"}}, ["项目档案"]),
        ({"8.5": {"pass_rate": "89.99"}}, ["培训合格率"]),
        ({"7.1": {"spending": "irregular", "deduction": "0", "reason": "票据不全"}}, ["补助资金用途"]),
        ({"5.3": {"unmet_specialties": [SHORT]}}, ["师资不足的专业"]),
        ({"5.1": {"facilities_to_standard": True, "annual_capacity": 2000}}, []),
        ({"8.5": {"pass_rate": 90}}, []),
        ({"7.1": {"spending": "compliant"}}, []),
    ],
)  # fmt: skip
def test_a_demand_that_is_not_met_is_named_whatever_it_costs(
    library: SchemeLibrary, findings: dict[str, Any], facts: list[str], step: str
) -> None:
    assert [fact for _, fact in unmet(library, findings, partial_step=step)] == facts


def test_where_the_points_are_the_document_s_nothing_is_told_beside_them(library: SchemeLibrary) -> None:
    visit = {"scheme": "tianjin-studio-acceptance", "findings": {"3.1": {"renovations": 0}}}
    assert "unmet" not in score_visit(library, visit)


def test_points_are_cited_as_the_table_s_and_conditions_as_the_document_s(library: SchemeLibrary) -> None:
    findings = {"8.5": {"pass_rate": "85.1"}}
    for policy, table in (({}, "暂定评分表"), ({"table": TABLE}, TABLE)):
        result = score_visit(library, base(findings, **policy))
        [line] = next(each["lines"] for each in result["criteria"] if each["id"] == "8.5")
        assert line["cite"] == f"{table}；办法 第八条（三）"
        assert [row["cite"] for row in result["unmet"]] == ["办法 第八条（三）"]
        assert table in result["verdict"]["why"]


def test_panel_names_what_some_expert_found_lacking(library: SchemeLibrary) -> None:
    sheets = {
        "a": {"8.8": {"abilities": ["scale", "system", "personal"]}},
        "b": {"8.8": {"abilities": ["scale"]}},
        "c": {"8.8": {"abilities": ["scale"]}},
    }
    row = Panel.join(library["hubei-base-acceptance"], LAW, {}, sheets).criterion("8.8")
    assert [each.actual for each in row.unmet] == ["缺少系统化培训、个性化培训"]


WHOLE, PART = "8.2", "8.3"


def volume(trained: int, senior: int) -> dict[str, Any]:
    return {WHOLE: {"annual_trainees": trained}, PART: {"senior_trainees": senior}}


def test_no_more_high_skill_than_trained(library: SchemeLibrary) -> None:
    refused = score_visit(library, base(volume(500, 1000)))
    assert [each["where"] for each in refused["errors"]] == ["findings.8.3.senior_trainees"]
    assert "errors" not in score_visit(library, base(volume(1000, 1000)))
    assert "errors" not in score_visit(library, base({PART: {"senior_trainees": 1000}}))


def test_the_desk_keeps_the_part_open_until_it_fits(library: SchemeLibrary) -> None:
    tally = Tally.start(library["hubei-base-acceptance"], LAW, {}, volume(500, 1000))
    assert tally.criteria[PART].state == "incomplete"
    assert PART in tally.open_criteria
    fits = tally.record(WHOLE, {"annual_trainees": 3000})
    assert fits.criteria[PART].state == "complete"
    assert fits.record(WHOLE, {"annual_trainees": 999}).criteria[PART].state == "incomplete"


def panel_of(one: dict[str, Any], other: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "scheme": "hubei-base-acceptance", "profile": LAW,
        "sheets": [{"expert": "a", "findings": one}, {"expert": "b", "findings": other}], **more,
    }  # fmt: skip


def test_a_part_that_another_expert_s_whole_does_not_hold_is_for_the_leader(library: SchemeLibrary) -> None:
    trained, senior = volume(500, 1000).items()
    split = {"assignments": {WHOLE: ["a"], PART: ["b"]}}
    result = join_panel(library, panel_of(dict([trained]), dict([senior]), **split))
    part = next(each for each in result["criteria"] if each["id"] == PART)
    assert (part["state"], part["differs"], part["score"]) == ("disputed", ["senior_trainees"], None)


def test_a_ruling_is_held_to_the_whole_too(library: SchemeLibrary) -> None:
    sheet = volume(3000, 1000)
    refused = join_panel(library, panel_of(sheet, sheet, rulings={PART: {"senior_trainees": 3001}}))
    assert [each["where"] for each in refused["errors"]] == ["rulings.8.3.senior_trainees"]
    refused = join_panel(library, panel_of(sheet, sheet, rulings={WHOLE: {"annual_trainees": 999}}))
    assert [each["where"] for each in refused["errors"]] == ["rulings.8.2.annual_trainees"]
    assert "errors" not in join_panel(
        library, panel_of(sheet, sheet, rulings={PART: {"senior_trainees": 3000}})
    )


MARKS = {"good": "90", "fairly_good": "80", "ordinary": "60"}
SCORED = {name: {"award": "10", "reason": "示例"} for name in ("19.1", "19.2", "19.3")}


@pytest.mark.parametrize(("operation", "policy"), [("70", {}), ("74.5", {"gap_ruling": "fail"})])
@pytest.mark.parametrize("rest", [{}, SCORED])
def test_a_failed_operation_settles_the_effect(
    library: SchemeLibrary, operation: str, policy: dict[str, Any], rest: dict[str, Any]
) -> None:
    findings = {"17.1": {"operation": operation}, **rest}
    visit = {"scheme": "hubei-effect", "profile": LAW, "policy": MARKS | policy, "findings": findings}
    result = score_visit(library, visit)
    assert (result["state"], result["total"], result["range"]) == ("complete", "0", {"low": "0", "high": "0"})
    assert {each["id"]: each["score"] for each in result["criteria"]} == {"17.1": "0"} | dict.fromkeys(SCORED)
    assert result["verdict"]["outcome"] == result["verdict"]["foreseen"] == "poor"
    tally = Tally.start(library["hubei-effect"], LAW, MARKS | policy, findings)
    assert (tally.state, tally.open_criteria, tally.total) == ("complete", (), 0)
    again = tally.record("17.1", {"operation": "75"})
    assert again.open_criteria == (() if rest else tuple(SCORED))


def test_a_panel_that_finds_a_failed_operation_is_settled(library: SchemeLibrary) -> None:
    sheets = [{"expert": name, "findings": {"17.1": {"operation": "70"}}} for name in ("a", "b")]
    result = join_panel(
        library, {"scheme": "hubei-effect", "profile": LAW, "policy": MARKS, "sheets": sheets}
    )
    assert (result["state"], result["total"]) == ("settled", "0")
    assert result["verdict"]["outcome"] == "poor"
    assert {each["id"]: each["state"] for each in result["criteria"]} == {"17.1": "agreed"} | dict.fromkeys(
        SCORED, "unasked"
    )


NONE = {
    "21.1": {"fraud": False}, "21.2": {"misconduct": False}, "21.3": {"loss": False},
    "21.4": {"criminal": False}, "21.5": {"other_grave": False},
}  # fmt: skip


def cancellation(library: SchemeLibrary, profile: dict[str, str], **findings: Any) -> dict[str, Any]:
    visit = {"scheme": "hubei-cancellation", "profile": profile, "findings": NONE | findings}
    return score_visit(library, visit)


def test_a_base_is_not_asked_about_a_leader(library: SchemeLibrary) -> None:
    for level in ("national", "provincial"):
        result = cancellation(library, {"project": "base", "level": level})
        assert (result["state"], result["verdict"]["outcome"]) == ("complete", "kept")
        refused = cancellation(library, {"project": "base", "level": level}, **{"22.1": {"leader": "stays"}})
        assert [each["where"] for each in refused["errors"]] == ["findings.22.1"]


@pytest.mark.parametrize("leader", ["unable", "transferred"])
def test_a_national_studio_s_leader_is_the_ministry_s_matter(library: SchemeLibrary, leader: str) -> None:
    for profile in ({"project": "studio", "level": "national"}, LAW):
        for given in ({"leader": leader}, {"leader": leader, "way": "close"}):
            result = cancellation(library, profile, **{"22.1": given})
            assert result["verdict"]["outcome"] == "undetermined"
            assert result["criteria"][-1]["met"] is None


def test_a_studio_that_is_closed_has_not_lost_its_title(library: SchemeLibrary) -> None:
    result = cancellation(
        library,
        {"project": "studio", "level": "provincial"},
        **{"22.1": {"leader": "unable", "way": "close"}},
    )
    assert result["verdict"]["outcome"] == "closed"


def test_a_studio_is_asked_about_its_leader(library: SchemeLibrary) -> None:
    result = cancellation(library, {"project": "studio", "level": "provincial"})
    assert (result["state"], result["verdict"]["outcome"]) == ("incomplete", "undetermined")


def test_a_whole_that_is_not_there_is_a_fault_of_the_scheme(library: SchemeLibrary) -> None:
    text = library.source("hubei-base-acceptance").decode()
    for wrong in ("8.2.trainees", "9.9.annual_trainees"):
        with pytest.raises(Exception, match="没有这个考核项或查验项"):
            load_scheme(text.replace("part_of: 8.2.annual_trainees", f"part_of: {wrong}").encode())
