"""What the leader is typing and has not recorded yet: kept key by key, so that no crash takes a word.

Beside the ledger, not in it: a half-written reason is nobody's decision. What is recorded is forgotten here.
"""

from __future__ import annotations

from typing import Any

from app.models import tables
from app.services.store.unit_of_work import Store

PREFIX = "typing."


class PanelTyping:
    """The unfinished texts of one visit's conclusion, by the place they stand in."""

    def __init__(self, store: Store, visit_id: str) -> None:
        self._store, self._key = store, f"{PREFIX}{visit_id}"
        self._held = self._read()

    def of(self, place: str) -> Any:
        """What was being typed at a place, as it was kept; None for nothing."""
        return self._held.get(place)

    def under(self, place: str) -> dict[str, Any]:
        """What was being typed at every place that begins so, by the rest of its name."""
        return {name.removeprefix(place): held for name, held in self._held.items() if name.startswith(place)}

    def keep(self, place: str, value: Any) -> None:
        """Make what stands in a place durable. value: plain JSON. Raises EnvironmentTrouble."""
        if self._held.get(place) != value:
            self._write({**self._held, place: value})

    def forget(self, place: str) -> None:
        """It is recorded now, or was given up."""
        if place in self._held:
            self._write({name: held for name, held in self._held.items() if name != place})

    def _read(self) -> dict[str, Any]:
        with self._store.look() as view:
            row = view.first(tables.settings, key=self._key)
        return dict(row["value"]) if row else {}

    def _write(self, held: dict[str, Any]) -> None:
        with self._store.write() as unit:
            unit.put(tables.settings, key=self._key, value=held)
        self._held = held
