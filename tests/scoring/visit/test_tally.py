"""The desk's state: lenient, provisional where a reason is owed, and blind to hidden leftovers."""

from __future__ import annotations

from typing import Any

import pytest

from app.common.errors import Refusal
from app.scoring import FindingSpec, Scheme, Tally, format_points
from app.scoring.judge.hints import mends_words
from app.services.store.schemes import SchemeLibrary


def start(
    scheme: Scheme, findings: dict[str, Any] | None = None, profile: str = "enterprise", **policy: str
) -> Tally:
    return Tally.start(scheme, {"unit_type": profile}, policy, findings or {})


def names(specs: tuple[FindingSpec, ...]) -> list[str]:
    return [spec.name for spec in specs]


def test_an_empty_sheet_is_all_open(base: Scheme) -> None:
    tally = start(base, pass_mark="75")
    assert (tally.total, tally.low, tally.high) == (0, 0, 10000)
    assert tally.state == "incomplete"
    assert len(tally.open_criteria) == 23
    assert tally.verdict.outcome == "undetermined"
    assert tally.criteria["3.1"].state == "unanswered"
    assert tally.criteria["3.1"].working == ""


def test_fields_appear_where_the_threshold_is_missed(base: Scheme) -> None:
    tally = start(base)
    assert names(tally.shown("3.1")) == ["concurrent_trainees"]
    tally = tally.record("3.1", {"concurrent_trainees": "80"})
    assert names(tally.shown("3.1")) == ["concurrent_trainees", "deduction", "reason"]
    assert tally.criteria["3.1"].state == "incomplete"
    assert [fault.where for fault in tally.criteria["3.1"].faults] == [
        "findings.3.1.deduction", "findings.3.1.reason",
    ]  # fmt: skip
    assert names(start(base, profile="vocational_school").shown("7.1")) == ["partner_agreements"]
    assert names(start(base).shown("7.1")) == ["school_agreement"]


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": "  "}, {"reason": None}])
def test_a_deduction_without_its_reason_is_provisional(base: Scheme, reason: dict[str, Any]) -> None:
    tally = start(base, {"3.1": {"concurrent_trainees": "80", "deduction": "2", **reason}})
    result = tally.criteria["3.1"]
    assert (result.state, result.score) == ("provisional", 300)
    assert [fault.where for fault in result.faults] == ["findings.3.1.reason"]
    assert tally.total == 300
    assert tally.state == "incomplete"
    assert result.working == "5 − 2 = 3"


def test_rows_without_their_reasons_are_provisional(base: Scheme) -> None:
    rows = [{"name": "焊接", "deduction": "1.5", "reason": ""}, {"name": "数控", "deduction": "1"}]
    result = start(base, {"5.1": {"unmet_specialties": rows}}).criteria["5.1"]
    assert (result.state, result.score) == ("provisional", 350)
    assert [fault.where for fault in result.faults] == [
        "findings.5.1.unmet_specialties.0.reason", "findings.5.1.unmet_specialties.1.reason",
    ]  # fmt: skip
    rows[0]["deduction"] = ""
    assert start(base, {"5.1": {"unmet_specialties": rows}}).criteria["5.1"].state == "incomplete"


def test_a_finished_visit_that_owes_a_reason_has_no_outcome_yet(
    studio: Scheme, library: SchemeLibrary
) -> None:
    findings = {
        each.id: {spec.name: True if spec.kind == "flag" else spec.options[0].value if spec.options else "9"
                  for spec in each.findings if spec.when is None and spec.kind in ("flag", "count", "level")}
        for each in studio.criteria
    }  # fmt: skip
    findings["1.4"] = {"accounts_and_rules": True, "spending": "compliant"}
    findings["5.3"] = {"award": "5"}
    tally = Tally.start(studio, {}, {"pass_mark": "60"}, findings)
    assert tally.total == 10000
    assert (tally.verdict.outcome, tally.verdict.foreseen) == ("undetermined", "pass")
    assert "理由" in tally.verdict.why
    tally = tally.record("5.3", {"award": "5", "reason": "媒体报道"})
    assert (tally.verdict.outcome, tally.state) == ("pass", "complete")


def test_hidden_leftovers_neither_count_nor_are_lost(base: Scheme) -> None:
    typed = {"concurrent_trainees": "80", "deduction": "2", "reason": "工位不足"}
    tally = start(base, {"3.1": typed}).record("3.1", typed | {"concurrent_trainees": "100"})
    assert tally.criteria["3.1"].score == 500
    assert tally.criteria["3.1"].state == "complete"
    assert tally.effective("3.1") == {"concurrent_trainees": "100"}
    assert tally.raw("3.1")["deduction"] == "2"
    assert tally.findings() == {"3.1": {"concurrent_trainees": "100"}}
    assert tally.record("3.1", typed).criteria["3.1"].score == 300


def test_a_leftover_under_a_leftover_is_hidden_too(studio: Scheme) -> None:
    typed = {"accounts_and_rules": False, "spending": "irregular", "deduction": "1", "reason": "x",
             "total_deduction": "50"}  # fmt: skip
    tally = Tally.start(studio, {}, {}, {"1.4": typed})
    assert tally.effective("1.4") == {"accounts_and_rules": False}
    assert tally.adjustments == ()
    assert names(tally.shown("1.4")) == ["accounts_and_rules"]


@pytest.mark.parametrize("raw", [{}, {"concurrent_trainees": None}, {"concurrent_trainees": ""}])
def test_emptied_fields_take_the_answer_back(base: Scheme, raw: dict[str, Any]) -> None:
    tally = start(base, {"3.1": {"concurrent_trainees": "100"}}).record("3.1", raw)
    assert tally.criteria["3.1"].state == "unanswered"
    assert (tally.total, tally.high) == (0, 10000)


def test_a_wrong_value_stays_as_typed_and_is_named(base: Scheme) -> None:
    tally = start(base, {"8.2": {"teachers": "1o", "qualified_teachers": "5"}})
    result = tally.criteria["8.2"]
    assert (result.state, result.score) == ("incomplete", None)
    assert [fault.where for fault in result.faults] == ["findings.8.2.teachers"]
    assert tally.raw("8.2")["teachers"] == "1o"


def test_a_wrong_list_or_number_type_is_a_fault_and_no_crash(base: Scheme) -> None:
    wrong: list[dict[str, object]] = [
        {"teachers": 1.5},
        {"teachers": []},
        {"teachers": {"a": {1, 2}}},
        {"x": object()},
    ]
    for raw in wrong:
        assert start(base, {"8.2": raw}).criteria["8.2"].state == "incomplete"


def test_the_total_deduction_stands_beside_the_item(base: Scheme) -> None:
    irregular = {"spending": "irregular", "deduction": "2", "total_deduction": "3", "reason": "列支津贴"}
    tally = start(base, {"1.1": {"dedicated_body": True}, "10.1": irregular}, pass_mark="95.5")
    (adjustment,) = tally.adjustments
    assert (adjustment.criterion, adjustment.points) == ("10.1", -300)
    assert "从总分中扣 3 分：列支津贴" in adjustment.why
    assert (tally.total, tally.high) == (700, 9500)
    assert tally.verdict.foreseen == "fail"


def test_earlier_states_stay_as_they_were(base: Scheme) -> None:
    first = start(base, {"1.1": {"dedicated_body": True}})
    second = first.record("1.1", {"dedicated_body": False})
    assert (first.total, second.total) == (200, 0)
    assert first.criteria["1.1"].score == 200


def test_sections_have_their_own_sums(base: Scheme) -> None:
    tally = start(base, {"1.1": {"dedicated_body": True}, "2.2": {"archive": "incomplete"}})
    first = tally.sections[0]
    assert (first.numeral, first.score, first.max, first.answered, first.criteria) == ("一", 300, 800, 2, 4)
    assert [section.max for section in tally.sections] == [800, 2400, 2200, 1600, 3000]


@pytest.mark.parametrize(
    ("findings", "working", "back"),
    [
        (
            {"2.1": {"sound_regimes": ["risk", "training"]}},
            "2 − 2×0.5 = 1",
            "补齐财务管理制度、资产管理制度即不扣分",
        ),
        ({"1.1": {"dedicated_body": False}}, "2 − 2 = 0", "设有专门组织机构即不扣分"),
        ({"2.2": {"archive": "none"}}, "2 − 2 = 0", "项目档案为“完整”即不扣分"),
        (
            {"3.1": {"concurrent_trainees": 85, "deduction": "1", "reason": "少"}},
            "5 − 1 = 4",
            "同期可培训达到 100 人（再有 15 人）即不扣分",
        ),
        (
            {
                "4.2": {
                    "equipment_value": "412.6",
                    "equipment_value_planned": "450",
                    "deduction": "1",
                    "reason": "少",
                }
            },
            "5 − 1 = 4",
            "购置设备总值达到 450 万元（再有 37.4 万元）即不扣分",
        ),
        (
            {"8.1": {"part_time_share": "80", "deduction": "1", "reason": "少"}},
            "5 − 1 = 4",
            "兼职教师聘请达到 100%（再有 20 个百分点）即不扣分",
        ),
        (
            {"13.2": {"senior_trainees": "145"}},
            "5 − 2×0.5 = 4",
            "要求 200 人，高级工以上年培训达到 161 人（再有 16 人）即少扣 0.5 分",
        ),
        (
            {"14.1": {"employer_satisfaction": "79"}},
            "5 − 0.5 = 4.5",
            "要求 85%，用人单位满意率高于 80% 即不扣分",
        ),
        (
            {"8.2": {"qualified_teachers": "11", "teachers": "34"}},
            "5 − 1 = 4",
            "比例要求 45%，总数不变时中级职称或高级工以上专职教师达到 12 人（再有 1 人）即不扣分",
        ),
        (
            {"6.1": {"specialties": 5, "specialties_with_curriculum": 0}},
            "3 − 5×1 + 2 = 0",
            "要求 5 个，已建课程体系的专业达到 3 个（再有 3 个）即少扣 1 分",
        ),
        (
            {"13.1": {"demonstration": "ordinary", "award": "1.5", "reason": "少"}},
            "1.5 = 1.5",
            "示范作用为“发挥了示范作用”即得满分",
        ),
        ({"13.1": {"demonstration": "none"}}, "0 = 0", "示范作用为“发挥了示范作用”即得满分"),
        ({"1.1": {"dedicated_body": True}}, "2 = 2", ""),
    ],
)
def test_the_working_is_the_sum_by_hand(
    base: Scheme, findings: dict[str, Any], working: str, back: str
) -> None:
    (name,) = findings
    tally = start(base, findings)
    assert (tally.criteria[name].working, mends_words(tally.mends(name))) == (working, back)


def test_what_a_tally_cannot_stand_on_is_refused(base: Scheme) -> None:
    with pytest.raises(Refusal) as caught:
        Tally.start(base, {}, {"pass_mark": "x"}, {"9.9": {}})
    assert [fault.where for fault in caught.value.faults] == [
        "profile.unit_type", "policy.pass_mark", "findings.9.9",
    ]  # fmt: skip


def test_points_are_written_without_trailing_zeros() -> None:
    shown = [format_points(points) for points in (0, 850, 10000, 1, 10, -50, -200, 8750)]
    assert shown == ["0", "8.5", "100", "0.01", "0.1", "-0.5", "-2", "87.5"]
