"""Where a value of a sheet stands."""

from __future__ import annotations

from typing import Literal, NamedTuple

Aspect = Literal["finding", "note", "mark", "attachment", "paper", "flag"]


class Slot(NamedTuple):
    """Where a value stands.

    A finding's field, a criterion's note, marks or flag (no field), an attached file (field: its SHA-256), a
    working paper (field: its id). criterion is None for what belongs to the sheet as a whole.
    """

    aspect: Aspect
    criterion: str | None
    field: str | None
