"""A visit of the Tianjin base scheme that one expert scores whole, as the sample's panel found it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.bootstrap import open_workspace
from app.common.clock import SystemClock
from app.services.sample.content import load_sample
from app.services.store.site import NewVisit, PanelMember
from app.services.workspace import Workspace

VISIT = "whole"
Findings = dict[str, dict[str, Any]]


def whole_findings() -> Findings:
    """What is found at every criterion, in the order in which the fields come up."""
    sample = load_sample()
    found: Findings = {}
    for key in reversed(list(sample.sheets)):
        found |= {cid: dict(answer) for cid, answer in sample.findings_of(key).items()}
    return found


def begun_visit(folder: Path) -> Workspace:
    """A new data folder with the visit, today, nothing scored; its expert sits at the keyboard."""
    workspace, sample = open_workspace(folder), load_sample()
    person = workspace.people.create("专家甲（示例）", "示例单位", None, sample=True)
    workspace.people.switch(person.id, None)
    day = SystemClock().now().astimezone().date().isoformat()
    workspace.visits.add(
        NewVisit(
            id=VISIT,
            batch_id="batch",
            task_sha256=None,
            scheme=workspace.schemes.source(sample.scheme),
            policy=sample.policy,
            profile=sample.profile,
            project={"unit": sample.project.unit, "name": sample.project.name},
            panel=(PanelMember(person.id, person.name, "示例单位", "expert", scores=True),),
            date_from=day,
            date_to=day,
            self_assessment=sample.self_assessment,
        )
    )
    return workspace
