"""Lists of things with an id and numbers, read strictly: indicators of a task, projects of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.common.errors import Fault
from app.scoring.model import codes
from app.scoring.model.finding_readers import number_fault
from app.scoring.model.points import Exact, read_number
from app.scoring.model.settings import not_an_object

MOST_OBJECTS = 20_000
Named = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class NumberSpec:
    """What a number may be. high: None where open; positive: more than 0; optional: may be missing."""

    key: str
    label: str
    high: int | None = None
    positive: bool = False
    optional: bool = False


def read_objects(raw: Mapping[str, Any], key: str, faults: list[Fault]) -> list[Named]:
    """The objects of a list, each with its place; one that is no object is a fault."""
    listed = raw.get(key)
    if key not in raw:
        faults.append(Fault(key, "缺少这个列表。", codes.LEFT_OUT))
        return []
    if type(listed) is not list:
        faults.append(Fault(key, "应为列表。", codes.WRONG_TYPE))
        return []
    if len(listed) > MOST_OBJECTS:
        message = f"列表过长，最多 {MOST_OBJECTS} 条，现有 {len(listed)} 条。"
        faults.append(Fault(key, message, codes.WRONG_ELEMENT))
    named = [(f"{key}.{place}", each) for place, each in enumerate(listed[:MOST_OBJECTS])]
    faults.extend(not_an_object(where) for where, each in named if type(each) is not dict)
    return [(where, each) for where, each in named if type(each) is dict]


def read_ids(key: str, objects: list[Named], faults: list[Fault]) -> list[str]:
    """The id of each object, empty where faulty; the same id twice is named at the list and its place."""
    ids: list[str] = []
    seen: set[str] = set()
    for where, each in objects:
        text = _id(each, f"{where}.id", faults)
        if text and text in seen:
            message = f"编号 {text} 出现了两次，每个编号只能用一次。"
            faults.append(Fault(key, message, codes.WRONG_ELEMENT))
            faults.append(Fault(f"{where}.id", message, codes.WRONG_ELEMENT))
        seen.add(text)
        ids.append(text)
    return ids


def _id(raw: Mapping[str, Any], where: str, faults: list[Fault]) -> str:
    value = raw.get("id")
    if "id" not in raw:
        faults.append(Fault(where, "请写明编号（id）。", codes.LEFT_OUT))
    elif type(value) is not str:
        faults.append(Fault(where, "应为文本。", codes.WRONG_TYPE))
    elif not value.strip():
        faults.append(Fault(where, "编号不能为空。", codes.LEFT_OUT))
    else:
        return value
    return ""


def read_numbers(
    raw: Mapping[str, Any], specs: tuple[NumberSpec, ...], where: str, faults: list[Fault]
) -> dict[str, Exact]:
    """The faultless numbers of an object by key; every other one is named."""
    found: dict[str, Exact] = {}
    for spec in specs:
        place = f"{where}.{spec.key}"
        if spec.key not in raw:
            if not spec.optional:
                faults.append(Fault(place, f"请填写“{spec.label}”。", codes.LEFT_OUT))
            continue
        number = read_number(raw[spec.key])
        fault = number_fault(raw[spec.key]) if number is None else _bounds(number, spec)
        if fault:
            faults.append(Fault(place, fault.message, fault.code))
        elif number:
            found[spec.key] = number
    return found


def _bounds(number: Exact, spec: NumberSpec) -> Fault | None:
    if spec.positive and not number[0]:
        return Fault("", f"“{spec.label}”应大于 0。", codes.WRONG_NUMBER)
    if spec.high is not None and number[0] > spec.high * number[1]:
        return Fault("", f"“{spec.label}”不能大于 {spec.high}。", codes.WRONG_NUMBER)
    return None


def read_choice(
    raw: Mapping[str, Any], key: str, choices: Mapping[str, str], where: str, faults: list[Fault]
) -> str:
    """One of the words, which must be there; empty where it is not."""
    value, place = raw.get(key), f"{where}.{key}"
    if key not in raw:
        faults.append(Fault(place, "缺少。", codes.LEFT_OUT))
    elif type(value) is not str:
        faults.append(Fault(place, "应为文本。", codes.WRONG_TYPE))
    elif value not in choices:
        labels = "、".join(f"{word}（{label}）" for word, label in choices.items())
        faults.append(Fault(place, f"应为：{labels}。", codes.WRONG_ELEMENT))
    else:
        return value
    return ""


def sum_of(numbers: list[Exact]) -> Exact:
    """The exact sum; the denominators are powers of ten, and so is the sum's."""
    scale = max((bottom for _, bottom in numbers), default=1)
    return sum(top * (scale // bottom) for top, bottom in numbers), scale
