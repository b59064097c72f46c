"""Where each finding of a sheet comes from: when it was given, and in whose words where it was adopted.

Taken from the ledger entry by entry beside the values, so that undo and redo bring the origin back too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from app.models.entries import EntryRow
    from app.services.sheet.slots import Slot


class Origin(NamedTuple):
    """at: UTC stamp of the entry that gave the value; why: what that entry says of it, None for nothing."""

    at: str
    why: str | None


@dataclass(slots=True)
class Origins:
    """The origins of a sheet's findings as they stand."""

    _now: dict[tuple[str, str], Origin] = field(default_factory=dict)
    _whys: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def take(self, row: EntryRow, slot: Slot) -> None:
        """Take one entry in. A step that is taken again has the words it had the first time."""
        if slot.aspect != "finding":
            return
        key = slot.criterion or "", slot.field or ""
        value = (*key, row.after)
        if row.kind == "finding" and row.why:
            self._whys[value] = row.why
        elif row.kind == "finding":
            self._whys.pop(value, None)
        self._now[key] = Origin(row.at, self._whys.get(value))

    def of(self, criterion: str, name: str) -> Origin | None:
        """Where a finding's present value comes from; None where it was never given."""
        return self._now.get((criterion, name))
