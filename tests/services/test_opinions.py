"""Drafted problems read like an official's: the fact once, then what each expert said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from app.scoring import Panel, PanelResult, Scheme
from app.services.opinions import draft_opinions
from app.services.schemes import SchemeLibrary
from tests.chain import Chain

SCHEME: Scheme = SchemeLibrary()["tianjin-base-acceptance"]
SCHOOL = {"unit_type": "vocational_school"}


def joined(sheets: Mapping[str, Any], rulings: Mapping[str, Any] | None = None) -> PanelResult:
    return Panel.join(SCHEME, SCHOOL, {"panel": "mean"}, sheets, {}, rulings or {})


def problems(criterion: str, *answers: Any, ruling: Any = None) -> tuple[str, ...]:
    sheets = {f"expert-{number}": {criterion: answer} for number, answer in enumerate(answers)}
    rulings = {criterion: ruling} if ruling else {}
    return draft_opinions(SCHEME, joined(sheets, rulings), {**sheets, "": rulings})[0]


def places(deduction: str, reason: str) -> dict[str, str]:
    return {"concurrent_trainees": "186", "deduction": deduction, "reason": reason}


def test_the_fact_stands_once_and_the_reasons_follow() -> None:
    (text,) = problems("3.1", places("1", "两间实训室正在改造。"), places("1.5", "安全通道被占用"))

    told = "专家意见：两间实训室正在改造；安全通道被占用"
    assert text == f"场地条件：同期可培训 186 人，低于 200 人。{told}（附件1 第3项）。"


def test_the_same_reason_is_not_said_twice() -> None:
    (text,) = problems("3.1", *[places("1", " 场地不足 ")] * 3)

    assert text.endswith("。专家意见：场地不足（附件1 第3项）。")


def test_who_found_nothing_wrong_says_nothing() -> None:
    (text,) = problems(
        "9.1",
        {"quality_evaluation": "running"},
        {"quality_evaluation": "ordinary", "deduction": "1", "reason": "记录不全，扣 1 分太轻"},
    )

    assert text == "效果评价：培训教学质量评价：一般。专家意见：记录不全，扣 1 分太轻（附件1 第9项）。"


def test_what_is_measured_needs_no_opinion() -> None:
    (text,) = problems("8.2", *[{"qualified_teachers": "11", "teachers": "34"}] * 2)

    assert "11 人" in text
    assert "34 人" in text
    assert "比 45% 低 12.65 个百分点（附件1" in text
    assert "专家意见" not in text


def test_a_cut_from_the_total_tells_the_same_fact() -> None:
    wrong = {"spending": "irregular", "deduction": "1.5", "reason": "列支差旅费", "total_deduction": "1"}
    (text,) = problems("10.1", wrong)

    assert text.count("不合规开支") == 1
    assert text.count("列支差旅费") == 1


def test_rows_are_told_by_name() -> None:
    row = {"name": "数控技术", "deduction": "1", "reason": "只有一名教师"}
    (text,) = problems("5.1", {"unmet_specialties": [row]}, {"unmet_specialties": []})

    assert text == "师资条件：师资不能满足要求的专业“数控技术”。专家意见：只有一名教师（附件1 第5项）。"


def test_a_ruling_speaks_for_itself() -> None:
    (text,) = problems("3.1", places("1", "甲"), places("2", "乙"), ruling=places("3", "丙，经核对"))

    assert text.endswith("专家意见：丙，经核对（附件1 第3项）。")
    assert "甲" not in text


def test_full_marks_leave_nothing_to_say() -> None:
    assert problems("1.1", {"dedicated_body": True}) == ()


def test_the_sample_reads_without_noise(chain_at: Callable[..., Chain]) -> None:
    desk = chain_at("settled").desk()
    found, advice = desk.draft()

    assert len(found) == len(advice) == 13
    for text in found:
        assert "酌情" not in text
        assert " 分" not in text
        assert "。。" not in text
        assert text.endswith("）。")
        fact = text.split("。")[0].split("：", 1)[1]
        assert text.count(fact) == 1
    assert all("要求整改" in text for text in advice)


@given(reason=st.text(alphabet="甲乙，。；：扣每 1分不足本项", min_size=1, max_size=20))
def test_a_reason_is_never_cut(reason: str) -> None:
    kept = reason.strip().rstrip("。；，")
    assume(reason.strip())

    (text,) = problems("3.1", places("1", reason))
    assert (
        text
        == f"场地条件：同期可培训 186 人，低于 200 人{f'。专家意见：{kept}' if kept else ''}（附件1 第3项）。"
    )


def test_a_problem_names_its_criterion_once() -> None:
    scheme = SchemeLibrary()["hubei-base-acceptance"]
    answers = {"6.1": {"cooperation": False, "joint_plan": False}}
    result = Panel.join(scheme, {"level": "national"}, {"panel": "mean"}, {"a": answers}, {}, {})
    (problem,) = (each for each in draft_opinions(scheme, result, {"a": answers})[0] if "校企合作" in each)
    assert problem == "校企合作：没有开展。培训方案：没有共同制定（办法 第六条（一））。"
