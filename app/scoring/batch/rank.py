"""Places by score or by votes: equal ones share a rank, and a tie across the limit is left to people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal

from app.common.errors import Fault, Refusal
from app.scoring.batch.declared import Named, read_ids, read_objects
from app.scoring.batch.listed import read_texts, read_whole
from app.scoring.model import codes
from app.scoring.model.finding_readers import number_fault
from app.scoring.model.points import MAX_DIGITS, read_number
from app.scoring.model.settings import not_an_object, unknown_keys
from app.scoring.visit.visit import refusal

KEYS = ("by", "places", "projects", "tie_ruling")
NUMBERS = {"score": ("score", "exact"), "votes": ("votes",)}
"""Which numbers a project may have, by what it is ranked by: exactly one of them."""
PROJECT_KEYS = ("id", "score", "exact", "votes")
FRACTION = re.compile(r"([0-9]+)(?:/([0-9]+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Placed:
    """A project's place. selected: ``tie`` where people must decide."""

    id: str
    rank: int
    selected: bool | Literal["tie"]


def rank(raw: object) -> dict[str, Any]:
    """The contract's result, or ``{"errors": [...]}``. Never raises for any JSON value."""
    try:
        numbers, places, ruling = _read(raw)
        placed = ranked(numbers, places, ruling)
    except Refusal as refused:
        return refusal(refused.faults)
    taken = sum(each.selected is True for each in placed)
    told = [{"id": each.id, "rank": each.rank, "selected": each.selected} for each in placed]
    return {"ranking": told, "open_places": places - taken}


def ranked(numbers: Mapping[str, Fraction], places: int, ruling: tuple[str, ...] = ()) -> tuple[Placed, ...]:
    """Every project by rank, then in the order given. ruling: who of a tie across the limit gets a place.

    Raises Refusal for a ruling that does not name as many of the tied ones as places are left.
    """
    order = sorted(numbers, key=lambda each: -numbers[each])
    placed: list[Placed] = []
    ruled = False
    for _, group in groupby(order, key=lambda each: numbers[each]):
        tied, first, left = list(group), len(placed) + 1, places - len(placed)
        if 0 < left < len(tied):
            ruled = True
            chosen = _ruled(tied, left, ruling)
            placed.extend(Placed(each, first, each in chosen if chosen else "tie") for each in tied)
        else:
            placed.extend(Placed(each, first, left > 0) for each in tied)
    if ruling and not ruled:
        raise _wrong("没有并列跨过名额，不需要裁定。")
    return tuple(placed)


def _ruled(tied: list[str], left: int, ruling: tuple[str, ...]) -> frozenset[str]:
    chosen = frozenset(ruling)
    if ruling and (len(chosen) != len(ruling) or len(chosen) != left or not chosen <= set(tied)):
        raise _wrong(f"应从并列的 {'、'.join(tied)} 中恰好写明 {left} 个。")
    return chosen


def _wrong(message: str) -> Refusal:
    return Refusal([Fault("tie_ruling", message, codes.WRONG_ELEMENT)])


def _read(raw: object) -> tuple[dict[str, Fraction], int, tuple[str, ...]]:
    if type(raw) is not dict:
        raise Refusal([not_an_object("")])
    faults = unknown_keys(raw, KEYS)
    by = _read_by(raw, faults)
    places = read_whole(raw, "places", "", faults)
    named = read_objects(raw, "projects", faults)
    ids = read_ids("projects", named, faults)
    numbers = [_number(by, each, faults) for each in named]
    ruling = read_texts(raw, "tie_ruling", "", faults)
    if faults or places is None:
        raise Refusal(faults)
    told = {name: each for name, each in zip(ids, numbers, strict=True) if each is not None}
    return told, places, ruling


def _read_by(raw: Mapping[str, Any], faults: list[Fault]) -> str:
    by = raw.get("by")
    if type(by) is str and by in NUMBERS:
        return by
    if "by" not in raw:
        faults.append(Fault("by", "请写明按什么排序：score（得分）或 votes（票数）。", codes.LEFT_OUT))
    else:
        faults.append(Fault("by", "应为 score（得分）或 votes（票数）。", codes.WRONG_ELEMENT))
    return ""


def _number(by: str, named: Named, faults: list[Fault]) -> Fraction | None:
    """A project's one number; where it is not known what is ranked by, whatever is there must be readable."""
    where, raw = named
    faults.extend(unknown_keys(raw, PROJECT_KEYS, f"{where}."))
    given = [key for key in PROJECT_KEYS[1:] if key in raw]
    wanted = NUMBERS.get(by)
    if wanted and (len(given) != 1 or given[0] not in wanted):
        faults.append(Fault(where, f"应恰好写明 {' 或 '.join(wanted)} 中的一个。", codes.LEFT_OUT))
        return None
    read = [READERS[key](raw[key], f"{where}.{key}", faults) for key in given]
    return read[0] if read else None


def _score(raw: object, where: str, faults: list[Fault]) -> Fraction | None:
    number = read_number(raw)
    if number is None:
        fault = number_fault(raw)
        faults.append(Fault(where, fault.message, fault.code))
        return None
    return Fraction(*number)


def _exact(raw: object, where: str, faults: list[Fault]) -> Fraction | None:
    found = FRACTION.fullmatch(raw) if type(raw) is str and len(raw) <= 2 * MAX_DIGITS + 1 else None
    if found is None or not int(found[2] or 1):
        faults.append(Fault(where, '应为分数，例如 "529/6"。', codes.WRONG_NUMBER))
        return None
    return Fraction(int(found[1]), int(found[2] or 1))


def _votes(raw: object, where: str, faults: list[Fault]) -> Fraction | None:
    if type(raw) is not int:
        faults.append(Fault(where, "应为整数。", codes.WRONG_TYPE))
        return None
    if raw < 0:
        faults.append(Fault(where, "票数不能为负数。", codes.WRONG_NUMBER))
        return None
    return Fraction(raw)


READERS = {"score": _score, "exact": _exact, "votes": _votes}
