"""Working papers in plain words, and what can be read off them: counts, shares, days. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.scoring import FindingSpec
from app.services.sheet.papers import Paper

COUNTED_OF = " / "
"""Between the names of a share's part and whole, where a tally keeps what the share was told from."""
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """A tally that can be reckoned with: how many were drawn (at least 1), how many of these were fit."""

    drawn: int
    fit: int

    @property
    def share(self) -> str:
        """The share that was fit, such as ``90%`` or ``83.3%``: cut, never rounded up."""
        tenths = self.fit * 1000 // self.drawn
        return f"{tenths // 10}.{tenths % 10}%".replace(".0%", "%")


def count_of(text: str) -> int | None:
    """A whole number as typed, full-width figures too; None where it is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return int(plain) if _WHOLE.fullmatch(plain) else None


def sample_of(tally: Paper) -> SpotCheck | None:
    """What a tally says; None while it cannot be reckoned with."""
    drawn, fit = count_of(tally.text("drawn")), count_of(tally.text("fit"))
    if not drawn or fit is None or fit > drawn:
        return None
    return SpotCheck(drawn, fit)


def day_of(text: str, near: date) -> date | None:
    """A day as typed: ``2026-11-28``, ``11.28``, ``11月28日``, ``20261128``; None where it is none.

    Without its year it is the one that lies nearest to ``near``.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = _DAY.fullmatch(plain) or _RUN_TOGETHER.fullmatch(plain)
    if found is None:
        return None
    given, month, day = found[1], int(found[2]), int(found[3])
    years = (int(given),) if given else (near.year - 1, near.year, near.year + 1)
    days = [made for each in years if (made := _made(each, month, day)) is not None]
    return min(days, key=lambda each: abs(each - near), default=None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # the thirtieth of February, the year nought
        return None


def day_words(text: str) -> str:
    """A stored day for reading, such as ``2026 年 11 月 28 日``; what is no such day stays as typed."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return " ".join(text.split())
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def all_words(papers: Iterable[Paper], name_of: Callable[[str], str] = str) -> tuple[str, ...]:
    """Every paper that says anything, in words. name_of: a person's name by id."""
    return tuple(words for words in (paper_words(each, name_of) for each in papers) if words)


def paper_words(paper: Paper, name_of: Callable[[str], str] = str) -> str:
    """One paper in words, such as ``抽查聘书 20 份，合格 18 份（90%）``; empty where nothing is in it."""
    if not any(text.strip() for text in paper.texts.values()):
        return ""
    if paper.kind == "contest":
        return _told(f"对{name_of(_text(paper, 'person'))}认定的事实有异议", _text(paper, "why"))
    return SENTENCES[paper.kind](paper)


def _text(paper: Paper, column: str) -> str:
    return " ".join(paper.text(column).split())


def _told(who: str, said: str) -> str:
    return f"{who}：{said}" if said else who


def tally_names(spec: FindingSpec) -> tuple[str, ...]:
    """What the tally of a share's counts is called: by its part and whole, before by the share itself."""
    return (COUNTED_OF.join(spec.counted), spec.label) if spec.counted else (spec.label,)


def counted_names(paper: Paper) -> tuple[str, str] | None:
    """The names of the two numbers that a share was told from; None for a sample that was drawn."""
    part, mark, whole = paper.text("what").partition(COUNTED_OF)
    return (part, whole) if paper.kind == "tally" and mark else None


def _tally(paper: Paper) -> str:
    what, drawn, fit = (_text(paper, column) for column in ("what", "drawn", "fit"))
    if counted := counted_names(paper):
        part, whole = counted
        share = sample_of(paper)
        return f"{part} {fit}，{whole} {drawn}" + (f"（{share.share}）" if share else "")
    parts = [f"抽查{what} {drawn} 份" if drawn else f"抽查{what}", f"合格 {fit} 份" if fit else ""]
    sample = sample_of(paper)
    return "，".join(part for part in parts if part) + (f"（{sample.share}）" if sample else "")


def _place(paper: Paper) -> str:
    volume, page, what = (_text(paper, column) for column in ("volume", "page", "what"))
    where = (f"第 {volume} 册" if volume else "") + (f"第 {page} 页" if page else "")
    return _told(f"见{where}", what) if where else f"见{what}"


def _talk(paper: Paper) -> str:
    person = _text(paper, "person")
    return _told(f"与{person}谈话" if person else "谈话", _text(paper, "said"))


def _supplement(paper: Paper) -> str:
    by, came = day_words(paper.text("by")), day_words(paper.text("came"))
    due = f"，最迟 {by}" if by else ""
    stand = f"，已于 {came}交来" if came else "，尚未交来"
    return f"须补交{_text(paper, 'what') or '材料'}{due}{stand}"


def _statement(paper: Paper) -> str:
    about = _text(paper, "about")
    return _told(f"单位就{about}说明" if about else "单位说明", _text(paper, "said"))


SENTENCES: Mapping[str, Callable[[Paper], str]] = {
    "tally": _tally,
    "place": _place,
    "talk": _talk,
    "supplement": _supplement,
    "statement": _statement,
}
"""How each kind reads; a contest names a person, which is not in it."""
