"""Ledger entries as rows: written with one prepared insert, read and checked twenty thousand at a time.

``app.common.ledger`` defines an entry and its digest. A row holds before and after as canonical JSON text, so
the digest's input is joined from text without parsing; a test holds the two definitions together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from app.models.tables import entries

FIRST_PREV = "0" * 64


class EntryRow(NamedTuple):
    """An entry as stored. seq counts from 1; before and after: canonical JSON text, ``null`` for nothing."""

    seq: int
    id: str
    at: str
    author: str
    on_behalf: str | None
    kind: str
    criterion: str | None
    field: str | None
    before: str
    after: str
    why: str | None
    prev: str
    digest: str


_COLUMNS = [entries.c[name] for name in EntryRow._fields]
_INSERT = insert(entries)
_SELECT = select(*_COLUMNS).order_by(entries.c.seq)
_HEAD = select(entries.c.seq, entries.c.digest).order_by(entries.c.seq.desc()).limit(1)


def row_digest(row: EntryRow) -> str:
    """SHA-256 (hex) over the canonical JSON of every field but ``digest``."""
    text = (
        f'{{"after":{row.after},"at":{quoted(row.at)},"author":{quoted(row.author)},"before":{row.before},'
        f'"criterion":{_text(row.criterion)},"field":{_text(row.field)},"id":{quoted(row.id)},'
        f'"kind":{quoted(row.kind)},"on_behalf":{_text(row.on_behalf)},"prev":{quoted(row.prev)},'
        f'"seq":{row.seq},"why":{_text(row.why)}}}'
    )
    return sha256(text.encode("utf-8")).hexdigest()


def entry_text(row: EntryRow) -> str:
    """An entry as it travels: the canonical JSON of all its fields, joined from text without parsing."""
    return (
        f'{{"after":{row.after},"at":{quoted(row.at)},"author":{quoted(row.author)},"before":{row.before},'
        f'"criterion":{_text(row.criterion)},"digest":{quoted(row.digest)},"field":{_text(row.field)},'
        f'"id":{quoted(row.id)},"kind":{quoted(row.kind)},"on_behalf":{_text(row.on_behalf)},'
        f'"prev":{quoted(row.prev)},"seq":{row.seq},"why":{_text(row.why)}}}'
    )


def _text(value: str | None) -> str:
    return "null" if value is None else quoted(value)


def first_break(rows: Iterable[EntryRow]) -> int | None:
    """seq of the first entry whose number, link, digest, id or time is not right; None if all are."""
    prev, at, seen = FIRST_PREV, "", set[str]()
    for place, row in enumerate(rows, start=1):
        whole = row.seq == place and row.prev == prev and row.at >= at and row.id not in seen
        if not whole or row.digest != row_digest(row):
            return place
        seen.add(row.id)
        prev, at = row.digest, row.at
    return None


def write_entries(connection: Connection, stream_id: str, rows: Sequence[EntryRow]) -> None:
    """Append rows to a stream. Raises IntegrityError where a seq is taken."""
    connection.execute(_INSERT, [{"stream_id": stream_id, **row._asdict()} for row in rows])


def read_entries(connection: Connection, stream_id: str, after: int = 0) -> list[EntryRow]:
    """The rows of a stream in order, from the one that follows number ``after``."""
    found = connection.execute(_SELECT.where(entries.c.stream_id == stream_id, entries.c.seq > after))
    return [EntryRow._make(row) for row in found]


def read_head(connection: Connection, stream_id: str) -> tuple[int, str]:
    """seq and digest of a stream's last entry; 0 and the first prev for an empty one."""
    row = connection.execute(_HEAD.where(entries.c.stream_id == stream_id)).first()
    return (row.seq, row.digest) if row else (0, FIRST_PREV)
