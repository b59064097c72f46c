"""Days as people write them: ``2026-05-12``, ``2026/5/12``, ``2026.5.12``, ``2026年5月12日``."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"\s*([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?\s*", re.ASCII)


def iso_day(text: str) -> str:
    """The day in the one form that is kept. Raises ValueError for what is none."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError("no day")
    return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
