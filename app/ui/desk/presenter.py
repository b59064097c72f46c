"""The desk without Qt: joins its parts, lets them do what a person wants, and makes the next state."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from app.common.errors import XianpingError
from app.common.words import say
from app.ui.desk.card.presenter import Beside, Card
from app.ui.desk.changes import Changes
from app.ui.desk.facts.presenter import Facts
from app.ui.desk.files.presenter import Files
from app.ui.desk.list.presenter import CriteriaList
from app.ui.desk.list.state import Shown
from app.ui.desk.lock.presenter import Lock
from app.ui.desk.lock.state import CheckPoint
from app.ui.desk.papers.presenter import Papers
from app.ui.desk.place import Place
from app.ui.desk.result.presenter import Result
from app.ui.desk.seat.presenter import DeskSeat
from app.ui.desk.state import DeskState
from app.ui.desk.writing.drafts import Drafts
from app.ui.desk.writing.presenter import Writing
from app.ui.shell.visit_titles import scheme_title

if TYPE_CHECKING:
    from app.services.sheet.facts import Colleagues
    from app.services.sheet.sheets import SheetDesk
    from app.services.workspace import Workspace


class DeskPresenter:
    """One person's sheet of one visit. Every method that answers a person returns the next state.

    What a part does is done through ``do``, which raises no user faults: what a service refuses is in the
    state's ``trouble``; a field then keeps what was typed, marked.
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
        self._workspace = workspace
        self._sheet = sheet = workspace.sheets.open(visit_id, person_id, entered_by=entered_by)
        order = tuple(each.id for each in sheet.scheme.criteria)
        self._mine = sheet.mine or order
        self._place = place = Place(order, self._mine, *self._remembered(order))
        self._drafts = drafts = Drafts(sheet)
        self._changes = Changes(sheet)
        self._heading, self._under = str(sheet.visit.project.get("unit", "")), _under(sheet)
        self._trouble: XianpingError | None = None
        self.writing = Writing(sheet, place, drafts)
        self.list = CriteriaList(sheet, place, self._mine)
        self.card = Card(sheet, place, drafts)
        self.papers = Papers(sheet, place, drafts, workspace.clock)
        self.files = Files(workspace, sheet, place)
        self.facts = Facts(workspace, sheet, place, drafts)
        self.result = Result(sheet, self._mine, lockable=not trial)
        self.lock = Lock(workspace, sheet, drafts, self.papers, self.facts)
        self.seat = DeskSeat(sheet, nobodys=trial)
        self.state = self._made()

    def do(self, deed: Callable[..., bool | None], *given: object) -> DeskState:
        """Let a part do something. What says False had nothing to do, and nothing changes."""
        try:
            if deed(*given) is False:
                return self.state
        except XianpingError as trouble:
            self._trouble = trouble
        else:
            self._trouble = None
        return self._next()

    def fail(self, trouble: XianpingError) -> DeskState:
        """Show a trouble that happened beside the window."""
        self._trouble = trouble
        return self._next()

    def dismiss(self) -> DeskState:
        """The trouble has been read."""
        self._trouble = None
        return self._next()

    # Steps back and forth.

    def undo(self) -> DeskState:
        """Take the last step back, and go where it was."""
        return self.do(self._travel, self._sheet.undo)

    def redo(self) -> DeskState:
        """Take the step again that was taken back last, and go where it was."""
        return self.do(self._travel, self._sheet.redo)

    def looked_back(self) -> tuple[SheetDesk, dict[str, str]]:
        """The sheet, to look back on, and the names of this device's persons, who may have typed in it."""
        return self._sheet, {person.id: person.name for person in self._workspace.people.list()}

    @property
    def person_id(self) -> str:
        """Whose sheet it is."""
        return self._sheet.person.id

    # Where a person goes.

    def go(self, cid: str, field: str = "") -> DeskState:
        """Show a criterion; ``field`` is where the focus belongs, empty for the first."""
        if cid != self._place.criterion:
            self._drafts.settle(self._place.criterion)
        self._place.go(cid, field)
        return self._next()

    def go_by(self, steps: int) -> DeskState:
        """Show the next (1) or the last (−1) criterion that is mine; stays at the ends."""
        back, onward = self._place.neighbours
        return self.go((onward if steps > 0 else back) or self._place.criterion)

    def go_to_check(self, point: CheckPoint) -> DeskState:
        """Show what is to be looked at, with what is left out named at its field."""
        self._drafts.ask()
        return self.go(point.id, point.field)

    def rest_at(self, field: str) -> None:
        """Remember the field that has the focus; a disk that refuses costs only this memory."""
        place, sheet = self._place, self._sheet
        place.field = field
        with suppress(XianpingError):
            self._workspace.sheets.remember_place(sheet.visit.id, sheet.person.id, place.criterion, field)

    def filter(self, shown: Shown) -> DeskState:
        """Choose which criteria the list shows."""
        self.list.filter(shown)
        return self._next()

    def seek(self, text: str) -> DeskState:
        """Search the list."""
        self.list.seek(text)
        return self._next()

    def show_colleagues(self, found: Colleagues) -> DeskState:
        """Take in what was found of colleagues' facts beside the window."""
        self.facts.take(found)
        return self._next()

    # How the state is made.

    def _travel(self, step: Callable[[], str | None]) -> None:
        cid = step() or self._place.criterion
        self._drafts.settle(cid)
        if cid != self._place.criterion:
            self._place.go(cid)

    def _remembered(self, order: tuple[str, ...]) -> tuple[str, str]:
        sheet = self._sheet
        place = self._workspace.sheets.place(sheet.visit.id, sheet.person.id)
        if place is not None and place.criterion in order:
            return place.criterion, place.field
        opened = [cid for cid in sheet.tally.open_criteria if cid in self._mine]
        return (opened or self._mine)[0], ""

    def _next(self) -> DeskState:
        self.state = self._made()
        return self.state

    def _made(self) -> DeskState:
        """What changed is looked at once, by each part; the rest of its state stays as it was."""
        changed, today = self._changes.since(), self.papers.today
        self.facts.look(changed)
        checks = self.lock.points(changed)
        beside = Beside(self.papers.state(today), self.facts.counts, self.files.files)
        return DeskState(
            heading=self._heading,
            under=self._under,
            list=self.list.state(changed, frozenset([point.id for point in checks if point.clashing])),
            card=self.card.state(changed, beside),
            result=self.result.state(changed, checks),
            field=self._place.field,
            trouble=self._trouble,
            seat=self.seat.state(),
            supplements=self.papers.supplements(today),
            offer=self.facts.offer,
        )


def _under(sheet: SheetDesk) -> str:
    """What stands below the heading; who sits here: in the seat."""
    scheme = scheme_title(sheet.scheme.title, sheet.visit.round)
    parts = (str(sheet.visit.project.get("name", "")), scheme)
    return say(" · ").join(part for part in dict.fromkeys(parts) if part)
