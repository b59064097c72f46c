"""The kinds of findings, a record each: how a value is read, what it is, how its absence is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from app.common.errors import Fault
from app.scoring.model import codes
from app.scoring.model.finding_readers import (
    Reader,
    Wrong,
    count_reader,
    level_reader,
    number_reader,
    points_reader,
    read_flag,
    read_reason,
    read_text,
    rows_reader,
    set_reader,
)
from app.scoring.model.specs import FindingSpec, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """What all findings of a kind have in common.

    reader: makes the reader of a finding's raw values; lacking: the fault of one that is not given.
    number: whether it is an exact number, whole: in whole ones, percent: of a hundred; options: whether the
    answers stand in the scheme; ranged: whether it is in points, with bounds and a step; says: whether it
    only explains, and needs no rule of its own; reasons: whether common reasons can be offered for it; fact:
    whether it may be told before sheets are locked, since it holds no opinion and no free words; spared:
    whether points rest on it though it may be left out.
    """

    reader: Callable[[FindingSpec], Reader]
    lacking: Callable[[FindingSpec, str], Fault]
    number: bool
    whole: bool
    percent: bool
    options: bool
    ranged: bool
    says: bool
    reasons: bool
    fact: bool
    spared: bool


def _choose(spec: FindingSpec, where: str) -> Fault:
    return Fault(where, f"请选择“{spec.label}”。", codes.LEFT_OUT)


def _fill(spec: FindingSpec, where: str) -> Fault:
    return Fault(where, f"请填写“{spec.label}”。", codes.LEFT_OUT)


def _give_reason(_: FindingSpec, where: str) -> Fault:
    return Fault(where, "请写明理由。", codes.NO_REASON)


def _chosen(reader: Callable[[FindingSpec], Reader]) -> FindingKind:
    return FindingKind(
        reader=reader, lacking=_choose, number=False, whole=False, percent=False, options=True, ranged=False,
        says=False, reasons=False, fact=True, spared=False,
    )  # fmt: skip


def _number(reader: Callable[[FindingSpec], Reader], *, whole: bool, percent: bool) -> FindingKind:
    return FindingKind(
        reader=reader, lacking=_fill, number=True, whole=whole, percent=percent, options=False, ranged=False,
        says=False, reasons=False, fact=True, spared=False,
    )  # fmt: skip


def _in_points(reader: Callable[[FindingSpec], Reader], *, reasons: bool, spared: bool) -> FindingKind:
    return FindingKind(
        reader=reader, lacking=_fill, number=False, whole=False, percent=False, options=False, ranged=True,
        says=False, reasons=reasons, fact=False, spared=spared,
    )  # fmt: skip


KINDS: Mapping[Kind, FindingKind] = {
    "flag": _chosen(lambda _: read_flag),
    "count": _number(count_reader, whole=True, percent=False),
    "share": _number(number_reader, whole=False, percent=True),
    "amount": _number(number_reader, whole=False, percent=False),
    "level": _chosen(level_reader),
    "set": _chosen(set_reader),
    "rows": _in_points(rows_reader, reasons=True, spared=False),
    "points": _in_points(points_reader, reasons=False, spared=True),
    "reason": FindingKind(
        reader=lambda _: read_reason, lacking=_give_reason, number=False, whole=False, percent=False,
        options=False, ranged=False, says=True, reasons=True, fact=False, spared=True,
    ),
    "text": FindingKind(
        reader=lambda _: read_text, lacking=_fill, number=False, whole=False, percent=False, options=False,
        ranged=False, says=True, reasons=False, fact=False, spared=False,
    ),
}  # fmt: skip
MEASURES: tuple[Kind, ...] = tuple(name for name, kind in KINDS.items() if kind.number)


def kind_of(spec: FindingSpec) -> FindingKind:
    """What a finding has in common with all of its kind."""
    return KINDS[spec.kind]


def compile_reader(spec: FindingSpec) -> Reader:
    """The reader of a finding's raw values."""
    return kind_of(spec).reader(spec)


def read_values(specs: Iterable[FindingSpec], raw: Mapping[str, object]) -> dict[str, Any]:
    """What of the raw findings can be read, by name; what is missing or wrong is left out."""
    values = {}
    for spec in specs:
        if spec.name in raw:
            with suppress(Wrong):
                values[spec.name] = compile_reader(spec)(raw[spec.name])
    return values


def left_out(spec: FindingSpec, where: str) -> Fault:
    """The fault of a finding that was not given."""
    return kind_of(spec).lacking(spec, where)
