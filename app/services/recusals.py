"""Who of a panel has confirmed the statement on recusal and discipline, told from the experts' ledgers."""

from __future__ import annotations

from collections.abc import Sequence

from app.models.entries import EntryRow
from app.services.collected import FoundSheet
from app.services.ledger import find_stream, read_ledger
from app.services.rounds import Pledge
from app.services.site import Visit
from app.services.unit_of_work import View

RECUSAL = "recusal"


def pledges_of(view: View, visit: Visit, found: Sequence[FoundSheet]) -> tuple[Pledge, ...]:
    """Everybody's pledge in the panel's order: of the sheet that counts, else as far as it is known here."""
    held = {sheet.person_id: sheet.rows for sheet in found}
    return tuple(
        _pledge(visit, member.id, held.get(member.id) or _here(view, visit.id, member.id))
        for member in visit.panel
    )


def _here(view: View, visit_id: str, person_id: str) -> Sequence[EntryRow]:
    stream = find_stream(view, visit_id, "sheet", person_id)
    return read_ledger(view, stream) if stream else ()


def _pledge(visit: Visit, person_id: str, rows: Sequence[EntryRow]) -> Pledge:
    said = next((row for row in rows if row.kind == RECUSAL), None)
    by = visit.name_of(said.author) if said and said.author != person_id else ""
    return Pledge(person_id, visit.name_of(person_id), said.at if said else None, by)
