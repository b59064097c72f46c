"""What is to be looked at before locking. No Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """Something to look at before locking. owed: locking asks for it, else it only looks odd."""

    id: str
    field: str
    message: str
    owed: bool
