"""Days as people write them: ``2026-05-12``, ``2026/5/12``, ``2026.5.12``, ``2026年5月12日``; or ``4/30``."""

from __future__ import annotations

import re
from datetime import date

_MONTH_DAY = r"([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?\s*"
_DAY = re.compile(rf"\s*([0-9]{{4}})\s*[-/.年]\s*{_MONTH_DAY}", re.ASCII)
_YEARLY = re.compile(rf"\s*{_MONTH_DAY}", re.ASCII)
_NO_LEAP = 2001


def iso_day(text: str) -> str:
    """The day in the one form that is kept. Raises ValueError for what is none."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError("no day")
    return date(int(found[1]), int(found[2]), int(found[3])).isoformat()


def month_day(text: str) -> str:
    """The ``MM-DD`` of a day that every year has. Raises ValueError for what is none."""
    found = _YEARLY.fullmatch(text)
    if found is None:
        raise ValueError("no day of a year")
    return date(_NO_LEAP, int(found[1]), int(found[2])).isoformat()[len("2001-") :]
