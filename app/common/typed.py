"""Whether a sheet was typed in from its expert's paper by a colleague, told from its ledger alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Said(Protocol):
    """As much of a ledger entry as is looked at."""

    @property
    def author(self) -> str:
        """Id of the person at the keyboard."""
        ...

    @property
    def on_behalf(self) -> str | None:
        """Id of the person whose paper was typed in, else None."""
        ...


def entered_by(person_id: str, entries: Sequence[Said]) -> str | None:
    """Who typed a person's sheet in; None unless one colleague alone did, all of it.

    The first entry only binds the sheet to its visit and person; every later one must be written by the
    same author on behalf of exactly this person. One entry that is not makes the sheet its expert's own.
    """
    rest = entries[1:]
    authors = {entry.author for entry in rest}
    if len(authors) != 1 or any(entry.on_behalf != person_id for entry in rest):
        return None
    (author,) = authors
    return author if author != person_id else None
