"""Locked sheets as files: signed by their expert, sealed for leader and bureau, replayed on arrival."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.canon import sha256
from app.common.clock import Clock, stamp
from app.common.errors import Refusal
from app.common.sealed import NOT_FOR_US
from app.common.typed import entered_by
from app.models import tables
from app.scoring.model.kinds import WORDS
from app.services.evidence.evidence import EvidenceFiles
from app.services.identity.people import People
from app.services.identity.tasks import Tasks
from app.services.packages.coming_sheets import coming
from app.services.packages.replay import ReplayedSheet, must_agree, must_have_evidence, replay_sheet
from app.services.packages.senders import sender_of
from app.services.packages.sheet_words import away_words, beside_words, later_words
from app.services.panel.day_doubts import Dated, dated_doubts, joined
from app.services.panel.panels import Panels
from app.services.sheet.rivals import rivals_of
from app.services.store.ledger import as_record, find_stream
from app.services.store.rounds import Exported, Imported
from app.services.store.shelf import VisitShelf
from app.services.store.site import Visit
from app.services.store.traffic import note_export, note_received, proven_bytes
from app.services.store.unit_of_work import Store, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.common.ledger import EntryRecord
    from app.exchange.container import Source
    from app.exchange.manifest import ManifestDraft
    from app.exchange.package import Package, Recipient
    from app.exchange.sheet import SheetContents
    from app.exchange.task import Panelist
    from app.services.panel.collected import FoundSheet
    from app.services.store.site import Prepared
    from app.signing.keys import PersonKeys
    from app.signing.trust import Trust

KEPT = "kept"
SALT = "salt."


class SheetFiles:
    """Writes sheets out on the expert's device, takes them in on the leader's."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        people: People,
        shelf: VisitShelf,
        evidence: EvidenceFiles,
        tasks: Tasks,
        panels: Panels,
    ) -> None:
        self._store, self._clock, self._people = store, clock, people
        self._shelf, self._evidence, self._tasks, self._panels = shelf, evidence, tasks, panels

    def typist(self, visit_id: str, person_id: str) -> str | None:
        """Who typed a sheet of this device in from paper; None for its expert's own, or for no sheet."""
        with self._store.look() as view:
            stream = find_stream(view, visit_id, "sheet", person_id)
            return entered_by(person_id, view.entries(stream)) if stream else None

    def export(self, visit_id: str, person_id: str, path: Path, keys: PersonKeys, heir: str = "") -> Exported:
        """Write a locked sheet. Raises Refusal before it is locked.

        keys: of its expert, or of who typed all of it in from the expert's paper. heir: of the panel, who
        leads in the leader's place and is to open it too.
        """
        from app.exchange.package import write_package

        sheet, members = self._content(visit_id, person_id, keys)
        seat = self._sender(sheet, keys)
        draft = self._draft(visit_id, seat.id)
        recipients = self._recipients(visit_id, seat.id, heir)
        written = write_package(path, draft, members, keys, seat.credential, recipients)
        with self._store.write() as unit:
            note_export(unit, self._clock, visit_id, "xpsheet", written.sha256, path)
        return Exported(visit_id, (path,), written.sha256)

    def keep(self, visit_id: str, person_id: str, keys: PersonKeys, head: str = "") -> None:
        """Sign and keep a sheet that was locked on this device; kept once, it stays.

        head: of the ledger that is meant, where others of the same person lie beside it.
        """
        from app.exchange.package import build_package

        head = head or self._locked_here(visit_id, person_id)
        if not head or self.kept(visit_id, person_id, head) is not None:
            return
        sheet, members = self._content(visit_id, person_id, keys, head)
        seat = self._sender(sheet, keys)
        draft, recipients = self._draft(visit_id, seat.id), self._recipients(visit_id, seat.id)
        data = build_package(draft, members, keys, seat.credential, recipients)
        with self._store.write() as unit:
            unit.add(
                tables.received,
                sha256=sha256(data),
                kind="xpsheet",
                batch_id=draft.batch or "",
                visit_id=visit_id,
                sender=person_id,
                sequence=draft.sequence,
                state=KEPT,
                data=data,
                received_at=stamp(self._clock.now()),
            )

    def to_keep(self, visit_id: str, person_id: str) -> bool:
        """Whether a sheet was locked on this device and is not signed yet.

        Signed, it goes along with the copy: one that is only locked counts, and cannot be handed in.
        """
        head = self._locked_here(visit_id, person_id)
        return bool(head) and self.kept(visit_id, person_id, head) is None

    def kept(self, visit_id: str, person_id: str, head: str = "") -> bytes | None:
        """A person's signed sheet as it travels, None where it is not here yet.

        head: digest of its ledger's last entry, which tells several sheets of one person apart; empty for the
        one that came last.
        """
        with self._store.look() as view:
            rows = view.find(
                tables.received,
                columns=("data",),
                order=("-received_at",),
                kind="xpsheet",
                visit_id=visit_id,
                sender=person_id,
            )
            here = view.find(
                tables.streams, columns=("id",), visit_id=visit_id, kind="sheet", person_id=person_id
            )
            again = any(view.count(tables.entries, stream_id=row["id"], kind="reopen") for row in here)
        found, told = (bytes(row["data"]) for row in rows), bool(head) and (again or len(here) > 1)
        return next((data for data in found if not told or self._ends(visit_id, data, head)), None)

    def _ends(self, visit_id: str, data: bytes, head: str) -> bool:
        """Whether a signed sheet's ledger ends with this entry; one that cannot be opened does not."""
        from app.exchange.package import read_package
        from app.exchange.sheet import read_sheet

        with (
            suppress(Refusal),
            read_package(data, self._tasks.trust(visit_id), self._people.identities()) as one,
        ):
            return read_sheet(one).digest == head
        return False

    def says(self, visit: Visit, sheet: FoundSheet) -> bool:
        """Whether the signed file of a sheet is here and says what the sheet says.

        head: as in ``kept``. One that is sealed for others than who sits here is believed: it was proven when
        it was taken.
        """
        from app.exchange.package import read_package
        from app.exchange.proof import Expectation

        data = self.kept(visit.id, sheet.person_id, sheet.rows[-1].digest)
        if data is None:
            return False
        expect, trust = Expectation(kinds=("xpsheet",), visit=visit.id), self._tasks.trust(visit.id)
        try:
            with read_package(data, trust, self._people.identities(), expect) as package:
                return self.replayed(visit, package, trust).sheet.digest == sheet.digest
        except Refusal as refusal:
            return any(fault.code == NOT_FOR_US for fault in refusal.faults)

    def contents(self, files: Iterable[str], keys: PersonKeys) -> dict[str, Source]:
        """Files of evidence to put into a package, by SHA-256. Raises Refusal, EnvironmentTrouble."""
        return {sha256: self._evidence.source(sha256, (keys.identity,)) for sha256 in files}

    def take(self, path: Path, package: Package, trust: Trust) -> Imported:
        """Replay a sheet and store it beside the others, in one transaction. Raises Refusal."""
        visit = self._shelf.get(package.manifest.visit or "")
        self._must_lead(visit)
        replayed = self.replayed(visit, package, trust)
        if self._here(visit, replayed):
            return self._signed_too(path, package, visit, replayed)
        with self._store.look() as view:
            came = coming(view, visit, replayed)
        if came.outrun:
            return Imported("xpsheet", visit.id, self._outrun(visit, replayed), already_here=True)
        prepared = self._unpacked(package, replayed)
        data, stream = proven_bytes(path, package), secrets.token_hex(16)

        def also(unit: Unit, _head: str) -> None:
            note_received(unit, self._clock, package, data, whose=replayed.sheet.person_id)
            came.store(unit, self._clock, visit, package.digest, stream)
            for file, personal in prepared:
                self._evidence.enter(unit, visit.id, file, personal=personal)

        desk = self._panels.open(visit.id)
        desk.amend(came.entry(desk, package.digest), also)
        word, stands = self._word(visit), self._panels.standing(visit.id)
        whose = f"{replayed.sheet.name}的{word}"
        away = away_words(stands, replayed.sheet, word)
        doubts = away + self._doubts(visit, package, replayed)
        if came.contested:
            told = beside_words(replayed, word, counts=not away)
            return Imported("xpsheet", visit.id, told + doubts, attention=True)
        if came.earlier:
            told = later_words(whose, came.reason)
            return Imported("xpsheet", visit.id, told + doubts, attention=True)
        told = f"已收取{whose}{replayed.typed}。{self._instead(visit, replayed)}"
        return Imported("xpsheet", visit.id, told + doubts, attention=bool(doubts))

    def _signed_too(self, path: Path, package: Package, visit: Visit, replayed: ReplayedSheet) -> Imported:
        """The file of a sheet that is here already: kept where a copy brought the sheet without it."""
        person = replayed.sheet.person_id
        if self.says(visit, replayed.sheet):
            return Imported("xpsheet", visit.id, "这份表已经收过，没有变化。", already_here=True)
        data = proven_bytes(path, package)
        with self._store.write() as unit:
            note_received(unit, self._clock, package, data, whose=person)
        whose = f"{replayed.sheet.name}签名的{self._word(visit)}"
        return Imported("xpsheet", visit.id, f"已收下{whose}，内容与本机已有的一份相同。")

    def _outrun(self, visit: Visit, replayed: ReplayedSheet) -> str:
        whose = f"{replayed.sheet.name}的{self._word(visit)}"
        return f"本机的{whose}是重新打开之后更新的一份，没有变化。"

    def _doubts(self, visit: Visit, package: Package, replayed: ReplayedSheet) -> str:
        """Whether the expert's times fit the visit's, the task's and this machine's."""
        name = replayed.sheet.name
        dated = (
            Dated(f"{name}写出文件", package.manifest.created_at),
            Dated(f"{name}锁定", replayed.sheet.rows[-1].at),
        )
        issued_at = self._tasks.issued_at(visit.id)
        return joined(dated_doubts(visit, self._clock.now(), dated, issued_at))

    def _instead(self, visit: Visit, replayed: ReplayedSheet) -> str:
        """What is told where the sheet was being gone on with here from a copy."""
        with self._store.look() as view:
            begun = [one for one in rivals_of(view, visit.id, replayed.sheet.person_id) if not one.digest]
        if not begun:
            return ""
        word = self._word(visit)
        return f"本机另有尚未锁定的一份，没有采用；在结论页的{word}一栏按“比较…”可以并排查看。"

    def replayed(self, visit: Visit, package: Package, trust: Trust) -> ReplayedSheet:
        """The sheet in a proven package, its result reached again. Raises Refusal."""
        from app.exchange.sheet import read_sheet

        sheet = read_sheet(package)
        sender_of(package, self._tasks.task(visit.id), trust)
        scheme = self._shelf.scheme_for(visit)
        replayed = replay_sheet(visit, scheme, sheet.person, sheet.entries)
        claimed = {name: str(getattr(sheet, name)) for name in replayed.claims}
        must_agree(claimed, replayed.claims, f"{replayed.sheet.name}的{self._word(visit)}")
        return replayed

    def _sender(self, sheet: SheetContents, keys: PersonKeys) -> Panelist:
        """Whose keys these are: the expert's, or those of who typed the sheet in. Raises Refusal."""
        may = (person for person in (sheet.person, sheet.typed_in_by) if person)
        seats = [self._tasks.seat(sheet.visit, person) for person in may]
        for seat in seats:
            if seat.credential.keys == keys.public():
                return seat
        return seats[0]

    def _content(
        self, visit_id: str, person_id: str, keys: PersonKeys, head: str = ""
    ) -> tuple[SheetContents, Mapping[str, Source]]:
        from app.exchange.sheet import SheetContents

        visit = self._shelf.get(visit_id)
        records = self._records(visit_id, person_id, head)
        replayed = replay_sheet(visit, self._shelf.scheme_for(visit), person_id, records)
        sheet = SheetContents(
            visit=visit_id,
            person=person_id,
            scheme_digest=visit.scheme_digest,
            entries=records,
            total=replayed.claims["total"],
            state=replayed.claims["state"],
            findings_digest=replayed.claims["findings_digest"],
            digest=replayed.claims["digest"],
            salt=self._salt(visit_id, person_id),
        )
        return sheet, sheet.members(self.contents((file.sha256 for file in replayed.attachments), keys))

    def _records(self, visit_id: str, person_id: str, head: str = "") -> tuple[EntryRecord, ...]:
        """The ledger that ends with an entry, or the one that is written here."""
        with self._store.look() as view:
            here = rivals_of(view, visit_id, person_id)
        found = next((each for each in here if (each.head == head if head else not each.origin)), None)
        if found is None:
            raise Refusal.because("这个人在这台电脑上没有填过表。", code="XP-4507")
        return tuple(as_record(row) for row in found.rows)

    def _draft(self, visit_id: str, sender: str) -> ManifestDraft:
        from app.exchange.manifest import ManifestDraft

        return ManifestDraft(
            kind="xpsheet",
            batch=self._shelf.get(visit_id).batch_id,
            visit=visit_id,
            sender=sender,
            created_at=stamp(self._clock.now()),
        )

    def _recipients(self, visit_id: str, sender: str, heir: str = "") -> tuple[Recipient, ...]:
        """Who leads, the deputy and the bureau; not the clerk, whose key would open it on any laptop."""
        from app.exchange.package import Recipient

        task, trust = self._tasks.task(visit_id), self._tasks.trust(visit_id)
        leading = {self._panels.standing(visit_id).acting, heir}
        panel = [
            Recipient(seat.id, seat.credential.keys.age)
            for seat in task.panel
            if (task.led_by(seat.id) or seat.id in leading) and seat.id != sender
        ]
        return (*panel, Recipient(trust.bureau_id, trust.recipient))

    def _salt(self, visit_id: str, person_id: str) -> str:
        """The salt of the sheet's commitment: made once, so that every export opens the same promise."""
        key = f"{SALT}{visit_id}.{person_id}"
        with self._store.look() as view:
            row = view.first(tables.settings, key=key)
        if row is not None:
            return str(row["value"])
        salt = secrets.token_hex(32)
        with self._store.write() as unit:
            unit.put(tables.settings, key=key, value=salt)
        return salt

    def _locked_here(self, visit_id: str, person_id: str) -> str:
        """The last entry's digest of a sheet that was locked on this device; empty for none."""
        with self._store.look() as view:
            row = view.first(
                tables.streams,
                columns=("id", "locked_digest"),
                visit_id=visit_id,
                person_id=person_id,
                origin="",
            )
            return view.head(row["id"])[1] if row is not None and row["locked_digest"] else ""

    def _leads(self, visit: Visit) -> bool:
        return any(self._panels.leads(visit.id, person.id) for person in self._people.list())

    def _must_lead(self, visit: Visit) -> None:
        if not self._leads(visit):
            raise Refusal.because(
                f"{self._word(visit)}由组长收取；这台电脑上没有本组的组长。", code="XP-4508"
            )

    def _word(self, visit: Visit) -> str:
        """What an expert's sheet is called in this kind of scheme."""
        return WORDS[self._shelf.scheme_for(visit).kind].sheet

    def _here(self, visit: Visit, replayed: ReplayedSheet) -> bool:
        """Whether this very sheet is here, whatever package it came in or was filled here."""
        with self._store.look() as view:
            found = view.find(
                tables.streams,
                columns=("locked_digest",),
                visit_id=visit.id,
                kind="sheet",
                person_id=replayed.sheet.person_id,
            )
        return replayed.sheet.digest in {row["locked_digest"] for row in found}

    def _unpacked(self, package: Package, replayed: ReplayedSheet) -> list[tuple[Prepared, bool]]:
        """The sheet's evidence, taken into the evidence folder before anything is entered."""
        from app.exchange.content import EVIDENCE

        must_have_evidence(package.members, replayed)
        files = []
        for attachment in replayed.attachments:
            content = package.members.reader(f"{EVIDENCE}{attachment.sha256}")
            file = self._evidence.take_bytes(content, attachment.name, package.manifest.visit or "")
            files.append((file, attachment.personal))
        return files
