"""Who sits here and for whom; the pages that a sheet's expert signed; the sheet on paper. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.common.words import say
from app.scoring.model.kinds import WORDS
from app.services.store.file_names import disk_name, size_words
from app.ui.desk.seat.state import NOBODY, SeatState, SignedPage

if TYPE_CHECKING:
    from app.reports.sheet_document import ScoreSheet
    from app.services.sheet.sheets import SheetDesk
    from app.services.store.site import Prepared


class DeskSeat:
    """The seat of a sheet. nobodys: it is a trial's, which belongs to no one."""

    def __init__(self, sheet: SheetDesk, *, nobodys: bool) -> None:
        self._sheet, self._nobodys = sheet, nobodys
        self._named = WORDS[sheet.scheme.kind].sheet

    def state(self) -> SeatState:
        """The bar on top."""
        return NOBODY if self._nobodys else self._taken()

    def attach_page(self, file: Prepared) -> None:
        """Attach a prepared file to the sheet as a whole: a page that its expert signed."""
        self._sheet.attach_page(file)

    def detach_page(self, sha256: str) -> None:
        """Take a signed page off the sheet."""
        self._sheet.detach_page(sha256)

    def to_print(self, *, blank: bool) -> ScoreSheet:
        """The sheet's data for print, blank or as it stands; drawing it is for the background."""
        from app.services.printing.sheet_report import score_sheet

        seat = self._taken()
        return score_sheet(self._sheet, typist=seat.keyboard if seat.typed else "", blank=blank)

    def print_name(self, *, blank: bool) -> str:
        """A file name that says whose sheet of which unit it is."""
        unit, name = str(self._sheet.visit.project.get("unit", "")), self._sheet.person.name
        if blank:
            return disk_name(say("{unit}-{name}-空白{sheet}.pdf", unit=unit, name=name, sheet=self._named))
        return disk_name(say("{unit}-{name}-{sheet}.pdf", unit=unit, name=name, sheet=self._named))

    def _taken(self) -> SeatState:
        sheet = self._sheet
        author = sheet.visit.member(sheet.author)
        keyboard = author.name if author is not None else ""
        if not sheet.typed_in:
            return SeatState(keyboard, sheet=self._named)
        pages = tuple(SignedPage(each.sha256, each.name, size_words(each.size)) for each in sheet.pages)
        return SeatState(keyboard, sheet.person.name, pages, self._named)
