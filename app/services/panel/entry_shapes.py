"""What the values of a panel's entries must look like: each reader raises where one is another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.common.lines import is_reason

_SHA256 = re.compile(r"[0-9a-f]{64}")


def line_of(value: object) -> str:
    """A text that is shown in one line: not empty, not endless, no sign that moves others about.

    Raises TypeError, ValueError.
    """
    text = text_of(value)
    if not is_reason(text):
        raise ValueError("not one line")
    return text


def object_of(value: object) -> dict[str, Any]:
    """An object with text keys. Raises TypeError."""
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def text_of(value: object) -> str:
    """A text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def texts_of(value: object) -> tuple[str, ...]:
    """A list of texts. Raises TypeError."""
    if not isinstance(value, list):
        raise TypeError("not a list")
    return tuple(text_of(each) for each in value)


def file_of(told: Mapping[str, Any]) -> tuple[str, int]:
    """SHA-256 and size of a file that an entry names. Raises KeyError, TypeError, ValueError."""
    sha256, size = text_of(told["sha256"]), told["size"]
    if not _SHA256.fullmatch(sha256) or type(size) is not int or size <= 0:
        raise ValueError("not a file")
    return sha256, size
