"""Means are exact to the verdict; what is printed is rounded, adds up, and never crosses a mark."""

from __future__ import annotations

import re
from fractions import Fraction
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.scoring import Panel, Scheme, format_exact
from app.scoring.model.points import Mark, format_beside, format_points
from app.scoring.model.settings import Policy, read_policy
from app.scoring.panel.panel import join_panel
from app.scoring.visit.decision import decide, marks_of
from app.scoring.visit.running_totals import RunningTotals, summed
from app.services.store.schemes import SchemeLibrary
from app.ui.criterion.verdict import possible

LIBRARY = SchemeLibrary()
BASE = LIBRARY["tianjin-base-acceptance"]
EMPTY = summed((), ())
MARK = (75, 1)
JUST_UNDER = 7500 - Fraction(1, 3)
HALVES = [f"{half / 2:g}" for half in range(2, 7)]

standings = st.builds(
    lambda near, part, open_max, cutters: EMPTY._replace(
        answered=near + part, open_max=open_max, open=open_max > 0, open_cutters=min(cutters, open_max)
    ),
    st.integers(6900, 7600),
    st.fractions(0, 1, max_denominator=15),
    st.sampled_from([0, 0, 500, 1000]),
    st.integers(0, 1),
)


def policy_of(scheme: Scheme, **raw: str) -> Policy:
    policy, faults = read_policy(scheme, raw)
    assert policy is not None, faults
    return policy


def figures(text: str) -> list[Fraction]:
    """Every number of points that a sentence names."""
    return [Fraction(each) * 100 for each in re.findall(r"([0-9]+(?:\.[0-9]+)?) (?=分|至)", text)]


def ordinary(deduction: str) -> dict[str, Any]:
    return {"9.1": {"quality_evaluation": "ordinary", "deduction": deduction, "reason": "示例"}}


def panel_of(sheets: list[dict[str, Any]], **policy: object) -> dict[str, Any]:
    listed = [{"expert": f"e{place}", "findings": each} for place, each in enumerate(sheets)]
    return {"scheme": BASE.id, "profile": {"unit_type": "enterprise"}, "policy": policy, "sheets": listed}


@pytest.mark.parametrize(
    "standing",
    [
        EMPTY._replace(answered=JUST_UNDER),
        EMPTY._replace(answered=JUST_UNDER - 500, open_max=500, open=1),
        EMPTY._replace(answered=JUST_UNDER, open_max=500, open=1),
    ],
)
def test_a_total_under_the_mark_is_never_told_as_the_mark(standing: RunningTotals) -> None:
    why = decide(BASE, standing, policy_of(BASE, pass_mark="75")).why
    assert "74.997 分" in why or "74.997 至" in why
    assert figures(why).count(Fraction(7500)) == 1  # the mark itself


def test_an_unfinished_effect_is_never_told_across_a_grade() -> None:
    scheme = LIBRARY["hubei-effect"]
    policy = policy_of(scheme, good="90", fairly_good="80", ordinary="60")
    why = decide(scheme, EMPTY._replace(answered=9000 - Fraction(1, 3), open=1, open_max=500), policy).why
    assert "89.997 分" in why


@given(standings, st.sampled_from(["75", "74.995", "70.01"]))
def test_no_sentence_of_a_verdict_names_a_total_on_the_other_side(standing: RunningTotals, mark: str) -> None:
    policy = policy_of(BASE, pass_mark=mark)
    lines = marks_of(BASE, policy)
    verdict = decide(BASE, standing, policy)
    low, high = standing.total(BASE.full_marks), standing.high(BASE.full_marks)
    sides = {tuple(line.above(total) for line in lines) for total in (low, high)}
    told = [each for each in figures(verdict.why) if each >= 6000 and each != Fraction(mark) * 100]
    assert {tuple(line.above(each) for line in lines) for each in told} <= sides
    if not standing.open:
        assert verdict.outcome == ("pass" if low >= Fraction(mark) * 100 else "fail")


def test_the_range_that_is_left_is_never_shown_across_the_mark() -> None:
    assert possible(JUST_UNDER - 500, JUST_UNDER, [Mark(MARK)]) == "70 – 74.997"
    assert possible(JUST_UNDER, 8000, [Mark(MARK)]) == "74.997 – 80"


@given(
    st.integers(0, 10000),
    st.fractions(0, 1, max_denominator=15),
    st.lists(st.integers(0, 10000), min_size=1, max_size=4),
    st.sampled_from(["from", "to"]),
)
def test_a_printed_total_lies_where_the_exact_one_does(
    whole: int, part: Fraction, at: list[int], side: Literal["from", "to"]
) -> None:
    marks, total = [Mark((each, 100), side) for each in at], whole + part
    shown = Fraction(format_beside(total, marks)) * 100
    assert [mark.above(shown) for mark in marks] == [mark.above(total) for mark in marks]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(HALVES), min_size=2, max_size=15), st.randoms())
def test_what_is_printed_of_a_mean_adds_up_and_no_order_changes_it(
    deductions: list[str], random: Random
) -> None:
    result = Panel.join(
        BASE,
        {"unit_type": "enterprise"},
        {},
        {f"e{place}": ordinary(each) for place, each in enumerate(deductions)},
    )
    row = result.criterion("9.1")
    printed = Fraction(format_points(BASE.criterion("9.1").max))
    for line in row.lines:
        printed += Fraction(format_points(line.points))
    assert printed == Fraction(format_points(row.score))
    assert row.score == 600 - sum(100 * Fraction(each) for each in deductions) / len(deductions)
    mixed = random.sample(deductions, len(deductions))
    again = join_panel(LIBRARY, panel_of([ordinary(each) for each in mixed]))
    assert again["exact"] == format_exact(result.total)


def test_the_half_hundredth_of_four_experts_adds_up() -> None:
    sheets = {f"e{place}": ordinary(each) for place, each in enumerate(["1", "1", "1", "1.5"])}
    row = Panel.join(BASE, {"unit_type": "enterprise"}, {}, sheets).criterion("9.1")
    assert format_points(row.score) == "4.88"
    assert [format_points(line.points) for line in row.lines] == ["-1.12"]
