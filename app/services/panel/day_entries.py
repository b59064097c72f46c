"""What entries of the panel's ledger say of the day, folded: steps with their times, lines, who came."""

from __future__ import annotations

from dataclasses import replace
from typing import cast, get_args

from app.common.clock import moment_of, stamp
from app.common.ledger import EntryRecord
from app.services.panel.entry_shapes import line_of, object_of, text_of, texts_of
from app.services.store.day import DayLine, DayRecord, LineKind
from app.services.store.rounds import ProtocolStep

MAX_TEXT = 2000
"""How long a question, an answer or a reason may be."""


def step_of(entry: EntryRecord) -> ProtocolStep:
    """A step of the protocol. One that earlier programs noted was done when its entry was written.

    Raises KeyError, TypeError, ValueError.
    """
    told, name = object_of(entry.after), text_of(entry.field)
    people, notes = text_of(told["people"]), text_of(told["notes"])
    if "begun" not in told:
        return ProtocolStep(name, "", entry.at, people, notes)
    begun, ended = (_stamp_of(told[each]) for each in ("begun", "ended"))
    if begun and ended and begun > ended:
        raise ValueError("ended before it began")
    present, unit = texts_of(told["present"]), text_of(told["unit"])
    return ProtocolStep(name, "", ended, people, notes, begun=begun, present=present, unit=unit)


def with_line(day: DayRecord, entry: EntryRecord) -> DayRecord:
    """A question with its answer, or a reason; None takes it away. Raises as above."""
    name, lines = line_of(entry.field), dict(day.lines)
    if entry.after is None:
        lines.pop(name, None)
        return replace(day, lines=lines)
    told = object_of(entry.after)
    text, answer = (text_of(told[each]) for each in ("text", "answer"))
    if told["kind"] not in get_args(LineKind) or max(len(text), len(answer)) > MAX_TEXT:
        raise ValueError("nothing that is said in a step")
    at = lines[name].at if name in lines else entry.at
    kind = cast("LineKind", told["kind"])
    lines[name] = DayLine(name, line_of(told["step"]), kind, text, answer, at)
    return replace(day, lines=lines)


def with_arrival(day: DayRecord, entry: EntryRecord) -> DayRecord:
    """When somebody came; None: has not. Raises as above."""
    person, came = text_of(entry.field), dict(day.came)
    came.pop(person, None)
    if entry.after is not None:
        came[person] = stamp(moment_of(text_of(object_of(entry.after)["at"])))
    return replace(day, came=came)


def _stamp_of(value: object) -> str | None:
    return None if value is None else stamp(moment_of(text_of(value)))
