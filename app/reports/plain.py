"""Text as it can be set or put in a cell: one kind of line end, nothing invisible."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from app.common.glyphs import printable

_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def plain(text: str) -> str:
    """Text as it can be set: line ends made one, odd spaces and marks plain, invisible controls gone."""
    joined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(map(_visible, printable(joined)))


@lru_cache(maxsize=8192)
def _visible(char: str) -> str:
    if char in "\n\u3000":
        return char
    kind = unicodedata.category(char)
    if kind == "Zs" or char in "\t\v\f":
        return " "
    hidden = kind in {"Cc", "Cf"} or any(ord(char) in block for block in _VARIATION_SELECTORS)
    return "" if hidden else char
