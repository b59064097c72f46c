"""The sample visit: a bureau, three experts and a leader on one device, everything marked 示例, no PIN.

It is made by the same services as a real visit: enrolled, tasked, imported, scored, locked.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.trouble import told
from app.services.bureau.batch_spec import BatchSpec, Seat, VisitSpec
from app.services.bureau.issues import Issuing
from app.services.sample.content import Sample, load_sample
from app.services.store.devices import device_key

if TYPE_CHECKING:
    from app.services.sheet.desk import SheetDesk
    from app.services.workspace import Workspace
    from app.signing.credentials import Enrolment


class Samples:
    """Makes the sample visit in a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def open(self) -> str:
        """The sample visit's id; made at the first call."""
        made = [card.id for card in self._workspace.visits.list() if card.sample]
        return made[0] if made else self._make(load_sample())

    def _make(self, sample: Sample) -> str:
        ids = self._people(sample)
        visit_id = self._task(sample, ids)
        for key in sample.sheets:
            left_open = sample.window.left_open if key == sample.window.person else []
            self._fill(sample, visit_id, key, ids[key], left_open)
        self._workspace.people.switch(ids[sample.window.person], None)
        return visit_id

    def _people(self, sample: Sample) -> dict[str, str]:
        people = self._workspace.people
        return {each.key: people.create(each.name, each.unit, None, sample=True).id for each in sample.people}

    def _task(self, sample: Sample, ids: Mapping[str, str]) -> str:
        """A task from a bureau that exists for this sample alone; its keys are forgotten at once."""
        from app.signing.authority import Authority

        workspace = self._workspace
        authority = Authority.create(sample.batch.issuer, workspace.clock.now())
        workspace.trusts.confirm(authority.trust().data)
        issuing = Issuing(workspace.store, workspace.clock, workspace.trusts)
        scheme, data = workspace.schemes[sample.scheme], workspace.schemes.source(sample.scheme)
        enrolments = {person: self._enrolment(person) for person in ids.values()}
        spec = sample_spec(sample, ids, workspace.clock.now())
        package = issuing.task(authority, spec, enrolments, scheme, data, sample=True)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sample.xptask"
            path.write_bytes(package)
            return workspace.packages.import_file(path).visit_id or ""

    def _enrolment(self, person_id: str) -> Enrolment:
        from app.signing.credentials import Applicant, Enrolment

        workspace = self._workspace
        person = workspace.people.person(person_id)
        applicant = Applicant.of(id=person.id, name=person.name, unit=person.unit)
        keys = workspace.people.keys(person_id)
        return Enrolment.make(applicant, keys, device_key(workspace.store), workspace.clock.now())

    def _fill(self, sample: Sample, visit_id: str, key: str, person_id: str, left_open: list[str]) -> None:
        desk = self._workspace.sheets.open(visit_id, person_id)
        if not left_open:
            desk.confirm_recusal()
        findings = sample.findings_of(key)
        record_findings(desk, {cid: answer for cid, answer in findings.items() if cid not in left_open})
        if not left_open:
            desk.lock()
            self._workspace.packages.keep_sheet(visit_id, person_id, self._workspace.people.keys(person_id))


class SampleFolder:
    """The sample's own data folder inside the real one, apart from all that is real.

    opener: opens a data folder.
    """

    def __init__(self, data: Path, opener: Callable[[Path], Workspace]) -> None:
        self.path, self._opener = data / "sample", opener

    def open(self) -> Workspace:
        """The open folder with the sample in it. It asks for no PIN: where one was set, all is made anew.

        Raises EnvironmentTrouble, as where another program plays it.
        """
        from app.services.gate import Locked

        try:
            workspace = self._opener(self.path)
        except Locked:
            self.clear()
            workspace = self._opener(self.path)
        try:
            Samples(workspace).open()
        except BaseException:  # whatever happens, the folder must not stay open
            workspace.close()
            raise
        return workspace

    def clear(self) -> None:
        """Throw away all that was played. Nobody may have it open. Raises EnvironmentTrouble."""
        with told():
            if self.path.is_dir():
                shutil.rmtree(self.path)


def sample_spec(sample: Sample, ids: Mapping[str, str], now: datetime) -> BatchSpec:
    """The batch that the sample's bureau sets up. The visit is today, so that it can be played at once."""
    day = now.astimezone().date().isoformat()
    visit = VisitSpec(
        project=sample.project,
        profile=sample.profile,
        date_from=day,
        date_to=day,
        assignments={cid: [ids[key] for key in keys] for cid, keys in sample.assignments.items()},
        self_assessment=sample.self_assessment,
    )
    return BatchSpec(
        batch=sample.batch,
        scheme=sample.scheme,
        policy=sample.policy,
        panel=[Seat(person=ids[each.key], role=each.role, scores=each.scores) for each in sample.people],
        visits=[visit],
    )


def record_findings(desk: SheetDesk, findings: Mapping[str, Mapping[str, object]]) -> None:
    """Fill a sheet finding by finding, all papers seen in the original."""
    for criterion, answer in findings.items():
        desk.mark_all(criterion, "original")
        for name, value in answer.items():
            desk.record(criterion, name, value)
