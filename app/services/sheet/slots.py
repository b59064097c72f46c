"""Where a value of a sheet stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Aspect = Literal["finding", "note", "mark", "attachment", "paper", "flag"]
SETS: Mapping[str, Aspect | None] = {
    "open": None,
    "recusal": None,
    "finding": "finding",
    "note": "note",
    "mark": "mark",
    "attach": "attachment",
    "detach": "attachment",
    "paper": "paper",
    "flag": "flag",
    "undo": None,
    "redo": None,
    "lock": None,
    "reopen": None,
    "clock": None,
    "join": None,
}
"""The kinds of a sheet's ledger entries, and what an entry of each sets; an undo sets what it takes back."""


class Slot(NamedTuple):
    """Where a value stands.

    A finding's field, a criterion's note, marks or flag (no field), an attached file (field: its SHA-256), a
    working paper (field: its id). criterion is None for what belongs to the sheet as a whole.
    """

    aspect: Aspect
    criterion: str | None
    field: str | None
