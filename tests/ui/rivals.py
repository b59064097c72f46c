"""A second sheet of one expert in the sample, as a colleague typed it in from paper."""

from __future__ import annotations

from app.services.sheet.carry_over import begin_from
from app.services.sheet.projection import projected
from app.services.sheet.rivals import rivals_of
from app.services.workspace import Workspace

OTHER = {"1.1": "与前一份不同的备注（示例）", "3.1": "另一份里写的（示例）"}


def second_sheet(workspace: Workspace, visit_id: str, person_id: str, typist: str) -> None:
    """The expert's locked sheet once more, typed in with other findings and locked; both lie here."""
    visit = workspace.shelf.get(visit_id)
    with workspace.store.write() as unit:
        (own,) = rivals_of(unit, visit_id, person_id)
        begin_from(unit, workspace.clock, visit, typist, (own, projected(own.rows)), "纸质表另有改动（示例）")
    desk = workspace.sheets.open(visit_id, person_id, entered_by=typist)
    for cid, text in OTHER.items():
        desk.note(cid, text)
    desk.record("13.2", "senior_trainees", "310")
    desk.lock(knowingly=True)
