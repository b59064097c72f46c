"""Who of a panel has confirmed the statement on recusal and discipline, told from the experts' ledgers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.models.entries import EntryRow
from app.services.panel.collected import FoundSheet
from app.services.store.ledger import find_stream, read_ledger
from app.services.store.rounds import Pledge
from app.services.store.site import Visit
from app.services.store.unit_of_work import View

RECUSAL = "recusal"


def pledges_of(view: View, visit: Visit, found: Sequence[FoundSheet]) -> tuple[Pledge, ...]:
    """Everybody's pledge in the panel's order: of the sheet that counts, else as far as it is known here."""
    held = {sheet.person_id: sheet.rows for sheet in found}
    return tuple(
        _pledge(visit, member.id, held.get(member.id) or _here(view, visit.id, member.id))
        for member in visit.panel
    )


def pledges_told(
    visit: Visit, found: Sequence[FoundSheet], pledged: Mapping[str, tuple[str, str]]
) -> tuple[Pledge, ...]:
    """The same from the sheets and what the panel's ledger says of those who have none."""
    held = {sheet.person_id: sheet.rows for sheet in found}
    return tuple(
        _pledge(visit, member.id, held[member.id])
        if member.id in held
        else Pledge(member.id, visit.name_of(member.id), *pledged.get(member.id, (None, "")))
        for member in visit.panel
    )


def beside_sheets(pledges: Sequence[Pledge], found: Sequence[FoundSheet]) -> dict[str, dict[str, str]]:
    """What the panel's ledger has to say of pledges: of those alone who have no sheet."""
    held = {sheet.person_id for sheet in found}
    return {
        each.person_id: {"at": each.at, "by": each.by}
        for each in pledges
        if each.at is not None and each.person_id not in held
    }


def _here(view: View, visit_id: str, person_id: str) -> Sequence[EntryRow]:
    stream = find_stream(view, visit_id, "sheet", person_id)
    return read_ledger(view, stream) if stream else ()


def _pledge(visit: Visit, person_id: str, rows: Sequence[EntryRow]) -> Pledge:
    said = next((row for row in rows if row.kind == RECUSAL), None)
    by = visit.name_of(said.author) if said and said.author != person_id else ""
    return Pledge(person_id, visit.name_of(person_id), said.at if said else None, by)
