"""The verdicts that no pass mark makes: conditions, grounds, performance, and the grade of an effect."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from app.scoring.model.points import Exact, Mark, Score, format_beside, format_points, show_number
from app.scoring.model.readings import GRADE_MARKS
from app.scoring.model.results import Verdict
from app.scoring.model.scheme import Scheme
from app.scoring.model.settings import Policy
from app.scoring.visit.running_totals import RunningTotals

RULED = {"pass": "主管部门裁定按合格", "fail": "主管部门裁定按不合格"}
GAP = "运行情况在 74 与 75 分之间"
TO_RULE = "须由主管部门裁定"
REFERRED = "有须由其他机关决定的事项，不在此认定，结论未定。"


OPEN_POINTS, OPEN_CONDITIONS = "未定分", "未认定"
"""What has no result yet, whether nobody touched it, it is half filled, or the experts differ."""


def waiting_words(standing: RunningTotals, word: str = OPEN_POINTS) -> str:
    """What a visit still waits for."""
    parts = [(standing.open, word), (standing.owed, "未写理由")]
    return "还有 " + "、".join(f"{many} 项{told}" for many, told in parts if many)


def decide_conditions(scheme: Scheme, standing: RunningTotals) -> Verdict:
    """Eligible or not, kept or lost: one that fails decides at once, all must be met for the better."""
    if scheme.kind == "grounds":
        return _by_grounds(scheme, standing)
    if standing.unmet:
        return Verdict("ineligible", "ineligible", f"{standing.unmet} 项条件不符合。")
    if standing.open or standing.owed:
        return _waiting(standing)
    if standing.referred:
        return Verdict("undetermined", None, REFERRED)
    return Verdict("eligible", "eligible", _all_met(standing))


def _all_met(standing: RunningTotals) -> str:
    """A sentence that passes neither an exception nor a waiver off as a condition that is met."""
    others = "核查的各项条件均符合" if standing.waived else "各项条件均符合"
    if standing.excepted:
        others = f"{standing.excepted} 项条件作为例外，其余各项均符合"
    return f"{others}；另有 {standing.waived} 项免核。" if standing.waived else f"{others}。"


def _by_grounds(scheme: Scheme, standing: RunningTotals) -> Verdict:
    """A title is lost by one ground; what only closes its carrier is final once no ground can be open."""
    grounds = standing.unmet - standing.closing
    if grounds:
        beside = f"；另有应予注销的情形 {standing.closing} 项" if standing.closing else ""
        return Verdict("lost", "lost", f"查实 {grounds} 项取消称号的情形{beside}。")
    if standing.open or standing.owed:
        return _waiting(standing)
    if standing.closing:
        return Verdict("closed", "closed", f"没有取消称号的情形；{scheme.conclusion.words('closed')}。")
    if standing.referred:
        return Verdict("undetermined", None, f"没有取消称号的情形；{REFERRED}")
    return Verdict("kept", "kept", "没有取消称号的情形。")


def _waiting(standing: RunningTotals) -> Verdict:
    return Verdict("undetermined", None, f"{waiting_words(standing, OPEN_CONDITIONS)}，结论未定。")


def decide_performance(scheme: Scheme, standing: RunningTotals) -> Verdict:
    """Performance has points and no pass mark (Hubei, article 15)."""
    total = format_points(standing.total(scheme.full_marks))
    if standing.open or standing.owed:
        return Verdict("undetermined", None, f"已得 {total} 分，{waiting_words(standing)}。")
    return Verdict("rated", "rated", f"绩效得分 {total} 分。")


def decide_effect(scheme: Scheme, standing: RunningTotals, policy: Policy) -> Verdict:
    """One of four grades, before the batch's limit on the good ones (Hubei, articles 16 to 19)."""
    ruled = f"{GAP}，{RULED[policy.gap_ruling]}" if standing.gaps and policy.gap_ruling else ""
    if standing.vetoes or (standing.gaps and policy.gap_ruling == "fail"):
        done = not standing.open and not standing.owed
        failed = "运行情况不合格" if standing.vetoes else ruled
        between = done and not standing.vetoes
        outcome: Literal["poor", "undetermined"] = "poor" if done else "undetermined"
        return Verdict(outcome, "poor", f"{failed}，直接定为“不好”。", between=between)
    total = standing.total(scheme.full_marks)
    if standing.open or standing.owed:
        so_far = format_beside(total, grade_marks(policy))
        return Verdict("undetermined", None, f"已得 {so_far} 分，{waiting_words(standing)}。")
    if standing.gaps and not ruled:
        return Verdict("undetermined", None, f"{GAP}，是否合格{TO_RULE}。", between=True)
    graded = _graded(scheme, total, policy)
    return replace(graded, why=f"{ruled}；{graded.why}", between=True) if ruled else graded


def grade_marks(policy: Policy) -> tuple[Mark, ...]:
    """The marks of the grades as far as the batch has set them."""
    return tuple(Mark(policy.grades[key]) for key in GRADE_MARKS if key in policy.grades)


def _graded(scheme: Scheme, total: Score, policy: Policy) -> Verdict:
    if len(policy.grades) < len(GRADE_MARKS):
        return Verdict("undetermined", None, "本批次尚未设定各等次的分数线，暂不能评定等次。")
    shown = format_beside(total, grade_marks(policy))
    grade: Literal["good", "fairly_good", "ordinary", "poor"] = "poor"
    if _reaches(total, policy.grades["good"]):
        grade = "good"
    elif _reaches(total, policy.grades["fairly_good"]):
        grade = "fairly_good"
    elif _reaches(total, policy.grades["ordinary"]):
        grade = "ordinary"
    words = scheme.conclusion.words(grade)
    limit = "；同一批次评为“好”的不超过 5%，以批次评定为准" if grade == "good" else ""
    mark = f"达到 {show_number(policy.grades[grade])} 分" if grade != "poor" else "未达到“一般”的分数线"
    return Verdict(grade, grade, f"三项指标合计 {shown} 分，{mark}，为“{words}”{limit}。")


def _reaches(total: Score, mark: Exact) -> bool:
    return Mark(mark).above(total)
