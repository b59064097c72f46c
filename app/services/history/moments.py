"""A sheet as it stood after any of its entries, and that beside the sheet as it stands now.

The ledger is folded once; now and then the values are kept, and a moment is reached from the nearest of
these. They are kept after as many entries as there are values, so that all of it never outgrows the ledger.
Values stay JSON text, so that two moments are compared without reading them.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.models.entries import EntryRow
from app.scoring import Scheme, Tally
from app.services.sheet.projection import NOTHING, Projection
from app.services.sheet.slots import Aspect, Slot

EVERY = 256
Values = dict[Aspect, dict[str, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Moment:
    """The sheet after so many entries. values: aspect, criterion, field to JSON text."""

    seq: int
    values: Values
    tally: Tally
    confirmed: bool
    locked: bool

    def of(self, aspect: Aspect, cid: str) -> dict[str, str]:
        """A criterion's values of one aspect by field as JSON text."""
        return self.values[aspect].get(cid, {})

    def value(self, slot: Slot) -> Any:
        """What stands in a slot, None for nothing."""
        return json.loads(self.of(slot.aspect, slot.criterion or "").get(slot.field or "", NOTHING))


class Moments:
    """Every moment of one ledger. Raises Refusal for a ledger that no program of ours has written."""

    def __init__(
        self,
        rows: Sequence[EntryRow],
        scheme: Scheme,
        profile: Mapping[str, object],
        policy: Mapping[str, object],
    ) -> None:
        self._rows, self._scheme, self._profile, self._policy = rows, scheme, profile, policy
        state = Projection()
        self._kept: list[Values] = [_copied(state.values)]
        self._kept_at = [0]
        slots: list[Slot | None] = []
        for row in rows:
            slots.append(state.apply(row))
            if len(slots) % EVERY == 0 and len(slots) - self._kept_at[-1] >= _size(state.values):
                self._keep(len(slots), state.values)
        self.slots: tuple[Slot | None, ...] = tuple(slots)
        """What each entry changed, None for one that changed no value."""
        self._confirmed = _first(rows, "recusal")
        self._turns = [row for row in rows if row.kind in ("lock", "reopen")]

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._rows)

    def values(self, seq: int) -> Values:
        """The values after the entry of that number; 0 is before the first."""
        place = bisect_right(self._kept_at, seq) - 1
        values = _copied(self._kept[place])
        for at in range(self._kept_at[place], seq):
            slot = self.slots[at]
            if slot is not None:
                _put(values, slot, self._rows[at].after)
        return values

    def at(self, seq: int) -> Moment:
        """The sheet after the entry of that number, judged."""
        values = self.values(seq)
        findings = {
            cid: {name: json.loads(text) for name, text in held.items()}
            for cid, held in values["finding"].items()
            if cid in self._scheme.by_id
        }
        tally = Tally.start(self._scheme, self._profile, self._policy, findings)
        return Moment(seq, values, tally, self._confirmed <= seq, self._locked(seq))

    def _locked(self, seq: int) -> bool:
        """Whether the sheet was locked after that entry: it may have been opened again, more than once."""
        before = [row.kind for row in self._turns if row.seq <= seq]
        return bool(before) and before[-1] == "lock"

    def _keep(self, seq: int, values: Values) -> None:
        self._kept_at.append(seq)
        self._kept.append(_copied(values))


def differing(scheme: Scheme, then: Moment, now: Moment) -> tuple[str, ...]:
    """Numbers of the criteria at which two moments differ, in the annex's order."""
    order = {criterion.id: place for place, criterion in enumerate(scheme.criteria)}
    found = {
        cid
        for aspect, held in then.values.items()
        for cid in held.keys() | now.values[aspect].keys()
        if held.get(cid) != now.values[aspect].get(cid)
    }
    return tuple(sorted(found, key=lambda cid: (order.get(cid, len(order)), cid)))


def _size(values: Values) -> int:
    return sum(len(fields) for held in values.values() for fields in held.values())


def _copied(values: Values) -> Values:
    return {aspect: {cid: dict(fields) for cid, fields in held.items()} for aspect, held in values.items()}


def _put(values: Values, slot: Slot, after: str) -> None:
    held, cid, name = values[slot.aspect], slot.criterion or "", slot.field or ""
    if after != NOTHING:
        held.setdefault(cid, {})[name] = after
        return
    held.get(cid, {}).pop(name, None)
    if not held.get(cid):
        held.pop(cid, None)


def _first(rows: Sequence[EntryRow], kind: str) -> int:
    """Number of the first entry of a kind; beyond the end where there is none."""
    return next((row.seq for row in rows if row.kind == kind), len(rows) + 1)
