"""A person's words that are shown in one line."""

from __future__ import annotations

import unicodedata

MAX_REASON = 500


def one_line(text: str) -> str:
    """A text without control and direction-changing signs, its line ends as spaces."""
    kept = (sign for sign in text if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf"))
    return " ".join("".join(kept).split())


def is_reason(text: object) -> bool:
    """Whether a value is a reason as it is stored: one line, not empty, not endless."""
    return isinstance(text, str) and 0 < len(text) <= MAX_REASON and text == one_line(text)
