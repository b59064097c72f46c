"""Sums over the criteria of a visit, kept by difference."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import NamedTuple

from app.scoring.model.points import Points, Score
from app.scoring.model.results import CriterionResult


class RunningTotals(NamedTuple):
    """answered: sum of the scores; cut: what comes off the total; open_max: maxima of what has no score.

    open: how many criteria have no score; open_cutters: how many of those can still cut the total or fail
    the visit; owed: how many are provisional; unmet: conditions that failed, closing: those of them that
    close what carries the title; vetoes: criteria that fail the visit whatever its points; gaps: criteria
    between two marks, on which a ruling is needed; referred: those that somebody else decides; waived,
    excepted: conditions that the profile waives, and those that an exception is made of. What is not asked
    counts nowhere. Points are hundredths: whole ones of a sheet, exact fractions of a panel.
    """

    answered: Score
    cut: Score
    open_max: Points
    open: int
    open_cutters: int
    owed: int
    unmet: int = 0
    vetoes: int = 0
    gaps: int = 0
    closing: int = 0
    referred: int = 0
    waived: int = 0
    excepted: int = 0

    def without(self, result: CriterionResult, *, cuts: bool) -> RunningTotals:
        """The sums with one criterion's result taken out."""
        return self._moved(result, -1, cuts=cuts)

    def with_(self, result: CriterionResult, *, cuts: bool) -> RunningTotals:
        """The sums with one criterion's result put in."""
        return self._moved(result, 1, cuts=cuts)

    def _moved(self, result: CriterionResult, sign: int, *, cuts: bool) -> RunningTotals:
        if result.score is None:
            if not result.asked:
                return self
            return self._replace(
                open_max=self.open_max + sign * result.max,
                open=self.open + sign,
                open_cutters=self.open_cutters + sign * cuts,
            )
        return RunningTotals(
            self.answered + sign * result.score,
            self.cut + sign * result.total_deduction,
            self.open_max,
            self.open,
            self.open_cutters,
            self.owed + sign * result.owed,
            self.unmet + sign * (result.met is False),
            self.vetoes + sign * (result.vetoed == "fail"),
            self.gaps + sign * (result.vetoed == "gap"),
            self.closing + sign * (result.vetoed == "close"),
            self.referred + sign * (result.vetoed == "refer"),
            self.waived + sign * result.waived,
            self.excepted + sign * bool(result.excepted),
        )

    def total(self, full_marks: Points) -> Score:
        """What the visit has now, which is also the least it can end with."""
        return min(max(self.answered - self.cut, 0), full_marks)

    def high(self, full_marks: Points) -> Score:
        """The most the visit can end with."""
        return min(max(self.answered + self.open_max - self.cut, 0), full_marks)


def summed(results: Iterable[CriterionResult], decisive: Container[str]) -> RunningTotals:
    """The sums over a whole visit's results. decisive: numbers of the criteria that can undo a pass."""
    answered: Score = 0
    cut: Score = 0
    open_max = open_ = cutters = owed = unmet = waived = excepted = 0
    vetoed = {"fail": 0, "gap": 0, "close": 0, "refer": 0}
    for each in results:
        score = each.score
        if score is None:
            if each.asked:
                open_max, open_, cutters = open_max + each.max, open_ + 1, cutters + (each.id in decisive)
            continue
        answered += score
        cut += each.total_deduction
        owed += each.owed
        unmet += each.met is False
        waived += each.waived
        excepted += bool(each.excepted)
        if each.vetoed:
            vetoed[each.vetoed] += 1
    vetoes, gaps, closing, referred = vetoed.values()
    return RunningTotals(
        answered,
        cut,
        open_max,
        open_,
        cutters,
        owed,
        unmet,
        vetoes,
        gaps,
        closing,
        referred,
        waived,
        excepted,
    )
