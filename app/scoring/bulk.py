"""Many visits, one after another, JSON text in and out: the same answers as ``score_visit``, faster.

A batch says the same things again and again. So a line is cut where one criterion ends and the next
begins, and a piece that was met before is neither parsed nor judged again. Cutting is safe without
parsing: a piece is remembered only after it was read strictly as a whole member ``"id": {...}`` of an
object, and what stands around the pieces only after it was read with empty findings, so that a line put
together of remembered parts is valid JSON and means what the parts mean. Whatever is unusual or faulty
goes the plain way, so that there is one place alone where faults are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from app.common.canon import MAX_INPUT_BYTES, parse_json
from app.common.errors import Refusal
from app.scoring.asked import answer
from app.scoring.deciding import decide
from app.scoring.intake import Policy
from app.scoring.pieces import LONG, Pieces, json_text
from app.scoring.points import Points, format_points
from app.scoring.rubric import Rubric
from app.scoring.scheme import Scheme, Section
from app.scoring.standing import Standing
from app.scoring.visit import VISIT_KEYS, read_frame, score_visit

MOST_FRAMES, MOST_ENDS = 1024, 4096
BLANKS = " \t\r\n"


class _Marks(NamedTuple):
    """How a writer of JSON sets its blanks: before the first piece, between two, after the last."""

    before: str
    between: str
    after: str


WRITINGS = (_Marks('"findings": {"', '}, "', '}}, "'), _Marks('"findings":{"', '},"', '}},"'))


class _Area:
    """A section's JSON text by its score."""

    __slots__ = ("_section", "known")

    def __init__(self, section: Section) -> None:
        self._section = section
        self.known: dict[Points, str] = {}

    def tell(self, score: Points) -> str:
        """The text; scores are few, so it is kept."""
        most = format_points(self._section.max)
        told = f'{{"id": {json_text(self._section.id)}, "score": "{format_points(score)}", "max": "{most}"}}'
        self.known[score] = told
        return told


class _Frame:
    """What stands around the pieces of a line: scheme, profile and policy, faultless."""

    __slots__ = ("_ends", "_head", "_policy", "_scheme", "areas", "blank", "pieces")

    def __init__(self, scheme: Scheme, policy: Policy, pieces: Pieces) -> None:
        self._scheme, self._policy, self.pieces = scheme, policy, pieces
        self._head = (
            f'{{"scheme": {json_text(scheme.id)}, "scheme_version": {json_text(scheme.version)}, "state": "'
        )
        self.areas = tuple(_Area(section) for section in scheme.sections)
        self.blank = [0] * len(scheme.sections)
        self._ends: dict[tuple[Points, Points, int], tuple[str, str]] = {}

    def ends(self, scored: Points, cut: Points, answered: int) -> tuple[str, str]:
        """The text before the sections and the text after the adjustments. answered: a bit a criterion."""
        key = (scored, cut, answered)
        found = self._ends.get(key)
        if found is None:
            if len(self._ends) >= MOST_ENDS:
                self._ends.clear()
            found = self._ends[key] = self._make_ends(self._standing(*key))
        return found

    def _standing(self, scored: Points, cut: Points, answered: int) -> Standing:
        standing = Standing(scored, cut, 0, 0, 0, 0)
        for place, each in enumerate(self.pieces.rubric.order):
            if not answered >> place & 1:
                standing = standing.with_(each.unanswered, cuts=each.criterion.cuts_total)
        return standing

    def _make_ends(self, standing: Standing) -> tuple[str, str]:
        full = self._scheme.full_marks
        low, high = format_points(standing.total(full)), format_points(standing.high(full))
        verdict = decide(self._scheme, standing, self._policy)
        told = {"outcome": verdict.outcome, "foreseen": verdict.foreseen, "why": verdict.why}
        state = "incomplete" if standing.open else "complete"
        ranged = f'"total": "{low}", "range": {{"low": "{low}", "high": "{high}"}}, "sections": ['
        return f'{self._head}{state}", {ranged}', f'], "verdict": {json_text(told)}}}'


class Bulk:
    """Scores lines of JSON. Memory stays flat however many there are."""

    def __init__(self, schemes: Mapping[str, Scheme]) -> None:
        self._schemes = schemes
        self._frames: dict[tuple[str, str], _Frame] = {}
        self._pieces: dict[Rubric, Pieces] = {}

    def score(self, line: bytes) -> tuple[str, bool]:
        """The JSON text of the result or the errors of one visit, and whether it was refused."""
        text = self._quick(line) if len(line) <= MAX_INPUT_BYTES else None
        if text is not None:
            return text, False
        result = answer(line, partial(score_visit, self._schemes))
        return json_text(result), "errors" in result

    def _quick(self, line: bytes) -> str | None:
        """The result of an ordinary faultless visit; None for anything else."""
        try:
            text = line.decode("utf-8").rstrip(BLANKS)
        except UnicodeDecodeError:
            return None
        for marks in WRITINGS:
            start = text.find(marks.before)
            if start >= 0:
                return self._cut(text, start + len(marks.before), marks)
        return None

    def _cut(self, text: str, begin: int, marks: _Marks) -> str | None:
        end = text.rfind(marks.after)
        if end < begin:
            end = len(text) - len("}}}")
            if end < begin or not text.endswith("}}}"):
                return None
        # Before the first piece stands a quote, after the last a brace; they belong to the pieces.
        head, tail = text[: begin - 1], text[end + 1 :]
        frame = self._frames.get((head, tail)) or self._learn(head, tail)
        return None if frame is None else _render(frame, text[begin:end].split(marks.between))

    def _learn(self, head: str, tail: str) -> _Frame | None:
        """The frame of what stands around the pieces; None where it is faulty without them."""
        try:
            raw = parse_json((head + tail).encode())
        except Refusal:
            return None
        if type(raw) is not dict or raw.get("findings") != {}:
            return None
        read, faults = read_frame(self._schemes, raw, VISIT_KEYS, panel=False)
        if read is None or faults or not read.rubric.scheme.plain:
            return None
        if read.rubric not in self._pieces:
            self._pieces[read.rubric] = Pieces(read.rubric)
        frame = _Frame(read.rubric.scheme, read.policy, self._pieces[read.rubric])
        if len(head) + len(tail) <= LONG:
            if len(self._frames) >= MOST_FRAMES:
                self._frames.clear()
            self._frames[head, tail] = frame
        return frame


def _render(frame: _Frame, pieces: list[str]) -> str | None:
    """The result's text; None where there are faults. The loop is the hot path."""
    known, learn = frame.pieces.known, frame.pieces.learn
    texts, sums = frame.pieces.unanswered.copy(), frame.blank.copy()
    adjustments: list[tuple[int, str]] = []
    cut = answered = 0
    for piece in pieces:
        entry = known.get(piece) or learn(piece)
        if entry is None:
            return None
        place, section, score, off, text, adjustment = entry
        bit = 1 << place
        if answered & bit:
            return None
        answered |= bit
        texts[place] = text
        sums[section] += score
        if off:
            cut += off
            adjustments.append((place, adjustment))
    areas = [area.known.get(got) or area.tell(got) for area, got in zip(frame.areas, sums, strict=True)]
    head, tail = frame.ends(sum(sums), cut, answered)
    cuts = ", ".join(text for _, text in sorted(adjustments)) if adjustments else ""
    return f'{head}{", ".join(areas)}], "criteria": [{", ".join(texts)}], "total_adjustments": [{cuts}{tail}'
