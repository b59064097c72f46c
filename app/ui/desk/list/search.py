"""Finding a criterion by what is typed: words, figures, or the first letters of its pinyin. No Qt.

Pinyin is loaded beside the window once somebody is about to search (``make_ready``); a search with Latin
letters that comes before waits for it, and nobody else does.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from functools import cache
from string import ascii_lowercase
from threading import Thread

from app.scoring import Criterion

Letters = frozenset[str]


@cache
def make_ready() -> None:
    """Load the readings on a thread of their own, once."""
    Thread(target=_letters, args=("一",), name="xianping-pinyin", daemon=True).start()


def fits(criterion: Criterion, sought: str) -> bool:
    """Whether a criterion has every word that is sought, in its number, title or what it wants."""
    words = plain(sought).split()
    return all(_has(_text(criterion), word) for word in words)


def plain(text: str) -> str:
    """Text as it is compared: full-width letters and figures made plain, no capitals."""
    return unicodedata.normalize("NFKC", text).casefold()


def _text(criterion: Criterion) -> str:
    parts = (criterion.id, criterion.item, criterion.wanted, criterion.official or "")
    return plain(" ".join(parts))


def _has(text: str, word: str) -> bool:
    if word in text:
        return True
    return any(letter in ascii_lowercase for letter in word) and _spelled(_initials(text), word)


def _spelled(initials: Sequence[Letters], word: str) -> bool:
    """Whether a run of characters begins with the word's letters, one after the other."""
    starts = range(len(initials) - len(word) + 1)
    return any(all(letter in initials[start + at] for at, letter in enumerate(word)) for start in starts)


@cache
def _initials(text: str) -> tuple[Letters, ...]:
    """What each character may be typed as; marks and blanks are passed over."""
    return tuple(letters for letters in map(_letters, text) if letters)


@cache
def _letters(char: str) -> Letters:
    """A character, and its first letters, several where it is read in several ways: 率 is l and s."""
    if not char.isalnum():
        return frozenset()
    if char.isascii():
        return frozenset(char)
    # The phrases tell how a character is read among others; every reading counts here, and they are slow.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import Style, pinyin

    read = pinyin(char, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return frozenset(char).union(*read)
