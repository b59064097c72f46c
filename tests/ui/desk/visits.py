"""A real visit in a real workspace: the shipped sample's unit, panel and policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.bootstrap import open_workspace
from app.services.sample.content import Sample, load_sample
from app.services.store.site import NewVisit, PanelMember
from app.services.workspace import Workspace

VISIT = "00000000-0000-4000-8000-000000000001"
BATCH = "00000000-0000-4000-8000-000000000002"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An open workspace with one visit, and the sample it was made from."""

    workspace: Workspace
    visit: str
    person: str
    sample: Sample

    def findings(self, person: str = "") -> dict[str, dict[str, object]]:
        """What the sample's expert finds."""
        return {**self.sample.common, **self.sample.sheets[person or self.person]}


def prepared(folder: Path, *, assigned: bool = True, policy: Mapping[str, object] | None = None) -> Prepared:
    """A new workspace; ``assigned``: some criteria are another expert's, as in the sample."""
    workspace = open_workspace(folder)
    sample = load_sample()
    workspace.visits.add(
        NewVisit(
            id=VISIT,
            batch_id=BATCH,
            task_sha256=None,
            scheme=workspace.schemes.source(sample.scheme),
            policy=sample.policy if policy is None else policy,
            profile=sample.profile,
            project={"unit": sample.project.unit, "name": sample.project.name},
            panel=tuple(PanelMember(p.key, p.name, p.unit, p.role, p.scores) for p in sample.people),
            date_from="2025-05-12",
            date_to="2025-05-12",
            sample=True,
            assignments={cid: tuple(keys) for cid, keys in sample.assignments.items()} if assigned else {},
            self_assessment=sample.self_assessment,
        )
    )
    return Prepared(workspace, VISIT, "expert-1", sample)
