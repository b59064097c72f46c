"""Bytes in, the contract's answer out: every fault of the writing and of what is written, at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from app.common.canon import read_json
from app.common.errors import MOST_TOLD, Fault, Refusal
from app.scoring.visit.visit import refusal

Told = Callable[[object], dict[str, Any]]
"""Answers a JSON value with a result or with ``{"errors": [...]}``, and never raises."""


def answer(data: bytes, told: Told) -> dict[str, Any]:
    """The answer to a file. Beside a doubled key or a NaN its other faults are named too."""
    try:
        value, odd = read_json(data)
    except Refusal as refused:
        return refusal(refused.faults)
    return _with_more(odd, told(value)) if odd else told(value)


def _with_more(odd: Iterable[Fault], told: dict[str, Any]) -> dict[str, Any]:
    """The faults of the writing, then those elsewhere: which of two values was meant is not known."""
    odd = tuple(odd)
    if len(odd) > MOST_TOLD:
        return refusal(odd)
    errors: list[dict[str, str]] = refusal(odd)["errors"]
    places = {each["where"] for each in errors}
    within = tuple(f"{place}." for place in places if place)
    more = (each for each in told.get("errors", []) if each["where"] not in places)
    return {"errors": [*errors, *(each for each in more if not each["where"].startswith(within))]}
