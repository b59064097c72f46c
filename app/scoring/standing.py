"""Sums over the criteria of a visit, kept by difference, and the verdict they already decide."""

from __future__ import annotations

from typing import NamedTuple

from app.scoring.points import Exact, Points, format_points, show_number
from app.scoring.results import CriterionResult, Foreseen, Verdict
from app.scoring.scheme import Scheme


class Standing(NamedTuple):
    """answered: sum of the scores; cut: what comes off the total; open_max: maxima of what has no score.

    open: how many criteria have no score; open_cutters: how many of those can still cut the total;
    owed: how many are provisional. Points are hundredths.
    """

    answered: Points
    cut: Points
    open_max: Points
    open: int
    open_cutters: int
    owed: int

    def without(self, result: CriterionResult, *, cuts: bool) -> Standing:
        """The sums with one criterion's result taken out."""
        return self._moved(result, -1, cuts=cuts)

    def with_(self, result: CriterionResult, *, cuts: bool) -> Standing:
        """The sums with one criterion's result put in."""
        return self._moved(result, 1, cuts=cuts)

    def _moved(self, result: CriterionResult, sign: int, *, cuts: bool) -> Standing:
        answered, cut, open_max, open_, cutters, owed = self
        if result.score is None:
            cutters += sign * cuts
            return Standing(answered, cut, open_max + sign * result.max, open_ + sign, cutters, owed)
        owed += sign * (result.state == "provisional")
        answered += sign * result.score
        cut += sign * result.total_deduction
        return Standing(answered, cut, open_max, open_, cutters, owed)

    def total(self, full_marks: Points) -> Points:
        """What the visit has now, which is also the least it can end with."""
        return min(max(self.answered - self.cut, 0), full_marks)

    def high(self, full_marks: Points) -> Points:
        """The most the visit can end with."""
        return min(max(self.answered + self.open_max - self.cut, 0), full_marks)


EMPTY = Standing(0, 0, 0, 0, 0, 0)


def reaches(points: Points, mark: Exact) -> bool:
    """Whether so many points reach the mark, exactly."""
    return points * mark[1] >= 100 * mark[0]


def decide(scheme: Scheme, standing: Standing, mark: Exact | None) -> Verdict:
    """The verdict: what is foreseen, and the outcome once every criterion is complete."""
    if mark is None:
        return Verdict("undetermined", None, "通知未写明合格分数线，本批次也尚未设定，暂不能得出结论。")
    low, high = standing.total(scheme.full_marks), standing.high(scheme.full_marks)
    if not standing.open:
        return _finished(low, mark, standing)
    if not reaches(high, mark):
        return Verdict("undetermined", "fail", _cannot(high, mark, standing))
    if reaches(low, mark) and not standing.open_cutters:
        return Verdict("undetermined", "pass", _cannot_lose(low, mark, standing))
    return Verdict("undetermined", None, _open(low, high, mark, standing))


def _finished(total: Points, mark: Exact, standing: Standing) -> Verdict:
    outcome: Foreseen = "pass" if reaches(total, mark) else "fail"
    line = f"合格线 {show_number(mark)} 分"
    if outcome == "pass":
        why = f"总分 {format_points(total)} 分，达到{line}"
    else:
        why = f"总分 {format_points(total)} 分，未达到{line}，{_gap(total, mark)}"
    if standing.owed:
        return Verdict("undetermined", outcome, f"{why}；还有 {standing.owed} 项未写理由，分数为暂计。")
    return Verdict(outcome, outcome, f"{why}。")


def _gap(points: Points, mark: Exact) -> str:
    lack = (mark[0] * 100 - points * mark[1], mark[1] * 100)
    return f"差 {show_number(lack)} 分"


def _cannot(high: Points, mark: Exact, standing: Standing) -> str:
    return (
        f"未评的 {standing.open} 项即使都得满分，总分也只有 {format_points(high)} 分，"
        f"达不到合格线 {show_number(mark)} 分。"
    )


def _cannot_lose(low: Points, mark: Exact, standing: Standing) -> str:
    return (
        f"未评的 {standing.open} 项即使都不得分，总分也有 {format_points(low)} 分，"
        f"已达到合格线 {show_number(mark)} 分。"
    )


def _open(low: Points, high: Points, mark: Exact, standing: Standing) -> str:
    if reaches(low, mark):
        return (
            f"已得 {format_points(low)} 分，达到合格线 {show_number(mark)} 分，"
            f"但可从总分中扣分的项目尚未评定，结论未定。"
        )
    return (
        f"还有 {standing.open} 项未评，总分将在 {format_points(low)} 至 {format_points(high)} 分之间，"
        f"合格线为 {show_number(mark)} 分，结论未定。"
    )
