"""The ledgers of one person's sheet that lie beside one another here, and which of them were set aside.

A ledger has the origin "" where it is written here, that of its package where it came in one, and its own
last entry's digest where it was set aside whole: it is never gone on with, and it can always be looked at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.common.typed import entered_by
from app.models import tables
from app.models.entries import EntryRow
from app.services.store.ledger import StreamKind, find_stream, read_ledger
from app.services.store.unit_of_work import Unit, View

ASIDE = "aside"
"""In an entry ``sheet`` of the panel's ledger: the locked sheets of a person that do not count."""


@dataclass(frozen=True, slots=True)
class Rival:
    """One ledger of a person's sheet. digest: of the locked sheet, else None.

    came: whether it came in a package of its own. aside: whether whoever leads has set it aside. typist: who
    typed all of it in from paper, None for nobody.
    """

    stream_id: str
    person_id: str
    origin: str
    digest: str | None
    rows: tuple[EntryRow, ...]
    typist: str | None
    aside: bool

    @property
    def head(self) -> str:
        """Digest of the last entry."""
        return self.rows[-1].digest

    @property
    def kept(self) -> bool:
        """Whether it stands under its own last entry: set aside whole, nobody goes on with it."""
        return self.origin == self.head

    @property
    def came(self) -> bool:
        """Whether it came in a package of its own."""
        return bool(self.origin) and not self.kept


def rivals_of(view: View, visit_id: str, person_id: str) -> tuple[Rival, ...]:
    """All ledgers of a person's sheet, the one written here first. Raises Refusal where one was changed."""
    dropped = dropped_in(view, visit_id).get(person_id, frozenset())
    rows = view.find(
        tables.streams,
        order=("origin", "created_at", "id"),
        visit_id=visit_id,
        kind="sheet",
        person_id=person_id,
    )
    found = [(row, tuple(read_ledger(view, row["id"]))) for row in rows]
    return tuple(
        Rival(
            row["id"],
            person_id,
            row["origin"],
            row["locked_digest"],
            ledger,
            entered_by(person_id, ledger),
            row["locked_digest"] in dropped,
        )
        for row, ledger in found
        if ledger
    )


def dropped_in(view: View, visit_id: str) -> Mapping[str, frozenset[str]]:
    """By person the digests of the locked sheets that whoever leads has set aside."""
    panel = find_stream(view, visit_id, "panel")
    if panel is None:
        return {}
    entries = view.find(
        tables.entries, columns=("field", "after"), order=("seq",), stream_id=panel, kind="sheet"
    )
    told = ((row["field"], json.loads(row["after"])) for row in entries)
    return {person: frozenset(after[ASIDE]) for person, after in told if ASIDE in after}


def locked_in(view: View, visit_id: str, person_id: str) -> frozenset[str]:
    """Digests of a person's locked sheets that are here and were not set aside."""
    rows = view.find(
        tables.streams,
        columns=("locked_digest",),
        visit_id=visit_id,
        kind="sheet",
        person_id=person_id,
    )
    dropped = dropped_in(view, visit_id).get(person_id, frozenset())
    return frozenset(row["locked_digest"] for row in rows if row["locked_digest"]) - dropped


def locked_under(rows: Sequence[EntryRow]) -> str:
    """The task that a sheet was locked under, as its lock says; empty where that says nothing of it."""
    told = json.loads(rows[-1].after) if rows and rows[-1].kind == "lock" else None
    return str(told.get("task", "")) if isinstance(told, dict) else ""


def common(here: Sequence[EntryRow], rows: Sequence[EntryRow]) -> int:
    """How many entries two ledgers have in common."""
    pairs = enumerate(zip(here, rows, strict=False))
    differs = (number for number, (ours, theirs) in pairs if ours.digest != theirs.digest)
    return next(differs, min(len(here), len(rows)))


def begins(whole: Sequence[EntryRow], part: Sequence[EntryRow]) -> bool:
    """Whether a ledger goes on from the whole of another."""
    return len(part) < len(whole) and common(whole, part) == len(part)


def only_noted(rows: Sequence[EntryRow]) -> bool:
    """Whether entries only note what every laptop notes by itself: an amended task, a clock that was set."""
    return all(row.kind in ("task", "clock") for row in rows)


def kept_apart(view: View, visit_id: str, kind: StreamKind, person_id: str | None) -> list[list[EntryRow]]:
    """The ledgers of a person (None: of the panel) that stand whole under their own last entry."""
    streams = view.find(
        tables.streams, columns=("id", "origin"), visit_id=visit_id, kind=kind, person_id=person_id
    )
    return [
        read_ledger(view, row["id"])
        for row in streams
        if row["origin"] and view.head(row["id"])[1] == row["origin"]
    ]


def keep_apart(unit: Unit, rival: Rival) -> str:
    """Leave the place of the sheet that is written here to another; returns where this one stands now."""
    if rival.origin:
        return rival.origin
    unit.change(tables.streams, {"id": rival.stream_id}, origin=rival.head)
    return rival.head


def put_in_place(unit: Unit, rival: Rival) -> None:
    """Let a ledger that was set aside be the one that is written here."""
    unit.change(tables.streams, {"id": rival.stream_id}, origin="")
