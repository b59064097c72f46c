"""Text for a label that wraps: word joiners wherever a Chinese line may not end, which Qt does not know."""

from __future__ import annotations

import re
from functools import lru_cache

from app.common.parting import may_end

JOINER = "\N{WORD JOINER}"
HELD = "\N{NO-BREAK SPACE}"
WORDS = re.compile(
    r"(?<=“)[^“”\s]{2,4}(?=”)|(?<=[\d ])(?:人次|个月|万元|亿元|个工作日)|〔\d{4}〕(?:第 ?)?\d+ ?号"
)
"""What is read as one: a short word in quotes, a unit of several characters, the number of a document."""


@lru_cache(maxsize=2048)
def joined(text: str) -> str:
    """The text as it is to be laid out; it looks and reads the same."""
    within = {at for word in WORDS.finditer(text) for at in range(word.start() + 1, word.end())}
    parts = [text[:1]]
    for at in range(1, len(text)):
        if text[at].isspace() or text[at - 1] == "\n" or not _whole(text, at, within):
            parts.append(text[at])
        elif text[at - 1] == " ":
            parts[-1:] = HELD, text[at]
        else:
            parts.append(f"{JOINER}{text[at]}")
    return "".join(parts)


def _whole(text: str, at: int, within: set[int]) -> bool:
    """Whether no line ends before a place, which Qt by itself would allow."""
    left, right = text[at - 1], text[at]
    return at in within or (not (left.isascii() and right.isascii()) and not may_end(text, at))
