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
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return f"{found[1]}-{_of_year(found[2], found[3], leap=leap)}"


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
