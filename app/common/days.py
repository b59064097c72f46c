"""Days as people write them: ``2026-05-12``, ``2026/5/12``, ``2026.5.12``, ``2026年5月12日``; or ``4/30``.

Without ``datetime``, so that the scoring heart, which knows no clock, can read them too.
"""

from __future__ import annotations

import re

_MONTH_DAY = r"([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?\s*"
_DAY = re.compile(rf"\s*([0-9]{{4}})\s*[-/.年]\s*{_MONTH_DAY}", re.ASCII)
_YEARLY = re.compile(rf"\s*{_MONTH_DAY}", re.ASCII)
_LONGEST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def iso_day(text: str) -> str:
    """The day in the one form that is kept. Raises ValueError for what is none."""
    found = _DAY.fullmatch(text)
    if found is None or int(found[1]) == 0:
        raise ValueError("no day")
    year = int(found[1])
    return f"{found[1]}-{_of_year(found[2], found[3], leap=is_leap(year))}"


def month_day(text: str) -> str:
    """The ``MM-DD`` of a day that every year has. Raises ValueError for what is none."""
    found = _YEARLY.fullmatch(text)
    if found is None:
        raise ValueError("no day of a year")
    return _of_year(found[1], found[2], leap=False)


def _of_year(month: str, day: str, *, leap: bool) -> str:
    at, number = int(month), int(day)
    if not 1 <= at <= 12 or not 1 <= number <= _LONGEST[at - 1] + (leap and at == 2):
        raise ValueError("no such day")
    return f"{at:02}-{number:02}"


def moved(day: str, *, years: int = 0, months: int = 0, days: int = 0) -> str:
    """The day so long after an ISO day. A month's or a year's term ends on the day of the same number, or
    with the month where it has none.
    """
    year, month, number = _parts(day)
    more, month = divmod(month - 1 + months, 12)
    year, month = year + years + more, month + 1
    longest = _LONGEST[month - 1] + (month == 2 and is_leap(year))
    return _told(_serial(year, month, min(number, longest)) + days)


def weekday(day: str) -> int:
    """0 for a Monday to 6 for a Sunday."""
    return (_serial(*_parts(day)) + _WEDNESDAY) % 7


def is_leap(year: int) -> bool:
    """Whether a year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


_WEDNESDAY = 2
"""The weekday of 0000-03-01, from which days are counted."""
_ERA, _CENTURY, _FOUR_YEARS = 146_097, 36_524, 1_461


def _parts(day: str) -> tuple[int, int, int]:
    year, month, number = day.split("-")
    return int(year), int(month), int(number)


def _serial(year: int, month: int, day: int) -> int:
    """Days since 0000-03-01. Years begin in March here, so that the leap day comes last."""
    shift, year = (month + 9) % 12, year - (month <= 2)
    return year * 365 + year // 4 - year // 100 + year // 400 + (153 * shift + 2) // 5 + day - 1


def _told(serial: int) -> str:
    era, rest = divmod(serial, _ERA)
    century = min(rest // _CENTURY, 3)
    rest -= century * _CENTURY
    fours, rest = divmod(rest, _FOUR_YEARS)
    single = min(rest // 365, 3)
    rest -= single * 365
    shift = (5 * rest + 2) // 153
    year, month = era * 400 + century * 100 + fours * 4 + single, (shift + 2) % 12 + 1
    return f"{year + (month <= 2):04}-{month:02}-{rest - (153 * shift + 2) // 5 + 1:02}"
