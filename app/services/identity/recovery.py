"""The bureau's public key for what is kept on a device: a forgotten PIN costs an hour, not a visit."""

from __future__ import annotations

from app.common.clock import Clock
from app.common.errors import Refusal
from app.services.identity.tasks import Tasks
from app.services.identity.trusts import Trusts
from app.services.store.shelf import VisitShelf
from app.services.store.unit_of_work import Store


class Recovery:
    """Finds the bureau that set a visit, once."""

    def __init__(self, store: Store, clock: Clock, shelf: VisitShelf) -> None:
        self._store, self._clock, self._shelf = store, clock, shelf
        self._known: dict[str, str] = {}

    def of(self, visit_id: str) -> str | None:
        """The bureau's age recipient; None for a visit that came without a task, such as the sample."""
        if visit_id not in self._known:
            tasks = Tasks(self._store, self._shelf, Trusts(self._store, self._clock))
            try:
                self._known[visit_id] = tasks.trust(visit_id).recipient
            except Refusal:
                return None
        return self._known[visit_id]
