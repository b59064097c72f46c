"""Points are whole hundredths; measured numbers are exact fractions. No binary floating point anywhere."""

from __future__ import annotations

import re
from functools import lru_cache
from math import gcd

Points = int
"""Hundredths of a point: 850 is 8.5 points."""

Exact = tuple[int, int]
"""A number as numerator and positive denominator, not necessarily in lowest terms."""

MAX_DIGITS = 1000
"""No figure of an inspection is as long; products of a few still print, which Python ends at 4300 digits."""

_DECIMAL = re.compile(r"([0-9]+)(?:\.([0-9]+))?", re.ASCII)
_TOO_LARGE = 10**MAX_DIGITS


@lru_cache(maxsize=4096)
def format_points(points: Points) -> str:
    """The contract's decimal text without trailing zeros: 850 is ``8.5``, -200 is ``-2``."""
    sign = "-" if points < 0 else ""
    whole, rest = divmod(abs(points), 100)
    return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".")


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
