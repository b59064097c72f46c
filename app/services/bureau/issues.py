"""The bureau's side of a batch: keys, enrolments, task files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.common.canon import sha256
from app.common.clock import BEIJING, Clock, stamp
from app.common.errors import Fault, Refusal
from app.common.glyphs import name as one_line
from app.common.glyphs import name_faults
from app.common.ids import new_id
from app.models import tables
from app.services.bureau.batch_spec import BatchSpec, VisitSpec
from app.services.bureau.plain_names import note_names
from app.services.identity.trusts import Trusts
from app.services.printing.batch_terms import proposed, terms_faults, terms_of, told
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.exchange.task import Panelist, Task, TaskVisit
    from app.scoring import Criterion, Scheme
    from app.signing.authority import Authority
    from app.signing.credentials import Enrolment

# How long credentials outlast the last visit: rectification takes up to a year, re-examination follows.
OUTLAST = timedelta(days=550)
BEFORE = timedelta(days=1)


class Issuing:
    """A bureau's keys in its own database, and what it hands out with them."""

    def __init__(self, store: Store, clock: Clock, trusts: Trusts) -> None:
        self._store, self._clock, self._trusts = store, clock, trusts

    def create(self, name: str, pin: str | None) -> Authority:
        """Make the bureau's keys. Raises Refusal where it has some already."""
        from app.signing.authority import Authority

        self.must_be_new(name)
        name = one_line(name)
        authority = Authority.create(name, self._clock.now())
        trust = authority.trust()
        with self._store.write() as unit:
            unit.add(
                tables.authorities,
                id=trust.bureau_id,
                name=name,
                keys=authority.lock(pin),
                fingerprint=trust.fingerprint,
                created_at=stamp(self._clock.now()),
            )
        self._trusts.confirm(trust.data)
        return authority

    def relock(self, authority: Authority, pin: str) -> None:
        """Keep the bureau's keys under this PIN from now on."""
        with self._store.write() as unit:
            unit.change(tables.authorities, {"id": authority.trust().bureau_id}, keys=authority.lock(pin))

    def must_be_new(self, name: str) -> None:
        """Raise Refusal for what cannot be a bureau's name, or where this database has a bureau's keys."""
        if faults := name_faults("name", "单位名称", one_line(name)):
            raise Refusal(faults)
        with self._store.look() as view:
            if view.count(tables.authorities):
                raise Refusal.because("这个数据库里已有主管部门的密钥，没有重复生成。", code="XP-4701")

    def asks(self) -> bool:
        """Whether the keys here are locked by a PIN; not where there are none."""
        from app.signing.vault import has_pin

        with self._store.look() as view:
            row = view.first(tables.authorities, columns=("keys",))
        return row is not None and has_pin(bytes(row["keys"]))

    def unlock(self, pin: str | None) -> Authority:
        """The bureau's keys. Raises Refusal on a wrong PIN, or where there are none."""
        from app.signing.authority import Authority

        with self._store.look() as view:
            row = view.first(tables.authorities)
        if row is None:
            raise Refusal.because("这个数据库里还没有主管部门的密钥。请先运行 bureau init。", code="XP-4702")
        return Authority.unlock(bytes(row["keys"]), pin)

    def task(
        self,
        authority: Authority,
        spec: BatchSpec,
        enrolments: Mapping[str, Enrolment],
        scheme: Scheme,
        scheme_data: bytes,
        *,
        sample: bool = False,
    ) -> bytes:
        """A task file for a panel. enrolments: person to request. Raises Refusal naming every fault."""
        from app.exchange.manifest import ManifestDraft
        from app.exchange.package import build_package

        spec.checked()
        _check_enrolled(spec, enrolments)
        task = self._task(authority, spec, enrolments, scheme, scheme_data, sample=sample)
        trust = authority.trust()
        draft = ManifestDraft(
            kind="xptask", batch=task.batch.id, sender=trust.bureau_id, created_at=stamp(self._clock.now())
        )
        members, recipients = task.members(scheme_data), task.recipients(trust)
        package = build_package(draft, members, authority.issuing, authority.credential, recipients)
        with self._store.write() as unit:
            note_names(unit, task, scheme_data)
        return package

    def _task(
        self,
        authority: Authority,
        spec: BatchSpec,
        enrolments: Mapping[str, Enrolment],
        scheme: Scheme,
        scheme_data: bytes,
        *,
        sample: bool,
    ) -> Task:
        from app.exchange.task import Batch, SchemeRef, Task

        stands_for, spec = spec.stands_for, _with_table(spec.written(), scheme)
        _check_rules(spec, scheme)
        _check_terms(spec, scheme)
        facts = self._facts(spec, scheme) | {"stands_for": stands_for}
        batch = Batch(id=new_id(), sample=sample, **facts)
        return Task(
            batch=batch,
            scheme=SchemeRef(id=scheme.id, version=scheme.version, digest=sha256(scheme_data)),
            policy=spec.policy,
            panel=self._panel(authority, spec, enrolments, batch.id),
            deputy=spec.deputy,
            visits=tuple(_visit(visit) for visit in spec.visits),
            trust=authority.trust().fingerprint,
        )

    def _panel(
        self, authority: Authority, spec: BatchSpec, enrolments: Mapping[str, Enrolment], batch_id: str
    ) -> tuple[Panelist, ...]:
        from app.exchange.task import Panelist

        span = _span(self._clock.now(), spec.visits)
        seats = []
        for seat in spec.panel:
            credential = authority.enrol(enrolments[seat.person], batch_id, seat.role, *span)
            person = credential.person
            seats.append(
                Panelist(
                    id=person.id,
                    name=person.name,
                    unit=person.unit,
                    title=seat.title,
                    field=seat.field,
                    role=seat.role,
                    scores=seat.scores,
                    credential=credential,
                )
            )
        return tuple(seats)

    def told(self, spec: BatchSpec, scheme: Scheme) -> list[str]:
        """What the officer should know before this task goes out, in sentences without their end."""
        said = told(_settled(spec, scheme), terms_of(self._facts(spec, scheme)), _spans(spec))
        if spec.deputy is None:
            said.append(
                "没有指定副组长（deputy）：组长当天不能到场或不能签署的，须由专家组现场表决推举一人代行，"
                "收件时请核对；指定了副组长的，由其直接接任"
            )
        from app.scoring.model.readings import GAP

        gap = next((each for each in scheme.readings if each.key == GAP), None)
        if gap is not None and gap.key not in spec.policy:
            said.append(
                f"没有写明口径 {GAP}：{gap.question}。真有这样的分数时，登记主管部门的裁定以后才能定稿；"
                f"要以“结论待定”定稿的，请写明 {GAP}: open"
            )
        return said

    def _facts(self, spec: BatchSpec, scheme: Scheme) -> dict[str, Any]:
        """The batch's facts, with the days of the scheme's own notice where those still lie ahead."""
        facts = spec.batch.model_dump(exclude={"table", "substitutes"})
        today = self._clock.now().astimezone(BEIJING).date()
        return facts | {"dates": proposed(_settled(spec, scheme), today, _spans(spec)) | facts["dates"]}


def _spans(spec: BatchSpec) -> list[tuple[str, str]]:
    return [(visit.date_from, visit.date_to) for visit in spec.visits]


def _settled(spec: BatchSpec, scheme: Scheme) -> Scheme:
    """The scheme under the batch's readings; as it is where the policy is faulty."""
    from app.scoring.model.settings import read_policy

    policy, _ = read_policy(scheme, dict(spec.policy))
    return scheme.under(policy.readings) if policy else scheme


def _check_enrolled(spec: BatchSpec, enrolments: Mapping[str, Enrolment]) -> None:
    faults = [
        Fault(f"panel.{place}.person", "没有这个人的登记文件，请先收取其 .xpenrol 文件。", "XP-4703")
        for place, seat in enumerate(spec.panel)
        if seat.person not in enrolments
    ]
    for place, seat in enumerate(spec.panel):
        if (request := enrolments.get(seat.person)) is not None:
            faults += name_faults(f"panel.{place}.person", "专家姓名", request.person.name)
            faults += name_faults(f"panel.{place}.person", "专家单位名称", request.person.unit)
    if faults:
        raise Refusal(faults)


def _with_table(spec: BatchSpec, scheme: Scheme) -> BatchSpec:
    """The specification with the confirmed table of points in its policy, where verdicts cite it from.

    Raises Refusal where the points are not the document's and nobody confirmed a table, or the reverse.
    """
    table, place = spec.batch.table, "batch.table"
    if "table" in spec.policy:
        raise Refusal([Fault("policy.table", f"评分表请写在 {place} 里。", "XP-4711")])
    if not scheme.provisional:
        if table is None:
            return spec
        raise Refusal([Fault(place, "本细则的分值由文件规定，不用另外确认评分表，请删去。", "XP-4711")])
    if table is None:
        message = (
            f"文件没有规定各项分值，本细则用的是{scheme.provisional}。请先由主管部门确认评分表，"
            f"在 {place} 写明名称（name）、文号（number）和 confirmed: true，再下发任务。"
        )
        raise Refusal([Fault(place, message, "XP-4711")])
    return spec.model_copy(update={"policy": {**spec.policy, "table": table.words}})


def _check_rules(spec: BatchSpec, scheme: Scheme) -> None:
    """Policy, profiles and assignments must be ones that the scheme knows: found here, not on site."""
    from app.scoring import Panel
    from app.scoring.model.settings import read_profile

    scorers: dict[str, dict[str, object]] = {seat.person: {} for seat in spec.panel if seat.scores}
    known = _settled(spec, scheme).by_id
    faults = [
        Fault(f"visits.{place}.self_assessment.{criterion}", "方案里没有这一项。", "XP-4704")
        for place, visit in enumerate(spec.visits)
        for criterion in visit.self_assessment
        if criterion not in known
    ]
    faults += _self_faults(spec, known)
    faults += _round_faults(spec, scheme)
    for place, visit in enumerate(spec.visits):
        _, lacking = read_profile(scheme, dict(visit.profile), lenient=True, whole=True)
        faults.extend(replace(each, where=f"visits.{place}.{each.where}") for each in lacking)
        try:
            Panel.join(scheme, visit.profile, spec.policy, scorers, visit.assignments)
        except Refusal as refusal:
            faults.extend(each for each in refusal.faults if not each.where.startswith("profile"))
    if faults:
        raise Refusal(dict.fromkeys(faults))


def _self_faults(spec: BatchSpec, known: Mapping[str, Criterion]) -> Iterator[Fault]:
    """A unit's own points are bounded by the criterion's."""
    from app.scoring.model.points import format_points, read_number

    for place, visit in enumerate(spec.visits):
        for criterion, said in visit.self_assessment.items():
            number = read_number(said)
            if criterion in known and number and number[0] * 100 > known[criterion].max * number[1]:
                most = format_points(known[criterion].max)
                message = f"自评 {said} 分，超过本项分值 {most} 分，请核对。"
                yield Fault(f"visits.{place}.self_assessment.{criterion}", message, "XP-4704")


def _round_faults(spec: BatchSpec, scheme: Scheme) -> list[Fault]:
    """A document that says nothing of a re-examination orders nothing after one: found here, not on site."""
    if _settled(spec, scheme).reexamined:
        return []
    message = "所依据的文件没有规定复验，细则里没有复验的后果，请删去轮次（round）。"
    return [
        Fault(f"visits.{place}.round", message, "XP-4114")
        for place, visit in enumerate(spec.visits)
        if visit.round == "reexamination"
    ]


def _check_terms(spec: BatchSpec, scheme: Scheme) -> None:
    """The batch's days and lengths must be ones that the scheme has, in the order of the visit."""
    faults = terms_faults(_settled(spec, scheme), terms_of(spec.batch.model_dump()), _spans(spec))
    if faults:
        raise Refusal(faults)


def _visit(spec: VisitSpec) -> TaskVisit:
    from app.exchange.task import Project, TaskVisit

    return TaskVisit(
        id=new_id(),
        date_from=spec.date_from,
        date_to=spec.date_to,
        project=Project(id=new_id(), **spec.project.model_dump()),
        profile=spec.profile,
        assignments={criterion: tuple(people) for criterion, people in spec.assignments.items()},
        self_assessment=spec.self_assessment,
        round=spec.round,
    )


def _span(now: datetime, visits: Sequence[VisitSpec]) -> tuple[datetime, datetime]:
    """Credentials hold from now until well after the last visit."""
    last = max(datetime.fromisoformat(f"{visit.date_to}T23:59:59+08:00") for visit in visits)
    return now - BEFORE, max(last, now) + OUTLAST
