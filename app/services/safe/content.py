"""What a copy holds: a visit's ledgers as they stand, where everybody stopped, and for a leader the rest.

A ledger only grows, so what was read once is kept as text and only its tail is read again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.canon import sha256
from app.models import tables
from app.models.entries import EntryRow, entry_text
from app.services.packages.sheet_files import KEPT
from app.services.panel.pen_pages import SIGNED, pages_of
from app.services.safe.memory import remembered
from app.services.store.site import Visit
from app.services.store.unit_of_work import Row, Store, View

if TYPE_CHECKING:
    from app.exchange.safe import Memory

AT_ONCE = 200  # entries between two breaths, so that the window gets its turn


@dataclass(frozen=True, slots=True)
class Stream:
    """A ledger as text. person: None for the panel's; origin: the package it was taken from, or empty."""

    person: str | None
    origin: str
    head: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything of a visit that travels.

    places: person, criterion, field. sheets: person to the file (SHA-256) of the signed sheet. files: SHA-256
    and size of every evidence file that was ever attached. pdf: the verdict as it was issued. memory: what
    the device remembers beside all this.
    """

    visit_id: str
    streams: tuple[Stream, ...]
    places: tuple[tuple[str, str, str], ...] = ()
    sheets: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    pdf: bytes | None = None
    memory: Memory | None = None

    @property
    def papers(self) -> tuple[tuple[str, str], ...]:
        """The packages that lie beside the copy: SHA-256 and kind."""
        told = [(sha256, "xpsheet") for sha256 in self.sheets.values()]
        return (*told, *((each.sha256, each.kind) for each in (self.memory.papers if self.memory else ())))

    @property
    def length(self) -> int:
        """How many entries there are in all."""
        return sum(len(stream.texts) for stream in self.streams)

    @property
    def mark(self) -> object:
        """Equal for equal contents."""
        heads = tuple((stream.person, stream.origin, stream.head) for stream in self.streams)
        return heads, self.places, tuple(self.sheets.items()), sha256(self.pdf or b""), self.memory

    def members(self, keys: str | None) -> Mapping[str, bytes | Path]:
        """The members of the package. keys: the sender's, locked, or None."""
        from app.exchange.safe import PDF, Memory, Safe, SignedRecord, Spot, Told, safe_data

        rest = Safe(
            ledgers=(),
            places=tuple(Spot(person=who, criterion=cid, field=name) for who, cid, name in self.places),
            sheets=tuple(SignedRecord(person=who, sha256=digest) for who, digest in self.sheets.items()),
            keys=keys,
            pdf_sha256=None if self.pdf is None else sha256(self.pdf),
            memory=self.memory or Memory(),
        )
        told = [Told(self.visit_id, one.person, one.origin or None, one.texts) for one in self.streams]
        data: dict[str, bytes | Path] = {Safe.MEMBER: safe_data(rest, told)}
        return data if self.pdf is None else {**data, PDF: self.pdf}


@dataclass(slots=True)
class _Read:
    """A stream as far as it was read."""

    head: str = ""
    texts: list[str] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)

    def take(self, row: EntryRow) -> None:
        self.head = row.digest
        self.texts.append(entry_text(row))
        if row.kind == "attach" and row.field:
            self.files[row.field] = int(json.loads(row.after)["size"])
        if row.kind in SIGNED:
            self.files |= {sha: page.size for sha, page in pages_of((row,)).items()}


class Gathering:
    """Reads the contents of copies out of one database. For one thread at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, _Read] = {}

    def gather(self, visit: Visit, *, leads: bool) -> Content | None:
        """A visit at one moment; None where nothing was written yet.

        leads: with what is the leader's to hand on: the panel's ledger, received sheets, the verdict.
        """
        with self._store.look() as view:
            rows = view.find(tables.streams, visit_id=visit.id, order=("kind", "created_at", "id"))
            wanted = [row for row in rows if leads or (row["kind"] == "sheet" and not row["origin"])]
            streams = [(row, self._stream(view, row["id"])) for row in wanted]
            places = view.find(tables.places, visit_id=visit.id, order=("person_id",))
            sheets = _signed_sheets(view, visit.id, leads=leads)
            pdf = _issued(view, visit.id) if leads else None
            memory = remembered(view, visit.id, leads=leads)
        full = [(row, read) for row, read in streams if read.texts]
        if not full:
            return None
        return Content(
            visit.id,
            tuple(_told(row, read) for row, read in full),
            tuple((row["person_id"], row["criterion"], row["field"]) for row in places),
            sheets,
            {sha: size for _, read in full for sha, size in read.files.items()},
            pdf,
            memory,
        )

    def _stream(self, view: View, stream_id: str) -> _Read:
        read = self._read.setdefault(stream_id, _Read())
        if view.head(stream_id)[0] == len(read.texts):
            return read
        for number, row in enumerate(view.entries(stream_id, len(read.texts)), start=1):
            read.take(row)
            if number % AT_ONCE == 0:
                time.sleep(0)
        return read


def _told(row: Row, read: _Read) -> Stream:
    return Stream(row["person_id"], row["origin"], read.head, tuple(read.texts))


def _signed_sheets(view: View, visit_id: str, *, leads: bool) -> dict[str, str]:
    """The latest signed sheet of each person, as ``SheetFiles.kept`` finds it.

    Those that were taken in are the leader's to hand on, the others only have what was signed here.
    """
    where = {"kind": "xpsheet", "visit_id": visit_id} | ({} if leads else {"state": KEPT})
    rows: list[Row] = view.find(
        tables.received, columns=("sender", "sha256"), order=("received_at",), **where
    )
    return {row["sender"]: row["sha256"] for row in rows}


def _issued(view: View, visit_id: str) -> bytes | None:
    row = view.first(tables.verdicts, columns=("pdf", "state"), order=("-version",), visit_id=visit_id)
    return bytes(row["pdf"]) if row and row["pdf"] and row["state"] != "voided" else None
