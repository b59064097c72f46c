"""What an export will need of the sheets: every one that counts, signed by whoever wrote it, as a file.

A sheet that came with a copy counts as soon as it is locked, but its signed file is a thing of its own. What
is wanting is told with the deed that settles it, while there is time for that: before the text is frozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from app.common.errors import Refusal
from app.common.typed import entered_by
from app.scoring.model.kinds import WORDS
from app.services.identity.people import People
from app.services.packages.sheet_files import SheetFiles
from app.services.panel.collected import FoundSheet
from app.services.store.rounds import UnsignedSheet
from app.services.store.site import Person
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.exchange.container import Source
    from app.services.panel.panels import PanelDesk
    from app.signing.keys import PersonKeys


class SignedSheets:
    """The signed files of the sheets that count, on the leader's device."""

    def __init__(self, store: Store, people: People, sheets: SheetFiles) -> None:
        self._store, self._people, self._sheets = store, people, sheets

    def keep(self, visit_id: str, person_id: str, keys: PersonKeys) -> None:
        """Sign and keep a sheet that was locked on this device; kept once, it stays."""
        self._sheets.keep(visit_id, person_id, keys)

    def sign(self, visit_id: str, person_id: str, pin: str | None) -> None:
        """Sign a locked sheet now, with the keys of whoever wrote it. Raises Refusal for a wrong PIN."""
        self._sheets.keep(visit_id, person_id, self._people.unlock(self._signer(visit_id, person_id), pin))

    def unsigned(self, desk: PanelDesk) -> tuple[UnsignedSheet, ...]:
        """The locked sheets whose signed files are not here, each with who could sign it here."""
        here = {person.id: person for person in self._people.list()}
        word = WORDS[desk.scheme.kind].sheet
        return tuple(
            _unsigned(found, here.get(_writer(found)), word)
            for found in desk.collected.found
            if self._sheets.kept(desk.visit.id, found.person_id, _head(found)) is None
        )

    def wanting(self, desk: PanelDesk) -> tuple[UnsignedSheet, ...]:
        """Those of them that nobody can sign without being asked: the others are signed when it is time."""
        if desk.visit.task_sha256 is None:  # a trial hands nothing in
            return ()
        return tuple(each for each in self.unsigned(desk) if self._keys(each) is None)

    def make_ready(self, desk: PanelDesk) -> None:
        """Sign what can be signed with keys that are open; raise Refusal naming what an export will lack."""
        wanting = self._still_unsigned(desk) or list(self._odd(desk))
        if wanting:
            raise Refusal.because(f"还不能定稿：{'；'.join(wanting)}。", where="sheets", code="XP-4312")

    def files(self, desk: PanelDesk) -> dict[str, bytes]:
        """Every scoring expert's signed sheet, by person. Raises Refusal naming those that are wanting."""
        if wanting := self._still_unsigned(desk):
            raise Refusal.because(f"还不能导出：{'；'.join(wanting)}。", where="sheets", code="XP-4603")
        held = {
            found.person_id: self._sheets.kept(desk.visit.id, found.person_id, _head(found))
            for found in desk.collected.found
        }
        return {person: data for person, data in held.items() if data is not None}

    def contents(self, files: Iterable[str], keys: PersonKeys) -> dict[str, Source]:
        """Files of evidence to put into a package, by SHA-256. Raises Refusal, EnvironmentTrouble."""
        return self._sheets.contents(files, keys)

    def _still_unsigned(self, desk: PanelDesk) -> list[str]:
        counting = {found.person_id: found for found in desk.collected.found}
        for each in self.unsigned(desk):
            self._try(desk.visit.id, each, _head(counting[each.person_id]))
        return [each.told for each in self.unsigned(desk)]

    def _try(self, visit_id: str, each: UnsignedSheet, head: str) -> None:
        keys = self._keys(each)
        if keys is not None:
            self._sheets.keep(visit_id, each.person_id, keys, head)

    def _keys(self, each: UnsignedSheet) -> PersonKeys | None:
        """The signer's keys where they are open here."""
        try:
            return self._people.keys(each.signer_id)
        except Refusal:
            return None

    def _odd(self, desk: PanelDesk) -> Iterator[str]:
        """Signed files that are damaged, or say another thing than the sheet that counts."""
        word = WORDS[desk.scheme.kind].sheet
        for found in desk.collected.found:
            if not self._sheets.says(desk.visit, found):
                yield f"本机留存的{found.name}签名的{word}与计入的一份不同，请收取其导出的 .xpsheet 文件"

    def _signer(self, visit_id: str, person_id: str) -> str:
        return self._sheets.typist(visit_id, person_id) or person_id


def _head(found: FoundSheet) -> str:
    return found.rows[-1].digest


def _writer(found: FoundSheet) -> str:
    """Who signs a sheet: its expert, or who typed all of it in."""
    return entered_by(found.person_id, found.rows) or found.person_id


def _unsigned(info: FoundSheet, signer: Person | None, word: str) -> UnsignedSheet:
    """Which signed file is wanting, and the deed that settles it."""
    if signer is None:
        told = (
            f"{info.name}的{word}是随副本带来的，缺签名的文件，请收取其导出的 .xpsheet 文件，"
            "或连同“材料”文件夹再导入一次副本"
        )
        return UnsignedSheet(info.person_id, told)
    told = f"{info.name}的{word}已锁定，还没有签名，请{signer.name}签名"
    return UnsignedSheet(info.person_id, told, signer.id, signer.name, signer.has_pin)
