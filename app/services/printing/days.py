"""Days as they are printed, and whether a visit comes again."""

from __future__ import annotations

from datetime import date

from app.scoring.model.duties import ROUNDS
from app.services.store.site import Visit


def dates_words(first: str, last: str) -> str:
    """The days of a visit, from ISO dates."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    words = f"{begin.year} 年 {begin.month} 月 {begin.day} 日"
    return words if begin == end else f"{words}至 {end.month} 月 {end.day} 日"


def round_words(visit: Visit, form: str = "{}") -> str:
    """That a visit is a re-examination, in a form; empty for a first one."""
    return "" if visit.round == "first" else form.format(ROUNDS[visit.round])
