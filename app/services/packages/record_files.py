"""The document and its record on an expert's device: drawn again from there before anything is signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.common.clock import Clock
from app.common.errors import Refusal
from app.common.ledger import EntryRecord
from app.models import tables
from app.scoring.model.kinds import WORDS
from app.services.identity.people import People
from app.services.identity.tasks import Tasks
from app.services.packages.senders import sender_of
from app.services.panel.clock_faults import set_right
from app.services.panel.day_doubts import Dated, dated_doubts, joined, today_doubts
from app.services.panel.panel_ledger import fold, settled
from app.services.panel.redrawn_papers import Redrawing
from app.services.panel.seats import led_by
from app.services.panel.seats_proof import must_sit
from app.services.panel.text_proof import differing_from_task
from app.services.printing.result_words import result_words
from app.services.sheet.sheets import Sheets
from app.services.store.rounds import Imported
from app.services.store.shelf import VisitShelf
from app.services.store.site import Visit
from app.services.store.traffic import note_received, proven_bytes
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.exchange.package import Package
    from app.signing.trust import Trust

KIND = "xprecord"


class RecordFiles:
    """Takes the record in that the leader sent, and holds a document against it."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        people: People,
        shelf: VisitShelf,
        tasks: Tasks,
        sheets: Sheets,
    ) -> None:
        self._store, self._clock, self._people = store, clock, people
        self._shelf, self._tasks, self._sheets = shelf, tasks, sheets

    def take(self, path: Path, package: Package, trust: Trust) -> Imported:
        """Keep the record of a document that is to be signed; a later one replaces it. Raises Refusal."""
        from app.exchange.record import PDF, read_record

        visit = self._shelf.get(package.manifest.visit or "")
        record = read_record(package)
        self._must_lead(visit, package, trust, record.entries)
        if record.scheme_digest != visit.scheme_digest:
            raise Refusal.because("待签文件依据的细则与这次考核的不是同一份，未予采用。", code="XP-4505")
        pdf = package.members[PDF]
        self.must_hold(visit.id, pdf, record.entries)
        data = proven_bytes(path, package)
        kept = {"entries": record.plain()["entries"], "pdf": pdf.hex()}
        with self._store.write() as unit:
            note_received(unit, self._clock, package, data)
            unit.put(tables.settings, key=_kept(visit.id), value=kept)
        words = "已收下待签的结论文件，已按记录重新绘制并核对一致。请在“签署文件”中通读后签署。"
        doubts = joined(self.doubts(visit.id))
        return Imported(KIND, visit.id, words + doubts, attention=bool(doubts))

    def pdf(self, visit_id: str) -> bytes | None:
        """The document that came with the record; None while none has come."""
        kept = self._of(visit_id)
        return bytes.fromhex(kept["pdf"]) if kept else None

    def doubts(self, visit_id: str) -> tuple[str, ...]:
        """Times that do not fit one another, to be looked at before a signature is dated here."""
        visit, now = self._shelf.get(visit_id), self._clock.now()
        facts = fold(self._entries(visit_id))
        dated = [Dated("定稿", set_right(facts, facts.frozen_at))] if facts.frozen_at else []
        issued_at = self._tasks.issued_at(visit_id)
        return (*today_doubts(visit, now), *dated_doubts(visit, now, dated, issued_at))

    def must_hold(self, visit_id: str, pdf: bytes, entries: tuple[EntryRecord, ...] | None = None) -> None:
        """Raises Refusal unless a document is the one that the panel's record comes to.

        entries: the record; else the one that was taken in here, and it must be that very document: two
        visits may come to the same text.
        """
        from app.signing.pdf import verify

        visit = self._shelf.get(visit_id)
        known = self.pdf(visit_id) if entries is None else pdf
        entries = self._entries(visit_id) if entries is None else entries
        facts = fold(entries)
        report = verify(pdf, self._tasks.trust(visit_id))
        if not report.valid:
            raise Refusal(report.faults)
        if known is None or known[: report.certified_end] != pdf[: report.certified_end]:
            raise Refusal.because(
                "这份 PDF 不是组长为这次考核出具的那一份，没有签署。请打开组长最近发来的待签文件。",
                code="XP-4541",
            )
        scheme = self._shelf.scheme_for(visit)
        again = Redrawing(visit, scheme, entries, facts)
        again.must_be_verdict(pdf, report.drawn)
        self._must_be_ours(visit, again)
        self._must_be_mine(visit, again.text)

    def _must_be_ours(self, visit: Visit, again: Redrawing) -> None:
        """Raises Refusal where the frozen text says another thing than the task and the panel's ledger.

        The rest follows from everybody's sheets, which go to the leader and the bureau alone: of those an
        expert's device has the own (``_must_be_mine``), and the bureau writes the whole text again.
        """
        batch = self._tasks.task(visit.id).batch.plain()
        if wrong := differing_from_task(visit, again.scheme, batch, again.facts, again.report):
            raise Refusal.because(
                f"定稿的文本与任务文件、专家组的记录不一致：{'、'.join(wrong)}，不能签署。请与组长当面核对。",
                code="XP-4529",
            )

    def _must_be_mine(self, visit: Visit, text: Mapping[str, Any]) -> None:
        """Raises Refusal where the frozen text gives an expert, whose sheet is here, another finding."""
        scheme = self._shelf.scheme_for(visit)
        told = {
            (each["person"], row["id"]): each["score"] or ""
            for section in text["sections"]
            for row in section["criteria"]
            for each in row["scores"]
        }
        for person in self._locked_here(visit):
            sheet = self._sheets.open(visit.id, person)
            for cid in sheet.mine:
                own, said = result_words(scheme, sheet.tally.criteria[cid]), told.get((person, cid), "")
                if said != own:
                    raise Refusal.because(
                        f"定稿文本里{visit.name_of(person)}对 {cid} 项的评定（{said or '无'}）与本机锁定的"
                        f"{WORDS[scheme.kind].sheet}（{own or '无'}）不一致，不能签署。请与组长当面核对。",
                        code="XP-4529",
                    )

    def _locked_here(self, visit: Visit) -> list[str]:
        """Whose locked sheets are on this device."""
        with self._store.look() as view:
            rows = view.find(
                tables.streams,
                columns=("person_id", "locked_digest"),
                visit_id=visit.id,
                kind="sheet",
                origin="",
            )
        return [row["person_id"] for row in rows if row["locked_digest"]]

    def _must_lead(
        self, visit: Visit, package: Package, trust: Trust, entries: Sequence[EntryRecord]
    ) -> None:
        task = self._tasks.task(visit.id)
        sender = sender_of(package, task, trust).id
        must_sit(visit, task.deputy, entries)
        if not led_by(settled(visit, fold(entries)), task.deputy, sender):
            raise Refusal.because("待签文件不是由本组组长（或副组长）发出的，未予采用。", code="XP-4512")

    def _entries(self, visit_id: str) -> tuple[EntryRecord, ...]:
        kept = self._of(visit_id)
        if kept is None:
            raise Refusal.because(
                "还没有收到这份结论的记录，不能比对，也就不能签署。请组长用“发给专家签署…”导出待签文件"
                "（.xprecord），先打开它。",
                code="XP-4540",
            )
        return tuple(EntryRecord.model_validate(each) for each in kept["entries"])

    def _of(self, visit_id: str) -> Any:
        with self._store.look() as view:
            row = view.first(tables.settings, key=_kept(visit_id))
        return row["value"] if row else None


def _kept(visit_id: str) -> str:
    return f"record.{visit_id}"
