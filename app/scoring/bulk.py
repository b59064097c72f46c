"""Many visits, one after another, JSON text in and out: the same answers as ``score_visit``, faster.

Texts of results that come again and again are kept ready; whatever is unusual goes the plain way, so
that there is one place alone where faults are named.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from app.common.canon import MAX_INPUT_BYTES, parse_json
from app.common.errors import Refusal
from app.scoring.intake import SCORE_POLICY, Policy
from app.scoring.points import Points, format_points
from app.scoring.rubric import CompiledCriterion, Rubric, memory_key, remember
from app.scoring.scheme import Scheme
from app.scoring.standing import Standing, decide
from app.scoring.tally import adjustments_of
from app.scoring.visit import VISIT_KEYS, criterion_report, read_frame, refusal, score_visit

MISSING = object()
KEYS = frozenset(VISIT_KEYS)
ODD_ESCAPES = ("\\u003", "\\ud", "\\uD")
"""An escaped colon, which would spoil the counting of keys, and what may be half of a pair."""


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_decode = json.JSONDecoder(parse_constant=_no_constant).decode


class _Entry(NamedTuple):
    """A judged criterion made ready: points, JSON texts, and the colons its findings are written with."""

    score: Points
    cut: Points
    text: str
    adjustment: str
    colons: int


class _Step:
    """One criterion of a frame, with the texts of the results met so far."""

    __slots__ = ("compiled", "cuts", "id", "max", "memo", "section", "unanswered")

    def __init__(self, compiled: CompiledCriterion, section: int) -> None:
        self.compiled, self.id, self.max, self.section = compiled, compiled.id, compiled.max, section
        self.cuts = compiled.criterion.cuts_total
        self.unanswered = _text(criterion_report(compiled.unanswered))
        self.memo: dict[bytes | None, _Entry] = {}

    def judge(self, raw: object, key: bytes | None) -> _Entry | None:
        """The entry for findings met for the first time; None where they have faults."""
        result = self.compiled.judge(raw)
        if result.score is None or result.faults:
            return None
        adjustments = [
            {"criterion": each.criterion, "points": format_points(each.points), "why": each.why}
            for each in adjustments_of([result])
        ]
        text, adjustment = _text(criterion_report(result)), ", ".join(map(_text, adjustments))
        entry = _Entry(result.score, result.total_deduction, text, adjustment, _colons(raw))
        if key is not None:
            remember(self.memo, key, entry)
        return entry


class _Frame:
    """Scheme, profile and policy of a visit, with everything made ready that does not depend on findings."""

    __slots__ = ("head", "keys", "policy", "scheme", "sections", "steps")

    def __init__(self, scheme: Scheme, policy: Policy, steps: tuple[_Step, ...], keys: int) -> None:
        self.scheme, self.policy, self.steps, self.keys = scheme, policy, steps, keys
        self.head = f'{{"scheme": {_text(scheme.id)}, "scheme_version": {_text(scheme.version)}, "state": "'
        self.sections = tuple(
            (f'{{"id": {_text(each.id)}, "score": "', f'", "max": "{format_points(each.max)}"}}')
            for each in scheme.sections
        )


class Bulk:
    """Scores lines of JSON. Memory stays flat however many there are."""

    def __init__(self, schemes: Mapping[str, Scheme]) -> None:
        self._schemes = schemes
        self._frames: dict[bytes | None, _Frame] = {}
        self._steps: dict[Rubric, tuple[_Step, ...]] = {}

    def score(self, line: bytes) -> tuple[str, bool]:
        """The JSON text of the result or the errors of one visit, and whether it was refused."""
        text = self._quick(line) if len(line) <= MAX_INPUT_BYTES else None
        if text is not None:
            return text, False
        try:
            result = score_visit(self._schemes, parse_json(line))
        except Refusal as refused:
            result = refusal(refused.faults)
        return _text(result), "errors" in result

    def _quick(self, line: bytes) -> str | None:
        """The result of an ordinary faultless visit; None for anything else."""
        try:
            text = line.decode("utf-8")
            raw = _decode(text)
        except (ValueError, RecursionError):
            return None
        if type(raw) is not dict or not KEYS.issuperset(raw):
            return None
        if "\\u" in text and any(odd in text for odd in ODD_ESCAPES):
            return None
        frame = self._frame(raw)
        findings = raw.get("findings", {})
        if frame is None or type(findings) is not dict:
            return None
        # Every key has a colon: where no colon is left over, no key was there twice.
        return _render(frame, findings, text.count(":") - len(raw) - frame.keys)

    def _frame(self, raw: dict[str, Any]) -> _Frame | None:
        head = [raw.get("scheme", MISSING), raw.get("profile", MISSING), raw.get("policy", MISSING)]
        key = memory_key([None if each is MISSING else (each,) for each in head])
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
            steps = (_Step(each, places[each.criterion.section]) for each in rubric.order)
            self._steps[rubric] = tuple(steps)
        keys = len(raw.get("profile", {})) + len(raw.get("policy", {}))
        return _Frame(scheme, read.policy, self._steps[rubric], keys)


def _colons(value: object) -> int:
    """How many colons the JSON text of a value has: one a key, and those within texts."""
    match value:
        case str():
            return value.count(":")
        case dict():
            return sum(1 + key.count(":") + _colons(each) for key, each in value.items())
        case list():
            return sum(map(_colons, value))
    return 0


def _render(frame: _Frame, findings: dict[str, Any], colons: int) -> str | None:
    texts, adjustments = [], []
    sums = [0] * len(frame.sections)
    cut = open_max = open_ = cutters = 0
    for step in frame.steps:
        raw = findings.get(step.id, MISSING)
        if raw is MISSING:
            open_max, open_, cutters = open_max + step.max, open_ + 1, cutters + step.cuts
            texts.append(step.unanswered)
            continue
        key = memory_key(raw)
        entry = step.memo.get(key) or step.judge(raw, key)
        if entry is None:
            return None
        score, off, text, adjustment, written = entry
        texts.append(text)
        sums[step.section] += score
        colons -= written
        if off:
            cut += off
            adjustments.append(adjustment)
    # What is left over is a criterion that the scheme does not have, or a key that was there twice.
    if colons != len(findings) or len(texts) - open_ != len(findings):
        return None
    standing = Standing(sum(sums), cut, open_max, open_, cutters, 0)
    return _join(frame, standing, texts, sums, adjustments)


def _join(
    frame: _Frame, standing: Standing, texts: list[str], sums: list[Points], adjustments: list[str]
) -> str:
    full = frame.scheme.full_marks
    low, high = format_points(standing.total(full)), format_points(standing.high(full))
    verdict = decide(frame.scheme, standing, frame.policy.pass_mark)
    foreseen = f'"{verdict.foreseen}"' if verdict.foreseen else "null"
    areas = zip(frame.sections, sums, strict=True)
    sections = [f"{head}{format_points(got)}{tail}" for (head, tail), got in areas]
    return (
        f'{frame.head}{"incomplete" if standing.open else "complete"}", "total": "{low}", '
        f'"range": {{"low": "{low}", "high": "{high}"}}, "sections": [{", ".join(sections)}], '
        f'"criteria": [{", ".join(texts)}], "total_adjustments": [{", ".join(adjustments)}], '
        f'"verdict": {{"outcome": "{verdict.outcome}", "foreseen": {foreseen}, '
        f'"why": {_text(verdict.why)}}}}}'
    )
