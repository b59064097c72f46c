"""The bureau's side of a batch: keys, enrolments, task files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.common.canon import sha256
from app.common.clock import Clock, stamp
from app.common.errors import Fault, Refusal
from app.common.ids import new_id
from app.models import tables
from app.services.batch_spec import BatchSpec, VisitSpec
from app.services.trusts import Trusts
from app.services.unit_of_work import Store

if TYPE_CHECKING:
    from app.exchange.task import Panelist, Task, TaskVisit
    from app.scoring import Scheme
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

        with self._store.look() as view:
            if view.count(tables.authorities):
                raise Refusal.because("这个数据库里已有主管部门的密钥，没有重复生成。", code="XP-4701")
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
        from app.exchange.manifest import Draft
        from app.exchange.package import build_package

        spec.checked()
        _check_enrolled(spec, enrolments)
        task = self._task(authority, spec, enrolments, scheme, scheme_data, sample=sample)
        trust = authority.trust()
        draft = Draft(
            kind="xptask", batch=task.batch.id, sender=trust.bureau_id, created_at=stamp(self._clock.now())
        )
        members, recipients = task.members(scheme_data), task.recipients(trust)
        return build_package(draft, members, authority.issuing, authority.credential, recipients)

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

        batch = Batch(id=new_id(), sample=sample, **spec.batch.model_dump())
        _check_rules(spec, scheme)
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
                    role=seat.role,
                    scores=seat.scores,
                    credential=credential,
                )
            )
        return tuple(seats)


def _check_enrolled(spec: BatchSpec, enrolments: Mapping[str, Enrolment]) -> None:
    faults = [
        Fault(f"panel.{place}.person", "没有这个人的登记文件，请先收取其 .xpenrol 文件。", "XP-4703")
        for place, seat in enumerate(spec.panel)
        if seat.person not in enrolments
    ]
    if faults:
        raise Refusal(faults)


def _check_rules(spec: BatchSpec, scheme: Scheme) -> None:
    """Policy, profiles and assignments must be ones that the scheme knows: found here, not on site."""
    from app.scoring import Panel
    from app.scoring.intake import read_policy

    scorers: dict[str, dict[str, object]] = {seat.person: {} for seat in spec.panel if seat.scores}
    policy, _ = read_policy(scheme, dict(spec.policy))
    known = (scheme.under(policy.readings) if policy else scheme).by_id
    faults = [
        Fault(f"visits.{place}.self_assessment.{criterion}", "方案里没有这一项。", "XP-4704")
        for place, visit in enumerate(spec.visits)
        for criterion in visit.self_assessment
        if criterion not in known
    ]
    for visit in spec.visits:
        try:
            Panel.join(scheme, visit.profile, spec.policy, scorers, visit.assignments)
        except Refusal as refusal:
            faults.extend(refusal.faults)
    if faults:
        raise Refusal(dict.fromkeys(faults))


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
    )


def _span(now: datetime, visits: Sequence[VisitSpec]) -> tuple[datetime, datetime]:
    """Credentials hold from now until well after the last visit."""
    last = max(datetime.fromisoformat(f"{visit.date_to}T23:59:59+08:00") for visit in visits)
    return now - BEFORE, max(last, now) + OUTLAST
