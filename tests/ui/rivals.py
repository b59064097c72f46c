"""A second sheet of one expert in the sample, as a colleague typed it in from paper."""

from __future__ import annotations

from app.models import tables
from app.services.sheet.carry_over import begin_from
from app.services.sheet.projection import projected
from app.services.sheet.rivals import rivals_of
from app.services.store.ledger import add_stream, find_stream
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


def parted_panel(workspace: Workspace, visit_id: str) -> None:
    """The panel's ledger here, and beside it another that went on otherwise on another laptop."""
    desk = workspace.panels.open(visit_id)
    with workspace.store.write() as unit:
        begun = find_stream(unit, visit_id, "panel")
        rows = unit.entries(begun or "")
    desk.rule("13.2", {"senior_trainees": "300"}, "核对名册，300 人（示例）")
    desk.set_problems(["另一台上写的问题（示例）"])
    head = desk.ledger.head
    with workspace.store.write() as unit:
        unit.change(tables.streams, {"id": begun}, origin=head)
        fresh = add_stream(unit, workspace.clock, visit_id, "panel")
        if rows:
            unit.append(fresh, rows)
    desk = workspace.panels.open(visit_id)
    desk.rule("13.2", {"senior_trainees": "540"}, "核对名册，540 人（示例）")
    desk.set_problems(["本机写的问题（示例）"])
