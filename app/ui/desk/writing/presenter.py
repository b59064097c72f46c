"""What a person writes into the criterion shown: its fields and its note. No Qt."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from app.common.errors import XianpingError
from app.scoring import FindingSpec
from app.ui.criterion import field_values
from app.ui.criterion.counts import keep_counts

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk
    from app.ui.desk.place import Place
    from app.ui.desk.writing.drafts import Drafts


class Writing:
    """Every method stores at once. Raises XianpingError for what is not taken; the draft then stays."""

    def __init__(self, sheet: SheetDesk, place: Place, drafts: Drafts) -> None:
        self._sheet, self._place, self._drafts = sheet, place, drafts

    def record(self, name: str, typed: object) -> None:
        """Store what a field gives now."""
        cid = self._place.criterion
        with suppress(XianpingError):  # the finding itself tells of a disk that refuses
            keep_counts(self._sheet, cid, self._spec(name), typed)
        self._drafts.record(cid, name, typed)

    def step(self, name: str, steps: int) -> None:
        """Move a number or a points field some steps up or down."""
        self.record(name, field_values.stepped(self._spec(name), self._answer(name), steps))

    def toggle(self, name: str, element: str) -> None:
        """Put an element into a set or take it out."""
        now, order = self._answer(name), [option.value for option in self._spec(name).options]
        self.record(name, field_values.toggled(now if isinstance(now, list) else None, element, order))

    def offer(self, name: str, reason: str) -> None:
        """Add a common reason to a reason field."""
        self.record(name, field_values.joined_reason(str(self._answer(name) or ""), reason))

    def case(self, name: str, place: int, column: str, typed: str) -> None:
        """Change one cell of a rows field; column is name, deduction or reason."""
        self.record(name, field_values.case_changed(self._answer(name), place, column, typed))

    def step_case(self, name: str, place: int, steps: int) -> None:
        """Move the deduction of one row some steps up or down."""
        now = field_values.cases_of(self._answer(name))[place]["deduction"]
        self.case(name, place, "deduction", field_values.stepped(self._spec(name), now, steps))

    def add_case(self, name: str) -> None:
        """Add an empty row."""
        self.record(name, field_values.case_added(self._answer(name)))

    def remove_case(self, name: str, place: int) -> None:
        """Remove a row."""
        self.record(name, field_values.case_removed(self._answer(name), place))

    def note(self, text: str) -> None:
        """Store the criterion's note."""
        self._drafts.note(self._place.criterion, text)

    def _spec(self, name: str) -> FindingSpec:
        return self._sheet.scheme.criterion(self._place.criterion).finding(name)

    def _answer(self, name: str) -> object:
        return self._drafts.value(self._place.criterion, name)
