"""What is written of the day in the panel's ledger: the shapes that ``day_entries`` reads."""

from __future__ import annotations

from app.services.store.day import DayLine
from app.services.store.rounds import ProtocolStep


def step_noted(held: ProtocolStep | None, people: str, notes: str) -> dict[str, object]:
    """A step with these people and notes; the times that are typed stay. A step without is done now."""
    if held is None or (held.begun is None and not held.present and not held.unit):
        return {"people": people, "notes": notes}
    if people != held.people:  # told anew in words
        held = ProtocolStep(held.id, "", held.done_at, people, notes, begun=held.begun, unit=people)
    return step_plain(held, notes)


def step_plain(step: ProtocolStep, notes: str) -> dict[str, object]:
    """A step with its times as an entry has it."""
    return {
        "people": step.people,
        "notes": notes,
        "begun": step.begun,
        "ended": step.done_at,
        "present": list(step.present),
        "unit": step.unit,
    }


def line_plain(line: DayLine) -> dict[str, object]:
    """Something that was said, as an entry has it."""
    return {"step": line.step, "kind": line.kind, "text": line.text, "answer": line.answer}
