"""The verdict that the sums of a visit decide: by points, by a veto, or by what is left between two marks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from app.scoring.model.points import Exact, Mark, Score, format_beside, show_number
from app.scoring.model.results import Verdict
from app.scoring.model.scheme import Scheme
from app.scoring.model.settings import Policy
from app.scoring.visit.judgement import (
    OPEN_POINTS,
    RULED,
    TO_RULE,
    decide_conditions,
    decide_effect,
    decide_performance,
    grade_marks,
)
from app.scoring.visit.running_totals import RunningTotals

NO_MARK = "通知未写明合格分数线，本批次也尚未设定，暂不能得出结论。"


def decide(scheme: Scheme, standing: RunningTotals, policy: Policy) -> Verdict:
    """The verdict: what is foreseen, and the outcome once every criterion is complete."""
    match scheme.kind:
        case "scored":
            verdict = _by_points(scheme, standing, policy)
        case "performance":
            verdict = decide_performance(scheme, standing)
        case "effect":
            verdict = decide_effect(scheme, standing, policy)
        case _:
            return decide_conditions(scheme, standing)
    if not scheme.provisional:
        return verdict
    return replace(verdict, why=verdict.why + points_words(scheme, policy))


def points_words(scheme: Scheme, policy: Policy) -> str:
    """A sentence on whose points they are, where the document states none."""
    if policy.table:
        return f"各项分值按主管部门确认的{policy.table}，不是文件规定的。"
    return f"各项分值按{scheme.provisional}，不是文件规定的，待主管部门确认。"


def marks_of(scheme: Scheme, policy: Policy) -> tuple[Mark, ...]:
    """The lines that decide on which side of them a total lies: what is printed never crosses one."""
    if scheme.kind == "effect":
        return grade_marks(policy)
    if scheme.kind != "scored" or policy.pass_mark is None:
        return ()
    return (Mark(policy.pass_mark), *([Mark(scheme.fail_mark, "to")] if scheme.fail_mark else []))


def reaches(points: Score, mark: Exact) -> bool:
    """Whether so many points reach the mark, exactly."""
    return points * mark[1] >= 100 * mark[0]


def _by_points(scheme: Scheme, standing: RunningTotals, policy: Policy) -> Verdict:
    mark = policy.pass_mark
    if standing.vetoes:
        why = "有一票否决的情形，不论得分均为不合格。"
        return Verdict("undetermined" if standing.open or standing.owed else "fail", "fail", why)
    if mark is None:
        return Verdict("undetermined", None, NO_MARK)
    low, high = standing.total(scheme.full_marks), standing.high(scheme.full_marks)
    if not standing.open:
        return _finished(scheme, low, policy, mark, standing)
    lines = marks_of(scheme, policy)
    least, most = format_beside(low, lines), format_beside(high, lines)
    if fails(scheme, high, policy, mark):
        return Verdict("undetermined", "fail", _cannot(most, mark, standing))
    if passes(scheme, low, policy, mark) and not standing.open_cutters:
        return Verdict("undetermined", "pass", _cannot_lose(least, mark, standing))
    why = _cut_open(scheme, least, mark) if reaches(low, mark) else _open(least, most, mark, standing)
    return Verdict("undetermined", None, why)


def passes(scheme: Scheme, points: Score, policy: Policy, mark: Exact) -> bool:
    """Whether so many points pass; those in the gap do where the batch ruled so."""
    return reaches(points, mark) or (policy.gap_ruling == "pass" and not _under(scheme, points, mark))


def fails(scheme: Scheme, points: Score, policy: Policy, mark: Exact) -> bool:
    """Whether so many points fail; those in the gap do where the batch ruled so."""
    return not reaches(points, mark) and (policy.gap_ruling == "fail" or _under(scheme, points, mark))


def _under(scheme: Scheme, points: Score, mark: Exact) -> bool:
    """Whether the points fail without any ruling."""
    fail_mark = scheme.fail_mark
    if fail_mark is None:
        return not reaches(points, mark)
    return points * fail_mark[1] <= 100 * fail_mark[0]


def _between(scheme: Scheme, points: Score, mark: Exact) -> bool:
    """Whether neither the mark that passes nor the one that fails decides so many points."""
    return not reaches(points, mark) and not _under(scheme, points, mark)


def _finished(scheme: Scheme, total: Score, policy: Policy, mark: Exact, standing: RunningTotals) -> Verdict:
    outcome: Literal["pass", "fail"] | None = None
    if passes(scheme, total, policy, mark):
        outcome = "pass"
    elif fails(scheme, total, policy, mark):
        outcome = "fail"
    why = _because(total, mark, scheme, policy, passed=outcome == "pass")
    if standing.owed:
        return Verdict("undetermined", outcome, f"{why}；还有 {standing.owed} 项未写理由，分数为暂计。")
    return Verdict(outcome or "undetermined", outcome, f"{why}。", between=_between(scheme, total, mark))


def _because(total: Score, mark: Exact, scheme: Scheme, policy: Policy, *, passed: bool) -> str:
    shown = format_beside(total, marks_of(scheme, policy))
    line, got = f"合格线 {show_number(mark)} 分", f"总分 {shown} 分"
    if _between(scheme, total, mark) and scheme.fail_mark:
        between = (
            f"{got}，在 {show_number(scheme.fail_mark)} 与 {show_number(mark)} 分之间，文件未写明是否合格"
        )
        return f"{between}，{RULED.get(policy.gap_ruling, TO_RULE)}"
    return f"{got}，达到{line}" if passed else f"{got}，未达到{line}，{_gap(total, mark)}"


def _gap(points: Score, mark: Exact) -> str:
    """How far a total is from the mark: never nothing, however little it is."""
    lack: Score
    lack, rest = divmod(100 * mark[0] - points * mark[1], mark[1])
    if rest:
        lack = Fraction(100 * mark[0], mark[1]) - points
    return f"差 {format_beside(lack, (Mark((0, 1), 'to'),))} 分"


def _cannot(most: str, mark: Exact, standing: RunningTotals) -> str:
    line = f"合格线 {show_number(mark)} 分"
    return f"{OPEN_POINTS}的 {standing.open} 项即使都得满分，总分也只有 {most} 分，达不到{line}。"


def _cannot_lose(least: str, mark: Exact, standing: RunningTotals) -> str:
    line = f"合格线 {show_number(mark)} 分"
    return f"{OPEN_POINTS}的 {standing.open} 项即使都不得分，总分也有 {least} 分，已达到{line}。"


def _cut_open(scheme: Scheme, least: str, mark: Exact) -> str:
    """What the scheme has that can undo a total that passes, and is still open."""
    ways = (
        ("可从总分中扣分", any(each.cuts_total for each in scheme.criteria)),
        ("可一票否决", any(each.vetoes for each in scheme.criteria)),
    )
    undoing = "或".join(words for words, there in ways if there)
    return f"已得 {least} 分，达到合格线 {show_number(mark)} 分，但{undoing}的项目尚未认定，结论未定。"


def _open(least: str, most: str, mark: Exact, standing: RunningTotals) -> str:
    return (
        f"还有 {standing.open} 项{OPEN_POINTS}，总分将在 {least} 至 {most} 分之间，"
        f"合格线为 {show_number(mark)} 分，结论未定。"
    )
