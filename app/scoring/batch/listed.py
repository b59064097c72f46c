"""What the bureau's arithmetic reads beside ids and decimals: whole numbers, texts, lists of texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.common.errors import Fault
from app.scoring.model import codes


def read_whole(
    raw: Mapping[str, Any], key: str, prefix: str, faults: list[Fault], *,
    low: int = 0, high: int | None = None, default: int | None = None,
) -> int | None:  # fmt: skip
    """A whole number from ``low`` to ``high``; the default where it is left out, a fault where there is none.

    None where it is faulty.
    """
    place = f"{prefix}{key}"
    if key not in raw:
        if default is None:
            faults.append(Fault(place, f"请写明 {key}。", codes.LEFT_OUT))
        return default
    value = raw[key]
    if type(value) is not int:
        faults.append(Fault(place, "应为整数。", codes.WRONG_TYPE))
        return None
    if value < low or (high is not None and value > high):
        bounds = f"不小于 {low}" if high is None else f"从 {low} 到 {high}"
        faults.append(Fault(place, f"应为{bounds}的整数。", codes.WRONG_NUMBER))
        return None
    return value


def read_text(
    raw: Mapping[str, Any], key: str, prefix: str, faults: list[Fault], default: str | None = None
) -> str:
    """A text; the default where it is left out, a fault where there is none."""
    if key not in raw:
        if default is None:
            faults.append(Fault(f"{prefix}{key}", f"请写明 {key}。", codes.LEFT_OUT))
        return default or ""
    if type(raw[key]) is not str:
        faults.append(Fault(f"{prefix}{key}", "应为文本。", codes.WRONG_TYPE))
        return ""
    text: str = raw[key]
    if default is None and not text.strip():
        faults.append(Fault(f"{prefix}{key}", f"{key} 不能为空。", codes.LEFT_OUT))
    return text


def read_texts(raw: Mapping[str, Any], key: str, prefix: str, faults: list[Fault]) -> tuple[str, ...]:
    """A list of texts; empty where it is left out."""
    listed, place = raw.get(key, []), f"{prefix}{key}"
    if type(listed) is not list:
        faults.append(Fault(place, "应为列表。", codes.WRONG_TYPE))
        return ()
    faults.extend(
        Fault(f"{place}.{number}", "应为文本。", codes.WRONG_TYPE)
        for number, each in enumerate(listed)
        if type(each) is not str
    )
    return tuple(each for each in listed if type(each) is str)


def read_flag(raw: Mapping[str, Any], key: str, faults: list[Fault], *, default: bool) -> bool:
    """A yes or no; the default where it is left out."""
    value = raw.get(key, default)
    if type(value) is bool:
        return value
    faults.append(Fault(key, "应为“是”或“否”（true 或 false）。", codes.WRONG_TYPE))
    return default
