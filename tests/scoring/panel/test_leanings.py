"""How experts lean: exact, signed, and summing to nothing where all score the same criteria."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.scoring import PanelCriterion
from app.scoring.panel.leanings import leanings


def row(**scores: int | None) -> PanelCriterion:
    return PanelCriterion("1.1", scores, None, "averaged", False, (), 0, (), {})


def test_a_leaning_is_the_mean_of_what_one_gave_more_or_less() -> None:
    rows = [row(a=500, b=200, c=500), row(a=100, b=100, c=200), row(a=300, b=None), row(d=7)]
    assert leanings(rows) == {
        "a": (Fraction(100) + Fraction(-100, 3)) / 2,
        "b": (Fraction(-200) + Fraction(-100, 3)) / 2,
        "c": (Fraction(100) + Fraction(200, 3)) / 2,
    }


def test_nobody_to_compare_with_leans_nowhere() -> None:
    assert leanings([]) == {}
    assert leanings([row(a=5), row(b=7, a=None)]) == {}


@given(st.lists(st.tuples(*[st.integers(0, 10_000)] * 4), min_size=1, max_size=8))
def test_leanings_of_a_whole_panel_sum_to_nothing(rows: list[tuple[int, ...]]) -> None:
    told = leanings(row(**dict(zip("abcd", each, strict=True))) for each in rows)
    assert sum(told.values(), Fraction(0)) == 0
