"""A copy opened on another laptop of the panel: proven like every package, then ledger by ledger.

A ledger that is not here is taken as it is; one that is here and shorter goes on; a longer one stays. Two
that part ways are both kept: the one here stays, the other lies beside it, and a person joins them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import Clock, stamp
from app.common.errors import Refusal, XianpingError
from app.models import tables
from app.services.evidence.evidence import EvidenceFiles
from app.services.identity.people import People
from app.services.identity.tasks import Tasks
from app.services.packages.senders import holds_keys, other_keys
from app.services.safe.carried_keys import keep_carrying
from app.services.safe.files import evidence_beside, paper_beside, sheet_beside
from app.services.safe.memory import put_memory
from app.services.safe.merger import ArrivedLedger, Fate, Merging, moment_words
from app.services.safe.places import newer_beside
from app.services.safe.verdict import put_verdict
from app.services.store.rounds import Imported
from app.services.store.shelf import VisitShelf
from app.services.store.site import Prepared, Visit
from app.services.store.traffic import proven_bytes
from app.services.store.unit_of_work import Store, Unit

if TYPE_CHECKING:
    from app.common.ledger import EntryRecord
    from app.exchange.package import Package
    from app.exchange.safe import Safe
    from app.exchange.task import Panelist, Task
    from app.signing.trust import Trust

FILES_WANTING = "{count} 份佐证材料不在副本旁边，请连同“材料”文件夹一起拷来再导入，或重新附上"


def _panel_in(safe: Safe) -> tuple[EntryRecord, ...]:
    """The panel's ledger in a copy; empty where it has none."""
    return next((tuple(each.entries) for each in safe.ledgers if each.person is None), ())


class SafeFiles:
    """Takes copies in."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        people: People,
        shelf: VisitShelf,
        evidence: EvidenceFiles,
        tasks: Tasks,
        take_in: Callable[[Path], Imported],
    ) -> None:
        """take_in: takes a package in that lies beside a copy, as if it came by itself."""
        self._store, self._clock, self._people = store, clock, people
        self._shelf, self._evidence, self._tasks = shelf, evidence, tasks
        self._take_in = take_in

    def take(self, path: Path, package: Package, trust: Trust) -> Imported:
        """Take in what goes on from what is here, and beside it what parted ways. Raises Refusal."""
        from app.exchange.safe import PDF, read_safe

        visit = self._shelf.get(package.manifest.visit or "")
        task, seat = self._sender(visit, package, trust)
        safe = read_safe(package)
        pdf = package.members[PDF] if safe.pdf_sha256 else None
        apart = frozenset(one.origin for one in safe.ledgers if one.origin == one.entries[-1].digest)
        scheme, panel = self._shelf.scheme_for(visit), _panel_in(safe)
        merging = Merging(visit, scheme, task, seat, self._here(), panel, apart)
        with self._store.look() as view:
            merging.weigh(view)
            arrived = [merging.judged(view, ledger) for ledger in safe.ledgers]
        files = self._files(path, visit, arrived)
        proven_bytes(path, package)
        keys_came = self._carried(safe, seat)
        forks = [each for each in arrived if each.fate is Fate.BRANCH]
        with self._store.write() as unit:
            changed = [merging.stored(unit, self._clock, each) for each in arrived]
            sheets = self._put_rest(unit, visit, safe, path, arrived)
            put_verdict(unit, visit.id, arrived, pdf)
            put_memory(unit, visit.id, safe.memory, seat.id, leads=_leads(arrived))
            if keys_came:
                box = (safe.keys or "").encode()
                self._people.add_in(unit, seat.credential, box, sample=visit.sample)
                keep_carrying(unit, seat.id, safe.keys or "")
            for file, personal in files.found:
                self._evidence.enter(unit, visit.id, file, personal=personal)
            self._note(unit, package)
        if keys_came:
            self._people.when_changed()
        told = self._told(seat, package, arrived, len(files.wanting), keys_came=keys_came)
        told += "".join(f"\n{line}" for line in self._papers(path, safe, seat, arrived))
        if sheets:
            told += f"\n收下签名的文件 {sheets} 份。"
        first = self._first(path, panel)
        told += first
        came, odd = any(changed) or keys_came or sheets > 0, bool(forks or first)
        return Imported("xpsafe", visit.id, told, already_here=not came, attention=odd)

    def _first(self, path: Path, panel: Sequence[EntryRecord]) -> str:
        """What has to be imported before anybody goes on, a line each; empty for nothing."""
        newer, told = newer_beside(path), ""
        if newer:
            told += f"\n这是上一份副本，旁边还有较新的“{newer.name}”：请先导入它，再继续。"
        amended = next((each.after for each in reversed(panel) if each.kind == "task"), None)
        with self._store.look() as view:
            if isinstance(amended, dict) and not view.count(tables.tasks, sha256=amended["sha256"]):
                told += "\n专家组已改用修订的任务，这台电脑上还是修订前的：请先导入修订的任务文件，再继续。"
        return told

    def _sender(self, visit: Visit, package: Package, trust: Trust) -> tuple[Task, Panelist]:
        """Signed with the keys of somebody whom the task known here names, under the task's bureau."""
        task = self._tasks.task(visit.id)
        seat = next((one for one in task.panel if one.id == package.manifest.sender), None)
        if seat is None or package.sender is None or task.trust != trust.fingerprint:
            raise Refusal.because(
                "这份随身副本不是本组成员写出的，未予采用；本机数据没有变化。请核对来源。", code="XP-4611"
            )
        if not holds_keys(package, seat):
            raise other_keys()
        return task, seat

    def _here(self) -> frozenset[str]:
        return frozenset(person.id for person in self._people.list())

    def _files(self, path: Path, visit: Visit, arrived: Sequence[ArrivedLedger]) -> _Files:
        found: list[tuple[Prepared, bool]] = []
        wanting: list[str] = []
        identities = self._people.identities()
        for sha, told in {sha: told for each in arrived for sha, told in each.files.items()}.items():
            if self._evidence.keys.destroyed(sha):
                continue  # what was destroyed here on purpose does not come back on a stick
            if self._has(sha):
                file: Prepared | None = Prepared(
                    sha, told.name, told.size, told.media_type, self._evidence.path(sha)
                )
            else:
                file = evidence_beside(path, visit.id, sha, told.name, self._evidence, identities)
            if file is None:
                wanting.append(told.name)
            else:
                found.append((file, told.personal))
        return _Files(found, wanting)

    def _has(self, sha: str) -> bool:
        """Whether the content is here and whole."""
        try:
            deque(self._evidence.source(sha).pieces(), maxlen=0)
        except XianpingError:
            return False
        return True

    def _put_rest(
        self, unit: Unit, visit: Visit, safe: Safe, path: Path, arrived: Sequence[ArrivedLedger]
    ) -> int:
        """Where people stopped, if their sheets have moved; and signed sheets, of which it tells how many."""
        moved = {each.person for each in arrived if each.fate in (Fate.NEW, Fate.ONWARD)}
        known = {criterion.id for criterion in self._shelf.scheme_for(visit).criteria}
        for spot in safe.places:
            if spot.person in moved and spot.criterion in known:
                where = {"criterion": spot.criterion, "field": spot.field}
                unit.put(tables.places, visit_id=visit.id, person_id=spot.person, **where)
        return self._put_sheets(unit, visit, safe, path, arrived)

    def _put_sheets(
        self, unit: Unit, visit: Visit, safe: Safe, path: Path, arrived: Sequence[ArrivedLedger]
    ) -> int:
        """The signed sheets beside the copy: from who leads everybody's, from others those they came with.

        Returns how many were not here yet. What they say is proven before anything is frozen on them.
        """
        ours = [each for each in arrived if each.fate is not Fate.NOT_OURS]
        leads = _leads(arrived)
        came = {each.person for each in ours if each.locked}
        put = 0
        for signed in safe.sheets:
            if visit.member(signed.person) is None or not (leads or signed.person in came):
                continue
            data = sheet_beside(path, signed.sha256)
            if data is None or unit.count(tables.received, sha256=signed.sha256):
                continue
            put += 1
            unit.add(
                tables.received,
                sha256=signed.sha256,
                kind="xpsheet",
                batch_id=visit.batch_id,
                visit_id=visit.id,
                sender=signed.person,
                sequence=1,
                state="taken",
                data=data,
                received_at=stamp(self._clock.now()),
            )
        return put

    def _papers(
        self, path: Path, safe: Safe, seat: Panelist, arrived: Sequence[ArrivedLedger]
    ) -> Iterator[str]:
        """Packages beside a copy of who leads or of somebody here, taken in; what is not taken is told."""
        if not (_leads(arrived) or seat.id in self._here()):
            return
        with self._store.look() as view:
            known = {row["sha256"] for row in view.find(tables.received, columns=("sha256",))}
        for paper in safe.memory.papers:
            file = None if paper.sha256 in known else paper_beside(path, paper.sha256, paper.kind)
            if file is None:
                continue
            try:
                taken = self._take_in(file)
            except Refusal as refusal:
                yield f"副本旁的 {file.suffix} 文件没有收下：{refusal}"
            else:
                yield from () if taken.already_here else taken.message.splitlines()

    def _carried(self, safe: Safe, seat: Panelist) -> bool:
        """Whether the sender's own keys came along and are wanted here."""
        from app.signing.vault import travels

        return bool(safe.keys) and seat.id not in self._here() and travels((safe.keys or "").encode())

    def _note(self, unit: Unit, package: Package) -> None:
        """Remember that it came."""
        manifest = package.manifest
        unit.put(
            tables.received,
            sha256=package.sha256,
            kind="xpsafe",
            batch_id=manifest.batch or "",
            visit_id=manifest.visit,
            sender=manifest.sender,
            sequence=manifest.sequence,
            state="taken",
            received_at=stamp(self._clock.now()),
        )

    def _told(
        self,
        seat: Panelist,
        package: Package,
        arrived: Sequence[ArrivedLedger],
        wanting: int,
        *,
        keys_came: bool,
    ) -> str:
        when = moment_words(package.manifest.created_at)
        parts = [f"已读取随身副本（{seat.name}，{when} 写出）"]
        parts += [each.words for each in arrived]
        if wanting:
            parts.append(FILES_WANTING.format(count=wanting))
        if keys_came:
            parts.append(f"请{seat.name}在右上角切换到本人并输入 PIN，即可继续")
        elif seat.id not in self._here():
            parts.append(
                f"{seat.name}的密钥没有随副本携带：内容已保存在本机，接着填要有本人的密钥；"
                f"原电脑已不能用的，可在“代录纸质表”里选择{seat.name}，由您接续"
            )
        return "\n".join(f"{part}。" for part in parts if part)


def _leads(arrived: Sequence[ArrivedLedger]) -> bool:
    """Whether the panel's ledger is taken from this copy, and with it what else is the leader's word."""
    return any(each.person is None and each.fate is not Fate.NOT_OURS for each in arrived)


class _Files:
    """Evidence that came along, and the names of what did not."""

    def __init__(self, found: list[tuple[Prepared, bool]], wanting: list[str]) -> None:
        self.found, self.wanting = found, wanting
