"""What people really type into number fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.model.points import read_number
from app.ui.criterion.numerals import chinese_number, grouped, money_words, plain_number


@pytest.mark.parametrize(
    ("typed", "unit", "plain"),
    [
        ("95％", "%", "95"),
        ("95 %", "%", "95"),
        ("950‰", "%", "95"),
        ("九成", "%", "90"),
        ("84.995", "%", "84.995"),
        ("１２人", "人", "12"),
        ("12 人", "人", "12"),
        ("3,000", "人", "3000"),
        ("3，000", "人", "3000"),
        ("3 000", "人", "3000"),
        ("1,234,567.5", "万元", "1234567.5"),
        ("３０．５", "分", "30.5"),
        ("2。5", "分", "2.5"),
        ("2.5分", "分", "2.5"),
        ("三十", "人", "30"),
        ("一百零五人", "人", "105"),
        ("两千", "人", "2000"),
        ("二〇", "人", "20"),
        ("一万二千", "人", "12000"),
        ("一万零二", "人", "10002"),
        ("一千零五十", "人", "1050"),
        ("一百二十五", "人", "125"),
        ("三百五十", "人", "350"),
        ("1234.5万", "万元", "1234.5"),
        ("1234.5万元", "万元", "1234.5"),
        ("1.2亿", "万元", "12000"),
        ("12345678元", "万元", "1234.5678"),
        ("百", "人", "100"),
        ("12.", "人", "12"),
        ("", "人", ""),
    ],
)
def test_what_people_type_is_read(typed: str, unit: str, plain: str) -> None:
    assert plain_number(typed, unit) == plain


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("3,5", "人"),
        ("30,00", "人"),
        ("1,2345", "人"),
        ("95%", "人"),
        ("12人", "%"),
        ("-3", "分"),
        ("−3", "分"),
        ("1e3", "人"),
        ("十十", "人"),
        ("约30", "人"),
        ("三百五", "人"),
        ("一千二", "人"),
        ("一万二", "人"),
        ("一万三百五", "人"),
        ("30左右", "人"),
        ("1.2.3", "人"),
        ("万", "万元"),
        ("%", "%"),
        ("九" * 500, "人"),
    ],
)
def test_what_is_no_number_or_could_be_two_stays_a_fault(typed: str, unit: str) -> None:
    assert read_number(plain_number(typed, unit)) is None


@given(st.text(max_size=40), st.sampled_from(["", "人", "%", "万元", "分"]))
def test_any_text_is_taken_without_a_fault_of_ours(typed: str, unit: str) -> None:
    plain = plain_number(typed, unit)
    assert plain_number(plain, unit) == plain or read_number(plain) is None


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_thousands_are_read_as_they_are_shown(whole: int, cents: int) -> None:
    plain = f"{whole}.{cents:02}"
    assert read_number(plain_number(grouped(plain), "万元")) == read_number(plain)


def _spoken(number: int) -> str:
    """A number under ten thousand in full Chinese numerals, zeros said once."""
    digits, told, gap = f"{number:04}", "", False
    for digit, place in zip(digits, ("千", "百", "十", ""), strict=True):
        if digit == "0":
            gap = bool(told)
            continue
        told += ("零" if gap else "") + "零一二三四五六七八九"[int(digit)] + place
        gap = False
    return told or "零"


@given(st.integers(0, 9999))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert chinese_number(_spoken(number)) == number


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("999.9", ""),
        ("1234.5", "1,234.5 万元"),
        ("12345.6", "12,345.6 万元，即 1.23456 亿元"),
        ("x", ""),
        (None, ""),
    ],
)
def test_large_money_is_read_out(value: object, words: str) -> None:
    assert money_words(value) == words
