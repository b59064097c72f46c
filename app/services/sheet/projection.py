"""What a sheet's ledger says now: the fold of its entries, with the steps that can be undone and redone.

Opening a sheet and editing it pass through the same ``apply``, so that they cannot come apart. Values stay
canonical JSON text until somebody asks for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, get_args

from app.common.canon import digest
from app.common.errors import Refusal
from app.models.entries import EntryRow
from app.services.sheet.origins import Origins
from app.services.sheet.slots import SETS, Aspect, Slot

NOTHING = "null"
# Part of the ledger's form: it decides what an undo entry takes back, so it must never change.
ONE_STEP = timedelta(seconds=3)

ASPECTS: Mapping[str, Aspect] = {kind: aspect for kind, aspect in SETS.items() if aspect is not None}
TYPED = frozenset({"finding", "note", "paper"})


@dataclass(slots=True)
class UndoStep:
    """Entries that are undone together, and the values before and after them as JSON text."""

    slot: Slot
    author: str
    before: str
    after: str
    last_seq: int
    last_at: str
    first_seq: int
    first_at: str
    why: str | None


@dataclass(slots=True)
class Projection:
    """The state after the entries applied so far. values: aspect, criterion, field to JSON text.

    worked: when each criterion was changed last.
    """

    values: dict[Aspect, dict[str, dict[str, str]]] = field(
        default_factory=lambda: {aspect: {} for aspect in get_args(Aspect)}
    )
    undoable: list[UndoStep] = field(default_factory=list)
    redoable: list[UndoStep] = field(default_factory=list)
    worked: dict[str, str] = field(default_factory=dict)
    confirmed: bool = False
    locked: bool = False
    origins: Origins = field(default_factory=Origins)

    def apply(self, row: EntryRow) -> Slot | None:
        """Take one entry in; returns the slot that it changed. Raises Refusal where it does not fit."""
        aspect = ASPECTS.get(row.kind)
        if self.locked and (aspect or row.kind in ("undo", "redo")):
            raise _misfit(row)
        if aspect:
            return self._edit(row, Slot(aspect, row.criterion, row.field))
        if row.kind == "undo":
            return self._back(row)
        if row.kind == "redo":
            return self._again(row)
        self.confirmed = self.confirmed or row.kind == "recusal"
        self._turn(row)
        return None

    def _turn(self, row: EntryRow) -> None:
        """Locked, or opened again, which only what is locked can be."""
        if row.kind == "reopen" and not self.locked:
            raise _misfit(row)
        self.locked = row.kind != "reopen" and (self.locked or row.kind == "lock")

    def text(self, slot: Slot) -> str:
        """The value in a slot as JSON text; ``null`` for nothing."""
        return self.values[slot.aspect].get(slot.criterion or "", {}).get(slot.field or "", NOTHING)

    def of(self, aspect: Aspect, criterion: str) -> dict[str, Any]:
        """A criterion's values of one aspect by field, in the order they were first given."""
        return {name: json.loads(text) for name, text in self.values[aspect].get(criterion, {}).items()}

    def findings(self) -> dict[str, dict[str, Any]]:
        """All findings by criterion, as scoring wants them."""
        return {criterion: self.of("finding", criterion) for criterion in self.values["finding"]}

    def _edit(self, row: EntryRow, slot: Slot) -> Slot:
        self._set(row, slot)
        self.redoable.clear()
        last = self.undoable[-1] if self.undoable else None
        if last and _continues(last, row, slot):
            last.after, last.last_seq, last.last_at = row.after, row.seq, row.at
        else:
            values = (row.before, row.after, row.seq, row.at, row.seq, row.at, row.why)
            self.undoable.append(UndoStep(slot, row.author, *values))
        return slot

    def _back(self, row: EntryRow) -> Slot:
        if not self.undoable or not _mirrors(row, self.undoable[-1], self.undoable[-1].before):
            raise _misfit(row)
        step = self.undoable.pop()
        self._set(row, step.slot)
        self.redoable.append(step)
        return step.slot

    def _again(self, row: EntryRow) -> Slot:
        if not self.redoable or not _mirrors(row, self.redoable[-1], self.redoable[-1].after):
            raise _misfit(row)
        step = self.redoable.pop()
        self._set(row, step.slot)
        self.undoable.append(step)
        return step.slot

    def _set(self, row: EntryRow, slot: Slot) -> None:
        if row.before != self.text(slot):
            raise _misfit(row)
        self.origins.take(row, slot)
        held = self.values[slot.aspect]
        criterion, name = slot.criterion or "", slot.field or ""
        self.worked[criterion] = row.at
        if row.after != NOTHING:
            held.setdefault(criterion, {})[name] = row.after
            return
        held.get(criterion, {}).pop(name, None)
        if not held.get(criterion):
            held.pop(criterion, None)


def projected(rows: Iterable[EntryRow]) -> Projection:
    """The state after all entries. Raises Refusal for a ledger that no program of ours has written."""
    state = Projection()
    for row in rows:
        state.apply(row)
    return state


def sheet_digest(sheet: Mapping[str, str], findings: Mapping[str, Mapping[str, object]], head: str) -> str:
    """A locked sheet's digest. sheet: visit, person and scheme digest; head: the lock entry's digest."""
    plain = {criterion: dict(found) for criterion, found in findings.items()}
    return digest({"sheet": dict(sheet), "findings": plain, "head": head})


def _continues(step: UndoStep, row: EntryRow, slot: Slot) -> bool:
    removed = slot.aspect == "paper" and row.after == NOTHING  # by a click, never by typing on
    return (
        step.slot == slot
        and slot.aspect in TYPED
        and not removed
        and step.last_seq == row.seq - 1
        and step.author == row.author
        and datetime.fromisoformat(row.at) - datetime.fromisoformat(step.last_at) <= ONE_STEP
    )


def _mirrors(row: EntryRow, step: UndoStep, after: str) -> bool:
    return (row.criterion, row.field, row.after) == (step.slot.criterion, step.slot.field, after)


def _misfit(row: EntryRow) -> Refusal:
    message = f"记录第 {row.seq} 条与它之前的内容不符，整份记录不予采用。请改用备份或重新要一份文件。"
    return Refusal.because(message, where=f"entries.{row.seq - 1}", code="XP-3703")
