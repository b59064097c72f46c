from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.criterion.field_values import share_text


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        ("18", "20", "90"),
        ("１８", "２１", "85.71428571"),
        ("0", "5", "0"),
        ("7", "7", "100"),
        ("8", "7", ""),
        ("1", "0", ""),
        ("", "20", ""),
        ("十八", "20", "90"),
        ("十8", "20", ""),
    ],
)
def test_a_share_is_told_of_counts(part: str, whole: str, share: str) -> None:
    assert share_text(part, whole) == share


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_share_never_flatters(whole: int, part: int) -> None:
    told = share_text(str(part), str(whole))
    if part > whole:
        assert told == ""
        return
    exact = Fraction(part * 100, whole)
    assert 0 <= exact - Fraction(told) < Fraction(1, 10**8)
