"""Opens the experts' sheets: one desk a sheet, its ledger checked before anything is shown."""

from __future__ import annotations

from app.common.clock import Clock
from app.common.errors import Refusal
from app.models import tables
from app.scoring.model.kinds import WORDS
from app.services.evidence.evidence import EvidenceFiles
from app.services.sheet.desk import SheetDesk
from app.services.sheet.open_sheet import SheetOwner
from app.services.sheet.projection import projected
from app.services.store.ledger import (
    Ledger,
    NewEntry,
    add_stream,
    find_stream,
    first_entry,
    read_ledger,
    tampered,
)
from app.services.store.shelf import VisitShelf
from app.services.store.site import PanelMember, StoppingPlace, Visit
from app.services.store.unit_of_work import Store

__all__ = ["SheetDesk", "Sheets"]


class Sheets:
    """The sheets of this device. Asking twice for one sheet gives the same desk."""

    def __init__(self, store: Store, clock: Clock, shelf: VisitShelf, evidence: EvidenceFiles) -> None:
        self._store = store
        self._clock = clock
        self._shelf = shelf
        self._evidence = evidence
        self._desks: dict[str, SheetDesk] = {}

    def open(self, visit_id: str, person_id: str, *, entered_by: str | None = None) -> SheetDesk:
        """The sheet of a scoring expert, begun if need be. entered_by: who types for that expert.

        Raises Refusal for a stranger, for somebody who does not score, and for a ledger that was changed.
        """
        visit = self._shelf.get(visit_id)
        if not self._member(visit, person_id).scores:
            words = WORDS[self._shelf.scheme_for(visit).kind]
            raise Refusal.because(f"按任务安排，此人不参加{words.act}，没有{words.sheet}。", code="XP-6309")
        desk = self._seat(visit, person_id)
        desk.author = entered_by or person_id
        return desk

    def glance(self, visit: Visit, person_id: str) -> SheetDesk | None:
        """The desk of a sheet that was begun; None where it was not."""
        with self._store.look() as view:
            stream = find_stream(view, visit.id, "sheet", person_id)
        return self._opened(visit, person_id, stream) if stream else None

    def confirm_recusal(self, visit_id: str, person_id: str, *, entered_by: str | None = None) -> None:
        """Record that a member of the panel confirms recusal and discipline, here or on paper."""
        desk = self._seat(self._shelf.get(visit_id), person_id)
        desk.author = entered_by or person_id
        desk.confirm_recusal()

    def remember_place(self, visit_id: str, person_id: str, cid: str, field: str) -> None:
        """Remember where a person stopped."""
        with self._store.write() as unit:
            unit.put(tables.places, visit_id=visit_id, person_id=person_id, criterion=cid, field=field)

    def place(self, visit_id: str, person_id: str) -> StoppingPlace | None:
        """Where a person stopped, None at the first time."""
        with self._store.look() as view:
            row = view.first(tables.places, visit_id=visit_id, person_id=person_id)
        return StoppingPlace(row["criterion"], row["field"]) if row else None

    def _seat(self, visit: Visit, person_id: str) -> SheetDesk:
        self._member(visit, person_id)
        with self._store.look() as view:
            stream = find_stream(view, visit.id, "sheet", person_id)
        return self._opened(visit, person_id, stream or self._begun(visit, person_id))

    def _begun(self, visit: Visit, person_id: str) -> str:
        """A new stream whose first entry binds it to visit, person and scheme."""
        after = {"visit": visit.id, "person": person_id, "scheme": visit.scheme_digest}
        with self._store.write() as unit:
            stream = add_stream(unit, self._clock, visit.id, "sheet", person_id)
            unit.append(stream, (first_entry(NewEntry("open", person_id, after=after), self._clock),))
        return stream

    def _opened(self, visit: Visit, person_id: str, stream: str) -> SheetDesk:
        with self._store.look() as view:
            end = view.head(stream)
            held = self._desks.get(stream)
            if held and held.end == end and held.visit == visit:
                return held
            rows = read_ledger(view, stream)
            row = view.first(tables.streams, columns=("locked_digest",), id=stream)
        if not rows or row is None:
            raise tampered(1)
        member, scheme = self._member(visit, person_id), self._shelf.scheme_for(visit)
        seat = SheetOwner(visit, member, scheme, row["locked_digest"])
        ledger = Ledger(self._store, self._clock, stream, rows)
        desk = SheetDesk(seat, ledger, projected(rows), self._clock, self._evidence)
        self._desks[stream] = desk
        return desk

    def _member(self, visit: Visit, person_id: str) -> PanelMember:
        member = visit.member(person_id)
        if member is None:
            raise Refusal.because("此人不在这次考核的专家组名单里。", code="XP-6308")
        return member
