"""What a device holds of a visit, as it stands in its database."""

from __future__ import annotations

from app.models import tables
from app.services.store.site import Attachment
from app.services.workspace import Workspace


def files_of(workspace: Workspace, visit_id: str) -> list[Attachment]:
    """Every file that the visit has ever had attached, the first before."""
    with workspace.store.look() as view:
        rows = view.find(tables.evidence, visit_id=visit_id, order=("added_at", "sha256"))
    return [
        Attachment(row["sha256"], row["name"], row["size"], row["media_type"], row["personal"])
        for row in rows
    ]


def put_at_stage(workspace: Workspace, visit_id: str, stage: str) -> None:
    """The visit stands at a stage, without the day that leads there."""
    with workspace.store.write() as unit:
        unit.change(tables.visits, {"id": visit_id}, stage=stage)
