"""The whole visit as one package for the bureau, with the PDF and the workbook beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.common.canon import sha256
from app.common.clock import Clock, stamp
from app.common.errors import Refusal
from app.scoring import Scheme, format_exact, format_points
from app.scoring.model.kinds import WORDS
from app.services.identity.people import People
from app.services.identity.tasks import Tasks
from app.services.packages.signed_sheets import SignedSheets
from app.services.panel.attendance import must_lead
from app.services.panel.day_papers import DayPapers
from app.services.panel.panels import PanelDesk, Panels
from app.services.panel.verdicts import Verdicts
from app.services.store.deliveries import note_sent, sent
from app.services.store.file_names import fitting
from app.services.store.files import UNSAFE, move_all, unfinished_folder, write_whole
from app.services.store.rounds import Exported
from app.services.store.traffic import note_export
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.exchange.manifest import ManifestDraft
    from app.exchange.package import Written
    from app.exchange.sync import Papers, Sync

SYNC, PDF, SUMMARY, WORKBOOK = "visit.xpsync", "verdict.pdf", "summary.pdf", "scores.xlsx"
MINUTES = "minutes.pdf"


class VisitFiles:
    """Writes a finished visit out on the leader's device."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        people: People,
        tasks: Tasks,
        panels: Panels,
        verdicts: Verdicts,
        sheets: SignedSheets,
    ) -> None:
        self._store, self._clock, self._people, self._tasks = store, clock, people, tasks
        self._panels, self._verdicts, self._sheets = panels, verdicts, sheets
        self._papers = DayPapers(panels, verdicts, clock)

    def export(self, visit_id: str, folder: Path, stem: str, *, knowingly: bool = False) -> Exported:
        """Write package, verdict, summary, workbook and minutes; each is read back.

        Raises Refusal before everything is signed. knowingly: as in ``Verdicts.issue``, which a visit that is
        signed on paper comes to here.
        """
        from app.exchange.sync import Papers

        status = self._verdicts.status(visit_id)
        if not status.complete:
            raise Refusal.because("还有人没有签署，不能导出成果包。", code="XP-4602")
        self._check_folder(folder)
        pdf = self._verdicts.issue(visit_id, knowingly=knowingly)
        papers = Papers(
            pdf,
            self._verdicts.summary(visit_id),
            self._verdicts.workbook(visit_id),
            self._papers.minutes(visit_id),
        )
        desk = self._panels.open(visit_id)
        must_lead(desk)
        papers_of = papers.members()
        names = {each: _name(stem, each, desk.scheme) for each in (SYNC, *papers_of)}
        with unfinished_folder(folder) as room:
            written = self._write(room / names[SYNC], desk, papers)
            for each, data in papers_of.items():
                write_whole(room / names[each], data)
            files = move_all([room / name for name in names.values()], folder)
        self._note(visit_id, written, files[0], desk.ledger.head)
        return Exported(visit_id, files, written.sha256)

    def export_record(self, visit_id: str, path: Path) -> Exported:
        """Write the issued document with its record, sealed for the panel. Raises Refusal before that."""
        from app.exchange.manifest import ManifestDraft
        from app.exchange.package import write_package
        from app.exchange.record import Record

        pdf, desk = self._verdicts.pdf(visit_id), self._panels.open(visit_id)
        desk.hands.must_record(desk.visit, "issue")
        record = Record(
            visit=visit_id,
            scheme_digest=desk.visit.scheme_digest,
            entries=desk.ledger.records(),
            pdf_sha256=sha256(pdf),
        )
        draft = ManifestDraft(
            kind="xprecord",
            batch=desk.visit.batch_id,
            visit=visit_id,
            sender=desk.author,
            created_at=stamp(self._clock.now()),
        )
        task, trust = self._tasks.task(visit_id), self._tasks.trust(visit_id)
        others = tuple(each for each in task.recipients(trust) if each.id != desk.author)
        keys, credential = (
            self._people.keys(desk.author),
            self._tasks.seat(visit_id, desk.author).credential,
        )
        written = write_package(path, draft, record.members(pdf), keys, credential, others)
        with self._store.write() as unit:
            note_export(unit, self._clock, visit_id, "xprecord", written.sha256, path)
        return Exported(visit_id, (path,), written.sha256)

    def _write(self, path: Path, desk: PanelDesk, papers: Papers) -> Written:
        from app.exchange.package import Recipient, write_package

        visit_id = desk.visit.id
        keys = self._people.keys(desk.author)
        task = self._tasks.package(visit_id)
        sheets = self._sheets.files(desk)
        sync = self._content(desk, task, sheets, papers)
        pages = self._sheets.contents(desk.facts.files, keys)
        trust = self._tasks.trust(visit_id)
        credential = self._tasks.seat(visit_id, desk.author).credential
        return write_package(
            path,
            self._draft(desk),
            sync.members(task, sheets, papers, pages),
            keys,
            credential,
            (Recipient(trust.bureau_id, trust.recipient),),
        )

    def _content(self, desk: PanelDesk, task: bytes, sheets: Mapping[str, bytes], papers: Papers) -> Sync:
        from app.exchange.sync import ClaimedVerdict, SheetRef, Sync

        result = desk.result
        return Sync(
            visit=desk.visit.id,
            scheme_digest=desk.visit.scheme_digest,
            task_sha256=sha256(task),
            sheets=tuple(SheetRef(person=person, sha256=sha256(data)) for person, data in sheets.items()),
            entries=desk.ledger.records(),
            verdict=ClaimedVerdict(
                total=format_points(result.total),
                exact=format_exact(result.total),
                outcome=result.verdict.outcome,
                short_code=desk.state.short_code or "",
                digest=desk.facts.frozen_digest or "",
                pdf_sha256=sha256(papers.pdf),
                summary_sha256=sha256(papers.summary),
                workbook_sha256=sha256(papers.workbook),
                minutes_sha256=sha256(papers.minutes) if papers.minutes is not None else None,
            ),
        )

    def _draft(self, desk: PanelDesk) -> ManifestDraft:
        """A later package of the same visit names the one before: the bureau knows which replaces which."""
        from app.exchange.manifest import ManifestDraft

        before = self._before(desk.visit.id)
        return ManifestDraft(
            kind="xpsync",
            batch=desk.visit.batch_id,
            visit=desk.visit.id,
            sender=desk.author,
            sequence=len(before) + 1,
            previous=before[-1] if before else None,
            created_at=stamp(self._clock.now()),
        )

    def _before(self, visit_id: str) -> list[str]:
        """Digests of the packages of this visit that went out, in their order."""
        with self._store.look() as view:
            return sent(view, visit_id)

    def _note(self, visit_id: str, written: Written, path: Path, head: str) -> None:
        with self._store.write() as unit:
            note_export(unit, self._clock, visit_id, "xpsync", written.sha256, path)
            note_sent(unit, visit_id, written.digest, written.sha256, head)

    def _check_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            raise Refusal.because(f"找不到文件夹 {folder}，请重新选择。", code="XP-4604")


def _name(stem: str, name: str, scheme: Scheme) -> str:
    """``visit.xpsync``, or with a stem ``<stem>.xpsync``; what a file system refuses is left out."""
    plain, words = UNSAFE.sub("-", stem).strip(" .-"), WORDS[scheme.kind]
    kept = f"（不交{words.unit or scheme.terms.assessed}）"
    labels = {SYNC: "", PDF: "-结论", SUMMARY: f"-{words.summary}{kept}", WORKBOOK: f"-{words.sheet}{kept}"}
    labels[MINUTES] = f"-考核记录{kept}"
    return fitting(plain, f"{labels[name]}{Path(name).suffix}") if plain else name
