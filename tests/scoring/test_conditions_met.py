"""Conditions on the desk and in a file: waivers, exceptions, grounds with their reasons, panels."""

from __future__ import annotations

import pytest

from app.common.errors import Refusal
from app.scoring import Panel, Tally, score_visit
from app.scoring.lacking import mends_words

STUDIO = "pingdingshan-studio-application"
GROUNDS = "pingdingshan-studio-cancellation"


def scored(library, scheme, findings, **profile):
    return score_visit(library, {"scheme": scheme, "profile": profile, "findings": findings})


def condition(result, name):
    return next(each for each in result["criteria"] if each["id"] == name)


def test_a_condition_tells_what_was_required_and_what_was_found(library):
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


def test_a_condition_that_is_not_met_tells_what_it_still_takes(library):
    findings = {"3.3": {"apprentices": 25, "senior_apprentices": 10}, "5.1": {"materials": []}}
    told = Tally.start(library[STUDIO], {"heritage_inheritor": "false"}, {}, findings)
    assert mends_words(told.mends("3.3")) == "年带徒人数达到 30 人（再有 5 人）即符合"
    assert mends_words(told.mends("5.1")) == "补齐申报表、项目报告、项目辅助材料即符合"
    findings["3.3"]["exception"] = "非遗传承人"
    spared = Tally.start(library[STUDIO], {"heritage_inheritor": "true"}, {}, findings)
    assert (spared.criteria["3.3"].excepted, spared.mends("3.3")) == ("非遗传承人", ())


def test_what_it_takes_is_told_together_where_a_part_of_it_meets_nothing(library):
    findings = {"3.3": {"apprentices": 25, "senior_apprentices": 8}}
    told = Tally.start(library[STUDIO], {"heritage_inheritor": "false"}, {}, findings)
    assert mends_words(told.mends("3.3")) == (
        "年带徒人数达到 30 人（再有 5 人），且其中高技能人才达到 10 人（再有 2 人）即符合"
    )


def test_a_lost_flag_names_what_it_is_about(library):
    findings = {"6.1": {"cooperation": False, "joint_plan": True}}
    tally = Tally.start(library["hubei-base-acceptance"], {"level": "national"}, {}, findings)
    (lost,) = tally.criteria["6.1"].lines
    assert lost.why == "校企合作：没有开展，扣 2 分"
    assert mends_words(tally.mends("6.1")) == "校企合作为“已开展”即不扣分"


def test_an_exception_is_named_in_the_result_and_can_be_shown(library):
    found = {"apprentices": 20, "senior_apprentices": 10, "exception": "新建（示例）"}
    result = scored(library, STUDIO, {"3.3": found}, heritage_inheritor=False)
    assert condition(result, "3.3")["met"] is True
    assert condition(result, "3.3")["exception"] == "新建（示例）"
    hard = scored(
        library, STUDIO, {"3.4": {"formally_employed": False, "exception": "x"}}, heritage_inheritor=False
    )
    assert [each["where"] for each in hard["errors"]] == ["findings.3.4.exception"]


def test_an_exception_where_the_condition_is_met_changes_nothing(library):
    found = {"apprentices": 30, "senior_apprentices": 10, "exception": "多余"}
    result = scored(library, STUDIO, {"3.3": found}, heritage_inheritor=False)
    assert condition(result, "3.3")["met"] is True
    assert "exception" not in condition(result, "3.3")


@pytest.mark.parametrize("value", ["true", 1, None, "yes"])
def test_a_yes_or_no_of_the_profile_is_a_boolean(library, value):
    result = scored(library, STUDIO, {}, heritage_inheritor=value)
    assert [each["where"] for each in result["errors"]] == ["profile.heritage_inheritor"]


def test_the_desk_keeps_a_yes_or_no_as_text(library):
    tally = Tally.start(library[STUDIO], {"heritage_inheritor": "true"}, {}, {})
    assert tally.criteria["3.5"].waived
    assert tally.criteria["3.5"].working == "免予要求"
    assert "3.5" not in tally.open_criteria
    assert "3.5" not in tally.findings()


def test_a_faulty_answer_to_a_waived_condition_keeps_the_visit_open(library):
    tally = Tally.start(library[STUDIO], {"heritage_inheritor": True}, {}, {"3.5": {"leader_level": "x"}})
    assert tally.criteria["3.5"].met is True
    assert tally.state == "incomplete"
    assert scored(library, STUDIO, {"3.5": {"leader_level": "x"}}, heritage_inheritor=True)["errors"]


def test_policies_of_points_have_no_meaning_for_conditions(library):
    visit = {"scheme": STUDIO, "profile": {"heritage_inheritor": False}, "policy": {"pass_mark": "75"}}
    assert [each["where"] for each in score_visit(library, visit)["errors"]] == ["policy.pass_mark"]


def test_a_ground_needs_its_reason_in_a_file_and_is_provisional_on_the_desk(library):
    findings = {"14.7": {"fraud": True}}
    assert [each["where"] for each in scored(library, GROUNDS, findings)["errors"]] == [
        "findings.14.7.reason"
    ]
    tally = Tally.start(library[GROUNDS], {}, {}, findings)
    assert tally.criteria["14.7"].state == "provisional"
    assert tally.verdict.outcome == "lost"
    assert {"lost.bar", "lost.cancel"} <= {each.id for each in tally.consequences}


def test_the_bar_is_for_fraud_alone(library):
    tally = Tally.start(library[GROUNDS], {}, {}, {"14.6": {"withdrawn": True, "reason": "书面申请"}})
    assert "lost.bar" not in {each.id for each in tally.consequences}


def test_a_panel_disputes_a_condition_that_one_finds_met(library):
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


def test_a_veto_undoes_every_point(library):
    scheme = library["hubei-base-acceptance"]
    grounds = dict.fromkeys(["fraud", "misconduct", "loss", "criminal", "other_grave"], False)
    clean = Tally.start(scheme, {"level": "national"}, {}, {"21.1": grounds})
    assert clean.verdict.foreseen is None
    struck = clean.record("21.1", grounds | {"fraud": True, "reason": "虚报（示例）"})
    assert struck.verdict.foreseen == "fail"
    assert struck.failed == {"21.1"}


def test_a_stated_pass_mark_is_no_matter_of_policy(library):
    scheme = library["hubei-studio-midterm"]
    with pytest.raises(Refusal, match="75"):
        Tally.start(scheme, {"level": "provincial"}, {"pass_mark": "60"}, {})
    assert Tally.start(scheme, {"level": "provincial"}, {"pass_mark": "75.0"}, {}).high == 10000
