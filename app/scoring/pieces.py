"""Pieces of JSON lines, one answered criterion each: read once, judged once, remembered with their texts."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

from app.common.canon import one_line, parse_json
from app.common.errors import Fault, Refusal
from app.scoring.points import Points, format_points
from app.scoring.results import Line
from app.scoring.rubric import CompiledCriterion, Rubric

MOST_PIECES = 8192
LONG = 600
"""Characters of the longest text that is remembered, so that memory stays flat."""

Entry = tuple[int, int, Points, Points, str, str]
"""A judged piece: place in the annex, place of its section, score, what comes off the total, JSON texts of
the criterion and of the adjustment. A plain tuple: the collector of garbage passes it over."""


def json_text(value: object) -> str:
    """A value's JSON as the results are written."""
    return one_line(json.dumps(value, ensure_ascii=False))


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_decoder = json.JSONDecoder(parse_constant=_no_constant)


def _member(text: str) -> Any:
    """The value of a short JSON text, read as strictly as ``parse_json`` does; None where that refuses it.

    Every key has a colon: where there are as many colons as keys, no key was there twice. Where there are
    more, or an escape that may be half of a surrogate pair, the strict reader itself looks.
    """
    try:
        value, end = _decoder.raw_decode(text)
        if end == len(text) and text.count(":") == _keys(value) and "\\u" not in text:
            return value
        return parse_json(text.encode())
    except (ValueError, RecursionError, Refusal):
        return None


def _keys(value: object) -> int:
    """How many keys a value has, at every depth."""
    many = 0
    if type(value) is dict:
        many = len(value)
        for each in value.values():
            if type(each) is dict or type(each) is list:
                many += _keys(each)
    elif type(value) is list:
        for each in value:
            many += _keys(each)
    return many


class _Step:
    """One criterion, with the parts of its JSON text that never change."""

    __slots__ = (
        "_compiled",
        "_cuts",
        "_full",
        "_head",
        "_line_tail",
        "_mid",
        "_place",
        "_section",
        "unanswered",
    )

    def __init__(self, compiled: CompiledCriterion, place: int, section: int) -> None:
        self._compiled, self._place, self._section = compiled, place, section
        self._cuts = compiled.criterion.cuts_total
        start = format_points(compiled.unanswered.start)
        self._head = f'{{"id": {json_text(compiled.id)}, "score": '
        self._mid = f', "max": "{format_points(compiled.max)}", "start": "{start}", "lines": ['
        self._line_tail = f', "cite": {json_text(compiled.criterion.cite)}}}'
        self._full = f'{self._head}"{start}"{self._mid}]}}'
        self.unanswered = f"{self._head}null{self._mid}]}}"

    def judge(self, raw: dict[str, Any]) -> Entry | None:
        """The entry of findings; None where they have faults."""
        faults: list[Fault] = []
        lines: list[Line] = []
        values = self._compiled.read(raw, faults)
        if faults:
            return None
        score = self._compiled.weigh(values, lines)
        cut = self._compiled.cut(values) if self._cuts else 0
        adjustment = self._adjustment(cut, self._compiled.cut_why(values)) if cut else ""
        text = self._told(score, lines) if lines else self._full
        return self._place, self._section, score, cut, text, adjustment

    def _told(self, score: Points, lines: list[Line]) -> str:
        told = [
            f'{{"points": "{format_points(points)}", "why": {encode_basestring(why)}{self._line_tail}'
            for points, why, *_ in lines
        ]
        return one_line(f'{self._head}"{format_points(score)}"{self._mid}{", ".join(told)}]}}')

    def _adjustment(self, cut: Points, why: str) -> str:
        return json_text({"criterion": self._compiled.id, "points": format_points(-cut), "why": why})


class Pieces:
    """The pieces met under one rubric. Of bounded size: when it is full it begins anew."""

    def __init__(self, rubric: Rubric) -> None:
        sections = {section.id: place for place, section in enumerate(rubric.scheme.sections)}
        self._steps = {
            each.id: _Step(each, place, sections[each.criterion.section])
            for place, each in enumerate(rubric.order)
            if isinstance(each, CompiledCriterion)
        }
        self.unanswered = [step.unanswered for step in self._steps.values()]
        self.rubric = rubric
        self.known: dict[str, Entry] = {}

    def learn(self, piece: str) -> Entry | None:
        """The entry of a piece met for the first time; None where it is faulty or no whole member."""
        member = _member(f'{{"{piece}}}}}')
        if type(member) is not dict or len(member) != 1:
            return None
        ((criterion_id, raw),) = member.items()
        step = self._steps.get(criterion_id)
        entry = step.judge(raw) if step and type(raw) is dict else None
        if entry is not None and len(piece) <= LONG:
            if len(self.known) >= MOST_PIECES:
                self.known.clear()
            self.known[piece] = entry
        return entry
