"""The genuine leader, with the genuine keys and a program that writes what it likes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.common.canon import canonical, sha256
from app.common.ledger import EntryDraft, EntryRecord, chained
from app.exchange.manifest import ManifestDraft
from app.exchange.package import Recipient, build_package, read_package
from app.exchange.sync import PDF, SUMMARY, TASK, WORKBOOK, Sync, read_sync, sheet_name
from app.models import tables
from app.reports.bureau_summary import render_summary
from app.reports.workbook import render_workbook
from app.services.bureau.arrivals import Intake
from app.services.bureau.office import Office
from app.services.panel.afterwards import followed_of
from app.services.panel.panel_ledger import fold
from app.services.printing.verdict_report import report_of_frozen
from tests.chain import LEADER, Chain


def take(chain: Chain, office: Office, path: Path) -> Intake:
    return office.bureau.take(path, chain.trust, chain.identities)


def sync_path(chain: Chain) -> Path:
    return chain.out / "sync" / "visit.xpsync"


def counts(office: Office) -> dict[str, int]:
    names = ("visits", "streams", "entries", "received", "verdicts", "settings", "schemes")
    with office.store.look() as view:
        return {name: view.count(getattr(tables, name)) for name in names}


class Forger:
    """The genuine leader, with the genuine keys and a program that writes what it likes."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        with read_package(sync_path(chain), chain.trust, chain.identities) as package:
            self.sync = read_sync(package)
            self.members: dict[str, bytes | Path] = {name: package.members[name] for name in package.members}

    def write(self, name: str = "forged.xpsync", sender: str = LEADER, **changes: Any) -> Path:
        """The package with other words in its content; digests that follow from members are right."""
        fresh: dict[str, Any] = {
            "task_sha256": sha256(self._bytes(TASK)),
            "sheets": [
                {"person": ref.person, "sha256": sha256(self._bytes(sheet_name(ref.person)))}
                for ref in self.sync.sheets
                if sheet_name(ref.person) in self.members
            ],
        }
        plain = self.sync.plain() | fresh | changes
        papers = (("pdf_sha256", PDF), ("summary_sha256", SUMMARY), ("workbook_sha256", WORKBOOK))
        plain["verdict"] = plain["verdict"] | {key: sha256(self._bytes(name)) for key, name in papers}
        members = {**self.members, Sync.MEMBER: canonical(plain)}
        chain = self.chain
        seat = chain.lead.tasks.seat(chain.visit, chain.ids[sender])
        draft = ManifestDraft(
            kind="xpsync",
            batch=chain.task.batch.id,
            visit=plain["visit"],
            sender=chain.ids[sender],
            created_at="2026-05-12T03:00:00.000000Z",
        )
        bureau = Recipient(chain.trust.bureau_id, chain.trust.recipient)
        path = chain.out / name
        path.write_bytes(build_package(draft, members, chain.keys(sender), seat.credential, (bureau,)))
        return path

    def panel(self, *drafts: dict[str, Any], drop: int = 0) -> list[dict[str, Any]]:
        """The panel's ledger without its last entries, continued by others, rightly chained."""
        entries: list[EntryRecord] = list(self.sync.entries)[: len(self.sync.entries) - drop]
        for number, draft in enumerate(drafts):
            base = {"id": f"forged-{number}", "at": entries[-1].at, "author": self.chain.ids[LEADER]}
            entries.append(chained(entries[-1], EntryDraft.model_validate(base | draft)))
        return [entry.model_dump(mode="json") for entry in entries]

    def redraw(self, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The bureau's own papers as they follow from other entries; the entries."""
        desk = self.chain.desk()
        facts = fold(EntryRecord.model_validate(each) for each in entries)
        assert facts.frozen_text is not None
        report = report_of_frozen(facts.frozen_text, facts.frozen_digest or "")
        followed = followed_of(desk.visit, desk.scheme, facts)
        self.members[SUMMARY] = render_summary(report, followed)
        self.members[WORKBOOK] = render_workbook(report, followed)
        return entries

    def verdict(self, **changes: str) -> dict[str, str]:
        return self.sync.verdict.plain() | changes

    def _bytes(self, name: str) -> bytes:
        content = self.members[name]
        return content if isinstance(content, bytes) else content.read_bytes()
