"""What a person writes at the desk, told to the services; the presenter makes a state of it. No Qt."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from app.common.errors import Refusal, XianpingError
from app.common.words import say
from app.scoring import FindingSpec
from app.ui.criterion import field_values
from app.ui.criterion.counts import keep_counts
from app.ui.desk.state import DeskState
from app.ui.desk.writing.drafts import Drafts

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk
    from app.services.site import Mark, Prepared
    from app.services.workspace import Workspace


class Recording(ABC):
    """The writing half of ``DeskPresenter``: every method stores at once and returns the next state.

    What a service refuses is in the state's ``trouble``; the field then keeps what was typed, marked.
    """

    state: DeskState

    def __init__(self, workspace: Workspace, sheet: SheetDesk) -> None:
        self._workspace, self._sheet = workspace, sheet
        self._drafts = Drafts(sheet)
        self._trouble: XianpingError | None = None
        self._current = ""

    @abstractmethod
    def _next(self) -> DeskState:
        """Make the state that follows."""

    def _tried(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except XianpingError as trouble:
            self._trouble = trouble
            return False
        self._trouble = None
        return True

    def _answer(self, name: str) -> object:
        return self._drafts.value(self._current, name)

    def record(self, name: str, typed: object) -> DeskState:
        """Store what a field of the current criterion gives now."""
        with suppress(XianpingError):  # the finding itself tells of a disk that refuses
            keep_counts(self._sheet, self._current, self._spec(name), typed)
        self._tried(lambda: self._drafts.record(self._current, name, typed))
        return self._next()

    def _spec(self, name: str) -> FindingSpec:
        return self._sheet.scheme.criterion(self._current).finding(name)

    def step(self, name: str, steps: int) -> DeskState:
        """Move a number or a points field some steps up or down."""
        return self.record(name, field_values.stepped(self._spec(name), self._answer(name), steps))

    def toggle(self, name: str, element: str) -> DeskState:
        """Put an element into a set or take it out."""
        spec = self._sheet.scheme.criterion(self._current).finding(name)
        now = self._answer(name)
        order = [option.value for option in spec.options]
        return self.record(name, field_values.toggled(now if isinstance(now, list) else None, element, order))

    def offer(self, name: str, reason: str) -> DeskState:
        """Add a common reason to a reason field."""
        return self.record(name, field_values.joined_reason(str(self._answer(name) or ""), reason))

    def case(self, name: str, place: int, column: str, typed: str) -> DeskState:
        """Change one cell of a rows field; column is name, deduction or reason."""
        return self.record(name, field_values.case_changed(self._answer(name), place, column, typed))

    def step_case(self, name: str, place: int, steps: int) -> DeskState:
        """Move the deduction of one row some steps up or down."""
        spec = self._sheet.scheme.criterion(self._current).finding(name)
        now = field_values.cases_of(self._answer(name))[place]["deduction"]
        return self.case(name, place, "deduction", field_values.stepped(spec, now, steps))

    def add_case(self, name: str) -> DeskState:
        """Add an empty row."""
        return self.record(name, field_values.case_added(self._answer(name)))

    def remove_case(self, name: str, place: int) -> DeskState:
        """Remove a row."""
        return self.record(name, field_values.case_removed(self._answer(name), place))

    def note(self, text: str) -> DeskState:
        """Store the criterion's note."""
        self._tried(lambda: self._drafts.note(self._current, text))
        return self._next()

    def mark(self, evidence_id: str, mark: str) -> DeskState:
        """Mark how a paper was seen; empty takes the mark back."""
        wanted = cast("Mark", mark) if mark else None
        self._tried(lambda: self._sheet.mark(self._current, evidence_id, wanted))
        return self._next()

    def mark_all(self) -> DeskState:
        """Mark all of the criterion's papers as seen in the original."""
        self._tried(lambda: self._sheet.mark_all(self._current))
        return self._next()

    def attach(self, cid: str, file: Prepared) -> DeskState:
        """Attach a prepared file to the criterion that it was given for; once there, it is kept once."""
        self._tried(lambda: self._attach(cid, file))
        return self._next()

    def _attach(self, cid: str, file: Prepared) -> None:
        held = (each.name for each in self._sheet.attachments.get(cid, ()) if each.sha256 == file.sha256)
        name = next(held, None)
        if name is not None:
            raise Refusal.because(say("与本项已附的“{name}”内容相同，没有再附一份。", name=name))
        self._sheet.attach_prepared(cid, file)

    def fail(self, trouble: XianpingError) -> DeskState:
        """Show a trouble that happened beside the window."""
        self._trouble = trouble
        return self._next()

    def detach(self, sha256: str) -> DeskState:
        """Take an attached file off the criterion."""
        self._tried(lambda: self._sheet.detach(self._current, sha256))
        return self._next()

    def looked_back(self) -> tuple[SheetDesk, dict[str, str]]:
        """The sheet, to look back on, and the names of this device's persons, who may have typed in it."""
        return self._sheet, {person.id: person.name for person in self._workspace.people.list()}

    def flag(self, *, on: bool) -> DeskState:
        """Flag the criterion to come back to, or take the flag away."""
        self._tried(lambda: self._sheet.flag(self._current, on=on))
        return self._next()

    def remove_paper(self, paper_id: str) -> DeskState:
        """Take a working paper away."""
        self._tried(lambda: self._sheet.remove_paper(self._current, paper_id))
        return self._next()
