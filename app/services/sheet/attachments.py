"""What the ledgers say of one attached file: when and by whom it was attached, whether it is personal."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.models import tables
from app.services.sheet.projection import NOTHING
from app.services.store.unit_of_work import Store, View

_COLUMNS = ("at", "author", "on_behalf", "before", "after", "criterion")


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """at: UTC as the ledger has it; author: id of who attached it; on_behalf: for whom, or None."""

    at: str
    author: str
    on_behalf: str | None


def origin_of(store: Store, stream_id: str, criterion: str, sha256: str) -> FileOrigin | None:
    """When and by whom a file was last attached to a criterion of a sheet; None where it never was."""
    with store.look() as view:
        rows = view.find(
            tables.entries,
            columns=_COLUMNS,
            order=("-seq",),
            stream_id=stream_id,
            kind="attach",
            criterion=criterion,
            field=sha256,
        )
    found = next((row for row in rows if row["before"] == NOTHING), None)
    return FileOrigin(found["at"], found["author"], found["on_behalf"]) if found else None


def personal_elsewhere(view: View, visit_id: str, stream_id: str, sha256: str) -> bool:
    """Whether another sheet of the visit on this device says that the file holds personal data."""
    streams = view.find(tables.streams, columns=("id",), visit_id=visit_id, kind="sheet")
    return any(_personal_in(view, row["id"], sha256) for row in streams if row["id"] != stream_id)


def _personal_in(view: View, stream_id: str, sha256: str) -> bool:
    rows = view.find(tables.entries, columns=_COLUMNS, order=("seq",), stream_id=stream_id, field=sha256)
    last = {row["criterion"]: json.loads(row["after"]) for row in rows}
    return any(isinstance(told, dict) and told.get("personal") is True for told in last.values())
