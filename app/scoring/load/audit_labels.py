"""Bands that stand in the words of a level, such as 80–89 and 90以上: gaps and overlaps between them.

89.5 lies in neither of the two. A level says it in words alone, so the audit reads the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from app.scoring.model.specs import FindingSpec

NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,4})?)"
UNIT = r"(?:分|人|人次|项|个|次|家|%|％|平方米|万元)?"
OVER = re.compile(rf"(?:{NUMBER}{UNIT}(?:及|（含）)?以上|不低于{NUMBER}{UNIT}|不少于{NUMBER}{UNIT})")
UNDER = re.compile(rf"(?:不足{NUMBER}{UNIT}|低于{NUMBER}{UNIT}|少于{NUMBER}{UNIT}|{NUMBER}{UNIT}以下)")
BETWEEN = re.compile(rf"{NUMBER}{UNIT}(?:—|–|－|-|~|～|至|到){NUMBER}{UNIT}")


@dataclass(frozen=True, slots=True)
class _Span:
    """What a label covers; an end that is None is open. closed: whether the upper end belongs to it."""

    label: str
    low: Fraction | None
    high: Fraction | None
    closed: bool


def label_faults(spec: FindingSpec) -> Iterator[str]:
    """What is wrong with the bands that a level's labels state; nothing where they state none."""
    spans = [span for option in spec.options if (span := _span(option.label))]
    if len(spans) < 2:
        return
    ordered = sorted(spans, key=lambda span: Fraction(-1) if span.low is None else span.low)
    for lower, upper in pairwise(ordered):
        if fault := _between(lower, upper):
            yield fault


def _span(label: str) -> _Span | None:
    text = label.replace(" ", "")
    if found := BETWEEN.search(text):
        return _Span(label, Fraction(found[1]), Fraction(found[2]), True)
    if found := OVER.search(text):
        return _Span(label, _first(found), None, False)
    if found := UNDER.search(text):
        return _Span(label, None, _first(found), "以下" in text and "（不含）" not in text)
    return None


def _first(found: re.Match[str]) -> Fraction:
    return Fraction(next(group for group in found.groups() if group))


def _between(lower: _Span, upper: _Span) -> str:
    names = f"“{lower.label}”与“{upper.label}”"
    if lower.high is None or upper.low is None or lower.high > upper.low:
        return f"{names}重叠"
    if lower.high < upper.low:
        middle = (lower.high + upper.low) / 2
        return f"{names}之间有空缺，如 {float(middle):g} 不属于任何一档，应列为待定事项或改写档界"
    return f"{names}重叠，{float(lower.high):g} 同时属于两档" if lower.closed else ""
