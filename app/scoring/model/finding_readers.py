"""Raw values, as a person typed them or a file gave them, to exact values; every fault is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from app.common.errors import Fault
from app.scoring.model import codes
from app.scoring.model.points import (
    MAX_DIGITS,
    Exact,
    Points,
    as_points,
    format_points,
    read_number,
    show_number,
)
from app.scoring.model.specs import FindingSpec

Reader = Callable[[object], Any]
"""Takes the raw value and gives the exact one, or raises Wrong."""

SMALL = 1 << 60
ROW_KEYS = ("name", "deduction", "reason")


class Wrong(Exception):
    """A raw value with faults, their places relative to it. Never leaves this room.

    value: what can be counted all the same, where nothing but a reason is owed.
    """

    def __init__(self, faults: Iterable[Fault], value: object = None) -> None:
        self.faults = tuple(faults)
        self.value = value
        super().__init__()


class Row(NamedTuple):
    """One named case with its deduction; the reason is empty where it is still owed."""

    name: str
    deduction: Points
    reason: str


def number_fault(raw: object, *, whole: bool = False) -> Fault:
    """Why a raw value is not a number: its type, its sign or its writing. whole: a count is wanted."""
    if type(raw) is float:
        return Fault("", '带小数的数值请写成带引号的文本，例如 "84.5"。', codes.WRONG_TYPE)
    if (type(raw) is int and raw < 0) or (type(raw) is str and raw[:1] in ("-", "−", "－")):
        return Fault("", "数值不能为负数。", codes.WRONG_NUMBER)
    if type(raw) is int or (type(raw) is str and len(raw) > MAX_DIGITS):
        return Fault("", f"数值过长，最多 {MAX_DIGITS} 位。", codes.WRONG_NUMBER)
    if type(raw) is str:
        how = "请只用数字填写，例如 84。" if whole else "请只用数字和小数点填写，例如 84.5。"
        return Fault("", f"不是有效的数值，{how}", codes.WRONG_NUMBER)
    return _type_fault("数值")


def _type_fault(wanted: str) -> Fault:
    return Fault("", f"应为{wanted}。", codes.WRONG_TYPE)


def read_flag(raw: object) -> bool:
    """True or false."""
    if raw is True or raw is False:
        return raw
    raise Wrong([_type_fault("“是”或“否”（true 或 false）")])


def number_reader(spec: FindingSpec) -> Reader:
    """An exact number inside its bounds."""
    return _number_reader(spec, whole=False)


def count_reader(spec: FindingSpec) -> Reader:
    """A whole number inside its bounds."""
    return _number_reader(spec, whole=True)


def _number_reader(spec: FindingSpec, *, whole: bool) -> Reader:
    low, high = spec.low or (0, 1), spec.high

    def read(raw: object) -> Exact:
        # A small JSON integer is the common case, and needs no reading.
        number = (raw, 1) if type(raw) is int and 0 <= raw < SMALL else read_number(raw)
        if number is None:
            raise Wrong([number_fault(raw, whole=whole)])
        top, bottom = number
        if whole and bottom != 1:
            raise _wrong_number(f"“{spec.label}”应为整数。")
        if top * low[1] < low[0] * bottom:
            raise _wrong_number(f"“{spec.label}”不能小于 {show_number(low)}。")
        if high and top * high[1] > high[0] * bottom:
            raise _wrong_number(f"“{spec.label}”不能大于 {show_number(high)}。")
        return number

    return read


def _wrong_number(message: str) -> Wrong:
    return Wrong([Fault("", message, codes.WRONG_NUMBER)])


def points_reader(spec: FindingSpec) -> Reader:
    """Points in hundredths, inside their bounds and on a step."""
    low = (as_points(spec.low) if spec.low else 0) or 0
    high = as_points(spec.high) if spec.high else None
    step = spec.step or 1
    span = f"在 {format_points(low)} 至 {format_points(high)} 分之间" if high is not None else "为分数"
    advice = f"“{spec.label}”应{span}，且为 {format_points(step)} 的整数倍。"

    usual = _usual_texts(low, high, step)

    def read(raw: object) -> Points:
        if type(raw) is str and raw in usual:
            return usual[raw]
        number = read_number(raw)
        if number is None:
            raise Wrong([number_fault(raw)])
        points = as_points(number)
        if points is None or points % step or points < low or (high is not None and points > high):
            raise _wrong_number(advice)
        return points

    return read


def _usual_texts(low: Points, high: Points | None, step: Points) -> dict[str, Points]:
    """The allowed points by their plain writing, where they are few enough to list."""
    if high is None or (high - low) // step > 1000:
        return {}
    return {format_points(points): points for points in range(low, high + 1, step) if points % step == 0}


def level_reader(spec: FindingSpec) -> Reader:
    """The value of one of the options."""
    known = frozenset(option.value for option in spec.options)
    labels = "、".join(option.label for option in spec.options)

    def read(raw: object) -> str:
        if type(raw) is not str:
            raise Wrong([_type_fault("文本")])
        if raw not in known:
            raise Wrong([Fault("", f"“{spec.label}”应从以下各项中选择：{labels}。", codes.WRONG_ELEMENT)])
        return raw

    return read


def set_reader(spec: FindingSpec) -> Reader:
    """The values of any of the options, each once."""
    known = frozenset(option.value for option in spec.options)
    labels = "、".join(option.label for option in spec.options)

    def read(raw: object) -> frozenset[str]:
        if type(raw) is not list:
            raise Wrong([_type_fault("文本的列表")])
        for element in raw:
            if type(element) is not str:
                raise Wrong([_type_fault("文本的列表")])
        chosen = frozenset(raw)
        if len(chosen) == len(raw) and chosen <= known:
            return chosen
        faults = []
        if not chosen <= known:
            message = f"“{spec.label}”中有未知的项，应为：{labels}。"
            faults.append(Fault("", message, codes.WRONG_ELEMENT))
        if len(chosen) != len(raw):
            faults.append(Fault("", f"“{spec.label}”中有重复的项。", codes.WRONG_ELEMENT))
        raise Wrong(faults)

    return read


def read_reason(raw: object) -> str:
    """A text that is owed with points."""
    if type(raw) is not str:
        raise Wrong([_type_fault("文本")])
    text = raw.strip()
    if not text:
        raise Wrong([Fault("", "请写明理由。", codes.NO_REASON)])
    return text


def read_text(raw: object) -> str:
    """A text that is not blank."""
    if type(raw) is not str:
        raise Wrong([_type_fault("文本")])
    text = raw.strip()
    if not text:
        raise Wrong([Fault("", "不能为空。", codes.LEFT_OUT)])
    return text


def rows_reader(spec: FindingSpec) -> Reader:
    """Named cases, no name twice."""
    readers = dict(zip(ROW_KEYS, (read_text, points_reader(spec), read_reason), strict=True))

    def read(raw: object) -> tuple[Row, ...]:
        if type(raw) is not list:
            raise Wrong([_type_fault("列表")])
        faults: list[Fault] = []
        rows = []
        for place, each in enumerate(raw):
            row = _read_row(each, str(place), readers, faults)
            if row is not None:
                rows.append(row)
        names = [name for name in map(_name_of, raw) if name]
        if len(names) > 1 and len(set(names)) != len(names):
            faults.append(Fault("", f"“{spec.label}”中有重复的名称。", codes.WRONG_ELEMENT))
        if faults:
            owed = all(fault.code == codes.NO_REASON for fault in faults)
            raise Wrong(faults, tuple(rows) if owed else None)
        return tuple(rows)

    return read


def _name_of(row: object) -> str:
    """A row's name, also where the rest of the row is faulty; empty where it has none."""
    name = row.get("name") if type(row) is dict else None
    return name.strip() if type(name) is str else ""


def _read_row(raw: object, where: str, readers: dict[str, Reader], faults: list[Fault]) -> Row | None:
    if type(raw) is not dict:
        faults.append(Fault(where, "应为含 name、deduction、reason 的对象。", codes.WRONG_TYPE))
        return None
    if len(raw) != len(readers) or raw.keys() != readers.keys():
        unknown = (str(key) for key in raw if key not in readers)
        faults.extend(Fault(f"{where}.{key}", f"没有名为 {key} 的栏目。", codes.UNKNOWN) for key in unknown)
    parts: dict[str, Any] = {}
    for key, read in readers.items():
        try:
            parts[key] = read(raw.get(key, ""))
        except Wrong as wrong:
            faults.extend(Fault(f"{where}.{key}", fault.message, fault.code) for fault in wrong.faults)
    if "name" not in parts or "deduction" not in parts:
        return None
    return Row(parts["name"], parts["deduction"], parts.get("reason", ""))
