"""When the bureau last handed a visit out: an amended task replaces the earlier one by the same visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models import tables
from app.services.store.unit_of_work import Unit, View

if TYPE_CHECKING:
    from app.exchange.task import Task


def note_issued(unit: Unit, task: Task, at: str) -> None:
    """Remember that a task went out. at: UTC stamp, as the package itself says."""
    for visit in task.visits:
        unit.put(tables.settings, key=_key(visit.id), value=at)


def issued_at(view: View, visit_id: str) -> str | None:
    """When the latest task of a visit was signed (UTC stamp); None where none is known here."""
    row = view.first(tables.settings, key=_key(visit_id))
    return str(row["value"]) if row else None


def _key(visit_id: str) -> str:
    return f"issued.{visit_id}"
