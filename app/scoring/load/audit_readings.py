"""Open readings that nobody can choose are not open: what is listed must change what is computed."""

from __future__ import annotations

from collections.abc import Iterator

from app.scoring.model.readings import BUILT_IN, GRADE_MARKS, PANEL_ONLY
from app.scoring.model.scheme import OpenReading, Scheme


def reading_faults(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Readings that are listed in vain, choices that come to the same, and readings that are wanting."""
    for each in scheme.readings:
        for fault in _idle(scheme, each):
            yield f"readings.{each.id}", fault
    listed = {each.key for each in scheme.readings}
    for key, why in _wanting(scheme):
        if key not in listed:
            yield "readings", f"{why}，应列出 policy_key 为 {key} 的待定事项"


def _idle(scheme: Scheme, reading: OpenReading) -> Iterator[str]:
    if reading.key in BUILT_IN:
        if reading.key not in (*_turning(scheme), *PANEL_ONLY):
            yield f"本方案没有任何内容随 {reading.key} 变化，应删去"
    elif not reading.choices:
        yield "没有可选的理解，也不是主管部门给的数，应改列为说明（notes）"
    elif len(reading.choices) == 1:
        yield "只有一种理解，没有可选的，应改列为说明（notes）"
    elif reading.id not in scheme.parts.by:
        yield "选哪一种都不改变任何结果，应在条款中用到它，或改列为说明（notes）"
    else:
        yield from _alike(scheme, reading)


def _alike(scheme: Scheme, reading: OpenReading) -> Iterator[str]:
    """Choices under which the whole scheme is the same as under another one."""
    told: dict[object, str] = {}
    for option in reading.choices:
        form = scheme.under({reading.id: option.value})
        key = repr((form.criteria, form.consequences, form.obligations))
        if key in told:
            yield f"选“{told[key]}”与选“{option.value}”没有任何差别"
        told.setdefault(key, option.value)


def _turning(scheme: Scheme) -> Iterator[str]:
    """Keys of the engine on which something of the scheme turns."""
    forms = (form for each in scheme.parts.criteria for form in each.each.values() if form is not None)
    turning = {key for form in forms for rule in form.rules for key in rule.readings}
    if scheme.kind == "scored":
        yield "pass_mark"
    if scheme.fail_mark:
        turning.add("gap_ruling")
    yield from turning
    if scheme.provisional:
        yield "table"
    if scheme.kind == "effect":
        yield from GRADE_MARKS


def _wanting(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Keys that the scheme must list, since the text leaves them open and points turn on them."""
    turning = set(_turning(scheme))
    if "gap_ruling" in turning:
        yield "gap_ruling", "两条分数线之间的结果没有规定"
    if "table" in turning:
        yield "table", "分值不是文件规定的"
    if "partial_step" in turning:
        yield "partial_step", "有每差一步扣分的条款，不足一步的零头怎样算没有规定"
