"""Drafted problems read like an official's: the fact once, then what each expert said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.scoring import Panel, PanelResult, Scheme
from app.scoring.model.kinds import WORDS
from app.services.printing.opinions import NOTHING_FOUND, draft_opinions
from app.services.printing.strengths import draft_strengths
from app.services.store.schemes import SchemeLibrary
from tests.chain import Chain
from tests.filling import filled, policy_of, profiles_of

SCHEME: Scheme = SchemeLibrary()["tianjin-base-acceptance"]
SCHOOL = {"unit_type": "vocational_school"}


def joined(sheets: Mapping[str, Any], rulings: Mapping[str, Any] | None = None) -> PanelResult:
    return Panel.join(SCHEME, SCHOOL, {"panel": "mean"}, sheets, {}, rulings or {})


def problems(criterion: str, *answers: Any, ruling: Any = None) -> tuple[str, ...]:
    sheets = {f"expert-{number}": {criterion: answer} for number, answer in enumerate(answers)}
    rulings = {criterion: ruling} if ruling else {}
    return draft_opinions(SCHEME, joined(sheets, rulings), {**sheets, "": rulings}, SCHOOL, {})[0]


def places(deduction: str, reason: str) -> dict[str, str]:
    return {"concurrent_trainees": "186", "deduction": deduction, "reason": reason}


def advice(criterion: str, answer: Any, profile: dict[str, str] = SCHOOL) -> tuple[str, ...]:
    sheets = {"expert": {criterion: answer}}
    result = Panel.join(SCHEME, profile, {"panel": "mean"}, sheets, {}, {})
    return draft_opinions(SCHEME, result, sheets, profile, {})[1]


def test_the_fact_stands_once_and_the_reasons_follow() -> None:
    (text,) = problems("3.1", places("1", "两间实训室正在改造。"), places("1.5", "安全通道被占用"))

    told = "两间实训室正在改造；安全通道被占用"
    assert text == f"培训能力：同期可培训 186 人，低于 200 人，{told}（附件1 第3项）。"


def test_the_same_reason_is_not_said_twice() -> None:
    (text,) = problems("3.1", *[places("1", " 场地不足 ")] * 3)

    assert text.count("场地不足") == 1


def test_who_found_nothing_wrong_says_nothing() -> None:
    """A mere level is not said beside the reason that tells what is wrong."""
    (text,) = problems(
        "9.1",
        {"quality_evaluation": "running"},
        {"quality_evaluation": "ordinary", "deduction": "1", "reason": "记录不全，扣 1 分太轻"},
    )

    assert text == "培训体系：记录不全，扣 1 分太轻（2 位专家中 1 位认定）（附件1 第9项）。"


def test_what_is_measured_needs_no_opinion() -> None:
    (text,) = problems("8.2", *[{"qualified_teachers": "11", "teachers": "34"}] * 2)

    assert "11 人" in text
    assert "34 人" in text
    assert "比 45% 低 12.65 个百分点（附件1" in text


def test_a_cut_from_the_total_tells_the_same_fact() -> None:
    wrong = {"spending": "irregular", "deduction": "1.5", "reason": "列支差旅费", "total_deduction": "1"}
    assert problems("10.1", wrong) == ("资金管理：列支差旅费（附件1 第10项）。",)


def test_rows_are_told_by_name() -> None:
    row = {"name": "数控技术", "deduction": "1", "reason": "只有一名教师"}
    (text,) = problems("5.1", {"unmet_specialties": [row]}, {"unmet_specialties": []})

    assert (
        text
        == "培训能力：师资不能满足要求的专业“数控技术”，只有一名教师（2 位专家中 1 位认定）（附件1 第5项）。"
    )


def test_a_ruling_speaks_for_itself() -> None:
    (text,) = problems("3.1", places("1", "甲"), places("2", "乙"), ruling=places("3", "丙，经核对"))

    assert text.endswith("，丙，经核对（附件1 第3项）。")
    assert "甲" not in text


def test_while_criteria_are_open_nothing_is_said_to_be_in_order() -> None:
    assert problems("1.1", {"dedicated_body": True}) == ()


@pytest.mark.parametrize("scheme", SchemeLibrary().values(), ids=lambda scheme: scheme.id)
def test_a_visit_without_fault_says_that_there_is_none(scheme: Scheme) -> None:
    profile = profiles_of(scheme)[0]
    sheets = {"expert": filled(scheme, profile)}
    result = Panel.join(scheme, profile, policy_of(scheme), sheets)
    assert not result.open
    told, advice = draft_opinions(scheme, result, sheets, profile, policy_of(scheme))
    assert (told, advice) == ((NOTHING_FOUND[scheme.kind],), ())


@pytest.mark.parametrize("scheme", SchemeLibrary().values(), ids=lambda scheme: scheme.id)
def test_no_reason_of_an_expert_is_left_out(scheme: Scheme) -> None:
    """Whatever cost it: points, a veto, a condition, an exception, the total, a cap."""
    profile = profiles_of(scheme)[-1]
    sheets = {"expert": filled(scheme, profile, good=False)}
    written = [number_reasons(scheme, sheets["expert"], cid) for cid in sheets["expert"]]
    result = Panel.join(scheme, profile, policy_of(scheme), sheets)
    told = "".join(draft_opinions(scheme, result, sheets, profile, policy_of(scheme))[0])
    amiss = {row.id for row in result.criteria if row.asked and (row.met is False or row.score is not None)}
    for reasons in written:
        for criterion, reason in reasons:
            lost = result.criterion(criterion)
            full = scheme.criterion(criterion).max
            if criterion in amiss and (lost.met is False or lost.vetoed or (lost.score or 0) < full):
                assert reason in told


def number_reasons(scheme: Scheme, sheet: dict[str, dict[str, object]], cid: str) -> list[tuple[str, str]]:
    """Every reason of a criterion made its own; the pairs of criterion and reason."""
    found = []
    for spec in scheme.criterion(cid).findings:
        if spec.kind == "reason" and spec.name in sheet[cid]:
            reason = f"理由甲{cid}乙{spec.name}丙"
            sheet[cid][spec.name] = reason
            found.append((cid, reason))
    return found


def test_an_exception_is_told_with_its_reason() -> None:
    scheme, profile = SchemeLibrary()["pingdingshan-studio-application"], {"heritage_inheritor": "false"}
    answers = {"3.3": {"apprentices": 20, "senior_apprentices": 10, "exception": "新建的工作室"}}
    result = Panel.join(scheme, profile, {}, {"a": answers}, {}, answers)
    (problem,), advice = draft_opinions(scheme, result, {"a": answers, "": answers}, profile, {})
    assert "年带徒人数 20 人（要求不少于 30 人），作为例外予以认可：新建的工作室" in problem
    assert advice == ()


def test_an_average_is_told_as_who_saw_what() -> None:
    """3 and 0 make 1.5, which is not what the second expert alone found."""
    (text,) = problems("15.2", {"innovation": "strong"}, {"innovation": "none"})
    assert "（2 位专家中 1 位认定）" in text


def test_the_sample_reads_without_noise(chain_at: Callable[..., Chain]) -> None:
    """An item an area, no mould, no sheet-wide requirement of other units, no copies of identity cards."""
    desk = chain_at("settled").desk()
    found, advice = desk.draft()

    areas = [section.title for section in desk.scheme.sections]
    for texts in (found, advice):
        heads = [text.split("：")[0] for text in texts]
        assert heads == [area for area in areas if area in heads]
        assert len(set(heads)) == len(heads)
    said = "".join((*found, *advice))
    for noise in ("酌情", "要求”的要求", "身份证", "。。", "专家意见", "公共实训基地", "企业 100 人"):
        assert noise not in said
    assert not any(" 分" in text for text in (*found, *advice))


@given(reason=st.text(alphabet="甲乙，。；：扣每 1分不足本项", min_size=1, max_size=20))
def test_a_reason_is_never_cut(reason: str) -> None:
    kept = reason.strip().rstrip("。；，")
    assume(reason.strip())

    (text,) = problems("3.1", places("1", reason))
    assert text == f"培训能力：同期可培训 186 人，低于 200 人{f'，{kept}' if kept else ''}（附件1 第3项）。"


def test_what_to_do_is_told_for_this_kind_of_unit() -> None:
    enterprise = {"unit_type": "enterprise"}
    assert advice("3.1", places("1", "甲")) == ("培训能力：同期可培训由 186 人提高到 200 人以上。",)
    few = places("1", "甲") | {"concurrent_trainees": "90"}
    assert advice("3.1", few, enterprise) == ("培训能力：同期可培训由 90 人提高到 100 人以上。",)
    assert advice("1.1", {"dedicated_body": False}) == ("组织与管理：应设有专门组织机构。",)
    regimes = {"sound_regimes": ["training", "finance", "assets"]}
    assert advice("2.1", regimes) == ("组织与管理：补齐风险管理制度。",)


def test_conditions_are_told_with_what_is_required() -> None:
    scheme, profile = SchemeLibrary()["pingdingshan-studio-application"], {"heritage_inheritor": "false"}
    answers = {"3.2": {"funding_support": True, "equipment_support": True, "site_area": "40"}}
    result = Panel.join(scheme, profile, {}, {"a": answers}, {}, {})
    (problem,), (remedy,) = draft_opinions(scheme, result, {"a": answers}, profile, {})
    assert "固定场所面积 40 平方米（要求不少于 50 平方米）" in problem
    assert remedy == (
        "申报主体与人员：补正能证明“固定场所面积”不少于 50 平方米的材料；不能补正的，不予推荐。"
    )


def test_an_application_has_nothing_to_rectify_a_workshop_has() -> None:
    """What is missing among the papers is brought; what an annual assessment finds is mended."""
    scheme, profile = SchemeLibrary()["pingdingshan-studio-application"], {"heritage_inheritor": "false"}
    answers: dict[str, Any] = {
        "5.1": {"materials": ["project_report"]},
        "3.6": {"below_retirement_age": False},
    }
    result = Panel.join(scheme, profile, {}, {"a": answers}, {}, {})
    problems, remedies = draft_opinions(scheme, result, {"a": answers}, profile, {})
    assert problems[0] == "申报主体与人员：已到法定退休年龄（办法 第三条）。"
    assert remedies[1] == "申报材料：补正申报表、项目辅助材料；不能补正的，不予推荐。"
    annual, answer = SchemeLibrary()["pingdingshan-studio-annual"], {"8.1": {"plan_filed": "late"}}
    result = Panel.join(annual, {"failed_last_year": "false"}, {}, {"a": answer}, {}, {})
    found, advice = draft_opinions(annual, result, {"a": answer}, {"failed_last_year": "false"}, {})
    assert found == ("年度目标：年度工作计划：逾期备案（要求为按时备案）（办法 第八条（五））。",)
    assert advice == ("年度目标：年度工作计划应按时备案。",)


def test_what_is_to_be_done_names_what_it_is_about() -> None:
    scheme, profile = SchemeLibrary()["hubei-studio-acceptance"], {"level": "provincial"}
    sheets: dict[str, Any] = {"a": {"9.3": {"leader_level": "senior"}}}
    result = Panel.join(scheme, profile, {}, sheets)
    (advice,) = draft_opinions(scheme, result, sheets, profile, {})[1]
    assert "带头人在相应职业（工种）的等级应为“首席技师”或“特级技师”或“高级技师”或“技师”" in advice
    base, level = SchemeLibrary()["hubei-base-acceptance"], {"level": "national"}
    sheets = {"a": {"6.1": {"cooperation": False, "joint_plan": True}}}
    (advice,) = draft_opinions(base, Panel.join(base, level, {}, sheets), sheets, level, {})[1]
    assert advice == "培训体系：校企合作应开展。"


def test_of_an_effect_only_what_stays_below_the_line_of_a_good_one_is_a_problem() -> None:
    scheme, profile = SchemeLibrary()["hubei-effect"], {"level": "national"}
    policy = {"good": "90", "fairly_good": "80", "ordinary": "60"}
    sheet: dict[str, Any] = {
        "17.1": {"operation": "95"},
        "19.1": {"award": "46", "reason": "年培训 3200 人次（示例）"},
        "19.2": {"award": "20", "reason": "企业满意率偏低（示例）"},
        "19.3": {"award": "14", "reason": "有自编教材（示例）"},
    }
    result = Panel.join(scheme, profile, policy, {"a": sheet})
    problems, advice = draft_opinions(scheme, result, {"a": sheet}, profile, policy)
    assert problems == ("效益指标得 20 分（满分 35 分），企业满意率偏低（示例）（办法 第十九条）。",)
    assert advice == ("进一步提升效益指标。",)


EFFECT_LINES = {"good": "90", "fairly_good": "80", "ordinary": "60"}


def effect_sheet(*awards: tuple[str, str]) -> dict[str, Any]:
    scored = zip(("19.1", "19.2", "19.3"), awards, strict=True)
    return {"17.1": {"operation": "95"}} | {
        cid: {"award": award, "reason": reason} for cid, (award, reason) in scored
    }


def test_of_an_effect_what_reaches_the_line_of_a_good_one_is_a_strength() -> None:
    scheme, profile = SchemeLibrary()["hubei-effect"], {"level": "national"}
    one = effect_sheet(("46", "示例甲一"), ("20", "示例乙一"), ("13.5", "示例丙一"))
    other = effect_sheet(("48", "示例甲二"), ("33", "示例乙二"), ("14", "示例丙二"))
    sheets = {"a": one, "b": other}
    result = Panel.join(scheme, profile, EFFECT_LINES, sheets)
    assert draft_strengths(scheme, result, sheets, EFFECT_LINES) == (
        "产出指标得 47 分（满分 50 分），示例甲一，示例甲二（办法 第十九条）。",
        "创新及可持续发展得 13.75 分（满分 15 分），示例丙一，示例丙二（办法 第十九条）。",
    )
    (problem,), _ = draft_opinions(scheme, result, sheets, profile, EFFECT_LINES)
    assert "示例乙一（2 位专家中 1 位认定）" in problem
    assert "示例乙二" not in problem  # this expert saw a good one


@pytest.mark.parametrize(
    ("awards", "missed", "praised"),
    [
        (("46", "30", "12"), [], []),
        (("50", "26.5", "11.5"), [], ["产出指标"]),
        (("37.5", "26.5", "11.5"), [], []),
        (("37", "26", "15"), ["产出指标", "效益指标"], ["创新及可持续发展"]),
    ],
)
def test_of_an_effect_without_a_line_only_what_misses_the_passing_mark_is_a_problem(
    awards: tuple[str, str, str], missed: list[str], praised: list[str]
) -> None:
    """Nothing in the document says what is good (article 16); 75 passes (article 18)."""
    scheme, profile = SchemeLibrary()["hubei-effect"], {"level": "national"}
    sheets = {"a": effect_sheet(*((award, "示例说明") for award in awards))}
    result = Panel.join(scheme, profile, {}, sheets)
    problems, advice = draft_opinions(scheme, result, sheets, profile, {})
    most = (("产出指标", awards[0], 50), ("效益指标", awards[1], 35), ("创新及可持续发展", awards[2], 15))
    told = tuple(
        f"{item}得 {award} 分（满分 {full} 分），示例说明（办法 第十九条）。"
        for item, award, full in most
        if item in missed
    )
    assert problems == (told or ("未发现需要整改的问题。",))
    assert len(advice) == len(missed)
    assert [each.partition("得")[0] for each in draft_strengths(scheme, result, sheets, {})] == praised


def test_an_exception_stands_with_what_it_was_made_of() -> None:
    """Two facts of one criterion, of which one alone holds in principle."""
    scheme, profile = SchemeLibrary()["hubei-studio-midterm"], {"level": "provincial"}
    sheets: dict[str, Any] = {
        "a": {"9.6": {"functions": ["exchange"], "site_area": "10", "exception": "地处山区县"}}
    }
    result = Panel.join(scheme, profile, {}, sheets, {}, {"9.6": sheets["a"]["9.6"]})
    (problem,), _ = draft_opinions(scheme, result, sheets | {"": sheets["a"]}, profile, {})
    told = problem.removeprefix("基本要求：").split("；")
    assert told[0].startswith("场地功能缺少")
    assert "地处山区县" not in told[0]
    assert told[1].startswith("场地面积 10 平方米（要求不少于 20 平方米），作为例外予以认可，地处山区县")


CHANGED = {"leader": "transferred", "way": "new_unit", "reassessed": True}
CLOSED = {"leader": "unable", "way": "new_leader", "reassessed": False}


@pytest.mark.parametrize(
    ("level", "answer", "told"),
    [
        ("provincial", CHANGED, "未查实所列的情形。"),
        ("national", CHANGED, "未查实所列的情形。"),
        ("national", CLOSED, "未查实所列的情形。"),
        (
            "provincial",
            CLOSED,
            "工作室带头人变更：应予注销，省厅评估认定：达不到考核评估条件（办法 第二十二条）。",
        ),
    ],
)
def test_what_is_closed_or_left_to_others_is_not_told_as_a_ground_that_was_established(
    level: str, answer: dict[str, Any], told: str
) -> None:
    scheme, profile = SchemeLibrary()["hubei-cancellation"], {"project": "studio", "level": level}
    sheets = {"a": filled(scheme, profile) | {"22.1": answer}}
    result = Panel.join(scheme, profile, {}, sheets)
    assert draft_opinions(scheme, result, sheets, profile, {}) == ((told,), ())


def test_after_a_failed_operation_nothing_was_done_well() -> None:
    scheme, profile = SchemeLibrary()["hubei-effect"], {"level": "national"}
    sheets: dict[str, Any] = {"a": {"17.1": {"operation": "50"}}}
    result = Panel.join(scheme, profile, EFFECT_LINES, sheets)
    assert draft_strengths(scheme, result, sheets, EFFECT_LINES) == ()


def test_an_indicator_is_completed_or_told_as_missed_by_its_name() -> None:
    scheme, profile = SchemeLibrary()["hubei-performance"], {"project": "base", "level": "provincial"}
    sheet = filled(scheme, profile)
    sheet["13.1"] |= {"pass_rate": "80"}
    missed: dict[str, object] = {"target": "10", "actual": "7"}
    sheet |= {"14.2": missed, "14.4": missed, "14.5": missed}
    sheets = {"a": sheet}
    result = Panel.join(scheme, profile, {}, sheets)
    basic, own = draft_strengths(scheme, result, sheets, {})
    (low, few), (raise_it, more) = draft_opinions(scheme, result, sheets, profile, {})
    assert "年培训量 10000 人次，目标 2000 人次，达到目标" in basic
    assert "培训合格率" not in basic
    assert "培训合格率 80%（要求不少于 90%）" in low
    assert "年培训量" not in low + raise_it
    assert "承办或组织参加竞赛：实际完成值" in own
    assert not any(cited in own for cited in ("分（", "校企合作", "教材"))
    for name in ("校企合作", "出版或发布教材", "交流研讨推广活动"):
        assert f"{name}：实际完成值 7" in few
        assert f"{name}：实际完成值由 7" in more


@pytest.mark.parametrize("scheme_id", SchemeLibrary().ids())
def test_only_kinds_with_a_word_for_it_tell_what_was_done_well(scheme_id: str) -> None:
    scheme = SchemeLibrary()[scheme_id]
    profile, policy = profiles_of(scheme)[0], policy_of(scheme)
    sheets = {"a": filled(scheme, profile)}
    result = Panel.join(scheme, profile, policy, sheets)
    told = draft_strengths(scheme, result, sheets, policy)
    assert bool(told) == bool(WORDS[scheme.kind].strengths) == (scheme.kind in ("effect", "performance"))
