"""Many visits, one after another, JSON text in and out: the same answers as ``score_visit``, faster.

Texts of results that come again and again are kept ready; whatever is unusual goes the plain way, so
that there is one place alone where faults are named.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from marshal import dumps
from typing import Any

from app.common.canon import MAX_INPUT_BYTES, parse_json
from app.common.errors import Fault, Refusal
from app.scoring.intake import SCORE_POLICY, Policy
from app.scoring.points import Points, format_points
from app.scoring.results import Line
from app.scoring.rubric import MEMO_TEXT, CompiledCriterion, Rubric, memory_key, remember
from app.scoring.scheme import Scheme
from app.scoring.standing import Standing, decide
from app.scoring.visit import VISIT_KEYS, read_frame, refusal, score_visit

MISSING = object()
NOT_THERE = b""
"""Stands for a key that is not there: no JSON value is bytes."""
KEYS = frozenset(VISIT_KEYS)

Entry = tuple[Points, Points, str, str, int]
"""A judged criterion made ready: score, what comes off the total, JSON texts of the criterion and of the
adjustment, how many keys its findings have. A plain tuple: the collector of garbage passes it over."""


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_decode = json.JSONDecoder(parse_constant=_no_constant).decode


class Step:
    """One criterion of a frame, with the texts of the results met so far."""

    __slots__ = (
        "_flat", "_full", "_head", "_line_tail", "_mid", "compiled", "cuts", "id", "max", "memo", "section",
        "unanswered",
    )  # fmt: skip

    def __init__(self, compiled: CompiledCriterion, section: int) -> None:
        self.compiled, self.id, self.max, self.section = compiled, compiled.id, compiled.max, section
        self.cuts = compiled.criterion.cuts_total
        start = format_points(compiled.unanswered.start)
        self._head = f'{{"id": {_text(self.id)}, "score": '
        self._mid = f', "max": "{format_points(self.max)}", "start": "{start}", "lines": ['
        self._line_tail = f', "cite": {_text(compiled.criterion.cite)}}}'
        self._full = f'{self._head}"{start}"{self._mid}]}}'
        self._flat = all(spec.kind != "rows" for spec in compiled.criterion.findings)
        self.unanswered = f"{self._head}null{self._mid}]}}"
        self.memo: dict[bytes | None, Entry] = {}

    def judge(self, raw: object, key: bytes) -> Entry | None:
        """The entry for findings met for the first time; None where they have faults."""
        if type(raw) is not dict:
            return None
        faults: list[Fault] = []
        lines: list[Line] = []
        compiled = self.compiled
        values = compiled.read(raw, faults)
        if faults:
            return None
        score = compiled.weigh(values, lines)
        cut = compiled.cut(values) if self.cuts else 0
        adjustment = self._adjustment(cut, compiled.cut_why(values)) if cut else ""
        text = self._told(score, lines) if lines else self._full
        entry = (score, cut, text, adjustment, len(raw) if self._flat else _keys(raw))
        if len(key) <= MEMO_TEXT:
            remember(self.memo, key, entry)
        return entry

    def _told(self, score: Points, lines: list[Line]) -> str:
        tail = self._line_tail
        told = [
            f'{{"points": "{format_points(each[0])}", "why": {encode_basestring(each[1])}{tail}'
            for each in lines
        ]
        return f'{self._head}"{format_points(score)}"{self._mid}{", ".join(told)}]}}'

    def _adjustment(self, cut: Points, why: str) -> str:
        return _text({"criterion": self.id, "points": format_points(-cut), "why": why})


def _keys(raw: dict[str, Any]) -> int:
    """How many keys faultless findings have: their own, and those of listed rows."""
    many = len(raw)
    for value in raw.values():
        if type(value) is list:
            for each in value:
                if type(each) is dict:
                    many += len(each)
    return many


class _Frame:
    """Scheme, profile and policy of a visit, with everything made ready that does not depend on findings."""

    __slots__ = ("_ends", "_head", "_policy", "_scheme", "_sections", "blank", "keys", "steps")

    def __init__(self, scheme: Scheme, policy: Policy, steps: tuple[Step, ...], keys: int) -> None:
        self._scheme, self._policy, self.steps, self.keys = scheme, policy, steps, keys
        self._head = f'{{"scheme": {_text(scheme.id)}, "scheme_version": {_text(scheme.version)}, "state": "'
        self._sections = tuple((section, dict[Points, str]()) for section in scheme.sections)
        self._ends: dict[Standing, tuple[str, str]] = {}
        self.blank = [0] * len(scheme.sections)

    def finish(self, standing: Standing, texts: list[str], sums: list[Points], adjustments: list[str]) -> str:
        """The JSON text of a whole result."""
        ends = self._ends.get(standing)
        if ends is None:
            ends = self._make_ends(standing)
            if len(self._ends) > 10_000:
                self._ends.clear()
            self._ends[standing] = ends
        sections = []
        for (section, known), got in zip(self._sections, sums, strict=True):
            if got not in known:
                known[got] = (
                    f'{{"id": {_text(section.id)}, "score": "{format_points(got)}", '
                    f'"max": "{format_points(section.max)}"}}'
                )
            sections.append(known[got])
        head, tail = ends
        return (
            f'{head}{", ".join(sections)}], "criteria": [{", ".join(texts)}], '
            f'"total_adjustments": [{", ".join(adjustments)}{tail}'
        )

    def _make_ends(self, standing: Standing) -> tuple[str, str]:
        full = self._scheme.full_marks
        low, high = format_points(standing.total(full)), format_points(standing.high(full))
        verdict = decide(self._scheme, standing, self._policy.pass_mark)
        told = {"outcome": verdict.outcome, "foreseen": verdict.foreseen, "why": verdict.why}
        state = "incomplete" if standing.open else "complete"
        ranged = f'"total": "{low}", "range": {{"low": "{low}", "high": "{high}"}}, "sections": ['
        return f'{self._head}{state}", {ranged}', f'], "verdict": {_text(told)}}}'


class Bulk:
    """Scores lines of JSON. Memory stays flat however many there are."""

    def __init__(self, schemes: Mapping[str, Scheme]) -> None:
        self._schemes = schemes
        self._frames: dict[bytes | None, _Frame] = {}
        self._steps: dict[Rubric, tuple[Step, ...]] = {}

    def score(self, line: bytes) -> tuple[str, bool]:
        """The JSON text of the result or the errors of one visit, and whether it was refused."""
        try:
            text = self._quick(line) if len(line) <= MAX_INPUT_BYTES else None
            if text is not None:
                return text, False
            result = score_visit(self._schemes, parse_json(line))
        except Refusal as refused:
            result = refusal(refused.faults)
        return _text(result), "errors" in result

    def _quick(self, line: bytes) -> str | None:
        """The result of an ordinary faultless visit; None for anything else. Raises Refusal."""
        try:
            text = line.decode("utf-8")
            raw = _decode(text)
        except (ValueError, RecursionError):
            return None
        if type(raw) is not dict or not KEYS.issuperset(raw):
            return None
        frame, findings = self._frame(raw), raw.get("findings", {})
        if frame is None or type(findings) is not dict:
            return None
        try:
            answer, keys = _render(frame, findings)
        except ValueError:
            return None
        if answer is None:
            return None
        if (
            text.count(":") != len(raw) + frame.keys + len(findings) + keys
            or "\\ud" in text
            or "\\uD" in text
        ):
            # Every key has a colon. Where some are left over, in a reason or after a key that was there
            # twice, and where there may be half of a surrogate pair, the strict reader looks again.
            parse_json(line)
        return answer

    def _frame(self, raw: dict[str, Any]) -> _Frame | None:
        key = memory_key((raw.get("scheme"), raw.get("profile", NOT_THERE), raw.get("policy", NOT_THERE)))
        found = self._frames.get(key)
        if found is None:
            found = self._make_frame(raw)
            if found is not None and key is not None:
                remember(self._frames, key, found)
        return found

    def _make_frame(self, raw: dict[str, Any]) -> _Frame | None:
        read, faults = read_frame(self._schemes, raw, VISIT_KEYS, SCORE_POLICY)
        if read is None or faults:
            return None
        rubric, scheme = read.rubric, read.rubric.scheme
        places = {section.id: place for place, section in enumerate(scheme.sections)}
        if rubric not in self._steps:
            steps = (Step(each, places[each.criterion.section]) for each in rubric.order)
            self._steps[rubric] = tuple(steps)
        keys = len(raw.get("profile", {})) + len(raw.get("policy", {}))
        return _Frame(scheme, read.policy, self._steps[rubric], keys)


def _render(frame: _Frame, findings: dict[str, Any]) -> tuple[str | None, int]:
    """The result's text (None where there are faults) and how many keys the criteria's findings have.

    Raises ValueError for nesting too deep to be an answer.
    """
    texts: list[str] = []
    adjustments: list[str] = []
    sums = frame.blank.copy()
    cut = open_max = open_ = cutters = keys = 0
    for step in frame.steps:
        raw = findings.get(step.id, MISSING)
        if raw is MISSING:
            open_max, open_, cutters = open_max + step.max, open_ + 1, cutters + step.cuts
            texts.append(step.unanswered)
            continue
        key = dumps(raw, 2)
        entry = step.memo.get(key) or step.judge(raw, key)
        if entry is None:
            return None, 0
        score, off, text, adjustment, many = entry
        texts.append(text)
        sums[step.section] += score
        keys += many
        if off:
            cut += off
            adjustments.append(adjustment)
    if len(texts) - open_ != len(findings):
        return None, 0
    return frame.finish(Standing(sum(sums), cut, open_max, open_, cutters, 0), texts, sums, adjustments), keys
