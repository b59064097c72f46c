"""Points are whole hundredths; measured numbers are exact fractions. No binary floating point anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Literal, NamedTuple

Points = int
"""Hundredths of a point: 850 is 8.5 points."""

Score = int | Fraction
"""Hundredths of a point, exact: whole on one sheet, any fraction where several experts' are averaged."""

Exact = tuple[int, int]
"""A number as numerator and positive denominator, not necessarily in lowest terms."""

MAX_DIGITS = 1000
"""No figure of an inspection is as long; products of a few still print, which Python ends at 4300 digits."""

_DECIMAL = re.compile(r"([0-9]+)(?:\.([0-9]+))?", re.ASCII)
_TOO_LARGE = 10**MAX_DIGITS


class Mark(NamedTuple):
    """A line that a total falls on either side of. side ``from``: who reaches it is above; ``to``: below."""

    at: Exact
    side: Literal["from", "to"] = "from"

    def above(self, points: Score) -> bool:
        """Whether so many points lie above it."""
        scaled, line = points * self.at[1], 100 * self.at[0]
        return scaled >= line if self.side == "from" else scaled > line


@lru_cache(maxsize=4096)
def format_points(points: Score) -> str:
    """The contract's decimal text without trailing zeros: 850 is ``8.5``, -200 is ``-2``.

    What is no whole hundredth is rounded half up (its amount, where it is negative).
    """
    return _decimal(points, 2)


def format_beside(points: Score, marks: Iterable[Mark]) -> str:
    """Points as text, with as many decimals (two at least) as keep them on their own side of every mark."""
    if isinstance(points, int):
        return format_points(points)
    lines = tuple(marks)
    sides = [mark.above(points) for mark in lines]
    decimals = 2
    while [mark.above(_rounded(points, decimals)) for mark in lines] != sides:
        decimals += 1
    return _decimal(points, decimals)


def nearest(points: Score) -> Points:
    """Points (not negative) in whole hundredths, as they are printed: rounded half up."""
    return points if isinstance(points, int) else half_up(points.numerator, points.denominator)


def format_exact(points: Score) -> str:
    """Points as a reduced fraction: ``75``, ``449/6``."""
    return str(Fraction(points) / 100)


def whole(score: Score) -> Points:
    """The points of a single sheet, which are whole hundredths. Raises TypeError for a mean."""
    if not isinstance(score, int):
        raise TypeError("not the points of one sheet")
    return score


def _decimal(points: Score, decimals: int) -> str:
    sign = "-" if points < 0 else ""
    units = half_up(*_scaled(-points if points < 0 else points, decimals))
    shown, rest = divmod(units, 10**decimals)
    return f"{sign}{shown}.{rest:0{decimals}d}".rstrip("0").rstrip(".") if units else "0"


def _rounded(points: Score, decimals: int) -> Score:
    """Points (not negative) rounded half up to so many decimals."""
    return Fraction(100 * half_up(*_scaled(points, decimals)), 10**decimals)


def _scaled(points: Score, decimals: int) -> tuple[int, int]:
    """So many points in units of the last decimal, as numerator and denominator."""
    return points.numerator * 10**decimals, points.denominator * 100


def read_number(raw: object) -> Exact | None:
    """The exact value of a JSON integer or a plain decimal text; None where it is neither.

    A sign, an exponent, other than ASCII digits, booleans and floats are not numbers here.
    """
    if type(raw) is int:
        return (raw, 1) if 0 <= raw < _TOO_LARGE else None
    if type(raw) is not str or len(raw) > MAX_DIGITS:
        return None
    return _read_text(raw)


@lru_cache(maxsize=8192)
def _read_text(text: str) -> Exact | None:
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return None
    decimals = (match[2] or "").rstrip("0")
    scale: int = 10 ** len(decimals)
    return int(match[1]) * scale + int(decimals or 0), scale


def as_points(number: Exact) -> Points | None:
    """The number in hundredths of a point; None where it has more than two decimals."""
    points, rest = divmod(number[0] * 100, number[1])
    return None if rest else points


@lru_cache(maxsize=8192)
def show_number(number: Exact) -> str:
    """An exact decimal as text: every digit, nothing rounded.

    The denominator must be a power of ten, as ``read_number`` gives it.
    """
    top, bottom = number
    whole, rest = divmod(top, bottom)
    if not rest:
        return str(whole)
    return f"{whole}.{str(rest).zfill(len(str(bottom)) - 1)}".rstrip("0")


def is_decimal(number: Exact) -> bool:
    """Whether the number can be written out as a decimal with an end."""
    bottom = number[1] // gcd(*number)
    for prime in (2, 5):
        while bottom % prime == 0:
            bottom //= prime
    return bottom == 1


def floor_decimal(number: Exact, decimals: int) -> Exact:
    """The number cut (never rounded up) to so many decimals."""
    scale: int = 10**decimals
    return number[0] * scale // number[1], scale


def half_up(top: int, bottom: int) -> int:
    """The quotient of two non-negative integers rounded half up to an integer."""
    return (2 * top + bottom) // (2 * bottom)
