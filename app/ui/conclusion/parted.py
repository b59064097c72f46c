"""Ledgers of a panel that parted ways on two laptops, as the conclusion settles them. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.panel.branches import Branch
    from app.services.store.site import Visit
    from app.services.workspace import Workspace


class PartedPresenter:
    """Those of one visit."""

    def __init__(self, workspace: Workspace, visit: Visit) -> None:
        self._workspace, self._visit = workspace, visit

    @property
    def branches(self) -> tuple[Branch, ...]:
        """Ledgers that came from another laptop and are not settled."""
        return self._workspace.panel_branches.waiting(self._visit.id)

    def join(self, branch: Branch, taken: tuple[str, ...], reason: str) -> None:
        """Settle one, taking some decisions from it. Raises Refusal."""
        self._workspace.panel_branches.join(self._visit.id, branch.head, taken, reason)

    def name_of(self, person_id: str) -> str:
        """A member's name."""
        return self._visit.name_of(person_id)
