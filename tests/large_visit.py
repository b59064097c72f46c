"""A visit as large as they come: 30 criteria, 500 attached files, a ledger of 20,000 entries."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from ruamel.yaml import YAML

from app.bootstrap import open_workspace
from app.common.clock import Clock, SystemClock
from app.services.sheet.desk import SheetDesk
from app.services.store.schemes import SchemeLibrary
from app.services.store.site import NewVisit, PanelMember
from app.services.workspace import Workspace

BASE = "tianjin-base-acceptance"
CRITERIA, FILES, ENTRIES = 30, 500, 20_000
FULLEST = 60  # files at the first criterion; the others share the rest
VISIT, EXPERT = "large", "expert"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a visit is to be."""

    criteria: int = CRITERIA
    files: int = FILES
    entries: int = ENTRIES


def large_scheme(criteria: int = CRITERIA) -> bytes:
    """The largest scheme that ships, its last criteria repeated as a section of their own."""
    raw: Any = YAML().load(SchemeLibrary().source(BASE))
    missing = criteria - len(raw["criteria"])
    raw["id"] = "large-visit"
    more = [copy.deepcopy(each) for each in raw["criteria"] if "total_deduction" not in str(each)][:missing]
    for place, criterion in enumerate(more, 1):
        criterion.update(id=f"20.{place}", section="6", item=f"{criterion['item']}（续）")
    points = sum(each["max"] for each in more)
    raw["sections"].append({"id": "6", "numeral": "六", "title": "补充考核", "max": points})
    raw["criteria"] += more
    raw["full_marks"] += points
    made = BytesIO()
    YAML().dump(raw, made)
    return made.getvalue()


def large_visit(folder: Path, size: Size | None = None, clock: Clock | None = None) -> Workspace:
    """A new data folder with that one visit, filled; the expert who scores it all sits at the keyboard."""
    wanted = size or Size()
    workspace = open_workspace(folder, clock)
    person = workspace.people.create("专家甲（示例）", "示例单位", None, sample=True)
    workspace.people.switch(person.id, None)
    workspace.visits.add(
        _visit(person.id, wanted, (clock or SystemClock()).now().astimezone().date().isoformat())
    )
    desk = workspace.sheets.open(VISIT, person.id)
    desk.confirm_recusal()
    _attach(workspace, desk, wanted.files)
    _grow(desk, wanted.entries)
    return workspace


def _visit(person: str, size: Size, day: str) -> NewVisit:
    return NewVisit(
        id=VISIT,
        batch_id="batch",
        task_sha256=None,
        scheme=large_scheme(size.criteria),
        policy={"pass_mark": "75"},
        profile={"unit_type": "vocational_school"},
        project={"unit": "示例职业技术学院", "name": "示例培训基地"},
        panel=(PanelMember(person, "专家甲（示例）", "示例单位", "expert", scores=True),),
        date_from=day,
        date_to=day,
    )


def _attach(workspace: Workspace, desk: SheetDesk, files: int) -> None:
    """Small pictures, every third file something else."""
    order = [each.id for each in desk.scheme.criteria]
    for number in range(files):
        cid = order[0] if number < FULLEST else order[1 + number % (len(order) - 1)]
        picture = number % 3 != 0
        name = f"现场照片{number:03}.png" if picture else f"材料{number:03}.pdf"
        data = _picture(number) if picture else f"材料 {number}".encode()
        desk.attach_prepared(cid, workspace.evidence.take_bytes(BytesIO(data), name))


def _picture(number: int) -> bytes:
    made = BytesIO()
    Image.new("RGB", (320, 240), (number % 256, number // 256 * 90, 120)).save(made, "png")
    return made.getvalue()


def _grow(desk: SheetDesk, entries: int) -> None:
    """As many entries as wanted, the way that typing makes them; every criterion has a finding in the end."""
    typed = [
        (criterion.id, spec.name, spec.kind)
        for criterion in desk.scheme.criteria
        for spec in criterion.findings
        if spec.kind in ("count", "share", "amount", "reason")
    ]
    for criterion in desk.scheme.criteria:
        desk.mark_all(criterion.id)
        if criterion.findings[0].kind == "flag":
            desk.record(criterion.id, criterion.findings[0].name, True)
    for number in range(entries - desk.end[0]):
        cid, name, kind = typed[(number // 6) % len(typed)]
        text = "现场核查不符"[: 1 + number % 6] if kind == "reason" else str(number % 97 + 2)
        desk.record(cid, name, text)
