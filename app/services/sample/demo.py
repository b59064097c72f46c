"""The whole job with nobody at the keyboard: a bureau, three experts and a leader, each on an own device.

Every step passes the services that the windows use, and every file passes the checks of a real one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import Refusal
from app.common.roles import LEADING
from app.scoring import PanelResult, format_points
from app.services.packages.visit_files import MINUTES, PDF, SUMMARY, SYNC, WORKBOOK
from app.services.sample.content import Sample, SamplePerson, load_sample
from app.services.sample.samples import record_findings, sample_spec
from app.services.store.rounds import Statement

if TYPE_CHECKING:
    from app.services.bureau.office import Office
    from app.services.panel.panels import PanelDesk
    from app.services.workspace import Workspace
    from app.signing.authority import Authority
    from app.signing.credentials import Enrolment

TRUST, DATABASE, TASK, RECEIPT = "bureau.xptrust", "bureau.db", "panel.xptask", "visit.xpack"
IDENTITY, RECORD = ".identity", "panel.xprecord"


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What the demonstration came to. Points are decimal text."""

    folder: Path
    files: tuple[Path, ...]
    total: str
    outcome: str
    outcome_words: str
    short_code: str


class Demo:
    """One run. open_site and open_office come from ``app.bootstrap``."""

    def __init__(
        self,
        out: Path,
        open_site: Callable[[Path], Workspace],
        open_office: Callable[[str], Office],
        talk: Callable[[str], None],
    ) -> None:
        self._out, self._open_site, self._open_office, self._talk = out, open_site, open_office, talk
        self._sample: Sample = load_sample()

    def run(self) -> Demonstrated:
        """Do it all. Raises Refusal where the folder holds an earlier run, EnvironmentTrouble."""
        self._make_room()
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xianping-demo-")))
            office = self._open_office(f"sqlite:///{(self._out / DATABASE).as_posix()}")
            stack.callback(office.close)
            sites: dict[str, Workspace] = {}
            for person in self._sample.people:
                sites[person.key] = self._open_site(folder / person.key)
                stack.callback(sites[person.key].close)
            result, code = self._chain(office, sites)
        return self._told(result, code)

    def _chain(self, office: Office, sites: Mapping[str, Workspace]) -> tuple[PanelResult, str]:
        authority = self._found_bureau(office)
        ids, enrolments = self._enrol(sites)
        visit_id = self._hand_out(office, authority, sites, ids, enrolments)
        for person in self._scorers:
            self._score(sites[person.key], visit_id, person, ids[person.key])
        leader = sites[self._leader.key]
        code = self._settle(leader, visit_id, ids)
        self._sign(sites, visit_id, ids)
        exported = leader.packages.export_sync(visit_id, self._out)
        self._talk("组长导出成果包、结论文件、评分汇总表和评分表。")
        self._take_in(office, authority, exported.files[0])
        leader.packages.import_file(self._out / RECEIPT)
        self._talk("组长导入回执，这次考核已送达。")
        return leader.panels.open(visit_id).result, code

    def _found_bureau(self, office: Office) -> Authority:
        from app.services.store.files import write_whole

        authority = office.issuing.create(self._sample.batch.issuer, None)
        write_whole(self._out / TRUST, authority.trust().data)
        write_whole(self._out / f"bureau{IDENTITY}", authority.issuing.lock(None), private=True)
        self._talk("主管部门建立密钥，写出信任文件。")
        return authority

    def _enrol(self, sites: Mapping[str, Workspace]) -> tuple[dict[str, str], dict[str, Enrolment]]:
        from app.exchange.enrolment import read_enrolment
        from app.exchange.package import read_package
        from app.services.store.files import write_whole

        ids, enrolments = {}, {}
        for person in self._sample.people:
            site = sites[person.key]
            site.trusts.confirm((self._out / TRUST).read_bytes())
            made = site.people.create(person.name, person.unit, None, sample=True)
            path = self._out / f"{person.key}.xpenrol"
            site.packages.export_enrolment(made.id, path)
            with read_package(path, None) as package:
                enrolments[made.id] = read_enrolment(package)
            keys = site.people.keys(made.id).lock(None)
            write_whole(self._out / f"{person.key}{IDENTITY}", keys, private=True)
            ids[person.key] = made.id
        self._talk(f"{len(ids)} 位专家组成员各在自己的设备上建立身份并登记。")
        return ids, enrolments

    def _hand_out(
        self,
        office: Office,
        authority: Authority,
        sites: Mapping[str, Workspace],
        ids: Mapping[str, str],
        enrolments: Mapping[str, Enrolment],
    ) -> str:
        from app.services.store.files import write_whole

        schemes = sites[self._leader.key].schemes
        scheme, data = schemes[self._sample.scheme], schemes.source(self._sample.scheme)
        spec = sample_spec(self._sample, ids, office.clock.now())
        package = office.issuing.task(authority, spec, enrolments, scheme, data, sample=True)
        path = write_whole(self._out / TASK, package)
        taken = [site.packages.import_file(path) for site in sites.values()]
        self._talk("主管部门下发任务文件，各设备导入。")
        return taken[0].visit_id or ""

    def _score(self, site: Workspace, visit_id: str, person: SamplePerson, person_id: str) -> None:
        desk = site.sheets.open(visit_id, person_id)
        desk.confirm_recusal()
        record_findings(desk, self._sample.findings_of(person.key))
        desk.lock()
        site.packages.export_sheet(visit_id, person_id, self._out / f"{person.key}.xpsheet")
        self._talk(
            f"{person.name}评完 {len(desk.mine)} 项，得 {format_points(desk.tally.total)} 分，锁定并导出。"
        )

    def _talk_over(self, desk: PanelDesk, ids: Mapping[str, str]) -> None:
        for criterion, talk in self._sample.talks.items():
            dissents = {ids[key]: why for key, why in talk.dissents.items()}
            agreed = set(desk.result.criterion(criterion).scores) - set(dissents)
            desk.settle(criterion, talk.sentence, agreed, dissents)

    def _settle(self, leader: Workspace, visit_id: str, ids: Mapping[str, str]) -> str:
        for person in self._scorers:
            leader.packages.import_file(self._out / f"{person.key}.xpsheet")
        desk = leader.panels.open(visit_id)
        for criterion, ruling in self._sample.rulings.items():
            desk.rule(criterion, ruling.findings, ruling.reason)
        self._talk_over(desk, ids)
        problems, suggestions = desk.draft()
        desk.set_problems(problems)
        desk.set_suggestions(suggestions)
        desk.set_strengths(desk.draft_strengths())
        for step, note in self._sample.protocol.items():
            if step not in _following(desk):
                desk.set_step(step, note.people, note.notes)
        for material in desk.scheme.materials:
            desk.set_material(material.id, handed=True, note="")
        code = leader.verdicts.freeze(visit_id)
        self._talk(f"组长收取评分表，裁定 {len(self._sample.rulings)} 项分歧，定稿，校验码 {code}。")
        self._read_out(leader.panels.open(visit_id))
        return code

    def _read_out(self, desk: PanelDesk) -> None:
        """What follows the freezing: the text is read out, the unit answers."""
        for step, note in self._sample.protocol.items():
            if step in _following(desk):
                desk.set_step(step, note.people, note.notes)
        said = self._sample.statement
        desk.set_statement(Statement(said.text, said.agrees, said.by))

    def _sign(self, sites: Mapping[str, Workspace], visit_id: str, ids: Mapping[str, str]) -> None:
        """The document goes round: every expert signs on the own device, the leader last."""
        leader = sites[self._leader.key]
        pdf = leader.verdicts.issue(visit_id)
        for person in self._scorers:
            record = leader.folder / RECORD
            leader.packages.export_record(visit_id, record)
            sites[person.key].packages.import_file(record)
            pdf = sites[person.key].verdicts.sign_copy(visit_id, ids[person.key], None, pdf, None)
            leader.verdicts.take_back(visit_id, pdf)
        leader.verdicts.sign(visit_id, ids[self._leader.key], None, None)
        self._talk("各位专家依次签署，组长最后签署。")

    def _take_in(self, office: Office, authority: Authority, path: Path) -> None:
        from app.services.bureau.receipts import receipt_of, write_receipt

        taken = office.bureau.take(path, authority.trust(), [authority.issuing.identity])
        if taken.fate != "taken":
            raise Refusal.because(f"主管部门没有收下成果包：{taken.message}", code="XP-4901")
        write_receipt(self._out / RECEIPT, authority, receipt_of([taken], office.clock))
        self._talk("主管部门收下成果包，逐条重算无误，签发回执。")

    def _told(self, result: PanelResult, code: str) -> Demonstrated:
        words = {"pass": "通过验收", "fail": "未通过验收", "undetermined": "结论待定"}
        outcome = result.verdict.outcome
        files = tuple(sorted(path for path in self._out.iterdir() if path.is_file()))
        return Demonstrated(self._out, files, result.shown, outcome, words[outcome], code)

    @property
    def _scorers(self) -> list[SamplePerson]:
        return [person for person in self._sample.people if person.scores]

    @property
    def _leader(self) -> SamplePerson:
        return next(person for person in self._sample.people if person.role in LEADING)

    def _make_room(self) -> None:
        from app.exchange.trouble import writing

        with writing():
            self._out.mkdir(parents=True, exist_ok=True)
        found = [name for name in self._names() if (self._out / name).exists()]
        if found:
            raise Refusal.because(
                f"文件夹 {self._out} 里已有 {found[0]} 等文件，没有覆盖。请另选文件夹，或先移走它们。",
                where="--out",
                code="XP-4902",
            )

    def _names(self) -> list[str]:
        """Every file that a run writes: none of them may be there before."""
        people = [person.key for person in self._sample.people]
        own = [f"{key}{suffix}" for key in people for suffix in (IDENTITY, ".xpenrol", ".xpsheet")]
        return [
            DATABASE,
            TRUST,
            f"bureau{IDENTITY}",
            TASK,
            RECEIPT,
            SYNC,
            PDF,
            SUMMARY,
            WORKBOOK,
            MINUTES,
            *own,
        ]


def _following(desk: PanelDesk) -> set[str]:
    """The steps that follow the conclusion."""
    return {step.id for step in desk.scheme.own_steps if step.after}
