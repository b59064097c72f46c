"""The sample's panel on devices of its own, with two visits: built once a run, kept at every stage.

A stage is a folder with a bureau's database, a data folder a person and what went out. Tests work on copies.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path

from app.bootstrap import open_office, open_workspace
from app.common.clock import FixedClock
from app.exchange.enrolment import read_enrolment
from app.exchange.package import read_package
from app.exchange.proof import Expectation
from app.exchange.task import Task, read_task
from app.services.bureau.batch_spec import BatchSpec
from app.services.bureau.office import Office
from app.services.gate import Locked
from app.services.panel.panels import PanelDesk
from app.services.sample.content import Sample, load_sample
from app.services.sample.samples import record_findings, sample_spec
from app.services.store.rounds import Statement
from app.services.workspace import Workspace
from app.signing.authority import Authority
from app.signing.credentials import Enrolment
from app.signing.keys import PersonKeys
from app.signing.trust import Trust
from tests.talks import talk_over

START = datetime(2026, 5, 12, 1, 0, 0, tzinfo=UTC)
EXPERTS = ("expert-1", "expert-2", "expert-3")
LEADER = "leader"
PEOPLE = (*EXPERTS, LEADER)
STAFF = {"clerk": "联络员戊（示例）", "supervisor": "监督员己（示例）"}
TRUST, TASK, NOTES = "bureau.xptrust", "panel.xptask", "notes.json"
PHOTO = b"\x89PNG a photo of the workshop"


@dataclass
class Chain:
    """One copy of a stage. ids: identity of each person by key; visits: the two visits."""

    folder: Path
    clock: FixedClock
    ids: dict[str, str] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)
    _sites: dict[str, Workspace] = field(default_factory=dict)
    _offices: list[Office] = field(default_factory=list)

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def visit(self) -> str:
        return self.visits[0]

    @cached_property
    def sample(self) -> Sample:
        return load_sample()

    @cached_property
    def trust(self) -> Trust:
        return Trust.parse((self.out / TRUST).read_bytes())

    @cached_property
    def office(self) -> Office:
        office = open_office(f"sqlite:///{(self.folder / 'bureau.db').as_posix()}", self.clock)
        self._offices.append(office)
        return office

    @cached_property
    def authority(self) -> Authority:
        return self.office.issuing.unlock(None)

    @property
    def identities(self) -> list[str]:
        return [self.authority.issuing.identity]

    @cached_property
    def task(self) -> Task:
        with read_package(self.out / TASK, self.trust, self.identities) as package:
            return read_task(package, self.trust)[0]

    @property
    def lead(self) -> Workspace:
        return self.site(LEADER)

    def site(self, key: str) -> Workspace:
        if key not in self._sites:
            self._sites[key] = open_workspace(self.folder / key, self.clock)
        return self._sites[key]

    def reopen(self, key: str, pin: str = "") -> Workspace:
        self._sites.pop(key).close()
        try:
            return self.site(key)
        except Locked as locked:
            self._sites[key] = locked.gate.open(pin)
            return self._sites[key]

    def keys(self, key: str) -> PersonKeys:
        return self.site(key).people.keys(self.ids[key])

    def desk(self, visit: str = "") -> PanelDesk:
        return self.lead.panels.open(visit or self.visit)

    def wait(self, seconds: float = 1.0) -> None:
        self.clock.moment += timedelta(seconds=seconds)

    def new_office(self, name: str) -> Office:
        """Another database of the bureau, without its keys."""
        office = open_office(f"sqlite:///{(self.folder / name).as_posix()}", self.clock)
        self._offices.append(office)
        return office

    def note(self) -> None:
        notes = {"ids": self.ids, "visits": self.visits, "seconds": (self.clock.moment - START).seconds}
        (self.folder / NOTES).write_text(json.dumps(notes))

    def close(self) -> None:
        for site in self._sites.values():
            site.close()
        for office in self._offices:
            office.close()
        self._sites.clear()

    def fill(self, key: str, visit: str) -> None:
        desk = self.site(key).sheets.open(visit, self.ids[key])
        desk.confirm_recusal()
        record_findings(desk, self.sample.findings_of(key))

    def sheet(self, key: str, visit: str = "") -> Path:
        return self.out / f"{key}-{self.visits.index(visit or self.visit)}.xpsheet"

    def settle(self, visit: str = "") -> PanelDesk:
        """Rulings, opinions and protocol: everything that freezing asks for."""
        desk = self.desk(visit)
        for criterion, ruling in self.sample.rulings.items():
            desk.rule(criterion, ruling.findings, ruling.reason)
        problems, suggestions = desk.draft()
        desk.set_problems(problems)
        desk.set_suggestions(suggestions)
        talk_over(desk)
        self._note_steps(desk, after=False)
        return desk

    def _note_steps(self, desk: PanelDesk, *, after: bool) -> None:
        wanted = {step.id for step in desk.scheme.own_steps if step.after is after}
        for step, told in self.sample.protocol.items():
            if step in wanted:
                desk.set_step(step, told.people, told.notes)

    def freeze(self, visit: str = "") -> str:
        code = self.lead.verdicts.freeze(visit or self.visit)
        desk = self.desk(visit)
        self._note_steps(desk, after=True)
        desk.set_statement(Statement("无异议（示例）。", True, "示例负责人"))
        return code

    def renew(self) -> None:
        """Take the freezing back, rule otherwise, write of it what is now so, freeze and sign anew."""
        self.lead.verdicts.thaw(self.visit, "裁定有误（示例）")
        desk = self.desk()
        desk.rule("13.2", {"senior_trainees": "300"}, "复核后改正（示例）")
        problems, suggestions = desk.draft()
        desk.set_problems(problems)
        desk.set_suggestions(suggestions)
        self.freeze()
        self.sign_all()

    def sign_all(self, visit: str = "") -> None:
        """Every expert signs on the own device, the leader last; with the pen there is only paper."""
        visit = visit or self.visit
        pdf = self.lead.verdicts.issue(visit)
        if self.task.batch.form == "pen":
            return
        for key in EXPERTS:
            pdf = self.sign_copy(key, pdf, visit)
            self.lead.verdicts.take_back(visit, pdf)
        self.lead.verdicts.sign(visit, self.ids[LEADER], None, None)

    def sign_copy(self, key: str, pdf: bytes, visit: str = "", lead: str = LEADER) -> bytes:
        """A copy signed on an expert's own device, which has taken in the record that goes with it."""
        visit = visit or self.visit
        record = self.out / f"{key}.xprecord"
        self.site(lead).packages.export_record(visit, record)
        self.site(key).packages.import_file(record)
        return self.site(key).verdicts.sign_copy(visit, self.ids[key], None, pdf, None)

    def export(self, name: str = "", visit: str = "") -> Path:
        """The visit's package in a folder of its own below ``out``."""
        folder = self.out / (name or "sync")
        folder.mkdir(exist_ok=True)
        return self.lead.packages.export_sync(visit or self.visit, folder).files[0]


def spec_of(chain: Chain, form: str) -> BatchSpec:
    """The sample's batch with its visit twice."""
    spec = sample_spec(chain.sample, chain.ids, chain.clock.now())
    plain = spec.model_dump(mode="json")
    plain["batch"]["form"] = "pen" if form == "pen" else "digital"
    plain["batch"]["quorum"] = len(EXPERTS) if form == "quorum" else None
    plain["deputy"] = chain.ids[EXPERTS[0]] if form == "deputy" else None
    if form == "staff":
        plain["panel"] += [{"person": chain.ids[key], "role": key, "scores": False} for key in STAFF]
    plain["visits"] = [plain["visits"][0], plain["visits"][0]]
    return BatchSpec.model_validate(plain)


def _tasked(chain: Chain, form: str) -> None:
    chain.out.mkdir()
    authority = chain.office.issuing.create(chain.sample.batch.issuer, None)
    (chain.out / TRUST).write_bytes(authority.trust().data)
    enrolments = {}
    for person in chain.sample.people:
        site = chain.site(person.key)
        site.trusts.confirm((chain.out / TRUST).read_bytes())
        made = site.people.create(person.name, person.unit, None, sample=True)
        path = chain.out / f"{person.key}.xpenrol"
        site.packages.export_enrolment(made.id, path)
        with read_package(path, None, (), Expectation(kinds=("xpenrol",))) as package:
            enrolments[made.id] = read_enrolment(package)
        chain.ids[person.key] = made.id
    enrolments |= _staff(chain) if form == "staff" else {}
    schemes = chain.lead.schemes
    scheme, data = schemes[chain.sample.scheme], schemes.source(chain.sample.scheme)
    package_bytes = chain.office.issuing.task(authority, spec_of(chain, form), enrolments, scheme, data)
    (chain.out / TASK).write_bytes(package_bytes)
    for key in PEOPLE:
        chain.site(key).packages.import_file(chain.out / TASK)
    chain.visits = [visit.id for visit in chain.task.visits]


def _staff(chain: Chain) -> dict[str, Enrolment]:
    """Who keeps the minutes and who looks on: both have their identity on the leader's laptop alone."""
    enrolments, people = {}, chain.lead.people
    for key, name in STAFF.items():
        made = people.create(name, "示例单位", None, sample=True)
        path = chain.out / f"{key}.xpenrol"
        chain.lead.packages.export_enrolment(made.id, path)
        with read_package(path, None, (), Expectation(kinds=("xpenrol",))) as package:
            enrolments[made.id] = read_enrolment(package)
        chain.ids[key] = made.id
    people.switch(chain.ids[LEADER], None)
    return enrolments


def _locked(chain: Chain) -> None:
    """Both visits are scored and locked; expert 1 attached a photo to the first."""
    (chain.folder / "photo.png").write_bytes(PHOTO)
    for visit in chain.visits:
        for key in EXPERTS:
            chain.fill(key, visit)
            desk = chain.site(key).sheets.open(visit, chain.ids[key])
            if (key, visit) == (EXPERTS[0], chain.visit):
                desk.attach("3.1", chain.folder / "photo.png")
            desk.lock()
            chain.site(key).packages.export_sheet(visit, chain.ids[key], chain.sheet(key, visit))


def _collected(chain: Chain) -> None:
    """The leader has the sheets of both visits."""
    for visit in chain.visits:
        for key in EXPERTS:
            chain.lead.packages.import_file(chain.sheet(key, visit))


def _settled(chain: Chain) -> None:
    chain.settle()


def _frozen(chain: Chain) -> None:
    chain.freeze()


def _signed(chain: Chain) -> None:
    chain.sign_all()


def _exported(chain: Chain) -> None:
    chain.export()


def _renewed(chain: Chain) -> None:
    """After the export the leader thaws, rules otherwise, and everybody signs anew."""
    chain.renew()
    chain.export("later")


STEPS: dict[str, Callable[[Chain], None]] = {
    "locked": _locked,
    "collected": _collected,
    "settled": _settled,
    "frozen": _frozen,
    "signed": _signed,
    "exported": _exported,
    "renewed": _renewed,
}
STAGES = ("tasked", *STEPS)


@cache
def _shelf() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="xianping-chain-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _built(stage: str, form: str) -> Path:
    folder = _shelf() / f"{stage}-{form}"
    if stage == "tasked":
        folder.mkdir()
        chain = Chain(folder, FixedClock(START))
        work: Callable[[Chain], None] = lambda new: _tasked(new, form)  # noqa: E731
    else:
        chain = copied(_built(STAGES[STAGES.index(stage) - 1], form), folder)
        work = STEPS[stage]
    chain.wait()
    try:
        work(chain)
        chain.note()
    finally:
        chain.close()
    return folder


def copied(stage: Path, folder: Path) -> Chain:
    """A copy of a chain that was noted in a folder and closed."""
    shutil.copytree(stage, folder)
    notes = json.loads((folder / NOTES).read_text())
    clock = FixedClock(START + timedelta(seconds=notes["seconds"]))
    return Chain(folder, clock, notes["ids"], notes["visits"])


@contextmanager
def chains(folder: Path) -> Iterator[Callable[..., Chain]]:
    """Copies of the chain at a stage; form: digital, pen, deputy, quorum or staff; name: of the copy."""
    opened: list[Chain] = []

    def at(stage: str, *, form: str = "digital", name: str = "chain") -> Chain:
        chain = copied(_built(stage, form), folder / name)
        opened.append(chain)
        return chain

    try:
        yield at
    finally:
        for chain in opened:
            chain.close()
