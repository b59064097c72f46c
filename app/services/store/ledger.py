"""A stream's ledger: opened and checked, appended to durably, its time never running backwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

from app.common.canon import canonical
from app.common.clock import Clock, moment_of, stamp
from app.common.errors import Refusal
from app.common.ids import new_id
from app.models import tables
from app.models.entries import FIRST_PREV, EntryRow, first_break, row_digest
from app.services.store.unit_of_work import Store, Unit, View

if TYPE_CHECKING:
    from app.common.ledger import EntryRecord

CLOCK = "clock"
LEAP = timedelta(seconds=1)
AHEAD = timedelta(minutes=1)
"""From when a clock that was set forward is noted; a machine's own correction stays below."""
MAX_ENTRIES = 200_000  # as app.common.ledger has it: what cannot travel is not begun
_DRIFTS: WeakKeyDictionary[Clock, dict[str, timedelta]] = WeakKeyDictionary()
"""How far a clock had been set when a stream was last written to: desks come and go, the program runs on."""
Rows = tuple[EntryRow, ...]
StreamKind = Literal["sheet", "panel"]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What one entry says. before, after: JSON without floats, None for nothing; why: a person's words."""

    kind: str
    author: str
    on_behalf: str | None = None
    criterion: str | None = None
    field: str | None = None
    before: object = None
    after: object = None
    why: str | None = None


class Ledger:
    """The end of one stream, ready for the next entry. ``read_ledger`` opens it."""

    def __init__(self, store: Store, clock: Clock, stream_id: str, rows: Iterable[EntryRow]) -> None:
        self.stream_id = stream_id
        self._store = store
        self._clock = clock
        self._seq, self._head, self._at, self._wall = 0, FIRST_PREV, "", ""
        for row in rows:
            self._advance(row)

    @property
    def seq(self) -> int:
        """Number of the last entry, 0 where there is none."""
        return self._seq

    @property
    def head(self) -> str:
        """Digest of the last entry, or 64 zeros."""
        return self._head

    @property
    def at(self) -> str:
        """Stamp of the last entry, empty where there is none."""
        return self._at

    def append(self, draft: NewEntry, *, also: Callable[[Unit, str], None] | None = None) -> Rows:
        """Commit one entry, and in the same transaction what ``also`` writes (it gets the new head).

        Returns what was appended: an entry on a clock that was set back may come before the draft's.
        Raises Refusal or EnvironmentTrouble, and then nothing was stored.
        """
        now, drift = stamp(self._clock.now()), self._clock.drift()
        rows = self._rows(draft, now, drift)
        with self._store.write() as unit:
            if also:
                also(unit, rows[-1].digest)
            unit.append(self.stream_id, rows)
        return self._written(rows, now, drift)

    def extend(self, drafts: Iterable[NewEntry]) -> Rows:
        """Commit several entries, all or none. Returns what was appended; raises as ``append``."""
        now, drift = stamp(self._clock.now()), self._clock.drift()
        rows = self.composed(drafts)
        with self._store.write() as unit:
            unit.append(self.stream_id, rows)
        return self._written(rows, now, drift)

    def composed(self, drafts: Iterable[NewEntry]) -> Rows:
        """The entries as they would be appended, for a transaction of the caller's. Raises Refusal."""
        now, drift = stamp(self._clock.now()), self._clock.drift()
        rows = list[EntryRow]()
        for draft in drafts:
            if rows:
                last = rows[-1]
                rows.append(_row(draft, last.seq + 1, last.at, last.digest))
            else:
                rows += self._rows(draft, now, drift)
        if self._seq + len(rows) >= MAX_ENTRIES:
            raise _full()
        return tuple(rows)

    def records(self) -> tuple[EntryRecord, ...]:
        """The whole ledger in the form that travels. Raises EnvironmentTrouble."""
        with self._store.look() as view:
            return tuple(as_record(row) for row in view.entries(self.stream_id))

    def rows(self) -> list[EntryRow]:
        """The whole ledger as it is stored. Raises EnvironmentTrouble."""
        with self._store.look() as view:
            return view.entries(self.stream_id)

    def _written(self, rows: Rows, now: str, drift: timedelta) -> Rows:
        for row in rows:
            self._advance(row)
        self._wall = now
        _DRIFTS.setdefault(self._clock, {})[self.stream_id] = drift
        return rows

    def _rows(self, draft: NewEntry, now: str, drift: timedelta) -> Rows:
        if self._seq >= MAX_ENTRIES - 1:
            raise _full()
        at = max(now, self._at)
        before = self._set_from(now, drift)
        if before is None:
            return (_row(draft, self._seq + 1, at, self._head),)
        why = "计算机的时钟被调回" if now < before else "计算机的时钟被调快"
        leap = NewEntry(CLOCK, draft.author, draft.on_behalf, before=before, after=now, why=why)
        first = _row(leap, self._seq + 1, at, self._head)
        return first, _row(draft, first.seq + 1, at, first.digest)

    def _set_from(self, now: str, drift: timedelta) -> str | None:
        """What the clock would show, had nobody set it since the last entry; None where nobody has.

        One that was set back shows by the entries alone, one set forward only while the program runs.
        """
        if now < self._wall and moment_of(self._wall) - moment_of(now) > LEAP:
            return self._wall
        forward = drift - _DRIFTS.get(self._clock, {}).get(self.stream_id, timedelta())
        return stamp(moment_of(now) - forward) if forward > AHEAD else None

    def _advance(self, row: EntryRow) -> None:
        if row.kind == CLOCK:
            self._wall = str(json.loads(row.after))
        elif row.at > self._at:
            self._wall = row.at
        self._seq, self._head, self._at = row.seq, row.digest, row.at


def _full() -> Refusal:
    return Refusal.because("这份记录已达到条数上限，不能再录入。", code="XP-3308")


def _row(draft: NewEntry, seq: int, at: str, prev: str) -> EntryRow:
    try:
        before, after = (canonical(value).decode() for value in (draft.before, draft.after))
        (draft.why or "").encode()
    except UnicodeEncodeError:
        raise Refusal.because("文字里有不完整的字符，没有录入。请删去后重新输入。", code="XP-3309") from None
    row = EntryRow(
        seq,
        new_id(),
        at,
        draft.author,
        draft.on_behalf,
        draft.kind,
        draft.criterion,
        draft.field,
        before,
        after,
        draft.why,
        prev,
        "",
    )
    return row._replace(digest=row_digest(row))


def first_entry(draft: NewEntry, clock: Clock) -> EntryRow:
    """The entry that begins a ledger."""
    return _row(draft, 1, stamp(clock.now()), FIRST_PREV)


def chained(drafts: Iterable[NewEntry], clock: Clock) -> Rows:
    """The entries of a whole ledger that begins with these drafts, all of one moment."""
    now, rows = stamp(clock.now()), list[EntryRow]()
    for seq, draft in enumerate(drafts, 1):
        rows.append(_row(draft, seq, now, rows[-1].digest if rows else FIRST_PREV))
    return tuple(rows)


def read_ledger(view: View, stream_id: str) -> list[EntryRow]:
    """A stream's entries, their chain checked. Raises Refusal where anything was changed."""
    rows = view.entries(stream_id)
    broken = first_break(rows)
    if broken is not None:
        raise tampered(broken)
    return rows


def tampered(seq: int) -> Refusal:
    """The refusal of a ledger that somebody has changed."""
    return Refusal.because(
        f"这份记录在第 {seq} 条处与校验值不符，数据库可能被本程序以外的工具改动过。"
        "为免以错误的数据出具结论，不予打开；请改用备份，或向对方重新要一份文件。",
        where=f"entries.{seq - 1}",
        code="XP-3307",
    )


def find_stream(
    view: View, visit_id: str, kind: StreamKind, person_id: str | None = None, origin: str = ""
) -> str | None:
    """Id of a stream, or None. origin: "" for what is written here, else the package it came in."""
    columns = ("id",)
    found = view.first(
        tables.streams, columns=columns, visit_id=visit_id, kind=kind, person_id=person_id, origin=origin
    )
    return str(found["id"]) if found else None


def add_stream(
    unit: Unit,
    clock: Clock,
    visit_id: str,
    kind: StreamKind,
    person_id: str | None = None,
    origin: str = "",
) -> str:
    """Begin an empty stream and return its id."""
    stream_id = new_id()
    unit.add(
        tables.streams,
        id=stream_id,
        visit_id=visit_id,
        kind=kind,
        person_id=person_id,
        origin=origin,
        created_at=stamp(clock.now()),
    )
    return stream_id


def as_record(row: EntryRow) -> EntryRecord:
    """A stored row in the form that travels."""
    from app.common.ledger import EntryRecord

    values = row._asdict() | {"before": json.loads(row.before), "after": json.loads(row.after)}
    return EntryRecord.model_construct(**values)


def as_row(record: EntryRecord) -> EntryRow:
    """A travelling entry in the form that is stored."""
    values = {name: getattr(record, name) for name in EntryRow._fields}
    texts = {name: canonical(values[name]).decode() for name in ("before", "after")}
    return EntryRow(**{**values, **texts})
