"""Conditions on the desk and in a file: waivers, exceptions, grounds with their reasons, panels."""

from __future__ import annotations

from typing import Any

import pytest

from app.common.errors import Refusal
from app.scoring import Panel, PanelResult, Tally, score_visit
from app.scoring.judge.hints import mends_words
from app.scoring.visit.figures import counted, standing_words
from app.services.store.schemes import SchemeLibrary
from tests.filling import filled

STUDIO = "pingdingshan-studio-application"
GROUNDS = "pingdingshan-studio-cancellation"


def scored(
    library: SchemeLibrary, scheme: str, findings: dict[str, Any], **profile: object
) -> dict[str, Any]:
    return score_visit(library, {"scheme": scheme, "profile": profile, "findings": findings})


def condition(result: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in result["criteria"] if each["id"] == name)


def test_a_condition_tells_what_was_required_and_what_was_found(library: SchemeLibrary) -> None:
    findings = {"3.2": {"funding_support": True, "equipment_support": True, "site_area": "45.5"}}
    result = scored(library, STUDIO, findings, heritage_inheritor=False)
    assert condition(result, "3.2") == {
        "id": "3.2",
        "met": False,
        "waived": False,
        "lines": [
            {"fact": "资金支持", "required": "提供资金支持", "actual": "提供资金支持", "met": True},
            {"fact": "设备支持", "required": "提供相应设备", "actual": "提供相应设备", "met": True},
            {"fact": "固定场所面积", "required": "不少于 50 平方米", "actual": "45.5 平方米", "met": False},
        ],
    }
    assert result["verdict"]["outcome"] == "ineligible"
    assert result["state"] == "incomplete"


def test_a_condition_that_is_not_met_tells_what_it_still_takes(library: SchemeLibrary) -> None:
    findings: dict[str, dict[str, object]] = {
        "3.3": {"apprentices": 25, "senior_apprentices": 10},
        "5.1": {"materials": []},
    }
    told = Tally.start(library[STUDIO], {"heritage_inheritor": "false"}, {}, findings)
    assert mends_words(told.mends("3.3")) == "年带徒人数达到 30 人（再有 5 人）即符合"
    assert mends_words(told.mends("5.1")) == "补齐申报表、项目报告、项目辅助材料即符合"
    findings["3.3"]["exception"] = "非遗传承人"
    spared = Tally.start(library[STUDIO], {"heritage_inheritor": "true"}, {}, findings)
    assert (spared.criteria["3.3"].excepted, spared.mends("3.3")) == ("非遗传承人", ())


def test_what_it_takes_is_told_together_where_a_part_of_it_meets_nothing(library: SchemeLibrary) -> None:
    findings: dict[str, dict[str, object]] = {"3.3": {"apprentices": 25, "senior_apprentices": 8}}
    told = Tally.start(library[STUDIO], {"heritage_inheritor": "false"}, {}, findings)
    assert mends_words(told.mends("3.3")) == (
        "年带徒人数达到 30 人（再有 5 人），且其中高技能人才达到 10 人（再有 2 人）即符合"
    )


def test_a_lost_flag_names_what_it_is_about(library: SchemeLibrary) -> None:
    findings = {"6.1": {"cooperation": False, "joint_plan": True}}
    tally = Tally.start(library["hubei-base-acceptance"], {"level": "national"}, {}, findings)
    (lost,) = tally.criteria["6.1"].lines
    assert lost.why == "校企合作：没有开展，扣 2 分"
    assert mends_words(tally.mends("6.1")) == "校企合作为“已开展”即不扣分"


def test_an_exception_is_named_in_the_result_and_can_be_shown(library: SchemeLibrary) -> None:
    found = {"apprentices": 20, "senior_apprentices": 10, "exception": "新建（示例）"}
    result = scored(library, STUDIO, {"3.3": found}, heritage_inheritor=False)
    assert condition(result, "3.3")["met"] is True
    assert condition(result, "3.3")["exception"] == "新建（示例）"
    hard = scored(
        library, STUDIO, {"3.4": {"formally_employed": False, "exception": "x"}}, heritage_inheritor=False
    )
    assert [each["where"] for each in hard["errors"]] == ["findings.3.4.exception"]


def test_an_exception_where_the_condition_is_met_changes_nothing(library: SchemeLibrary) -> None:
    found = {"apprentices": 30, "senior_apprentices": 10, "exception": "多余"}
    result = scored(library, STUDIO, {"3.3": found}, heritage_inheritor=False)
    assert condition(result, "3.3")["met"] is True
    assert "exception" not in condition(result, "3.3")


@pytest.mark.parametrize("value", ["true", 1, None, "yes"])
def test_a_yes_or_no_of_the_profile_is_a_boolean(library: SchemeLibrary, value: int | str | None) -> None:
    result = scored(library, STUDIO, {}, heritage_inheritor=value)
    assert [each["where"] for each in result["errors"]] == ["profile.heritage_inheritor"]


def test_the_desk_keeps_a_yes_or_no_as_text(library: SchemeLibrary) -> None:
    tally = Tally.start(library[STUDIO], {"heritage_inheritor": "true"}, {}, {})
    assert tally.criteria["3.5"].waived
    assert tally.criteria["3.5"].working == "免予要求"
    assert "3.5" not in tally.open_criteria
    assert "3.5" not in tally.findings()


def test_a_faulty_answer_to_a_waived_condition_keeps_the_visit_open(library: SchemeLibrary) -> None:
    tally = Tally.start(library[STUDIO], {"heritage_inheritor": True}, {}, {"3.5": {"leader_level": "x"}})
    assert tally.criteria["3.5"].met is True
    assert tally.state == "incomplete"
    assert scored(library, STUDIO, {"3.5": {"leader_level": "x"}}, heritage_inheritor=True)["errors"]


def test_policies_of_points_have_no_meaning_for_conditions(library: SchemeLibrary) -> None:
    visit = {"scheme": STUDIO, "profile": {"heritage_inheritor": False}, "policy": {"pass_mark": "75"}}
    assert [each["where"] for each in score_visit(library, visit)["errors"]] == ["policy.pass_mark"]


def test_a_ground_needs_its_reason_in_a_file_and_is_provisional_on_the_desk(library: SchemeLibrary) -> None:
    findings = {"14.7": {"fraud": True}}
    assert [each["where"] for each in scored(library, GROUNDS, findings)["errors"]] == [
        "findings.14.7.reason"
    ]
    tally = Tally.start(library[GROUNDS], {}, {}, findings)
    assert tally.criteria["14.7"].state == "provisional"
    assert tally.verdict.outcome == "lost"
    assert {"lost.bar", "lost.cancel"} <= {each.id for each in tally.consequences}


def test_the_bar_is_for_fraud_alone(library: SchemeLibrary) -> None:
    tally = Tally.start(library[GROUNDS], {}, {}, {"14.6": {"withdrawn": True, "reason": "书面申请"}})
    assert "lost.bar" not in {each.id for each in tally.consequences}


def test_a_panel_disputes_a_condition_that_one_finds_met(library: SchemeLibrary) -> None:
    scheme = library["shaoxing-base-enterprise"]
    met = {
        "facilities_to_standard": True, "capacity": 100, "annual_trainees": 1000, "senior_trainees": 250,
        "teachers_sufficient": True,
    }  # fmt: skip
    sheets = {"甲": {"2.3": met}, "乙": {"2.3": met | {"teachers_sufficient": False}}}
    result = Panel.join(scheme, {}, {}, sheets)
    assert result.criterion("2.3").state == "disputed"
    assert result.verdict.outcome == "undetermined"
    ruled = Panel.join(scheme, {}, {}, sheets, None, {"2.3": met | {"capacity": 99}})
    assert ruled.criterion("2.3").met is False
    assert ruled.verdict.outcome == "ineligible"
    agreed = Panel.join(scheme, {}, {}, {"甲": {"2.3": met}, "乙": {"2.3": met}})
    assert agreed.criterion("2.3").met is True


def test_a_veto_undoes_every_point(library: SchemeLibrary) -> None:
    scheme = library["hubei-base-acceptance"]
    grounds = dict.fromkeys(["fraud", "misconduct", "loss", "criminal", "other_grave"], False)
    clean = Tally.start(scheme, {"level": "national"}, {}, {"21.1": grounds})
    assert clean.verdict.foreseen is None
    struck = clean.record("21.1", grounds | {"fraud": True, "reason": "虚报（示例）"})
    assert struck.verdict.foreseen == "fail"
    assert struck.failed == {"21.1"}


def test_a_stated_pass_mark_is_no_matter_of_policy(library: SchemeLibrary) -> None:
    scheme = library["hubei-studio-midterm"]
    with pytest.raises(Refusal, match="75"):
        Tally.start(scheme, {"level": "provincial"}, {"pass_mark": "60"}, {})
    assert Tally.start(scheme, {"level": "provincial"}, {"pass_mark": "75.0"}, {}).high == 10000


FEW = {"apprentices": 20, "senior_apprentices": 10}
PLEADED = FEW | {"exception": "山区县（示例）"}


def exception_in_panel(
    library: SchemeLibrary, *, ruling: dict[str, Any] | None = None, others: dict[str, Any] = PLEADED
) -> PanelResult:
    """A panel of two on 3.3: both find too few apprentices, and at least one pleads for an exception."""
    good = {
        "3.1": {"applicant_type": "enterprise"},
        "3.2": {"funding_support": True, "equipment_support": True, "site_area": 60},
        "3.4": {"formally_employed": True},
        "3.7": {"can_take_apprentices": True},
        "5.1": {"materials": ["application_form", "project_report", "supporting_material"]},
    }
    sheets = {"a": good | {"3.3": PLEADED}, "b": good | {"3.3": others}}
    rulings = {"3.3": ruling} if ruling else {}
    return Panel.join(library[STUDIO], {"heritage_inheritor": True}, {}, sheets, {}, rulings)


def test_an_exception_is_the_leaders_and_not_through_since_two_experts_grant_it_alike(
    library: SchemeLibrary,
) -> None:
    result = exception_in_panel(library)
    row = result.criterion("3.3")
    assert (row.state, row.score, row.differs, row.pleaded) == ("disputed", None, (), True)
    assert (result.state, result.verdict.outcome) == ("open", "undetermined")


def test_the_leader_grants_an_exception_or_refuses_it(library: SchemeLibrary) -> None:
    granted = exception_in_panel(library, ruling=PLEADED)
    row = granted.criterion("3.3")
    assert (row.met, row.excepted, row.pleaded) == (True, "山区县（示例）", False)
    assert granted.verdict.outcome == "eligible"
    assert granted.verdict.why == "1 项条件作为例外，其余各项均符合；另有 2 项免核。"
    refused = exception_in_panel(library, ruling=FEW)
    assert (refused.criterion("3.3").met, refused.verdict.outcome) == (False, "ineligible")


def test_a_plea_beside_another_count_is_a_dispute_about_the_fact_too(library: SchemeLibrary) -> None:
    row = exception_in_panel(library, others={"apprentices": 35, "senior_apprentices": 10}).criterion("3.3")
    assert (row.state, row.differs, row.pleaded) == ("disputed", ("apprentices",), True)


def test_a_ruling_leaves_what_every_expert_found(library: SchemeLibrary) -> None:
    row = exception_in_panel(library, ruling=FEW).criterion("3.3")
    assert {name: (each.met, each.excepted) for name, each in row.given.items()} == {
        "a": (True, "山区县（示例）"),
        "b": (True, "山区县（示例）"),
    }


@pytest.mark.parametrize(
    ("inheritor", "why"), [(False, "各项条件均符合。"), (True, "核查的各项条件均符合；另有 2 项免核。")]
)
def test_a_waiver_is_not_passed_off_as_met(library: SchemeLibrary, inheritor: bool, why: str) -> None:
    profile = {"heritage_inheritor": str(inheritor).lower()}
    findings = filled(library[STUDIO], profile)
    tally = Tally.start(library[STUDIO], profile, {}, findings)
    assert tally.verdict.why == why
    count = counted(library[STUDIO], tally.criteria)
    assert (count.met, count.all, count.waived) == ((6, 6, 2) if inheritor else (8, 8, 0))


@pytest.mark.parametrize(
    ("criterion", "answer", "said"),
    [
        ("3.1", {"applicant_type": "enterprise"}, ["申报主体：企业，符合要求"]),
        ("3.1", {"applicant_type": "other"}, ["申报主体：其他单位，不符合“企业、技工院校或职业院校”的要求"]),
        ("3.3", FEW, ["年带徒人数 20 人，不符合“不少于 30 人”的要求", "其中高技能人才 10 人，符合要求"]),
        ("3.5", {"leader_level": "senior"}, ["申报个人的等级：高级工，不符合“技师及以上”的要求"]),
        ("3.6", {"below_retirement_age": False}, ["已到法定退休年龄，不符合要求"]),
        ("5.1", {"materials": ["project_report"]},
         ["申报材料缺少申报表、项目辅助材料，不符合“3 项齐全”的要求"]),
    ],
)  # fmt: skip
def test_a_fact_reads_like_a_sentence_and_says_nothing_twice(
    library: SchemeLibrary, criterion: str, answer: dict[str, Any], said: list[str]
) -> None:
    profile = {"heritage_inheritor": "false"}
    result = Tally.start(library[STUDIO], profile, {}, {criterion: answer}).criteria[criterion]
    assert [line.why for line in result.lines] == said


CLEAN: dict[str, dict[str, object]] = {f"21.{at}": {name: False} for at, name in enumerate(
    ("fraud", "misconduct", "loss", "criminal", "other_grave"), start=1
)}  # fmt: skip
PROVINCIAL = {"project": "studio", "level": "provincial"}


@pytest.mark.parametrize(
    ("answer", "word", "outcome"),
    [
        ({"leader": "stays"}, "没有变更", "kept"),
        ({"leader": "unable", "way": "new_leader", "reassessed": True}, "准予变更", "kept"),
        ({"leader": "unable", "way": "new_leader", "reassessed": False}, "应予注销", "closed"),
        ({"leader": "transferred", "way": "close"}, "应予注销", "closed"),
    ],
)
def test_a_change_a_deregistration_and_a_ground_of_cancelling_are_told_apart(
    library: SchemeLibrary, answer: dict[str, Any], word: str, outcome: str
) -> None:
    scheme = library["hubei-cancellation"]
    tally = Tally.start(scheme, PROVINCIAL, {}, CLEAN | {"22.1": answer})
    assert tally.verdict.outcome == outcome
    assert standing_words(scheme, scheme.criterion("22.1"), tally.criteria["22.1"]) == word
    count = counted(scheme, tally.criteria)
    assert (count.unmet, count.all) == (0, 5), "no ground of cancelling"


def test_a_title_lost_says_what_beside_it_would_be_deregistered(library: SchemeLibrary) -> None:
    scheme = library["hubei-cancellation"]
    guilty: dict[str, dict[str, object]] = {
        "21.1": {"fraud": True, "reason": "有调查结论"},
        "22.1": {"leader": "transferred", "way": "close"},
    }
    tally = Tally.start(scheme, PROVINCIAL, {}, CLEAN | guilty)
    assert (tally.verdict.outcome, tally.verdict.why) == (
        "lost",
        "查实 1 项取消称号的情形；另有应予注销的情形 1 项。",
    )
    assert [line.why for line in tally.criteria["21.1"].lines] == [
        "查实：弄虚作假，谎报成果",
        "说明：有调查结论",
    ]
