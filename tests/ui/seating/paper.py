"""A laptop that an expert never used: no identity, no sheet; only the paper is there."""

from __future__ import annotations

from app.models import tables
from app.services.workspace import Workspace


def leave_only_paper(workspace: Workspace, visit_id: str, person_id: str) -> None:
    """Take an expert's identity and sheet off the device."""
    with workspace.store.write() as unit:
        unit.change(
            tables.streams, {"visit_id": visit_id, "person_id": person_id}, person_id=f"gone {person_id}"
        )
        unit.remove(tables.received, {"kind": "xpsheet", "sender": person_id})
        unit.remove(tables.people, {"id": person_id})
