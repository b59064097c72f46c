"""``.xptask``: what the bureau hands a panel. Batch, scheme, policy, people with their keys, visits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.common.canon import sha256
from app.common.clock import moment_of
from app.common.roles import JUDGING, LEADING, SeatRole
from app.exchange.content import Content, Day, Key, PointsText, Text, inconsistent, refuse_strays
from app.exchange.kinds import Kind
from app.exchange.package import Package, Recipient
from app.exchange.proof import prove_statement
from app.scoring.model.duties import Round
from app.signing.credentials import Credential
from app.signing.fields import Hex64, Id, Label, Named, PersonName, Strict
from app.signing.trust import Trust, check_chain

SCHEME = "scheme.yaml"
MAX_SCHEME_BYTES = 4 * 1024 * 1024


class Length(Strict):
    """A stretch of time as it is said."""

    years: Annotated[int, Field(ge=0, le=10)]
    months: Annotated[int, Field(ge=0, le=120)]
    days: Annotated[int, Field(ge=0, le=3660)]


class Batch(Named):
    """A batch. form: how panels sign; shows: what the verdict tells of the experts' own scores; reading: what
    of the conclusion is read out; quorum: how many experts' sheets a conclusion needs at least, None: one.

    dates: the days that the notice sets, by the scheme's names; rectification: how long it may take, or None;
    sample: made to play with, never counted; stands_for: in the batch's own names and its projects'.
    """

    id: Id
    name: Label
    issuer: Label
    year: Annotated[int, Field(ge=2000, le=2200)]
    notice: Text
    dates: dict[Key, Day]
    rectification: Length | None
    form: Literal["digital", "pen"]
    shows: Literal["total", "numbered", "named"]
    sample: bool
    reading: Literal["problems", "outcome", "points"] = "outcome"
    quorum: Annotated[int, Field(ge=1, le=50)] | None = None


class SchemeRef(Strict):
    """Which scheme: digest is the SHA-256 of the member ``scheme.yaml``."""

    id: Key
    version: Key
    digest: Hex64


class Panelist(Strict):
    """A seat in the panel with the bureau's word on its keys. title: 职务 or 职称; field: 专业."""

    id: Id
    name: PersonName
    unit: Label
    title: Label
    field: Label
    role: SeatRole
    scores: bool
    credential: Credential


class Project(Strict):
    """The project to be assessed; head: who answers for it at the unit."""

    id: Id
    code: Label
    name: Label
    unit: Label
    head: Label
    address: Label


class TaskVisit(Strict):
    """One visit. assignments: criterion id to the people who score it; self_assessment: points as text.

    round: whether it comes again after a failed one was mended; a task that does not say so is of the first.
    """

    id: Id
    date_from: Day
    date_to: Day
    project: Project
    profile: dict[Key, Text]
    assignments: dict[Key, tuple[Id, ...]]
    self_assessment: dict[Key, PointsText]
    round: Round = "first"


class Task(Content):
    """The content of ``task.json``."""

    KIND: ClassVar[Kind] = "xptask"
    MEMBER: ClassVar[str] = "task.json"

    FORMAT: ClassVar[int] = 2

    format: Literal[2] = 2
    batch: Batch
    scheme: SchemeRef
    policy: dict[Key, Text]
    panel: Annotated[tuple[Panelist, ...], Field(min_length=1, max_length=50)]
    deputy: Id | None
    visits: Annotated[tuple[TaskVisit, ...], Field(min_length=1, max_length=2000)]
    trust: str

    def members(self, scheme: bytes) -> Mapping[str, bytes]:
        """The members of its package. scheme: the exact bytes of the scheme. Raises Refusal."""
        self._check_scheme(scheme)
        return {self.MEMBER: self.data, SCHEME: scheme}

    def recipients(self, trust: Trust) -> tuple[Recipient, ...]:
        """Everybody on the panel, and the bureau."""
        panel = [Recipient(seat.id, seat.credential.keys.age) for seat in self.panel]
        return (*panel, Recipient(trust.bureau_id, trust.recipient))

    def led_by(self, person: str) -> bool:
        """Whether somebody leads the panel: the leader, or the deputy."""
        return person == self.deputy or any(seat.id == person and seat.role in LEADING for seat in self.panel)

    def check(self, scheme: bytes, trust: Trust) -> None:
        """Raises Refusal unless scheme, people and credentials fit together."""
        self._check_scheme(scheme)
        self._check_people()
        self._check_credentials(trust)

    def _check_scheme(self, scheme: bytes) -> None:
        if sha256(scheme) != self.scheme.digest:
            raise inconsistent("方案与任务文件里写的不是同一份", SCHEME)

    def _check_people(self) -> None:
        ids = [seat.id for seat in self.panel]
        if len(set(ids)) != len(ids) or sum(seat.role in LEADING for seat in self.panel) != 1:
            raise inconsistent("专家组里有人重复，或组长不是恰好一名", "panel")
        if self.deputy is not None and self.deputy not in ids:
            raise inconsistent("副组长不在专家组名单里", "deputy")
        aside = [seat for seat in self.panel if seat.role not in JUDGING]
        if any(seat.scores or seat.id == self.deputy for seat in aside):
            raise inconsistent("联络员或监督员被列为填表人或副组长", "panel")
        visits = [visit.id for visit in self.visits]
        if len(set(visits)) != len(visits):
            raise inconsistent("同一次考核出现了两次", "visits")
        scorers = {seat.id for seat in self.panel if seat.scores}
        for place, visit in enumerate(self.visits):
            if not all(people and set(people) <= scorers for people in visit.assignments.values()):
                raise inconsistent("指定的人不在填表的专家名单里", f"visits.{place}.assignments")

    def _check_credentials(self, trust: Trust) -> None:
        if self.trust != trust.fingerprint:
            raise inconsistent("任务文件写明的信任指纹与本机的信任文件不同", "trust")
        for place, seat in enumerate(self.panel):
            said = seat.credential
            check_chain(said, trust, moment_of(said.valid_from))
            if (said.person.id, said.person.name, said.person.unit) != (seat.id, seat.name, seat.unit):
                raise inconsistent("专家的凭证与名单上的人不符", f"panel.{place}.credential")
            if said.role != seat.role or said.batch != self.batch.id:
                raise inconsistent("专家的凭证与角色或批次不符", f"panel.{place}.credential")


def read_task(package: Package, trust: Trust) -> tuple[Task, bytes]:
    """The task and its scheme's bytes from a proven package. Raises Refusal."""
    task = Task.read(package)
    refuse_strays(package, [Task.MEMBER, SCHEME])
    scheme = package.members.text(SCHEME, MAX_SCHEME_BYTES)
    task.check(scheme, trust)
    if package.manifest.batch != task.batch.id:
        raise inconsistent("任务文件的批次与清单不符", "batch.id")
    return task, scheme


def task_of(statement: bytes, signature: bytes, data: bytes, trust: Trust) -> Task:
    """A task that was kept apart from its package, held against what the bureau signed. Raises Refusal."""
    manifest = prove_statement(statement, signature, trust)
    named = manifest.members.get(Task.MEMBER)
    if manifest.kind != Task.KIND or named is None or named.sha256 != sha256(data):
        raise inconsistent("任务与主管部门签发的不符")
    return Task.stored(data)
