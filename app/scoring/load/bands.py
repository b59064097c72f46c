"""Bands of a number in a scheme file, highest first: every value must lie in exactly one."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from app.scoring.model.points import Points, show_number
from app.scoring.model.rules import Band
from app.scoring.model.scheme import FindingSpec
from app.scoring.source.nodes import Node


def read_bands(node: Node, most: Points) -> tuple[Band, ...]:
    """The bands of a rule, faults recorded; ``below`` leaves its end out, ``to`` has it in."""
    bands = tuple(_band(each, most) for each in node.nodes("bands"))
    if not bands:
        node.fault("bands", "至少要有一档")
    return bands


def _band(node: Node, most: Points) -> Band:
    low, points = node.number("from"), node.points("points", none=True)
    if low is None:
        node.fault("from", "缺少下限")
    if node.has("below") and node.has("to"):
        node.fault("to", "below（不含）与 to（含）只能写一个")
    closed = node.has("to")
    high = node.number("to") if closed else node.number("below")
    if points > most:
        node.fault("points", "高于本项分值")
    node.close()
    return Band(low or (0, 1), high, closed, points)


def check_bands(node: Node, spec: FindingSpec, bands: tuple[Band, ...]) -> None:
    """Name gaps and overlaps: between two bands, under the lowest, over the highest."""
    for upper, lower in pairwise(bands):
        fault = _between(upper, lower, whole=spec.kind == "count")
        if fault:
            node.fault("bands", fault)
    first, last = bands[0], bands[-1]
    least = Fraction(*spec.low) if spec.low else Fraction(0)
    if Fraction(*last.low) > least:
        node.fault("bands", f"低于 {show_number(last.low)} 的值不属于任何一档")
    top = spec.high
    if first.high and (top is None or Fraction(*first.high) < Fraction(*top) or not first.closed):
        node.fault("bands", f"高于 {show_number(first.high)} 的值不属于任何一档，最高一档的上限应不写")


def _between(upper: Band, lower: Band, *, whole: bool) -> str:
    if lower.high is None:
        return f"从 {show_number(lower.low)} 起的一档没有上限，与上一档重叠"
    low, high = Fraction(*upper.low), Fraction(*lower.high)
    follows = high + 1 if whole and lower.closed else high
    ends = f"{show_number(lower.high)} 与 {show_number(upper.low)}"
    if high > low or (high == low and lower.closed):
        return f"{ends} 之间的值同时属于两档"
    if low == follows:
        return ""
    return f"{ends} 之间的值不属于任何一档，应列为待定事项或改写上限"
