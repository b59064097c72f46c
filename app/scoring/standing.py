"""Sums over the criteria of a visit, kept by difference."""

from __future__ import annotations

from typing import NamedTuple

from app.scoring.points import Points
from app.scoring.results import CriterionResult


class Standing(NamedTuple):
    """answered: sum of the scores; cut: what comes off the total; open_max: maxima of what has no score.

    open: how many criteria have no score; open_cutters: how many of those can still cut the total or fail
    the visit; owed: how many are provisional; unmet: conditions that failed, closing: those of them that
    close what carries the title; vetoes: criteria that fail the visit whatever its points; gaps: criteria
    between two marks, on which a ruling is needed; referred: those that somebody else decides. What is not
    asked counts nowhere. Points are hundredths.
    """

    answered: Points
    cut: Points
    open_max: Points
    open: int
    open_cutters: int
    owed: int
    unmet: int = 0
    vetoes: int = 0
    gaps: int = 0
    closing: int = 0
    referred: int = 0

    def without(self, result: CriterionResult, *, cuts: bool) -> Standing:
        """The sums with one criterion's result taken out."""
        return self._moved(result, -1, cuts=cuts)

    def with_(self, result: CriterionResult, *, cuts: bool) -> Standing:
        """The sums with one criterion's result put in."""
        return self._moved(result, 1, cuts=cuts)

    def _moved(self, result: CriterionResult, sign: int, *, cuts: bool) -> Standing:
        answered, cut, open_max, open_, cutters, owed, unmet, vetoes, gaps, closing, referred = self
        if result.score is None:
            if result.asked:
                open_max, open_, cutters = open_max + sign * result.max, open_ + sign, cutters + sign * cuts
            return Standing(
                answered, cut, open_max, open_, cutters, owed, unmet, vetoes, gaps, closing, referred
            )
        owed += sign * (result.state == "provisional" or (result.waived and bool(result.faults)))
        answered += sign * result.score
        cut += sign * result.total_deduction
        unmet += sign * (result.met is False)
        vetoes += sign * (result.vetoed == "fail")
        gaps += sign * (result.vetoed == "gap")
        closing += sign * (result.vetoed == "close")
        referred += sign * (result.vetoed == "refer")
        return Standing(answered, cut, open_max, open_, cutters, owed, unmet, vetoes, gaps, closing, referred)

    def total(self, full_marks: Points) -> Points:
        """What the visit has now, which is also the least it can end with."""
        return min(max(self.answered - self.cut, 0), full_marks)

    def high(self, full_marks: Points) -> Points:
        """The most the visit can end with."""
        return min(max(self.answered + self.open_max - self.cut, 0), full_marks)


EMPTY = Standing(0, 0, 0, 0, 0, 0)
