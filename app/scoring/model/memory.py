"""What was made of a scheme so far, kept because everything here is pure; no part of a value."""

from __future__ import annotations

from typing import Any, TypeVar, cast

import orjson

T = TypeVar("T")
MEMO_SIZE = 1024
MEMO_TEXT = 600
"""Results are pure, so the common ones are kept; long texts are not, so that memory stays flat."""


class Memory:
    """Things by their class and a key; a scheme has one, and knows nothing of the classes."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[type, dict[object, object]] = {}

    def of(self, made: type[T]) -> dict[object, T]:
        """The memory of one class, to be read and added to."""
        return cast("dict[object, T]", self._kept.setdefault(made, {}))


def memory_key(raw: Any) -> bytes | None:
    """Bytes that are the same for the same JSON value alone (true is not 1); None where it is too long.

    None also for what has no such form: a whole number of more than 64 bits, half of a surrogate pair.
    """
    try:
        key = orjson.dumps(raw)
    except TypeError:
        return None
    return key if len(key) <= MEMO_TEXT else None


def remember(memo: dict[object, T], key: bytes, value: T) -> None:
    """Keep a value in a memory of bounded size."""
    if len(memo) >= MEMO_SIZE:
        memo.clear()
    memo[key] = value
