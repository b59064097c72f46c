"""The desk's dealings with paper: signed pages of a sheet that is typed in, and what is printed. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from app.common.errors import XianpingError
from app.common.words import say
from app.scoring.kinds import WORDS
from app.services.file_names import disk_name
from app.ui.desk.seat.state import seat_state
from app.ui.desk.state import DeskState
from app.ui.desk.writing.presenter import Recording

if TYPE_CHECKING:
    from app.reports.sheet_document import ScoreSheet
    from app.services.site import Prepared


class OnPaper(Recording):
    """Part of ``DeskPresenter``."""

    def attach_page(self, file: Prepared) -> DeskState:
        """Attach a prepared file to the sheet as a whole: a page that its expert signed."""
        self._tried(lambda: self._sheet.attach_page(file))
        return self._next()

    def detach_page(self, sha256: str) -> DeskState:
        """Take a signed page off the sheet."""
        self._tried(lambda: self._sheet.detach_page(sha256))
        return self._next()

    def to_print(self, *, blank: bool) -> ScoreSheet:
        """The sheet's data for print, blank or as it stands; drawing it is for the background."""
        from app.services.sheet_reporting import score_sheet

        seat = seat_state(self._sheet)
        return score_sheet(self._sheet, typist=seat.keyboard if seat.typed else "", blank=blank)

    def print_name(self, *, blank: bool) -> str:
        """A file name that says whose sheet of which unit it is."""
        unit = str(self._sheet.visit.project.get("unit", ""))
        name, sheet = self._sheet.person.name, WORDS[self._sheet.scheme.kind].sheet
        if blank:
            return disk_name(say("{unit}-{name}-空白{sheet}.pdf", unit=unit, name=name, sheet=sheet))
        return disk_name(say("{unit}-{name}-{sheet}.pdf", unit=unit, name=name, sheet=sheet))

    def keeping(self) -> Callable[[], None] | None:
        """The work of signing the own locked sheet on the leader's device, for the background."""
        if self._sheet.typed_in or not self._sheet.locked:
            return None
        try:
            return self._workspace.packages.keeping(self._sheet.visit.id, self._sheet.person.id)
        except XianpingError:
            return None

    def _keep_typed(self) -> None:
        """Sign what was typed in while its typist sits here; what fails is tried again at the export."""
        if self._sheet.typed_in and self._sheet.locked:
            with suppress(XianpingError):
                self._workspace.packages.keep_typed(self._sheet.visit.id, self._sheet.person.id)
