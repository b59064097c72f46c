"""Locking a sheet for good: what is to be looked at before, and its signature after. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from app.common.errors import XianpingError
from app.ui.desk.lock.checks import Checks
from app.ui.desk.lock.state import CheckPoint

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk
    from app.services.workspace import Workspace
    from app.ui.desk.facts.comparison import Comparison
    from app.ui.desk.facts.presenter import Facts
    from app.ui.desk.papers.presenter import Papers
    from app.ui.desk.writing.drafts import Drafts


class Lock:
    """The sheet's lock."""

    def __init__(
        self, workspace: Workspace, sheet: SheetDesk, drafts: Drafts, papers: Papers, facts: Facts
    ) -> None:
        self._workspace, self._sheet = workspace, sheet
        self._drafts, self._papers, self._facts = drafts, papers, facts
        self._checks = Checks(sheet)
        self._order = tuple(each.id for each in sheet.scheme.criteria)
        self._points: tuple[CheckPoint, ...] = ()
        self._beside: Comparison | None = None

    def points(self, changed: frozenset[str]) -> tuple[CheckPoint, ...]:
        """Everything to look at, in the annex's order; facts that differ come last at a criterion.

        changed: since the last state. The facts have been looked at before.
        """
        self._checks.look(changed)
        if changed or self._facts.comparison is not self._beside:
            self._beside = self._facts.comparison
            own, odd = self._checks.points, self._beside.odd
            parts = [(own.get(cid, ()), odd.get(cid, ())) for cid in self._order]
            self._points = tuple([point for part in parts for points in part for point in points])
        return self._points

    def lock(self) -> None:
        """Lock the sheet for good, with open points if there are any: the person has seen them.

        What is unsaved is stored first. Raises XianpingError, and nothing is locked.
        """
        self._drafts.retry()
        self._papers.retry()
        try:
            self._sheet.lock(knowingly=True)
        finally:
            self._keep_typed()

    def reopen(self, reason: str) -> None:
        """Open the locked sheet again. Raises XianpingError, and it stays locked."""
        self._sheet.reopen(reason)

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
