"""Files in and out on a site's device: tasks and sheets are taken in, sheets and whole visits go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import Clock
from app.common.errors import Refusal
from app.common.sealed import CLOSED, NOT_FOR_US
from app.models import tables
from app.services.identity.people import People
from app.services.identity.trusts import Trusts
from app.services.packages.sheet_files import SheetFiles
from app.services.packages.visit_files import VisitFiles
from app.services.store.devices import device_key
from app.services.store.rounds import Exported, Imported
from app.services.store.site import Person
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.exchange.kinds import Kind
    from app.exchange.package import Package
    from app.signing.keys import PersonKeys
    from app.signing.trust import Trust

OTHER_BUREAU = "XP-3202"
Taker = Callable[[Path, "Package", "Trust"], Imported]


class Packages:
    """The one door for files. Every refusal leaves everything as it was."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        people: People,
        trusts: Trusts,
        takers: Mapping[Kind, Taker],
        sheets: SheetFiles,
        visits: VisitFiles,
    ) -> None:
        """takers: what takes each kind of package in, once it is proven."""
        self._store, self._clock = store, clock
        self._people, self._trusts = people, trusts
        self._takers, self._sheets, self._visits = takers, sheets, visits

    def import_file(self, path: Path, visit_id: str = "") -> Imported:
        """Take a file of any kind in that comes to a site. Twice changes nothing.

        visit_id: the visit for which it is taken, where a person is in one: another's is refused then.
        Raises Refusal, EnvironmentTrouble.
        """
        trust, package = self._proven(path)
        with package:
            if visit_id and package.manifest.visit not in (None, visit_id):
                raise self._of_another(package.manifest.visit or "")
            return self._takers[package.manifest.kind](path, package, trust)

    def _of_another(self, visit_id: str) -> Refusal:
        """The answer to a file that belongs to another visit than the one where somebody takes it."""
        with self._store.look() as view:
            row = view.first(tables.visits, columns=("project",), id=visit_id)
        told = f"“{row['project'].get('unit', '')}”那次" if row else "另一次"
        return Refusal.because(
            f"这份文件属于{told}考核，不是现在打开的这一次，没有收下；本机数据没有变化。请在那次考核里或主页导入。",
            code="XP-4542",
        )

    def export_enrolment(self, person_id: str, path: Path) -> str:
        """Write a person's enrolment request; returns the fingerprint to put on paper beside it."""
        from app.exchange.enrolment import write_enrolment
        from app.signing.credentials import Applicant, Enrolment

        person = self._people.person(person_id)
        keys = self._people.keys(person_id)
        told = self._people.stands_for(person_id)
        applicant = Applicant.of(id=person.id, name=person.name, unit=person.unit, stands_for=told)
        enrolment = Enrolment.make(applicant, keys, device_key(self._store), self._clock.now())
        write_enrolment(path, enrolment, keys)
        self._people.keep_enrolment(person_id, enrolment.data)
        return enrolment.fingerprint

    def export_sheet(self, visit_id: str, person_id: str, path: Path, heir: str = "") -> Exported:
        """Write a locked sheet for the leader, sealed. Raises Refusal before it is locked.

        heir: who leads in the leader's place, as the panel has voted, and is to open it too.
        """
        return self._sheets.export(visit_id, person_id, path, self._keys_for(visit_id, person_id), heir)

    def keep_typed(self, visit_id: str, person_id: str) -> None:
        """Sign and keep a sheet that was typed in here, while who typed it sits at the keyboard."""
        self._sheets.keep(visit_id, person_id, self._keys_for(visit_id, person_id))

    def keeping(self, visit_id: str, person_id: str) -> Callable[[], None] | None:
        """The work of signing and keeping an own sheet on the leader's device, with the keys that are open.

        So nobody has to be there at the export. None where there is nothing to keep. It may run beside the
        window; what fails is tried again at the export.
        """
        if not self._sheets.to_keep(visit_id, person_id):
            return None
        try:
            keys = self._keys_for(visit_id, person_id)
        except Refusal:
            return None
        return partial(self._sheets.keep, visit_id, person_id, keys)

    def keep_sheet(self, visit_id: str, person_id: str, keys: PersonKeys) -> None:
        """Sign a sheet that was filled on the leader's own device, so that it can travel with the visit."""
        self._sheets.keep(visit_id, person_id, keys)

    def export_sync(
        self, visit_id: str, folder: Path, stem: str = "", *, knowingly: bool = False
    ) -> Exported:
        """Write the whole visit for the bureau, with PDF and workbook beside it.

        stem: begins the files' names; knowingly: as in ``Verdicts.issue``. Every file is read back first.
        """
        return self._visits.export(visit_id, folder, stem, knowingly=knowingly)

    def export_record(self, visit_id: str, path: Path) -> Exported:
        """Write the issued document with its record for the experts who sign on their own devices."""
        return self._visits.export_record(visit_id, path)

    def _keys_for(self, visit_id: str, person_id: str) -> PersonKeys:
        """The keys that sign a sheet: its expert's, or where it was typed in, those of who did it."""
        current = self._people.current
        typist = None if current and current.id == person_id else self._sheets.typist(visit_id, person_id)
        return self._people.keys(typist or person_id)

    def _proven(self, path: Path) -> tuple[Trust, Package]:
        from app.exchange.package import read_package
        from app.exchange.proof import Expectation

        if not path.exists():
            raise Refusal.because(f"找不到文件 {path}，请检查路径。", code="XP-1001")
        trusts = self._trusts.all()
        if not trusts:
            raise Refusal.because(
                "这台电脑上还没有信任文件，无法核验来件。请先载入主管部门的 bureau.xptrust。", code="XP-4401"
            )
        expect = Expectation(kinds=tuple(self._takers), at=self._clock.now())
        identities = self._people.identities()
        for trust in trusts:
            try:
                return trust, read_package(path, trust, identities, expect)
            except Refusal as refusal:
                codes = {fault.code for fault in refusal.faults}
                if NOT_FOR_US in codes and (closed := self._people.closed()):
                    raise _closed(closed) from None
                if OTHER_BUREAU not in codes or trust is trusts[-1]:
                    raise
        raise AssertionError("the last trust either takes the package or raises")


def _closed(people: Sequence[Person]) -> Refusal:
    """The answer to a sealed file while keys that may open it wait for their PIN."""
    names = "、".join(person.name for person in people)
    return Refusal.because(
        f"这份文件是加密的，{names}的密钥在本机，还没有打开。请先输入 PIN，再收这份文件；本机数据没有变化。",
        where="pin",
        code=CLOSED,
    )
