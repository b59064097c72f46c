"""The desk without Qt: takes what a person does, tells the services, and makes the next state."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from app.common.errors import XianpingError
from app.common.words import say
from app.ui.desk.card.presenter import card_state
from app.ui.desk.facts.presenter import Adopting
from app.ui.desk.facts.words import count_states
from app.ui.desk.files.presenter import Filing
from app.ui.desk.list.presenter import Lister
from app.ui.desk.list.state import Shown
from app.ui.desk.lock.checks import check_points
from app.ui.desk.lock.state import CheckPoint
from app.ui.desk.papers.presenter import Papering
from app.ui.desk.result.presenter import result_state
from app.ui.desk.seat.presenter import OnPaper
from app.ui.desk.seat.state import NOBODY, seat_state
from app.ui.desk.state import DeskState
from app.ui.shell.visit_titles import scheme_title

if TYPE_CHECKING:
    from app.services.workspace import Workspace


class DeskPresenter(Filing, OnPaper, Adopting, Papering):
    """One person's sheet of one visit. Every method returns the next state and never raises user faults.

    What a service refuses is in the state's ``trouble``; the field then keeps what was typed, marked.
    """

    def __init__(
        self,
        workspace: Workspace,
        visit_id: str,
        person_id: str,
        *,
        trial: bool = False,
        entered_by: str | None = None,
    ) -> None:
        """trial: the sheet is nobody's and is never locked. entered_by: who types it in from paper."""
        self._trial = trial
        super().__init__(workspace, workspace.sheets.open(visit_id, person_id, entered_by=entered_by))
        self._visit, self._person = visit_id, person_id
        self._order = tuple(each.id for each in self._sheet.scheme.criteria)
        self._mine = self._sheet.mine or self._order
        self._lister = Lister(self._sheet.scheme, self._sheet.policy)
        self._shown, self._sought = Shown.ALL, ""
        self._current, self._field = self._remembered()
        self.state = self._made()

    # Steps back and forth.

    def undo(self) -> DeskState:
        """Take the last step back, and go where it was."""
        return self._travel(self._sheet.undo)

    def redo(self) -> DeskState:
        """Take the step again that was taken back last, and go where it was."""
        return self._travel(self._sheet.redo)

    def lock(self) -> DeskState:
        """Lock the sheet for good, with open points if there are any: the person has seen them."""
        if self._tried(self._drafts.retry) and self._tried(self._papers.retry):
            self._tried(lambda: self._sheet.lock(knowingly=True))
            self._keep_typed()
        return self._next()

    # Where a person goes.

    def go(self, cid: str, field: str = "") -> DeskState:
        """Show a criterion; ``field`` is where the focus belongs, empty for the first."""
        if cid != self._current:
            self._drafts.settle(self._current)
        self._current, self._field = cid, field
        return self._next()

    def go_by(self, steps: int) -> DeskState:
        """Show the next (1) or the last (−1) criterion that is mine; stays at the ends."""
        back, onward = self._neighbours()
        return self.go((onward if steps > 0 else back) or self._current)

    def go_to_check(self, point: CheckPoint) -> DeskState:
        """Show what is to be looked at, with what is left out named at its field."""
        self._drafts.ask()
        return self.go(point.id, point.field)

    def rest_at(self, field: str) -> None:
        """Remember the field that has the focus; a disk that refuses costs only this memory."""
        self._field = field
        with suppress(XianpingError):
            self._workspace.sheets.remember_place(self._visit, self._person, self._current, field)

    def filter(self, shown: Shown) -> DeskState:
        """Choose which criteria the list shows."""
        self._shown = shown
        return self._next()

    def seek(self, text: str) -> DeskState:
        """Search the list."""
        self._sought = text
        return self._next()

    def dismiss(self) -> DeskState:
        """The trouble has been read."""
        self._trouble = None
        return self._next()

    # How the state is made.

    def _travel(self, step: Callable[[], str | None]) -> DeskState:
        where: list[str | None] = []
        if self._tried(lambda: where.append(step())):
            cid = where[0] or self._current
            self._drafts.settle(cid)
            if cid != self._current:
                self._current, self._field = cid, ""
        return self._next()

    def _remembered(self) -> tuple[str, str]:
        place = self._workspace.sheets.place(self._visit, self._person)
        if place is not None and place.criterion in self._order:
            return place.criterion, place.field
        opened = [cid for cid in self._sheet.tally.open_criteria if cid in self._mine]
        return (opened or self._mine)[0], ""

    def _next(self) -> DeskState:
        self.state = self._made()
        return self.state

    def _made(self) -> DeskState:
        sheet, tally = self._sheet, self._sheet.tally
        checks = self._beside.among(check_points(sheet))
        return DeskState(
            heading=str(sheet.visit.project.get("unit", "")),
            under=self._under(),
            list=self._lister.state(
                tally.criteria,
                tally.sections,
                shown=self._shown,
                sought=self._sought,
                current=self._current,
                picked={
                    Shown.CHECK: frozenset(point.id for point in checks),
                    Shown.FLAG: sheet.flagged,
                },
                mine=frozenset(self._mine),
            ),
            card=replace(
                card_state(sheet, self._current, self._drafts.of(self._current), self._neighbours()),
                papers=self.papers_state(),
                counts=count_states(sheet, self._colleagues, self._current),
            ),
            result=result_state(
                sheet,
                checks,
                self._mine,
                lockable=not self._trial,
            ),
            field=self._field,
            trouble=self._trouble,
            seat=NOBODY if self._trial else seat_state(sheet),
            supplements=self.supplements_state(),
            offer=self._beside.offer(),
        )

    def _neighbours(self) -> tuple[str, str]:
        at = self._order.index(self._current)
        before = [cid for cid in self._order[:at] if cid in self._mine]
        after = [cid for cid in self._order[at + 1 :] if cid in self._mine]
        return (before[-1] if before else "", after[0] if after else "")

    def _under(self) -> str:
        sheet = self._sheet
        scheme = scheme_title(sheet.scheme.title, sheet.visit.round)
        parts = (str(sheet.visit.project.get("name", "")), scheme)  # who sits here: in the seat
        words = (part for part in dict.fromkeys(parts) if part)
        return say(" · ").join(words)
