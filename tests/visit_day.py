"""A visit's day as it is lived: a leader, some experts, some laptops, one stick, and what goes wrong.

``Day`` holds the world and knows the deeds that people do; whoever plays it draws them in any order. It
keeps its own account of what was entered and still lies somewhere, so that nothing can be lost unseen.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from app.bootstrap import open_office, open_workspace
from app.common.clock import FixedClock
from app.exchange.enrolment import read_enrolment
from app.exchange.package import read_package
from app.exchange.proof import Expectation
from app.services.bureau.batch_spec import BatchSpec
from app.services.bureau.office import Office
from app.services.gate import Locked
from app.services.panel.panels import PanelDesk
from app.services.panel.seats import Absence, Claim
from app.services.safe.places import FILES, ROOM, code_name
from app.services.sample.content import load_sample
from app.services.sheet.desk import SheetDesk
from app.services.store.rounds import Statement
from app.services.workspace import Workspace
from app.signing.trust import Trust
from tests.talks import talk_over
from tests.whole_visit import whole_findings

START = datetime(2026, 5, 12, 1, 0, 0, tzinfo=UTC)
LEADER = "leader"
PAGE = b"\xff\xd8\xff\xe0 a photo of the signed page of "
DIFFERING = {"13.2": "senior_trainees", "3.1": "concurrent_trainees"}  # two experts each, of two minds
Found = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who comes and with what. experts: how many; laptops: how many; deputy: whether the first is one."""

    experts: int
    laptops: int
    form: str = "digital"
    deputy: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(f"expert-{number + 1}" for number in range(self.experts))

    @property
    def people(self) -> tuple[str, ...]:
        return (LEADER, *self.keys)

    def laptop_of(self, key: str) -> int:
        """The leader has the first; the others sit down in turn."""
        return self.people.index(key) % self.laptops

    def pin_of(self, key: str) -> str:
        return f"2718{self.people.index(key) + 28}"

    def share(self) -> Mapping[str, tuple[str, ...]]:
        """Criterion to those who score it: one each in turn, two where they shall differ."""
        keys = self.keys
        turns = {cid: (keys[place % len(keys)],) for place, cid in enumerate(whole_findings())}
        return turns | dict.fromkeys(DIFFERING, (keys[0], keys[-1]))

    def findings(self, key: str) -> Found:
        """What somebody finds of the own criteria; the last one sees less than the first."""
        found = {cid: dict(whole_findings()[cid]) for cid, who in self.share().items() if key in who}
        for cid, name in DIFFERING.items():
            if key == self.keys[-1] and cid in found:
                found[cid][name] = str(int(found[cid][name]) - 1)
        return found


@dataclass(eq=False)
class Laptop:
    """One machine: its folder, its clock, its people's open program. dead: nobody opens it any more."""

    folder: Path
    clock: FixedClock
    people: list[str]
    site: Workspace | None = None
    dead: bool = False


@dataclass(eq=False)
class Day:
    """The world. entered: what each has entered and some living laptop or copy still holds.

    chair: who leads by now; away: who has no part any more, with the state that was noted.
    """

    folder: Path
    cast: Cast
    ids: dict[str, str] = field(default_factory=dict)
    visit: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    laptops: list[Laptop] = field(default_factory=list)
    entered: dict[str, set[str]] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    copied: dict[str, dict[str, Any]] = field(default_factory=dict)
    away: dict[str, Absence] = field(default_factory=dict)
    chair: str = LEADER
    _office: Office | None = None

    # The world.

    @property
    def stick(self) -> Path:
        return self.folder / "U盘"

    @property
    def now(self) -> datetime:
        return max((each.clock.moment for each in self.laptops), default=START)

    @cached_property
    def trust(self) -> Trust:
        return Trust.parse((self.folder / "bureau.xptrust").read_bytes())

    @property
    def office(self) -> Office:
        if self._office is None:
            self._office = open_office(
                f"sqlite:///{(self.folder / 'bureau.db').as_posix()}", FixedClock(self.now)
            )
        return self._office

    def wait(self, seconds: float = 60) -> None:
        """Time goes by for everybody."""
        for each in self.laptops:
            each.clock.moment += timedelta(seconds=seconds)

    def laptop(self, key: str) -> Laptop:
        return next(each for each in self.laptops if key in each.people and not each.dead)

    def site(self, key: str) -> Workspace:
        """The program on somebody's laptop with that person at the keyboard."""
        laptop = self.laptop(key)
        if laptop.site is None:
            laptop.site = self._opened(laptop, key)
        people = laptop.site.people
        if people.current is None or people.current.id != self.ids[key]:
            people.switch(self.ids[key], self.cast.pin_of(key))
        people.keys(self.ids[key])
        return laptop.site

    def _opened(self, laptop: Laptop, key: str) -> Workspace:
        try:
            return open_workspace(laptop.folder, laptop.clock)
        except Locked as locked:
            return locked.gate.open(self.cast.pin_of(key))

    def close(self) -> None:
        for each in self.laptops:
            if each.site is not None:
                each.site.close()
                each.site = None
        if self._office is not None:
            self._office.close()
            self._office = None

    @property
    def present(self) -> list[str]:
        """The experts whose sheets are wanted."""
        return [key for key in self.cast.keys if key not in self.away]

    # An expert's deeds.

    def sheet(self, key: str) -> SheetDesk:
        return self.site(key).sheets.open(self.visit, self.ids[key])

    def left(self, key: str) -> list[str]:
        """Criteria that somebody has not entered yet."""
        return [cid for cid in self.cast.findings(key) if cid not in self.entered.setdefault(key, set())]

    def score(self, key: str, count: int) -> None:
        """Enter the next criteria."""
        desk, found = self.sheet(key), self.cast.findings(key)
        desk.confirm_recusal()
        for cid in self.left(key)[:count]:
            desk.mark_all(cid, "original")
            for name, value in found[cid].items():
                desk.record(cid, name, value)
            self.entered[key].add(cid)

    def lock(self, key: str) -> None:
        """Lock a finished sheet; on the leader's own laptop it is signed at once."""
        self.sheet(key).lock(knowingly=True)
        self.locked.add(key)
        site = self.site(key)
        site.packages.keep_sheet(self.visit, self.ids[key], site.people.keys(self.ids[key]))

    def hand_over(self, key: str) -> Path:
        """Write a locked sheet to the stick."""
        path = self.stick / f"{key}.xpsheet"
        path.unlink(missing_ok=True)
        self.site(key).packages.export_sheet(self.visit, self.ids[key], path)
        self.sent.add(key)
        return path

    # The leader's deeds.

    @property
    def desk(self) -> PanelDesk:
        return self.site(self.chair).panels.open(self.visit)

    def collect(self, keys: Sequence[str]) -> None:
        """Take in what lies on the stick, in this order."""
        for key in keys:
            path = self.stick / f"{key}.xpsheet"
            if path.is_file():
                self.site(self.chair).packages.import_file(path)

    def waiting(self) -> list[str]:
        """Whose sheets the leader has not got."""
        known = {self.ids[key]: key for key in self.cast.keys}
        return [known[each.person_id] for each in self.desk.state.sheets if each.state in ("missing", "open")]

    def settle(self) -> None:
        """Rule on everything that is in dispute, and write the opinions."""
        desk = self.desk
        for row in desk.state.result.criteria:
            if row.state in ("disputed", "unanswered"):
                told = [each.findings for each in desk.state.sides[row.id] if each.findings]
                desk.rule(row.id, told[0] if told else whole_findings()[row.id], "到场核对（示例）")
        problems, suggestions = desk.draft()
        desk.set_problems(problems or ("无",))
        desk.set_suggestions(suggestions or ("无",))
        talk_over(desk)

    def freeze(self) -> str:
        code = self.site(self.chair).verdicts.freeze(self.visit, knowingly=True)
        for step in (each for each in self.desk.scheme.own_steps if each.after):
            self.desk.set_step(step.id, "全体（示例）", "")
        self.desk.set_statement(Statement("无异议（示例）。", True, "示例负责人"))
        return code

    def thaw(self) -> None:
        self.site(self.chair).verdicts.thaw(self.visit, "有一处要改（示例）")

    def sign(self, key: str) -> None:
        """Sign: at the leader's own laptop, or on one's own, where the record goes and comes back."""
        lead = self.site(self.chair)
        if key in self.laptop(self.chair).people:
            lead.verdicts.sign(self.visit, self.ids[key], self.cast.pin_of(key), None)
            return
        record = self.stick / f"{key}.xprecord"
        record.unlink(missing_ok=True)
        pdf = lead.verdicts.issue(self.visit)
        lead.packages.export_record(self.visit, record)
        site = self.site(key)
        site.packages.import_file(record)
        signed = site.verdicts.sign_copy(self.visit, self.ids[key], self.cast.pin_of(key), pdf, None)
        self.site(self.chair).verdicts.take_back(self.visit, signed)

    def unsigned(self) -> list[str]:
        """Who has still to sign, the leader last; nobody where the pen does it."""
        status = self.site(self.chair).verdicts.status(self.visit)
        keys = {person: key for key, person in self.ids.items()}
        if status.form == "pen":
            return []
        left = [keys[slot.person_id] for slot in status.slots if slot.signed_at is None and slot.pen is None]
        return sorted(left, key=lambda key: key == self.chair)

    def pen(self, key: str) -> None:
        """The leader notes that somebody has signed on paper."""
        site = self.site(self.chair)
        site.verdicts.issue(self.visit)
        photo = self.folder / "签名页.jpg"
        photo.write_bytes(PAGE + key.encode())
        page = site.evidence.prepare(photo, self.visit)
        site.pens.note(self.visit, self.ids[key], page, "密钥不在手边（示例）")

    def hand_in(self) -> Any:
        """Export the visit and let the bureau take it; what it answers."""
        folder = self.folder / "报送"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        site = self.site(self.chair)
        site.verdicts.issue(self.visit)
        path = site.packages.export_sync(self.visit, folder).files[0]
        return self.office.bureau.take(path, self.trust, [self.office.issuing.unlock(None).issuing.identity])

    # People.

    def fall_ill(self, key: str, state: Absence) -> None:
        """An expert has no part any more; noted by who leads."""
        site = self.site(self.chair)
        since = self.laptop(self.chair).clock.moment - timedelta(minutes=1)
        site.attendance.note(self.visit, self.ids[key], state, since, "突发疾病（示例）", counts=False)
        self.away[key] = state

    def hand_chair(self, key: str) -> None:
        """The leader is taken away; another leads, on the own laptop, with the leader's copy at hand."""
        gone, self_site = self.chair, self.site(key)
        if gone in self.copied:
            self_site.packages.import_file(self.copied[gone]["path"])
        by: Claim = "deputy" if self.cast.deputy and key == self.cast.keys[0] else "vote"
        voters = [each for each in self.cast.people if each not in self.away and each != gone]
        votes = {self.ids[each]: self.ids[key] for each in voters} if by == "vote" else {}
        since = self.laptop(key).clock.moment - timedelta(minutes=1)
        self_site.attendance.note(self.visit, self.ids[gone], "absent", since, "组长送医（示例）")
        self_site.attendance.take_seat(self.visit, self.ids[key], by, votes, "组长送医（示例）")
        self.away[gone] = "absent"
        self.chair = key

    def turn_to_pen(self) -> None:
        self.site(self.chair).attendance.turn_to_pen(self.visit, "电子签署不可用（示例）")

    # Accidents.

    def copy(self, key: str) -> None:
        """The rolling copy, as somebody's laptop writes it while that person sits there."""
        site = self.site(key)
        signer = site.safes.signer()
        assert signer is not None
        made = site.safes.write(self.visit, signer, site.safes.places.choose(self.stick))
        if made is None:
            return
        people = self.laptop(key).people
        self.copied[key] = {
            "path": made.path,
            "entered": {each: set(self.entered.get(each, ())) for each in people},
            "locked": self.locked & set(people),
        }

    def kill(self, key: str) -> None:
        """The program ends without a word and is started again."""
        laptop = self.laptop(key)
        if laptop.site is not None:
            laptop.site.close()
            laptop.site = None
        self.site(key)

    def lose_stick(self) -> None:
        """The stick is gone with all that lay on it; another comes."""
        shutil.rmtree(self.stick)
        self.stick.mkdir()
        self.copied.clear()
        self.sent.clear()

    def die(self, key: str, heir: str) -> None:
        """Somebody's laptop is gone for good; its people go on at the heir's with what the stick has."""
        old, new = self.laptop(key), self.laptop(heir)
        assert old is not new
        self._bury(old)
        for each in old.people:
            self.site(heir).packages.import_file(self.copied[each]["path"])
            new.people.append(each)
        self._inherit(old)

    def replace(self, key: str) -> None:
        """Somebody's laptop is gone and none of the panel's is near: a fresh one, opened by the code.

        Whose code it is keeps the PIN; the others of that laptop come with their copies.
        """
        old = self.laptop(key)
        self._bury(old)
        new = Laptop(old.folder.with_name(f"{old.folder.name}-neu"), old.clock, [key])
        self.laptops.append(new)
        site = new.site = open_workspace(new.folder, new.clock)
        copy = self.copied[key]["path"]
        owner = site.replacements.owner(copy, self.codes[key])
        site.replacements.settle(owner, self.cast.pin_of(key))
        self.codes[key] = site.people.lock.take_code(self.ids[key]) or ""
        site.packages.import_file(owner.task)
        site.packages.import_file(copy)
        for each in old.people:
            if each != key:
                self.site(key).packages.import_file(self.copied[each]["path"])
                new.people.append(each)
        self.site(key).safes.carrying.agree(self.ids[key], self.cast.pin_of(key))
        self._inherit(old)

    def _bury(self, old: Laptop) -> None:
        if old.site is not None:
            old.site.close()
            old.site = None
        old.dead = True
        shutil.rmtree(old.folder)

    def _inherit(self, old: Laptop) -> None:
        """What the copies held is what is left of the work there."""
        for each in old.people:
            best = [self.copied[other] for other in old.people]
            self.entered[each] = set().union(*(copy["entered"].get(each, set()) for copy in best))
            self.locked -= {each}
            self.locked |= {each} & set().union(*(copy["locked"] for copy in best))

    def coded(self, key: str) -> str:
        """Somebody of a laptop whose recovery code, on paper, opens keys on the stick; empty for nobody."""
        room = self.stick / ROOM / FILES
        for each in self.laptop(key).people:
            if (room / code_name(self.visit, self.ids[each])).is_file():
                return each
        return ""

    def safe_to_die(self, key: str) -> bool:
        """Whether everybody of a laptop has a copy with keys on the stick."""
        return all(each in self.copied for each in self.laptop(key).people)

    # The end of every day.

    def finish(self) -> Any:
        """Do whatever is still to do, as the people would; the bureau's answer."""
        for key in self.present:
            self._finish_sheet(key)
        if not self.desk.state.frozen:
            self.settle()
            self.freeze()
        for key in self.unsigned():
            self.sign(key)
        return self.hand_in()

    def _finish_sheet(self, key: str) -> None:
        self.wait()
        if self.desk.state.frozen:
            return
        if key not in self.locked:
            self.score(key, len(self.left(key)))
            self.lock(key)
        if key in self.waiting():
            self.hand_over(key)
            self.collect([key])

    def found(self, key: str) -> Found:
        """What the leader's laptop holds of somebody's sheet."""
        sheet = next(each for each in self.desk.collected.found if each.person_id == self.ids[key])
        return {cid: dict(answer) for cid, answer in sheet.findings.items()}


def spec_of(cast: Cast, ids: Mapping[str, str]) -> BatchSpec:
    """The sample's batch for this cast."""
    sample = load_sample()
    panel = [{"person": ids[LEADER], "role": "leader", "scores": False}]
    panel += [{"person": ids[key], "role": "expert"} for key in cast.keys]
    visit = {
        "project": sample.project.model_dump(mode="json"),
        "profile": sample.profile,
        "date_from": "2026-05-12",
        "date_to": "2026-05-12",
        "assignments": {cid: [ids[key] for key in who] for cid, who in cast.share().items()},
        "self_assessment": sample.self_assessment,
    }
    return BatchSpec.model_validate(
        {
            "batch": {**sample.batch.model_dump(mode="json"), "form": cast.form},
            "scheme": sample.scheme,
            "policy": sample.policy,
            "panel": panel,
            "deputy": ids[cast.keys[0]] if cast.deputy else None,
            "visits": [visit],
        }
    )


def _begin(day: Day) -> None:
    """Bureau, people, task: the evening before."""
    cast = day.cast
    day.stick.mkdir()
    authority = day.office.issuing.create("示例市人力资源和社会保障局", None)
    trust = authority.trust().data
    (day.folder / "bureau.xptrust").write_bytes(trust)
    for number in range(cast.laptops):
        people = [key for key in cast.people if cast.laptop_of(key) == number]
        day.laptops.append(Laptop(day.folder / f"laptop-{number}", FixedClock(day.now), people))
    enrolments = {}
    for key in cast.people:
        laptop = day.laptop(key)
        laptop.site = laptop.site or open_workspace(laptop.folder, laptop.clock)
        laptop.site.trusts.confirm(trust)
        name = f"{'组长' if key == LEADER else '专家'}{cast.people.index(key)}（示例）"
        made = laptop.site.people.create(name, "示例单位", cast.pin_of(key))
        day.ids[key] = made.id
        day.codes[key] = laptop.site.people.lock.take_code(made.id) or ""
        laptop.site.people.switch(made.id, cast.pin_of(key))
        path = day.folder / f"{key}.xpenrol"
        laptop.site.packages.export_enrolment(made.id, path)
        with read_package(path, None, (), Expectation(kinds=("xpenrol",))) as package:
            enrolments[made.id] = read_enrolment(package)
    schemes = day.site(LEADER).schemes
    sample = load_sample()
    task = day.folder / "panel.xptask"
    task.write_bytes(
        day.office.issuing.task(
            authority,
            spec_of(cast, day.ids),
            enrolments,
            schemes[sample.scheme],
            schemes.source(sample.scheme),
        )
    )
    for key in cast.people:
        site = day.site(key)
        taken = site.packages.import_file(task)
        day.visit = taken.visit_id or ""
        site.safes.carrying.agree(day.ids[key], cast.pin_of(key))


@cache
def _shelf() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="xianping-day-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _morning(cast: Cast) -> Day:
    """A cast's world on the morning, closed; copied for every day that is played."""
    folder = _shelf() / f"{cast.experts}-{cast.laptops}-{cast.form}-{cast.deputy}"
    folder.mkdir()
    day = Day(folder, cast)
    try:
        _begin(day)
    finally:
        day.close()
    return day


def begun_day(cast: Cast, folder: Path) -> Day:
    """A fresh day for this cast in a folder that does not exist yet."""
    morning = _morning(cast)
    shutil.copytree(morning.folder, folder)
    day = Day(folder, cast, dict(morning.ids), morning.visit, dict(morning.codes))
    for each in morning.laptops:
        made = Laptop(folder / each.folder.name, FixedClock(START + timedelta(minutes=30)), list(each.people))
        day.laptops.append(made)
    return day
