from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.services.gate import Locked
from app.services.store.schemes import SchemeLibrary
from app.services.store.site import NewVisit, PanelMember, Person
from app.services.workspace import Workspace
from tests.services.places import Place, a_place

START = datetime(2026, 5, 12, 1, 0, 0, tzinfo=UTC)
VISIT = "00000000-0000-4000-8000-000000000001"
EXPERTS = ("expert-1", "expert-2", "leader-1")


@dataclass
class Site:
    """A data folder with a visit, and the clock that its workspace looks at."""

    folder: Path
    clock: FixedClock
    workspace: Workspace
    opened: list[Workspace] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        self.clock.moment += timedelta(seconds=seconds)

    def reopen(self, pin: str = "") -> Workspace:
        """As the program is started anew; with the PIN that it asks for."""
        self.workspace.close()
        try:
            self.workspace = open_workspace(self.folder, self.clock)
        except Locked as locked:
            self.workspace = locked.gate.open(pin)
        return self.workspace


def new_visit(**changes: object) -> NewVisit:
    plain: dict[str, object] = {
        "id": VISIT,
        "batch_id": "batch-1",
        "task_sha256": None,
        "scheme": SchemeLibrary().source("tianjin-base-acceptance"),
        "policy": {"pass_mark": "75"},
        "profile": {"unit_type": "enterprise"},
        "project": {"unit": "示例职业技术学院", "name": "示例培训基地"},
        "panel": (
            PanelMember(EXPERTS[0], "专家甲（示例）", "示例单位", "expert", scores=True),
            PanelMember(EXPERTS[1], "专家乙（示例）", "示例单位", "expert", scores=True),
            PanelMember(EXPERTS[2], "组长丙（示例）", "示例单位", "leader", scores=False),
        ),
        "date_from": "2026-05-12",
        "date_to": "2026-05-12",
        "assignments": {"11.1": ("expert-2",)},
        "self_assessment": {"1.1": "2"},
    }
    return NewVisit(**(plain | changes))  # type: ignore[arg-type]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    clock = FixedClock(START)
    made = Site(tmp_path / "data", clock, open_workspace(tmp_path / "data", clock))
    made.workspace.visits.add(new_visit())
    yield made
    made.workspace.close()


@pytest.fixture
def person(site: Site) -> Person:
    return site.workspace.people.create("专家甲（示例）", "示例单位", None, person_id=EXPERTS[0])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_place(tmp_path_factory.mktemp("place")) as made:
        yield made
