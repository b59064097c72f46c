"""What is to be looked at before locking. No Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """Something to look at before locking. owed: locking asks for it, else it only looks odd.

    clashing: whether things that were put down do not go together; what is left out or flagged is none.
    """

    id: str
    field: str
    message: str
    owed: bool
    clashing: bool = False
