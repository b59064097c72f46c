"""A bureau and one device with a whole panel on it: a visit under any scheme goes from task to signatures."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_office, open_workspace
from app.common.clock import FixedClock
from app.scoring import Scheme
from app.services.bureau.batch_spec import BatchFacts, BatchSpec, PointsTable, ProjectFacts, Seat, VisitSpec
from app.services.bureau.office import Office
from app.services.panel.panels import PanelDesk
from app.services.sample.samples import record_findings
from app.services.store.devices import device_key
from app.services.store.schemes import SchemeLibrary
from app.services.workspace import Workspace
from app.signing.authority import Authority
from app.signing.credentials import Applicant, Enrolment
from tests.filling import policy_of

LIBRARY = SchemeLibrary()
TABLE = PointsTable(name="示例评分表", number="示例〔2026〕1号", confirmed=True)
NOTHING: Mapping[str, Any] = {}


@dataclass
class Place:
    """A bureau and one device with the whole panel on it: an expert and the leader, no PIN."""

    workspace: Workspace
    office: Office
    authority: Authority
    people: list[str] = field(default_factory=list)

    def task(
        self,
        scheme: Scheme,
        profile: dict[str, str],
        folder: Path,
        *,
        batch: Mapping[str, Any] = NOTHING,
        visit: Mapping[str, Any] = NOTHING,
        policy: Mapping[str, str] = NOTHING,
    ) -> str:
        """Hand out and take in a task of one visit; its id. batch, visit: facts beside the usual ones."""
        *experts, leader = self.people
        seats = [Seat(person=each, role="expert") for each in experts] + [Seat(person=leader, role="leader")]
        day = self.workspace.clock.now().date().isoformat()
        project = ProjectFacts(name="示例建设项目", unit="示例职业技术学院")
        days = {"date_from": day, "date_to": day}
        wanted = VisitSpec.model_validate({"project": project, "profile": profile, **days, **visit})
        spec = BatchSpec(
            batch=BatchFacts.model_validate(
                {
                    "name": "2026 年示例批次",
                    "issuer": "示例市人力资源和社会保障局",
                    "year": 2026,
                    "table": TABLE if scheme.provisional else None,
                    **batch,
                }
            ),
            scheme=scheme.id,
            policy={**policy_of(scheme), **policy},
            panel=seats,
            visits=[wanted],
        )
        enrolments = {person: self._enrolment(person) for person in self.people}
        data = LIBRARY.source(scheme.id)
        package = self.office.issuing.task(self.authority, spec, enrolments, scheme, data, sample=True)
        path = folder / "panel.xptask"
        path.write_bytes(package)
        return self.workspace.packages.import_file(path).visit_id or ""

    def _enrolment(self, person_id: str) -> Enrolment:
        people = self.workspace.people
        person = people.person(person_id)
        told = people.stands_for(person.id)
        applicant = Applicant(id=person.id, name=person.name, unit=person.unit, stands_for=told)
        key = device_key(self.workspace.store)
        return Enrolment.make(applicant, people.keys(person_id), key, self.workspace.clock.now())

    def score(self, visit_id: str, findings: dict[str, dict[str, object]]) -> None:
        for person in self.people:
            desk = self.workspace.sheets.open(visit_id, person)
            desk.confirm_recusal()
            record_findings(desk, findings)
            desk.lock()
            self.workspace.packages.keep_sheet(visit_id, person, self.workspace.people.keys(person))

    def conclude(self, visit_id: str) -> PanelDesk:
        desk = self.workspace.panels.open(visit_id)
        problems, suggestions = desk.draft()
        desk.set_problems(problems or (() if desk.scheme.conditional else ("没有发现问题",)))
        desk.set_suggestions(suggestions)
        desk.set_strengths(desk.draft_strengths())
        for step in desk.scheme.own_steps:
            if not step.after:
                desk.set_step(step.id, "专家组", "")
        return desk

    def sign(self, visit_id: str) -> None:
        self.workspace.verdicts.issue(visit_id, knowingly=True)
        for person in self.people:
            self.workspace.verdicts.sign(visit_id, person, None, None, knowingly=True)


@contextmanager
def a_place(folder: Path, moment: datetime = datetime(2026, 5, 12, 1, tzinfo=UTC)) -> Iterator[Place]:
    """A bureau, a device and the panel, at a moment."""
    clock = FixedClock(moment)
    workspace = open_workspace(folder / "data", clock)
    office = open_office(f"sqlite:///{(folder / 'bureau.db').as_posix()}", clock)
    authority = office.issuing.create("示例市人力资源和社会保障局", None)
    workspace.trusts.confirm(authority.trust().data)
    made = Place(workspace, office, authority)
    for name in ("专家甲（示例）", "组长乙（示例）"):
        made.people.append(workspace.people.create(name, "示例单位", None, sample=True).id)
    yield made
    workspace.close()
    office.close()


def text_of(pdf: bytes, folder: Path) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    path = folder / "verdict.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([tool, "-raw", path, "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def squeezed(words: str) -> str:
    """Words without the spaces that a page may break."""
    return "".join(words.split())
