"""The stored visits and the schemes that they are scored by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.common.canon import sha256
from app.common.clock import Clock, stamp
from app.common.errors import Refusal
from app.models import tables
from app.services.store.site import NewVisit, PanelMember, Visit
from app.services.store.unit_of_work import Row, Store, Unit

if TYPE_CHECKING:
    from app.exchange.task import SchemeRef
    from app.scoring import Scheme


class VisitShelf:
    """Visits by id. A scheme is read once: it is known by its digest and never changes."""

    def __init__(
        self, store: Store, clock: Clock, must_fit: Callable[[Row], None] = lambda _row: None
    ) -> None:
        """must_fit: raises Refusal for a stored visit that is not as its task has it."""
        self._store = store
        self._clock = clock
        self._must_fit = must_fit
        self._schemes: dict[str, Scheme] = {}

    def add(self, visit: NewVisit) -> Visit:
        """Store a visit with its scheme. Raises Refusal for a bad scheme or a visit that is here already."""
        with self._store.write() as unit:
            self.add_in(unit, visit)
        return self.get(visit.id)

    def add_in(self, unit: Unit, visit: NewVisit) -> None:
        """``add`` as a part of a larger unit, such as taking a whole task in."""
        if unit.count(tables.visits, id=visit.id):
            raise Refusal.because("这次考核已经在这台电脑上，没有重复添加。", code="XP-6304")
        scheme = self.keep_scheme(unit, visit.scheme)
        unit.add(
            tables.visits,
            **columns_of(visit, scheme),
            stage=visit.stage,
            created_at=stamp(self._clock.now()),
        )

    def keep_scheme(self, unit: Unit, data: bytes) -> Scheme:
        """Store a scheme that is not here yet; returns it. Raises Refusal for a bad one."""
        scheme = self.scheme_of(data)
        if not unit.count(tables.schemes, digest=scheme.digest):
            told = {"scheme_id": scheme.id, "version": scheme.version}
            unit.add(tables.schemes, digest=scheme.digest, data=data, **told)
        return scheme

    def get(self, visit_id: str) -> Visit:
        """A visit. Raises Refusal for one that is not here, or that was changed behind the program's back."""
        with self._store.look() as view:
            row = view.first(tables.visits, id=visit_id)
        if row is None:
            raise Refusal.because("这台电脑上没有这次考核，请先打开任务文件。", code="XP-6305")
        self._must_fit(row)
        return _visit(row)

    def all(self) -> tuple[Visit, ...]:
        """Every visit: the day's order, samples last."""
        with self._store.look() as view:
            rows = view.find(tables.visits, order=("sample", "date_from", "created_at", "id"))
        return tuple(_visit(row) for row in rows)

    def scheme(self, visit_id: str) -> Scheme:
        """The scheme that a visit is scored by. Raises Refusal."""
        return self.scheme_for(self.get(visit_id))

    def scheme_for(self, visit: Visit) -> Scheme:
        """A visit's scheme as its batch settled the open readings. Raises Refusal."""
        from app.scoring.model.settings import settled_scheme

        return settled_scheme(self.scheme_by(visit.scheme_digest), visit.policy)

    def scheme_by(self, digest: str) -> Scheme:
        """A stored scheme by its digest. Raises Refusal where it was changed or is not here."""
        if digest not in self._schemes:
            data = self.scheme_data(digest)
            if sha256(data) != digest:
                raise Refusal.because(
                    "保存的方案与其校验值不符，不予使用。请重新打开任务文件。", code="XP-6306"
                )
            self.scheme_of(data)
        return self._schemes[digest]

    def scheme_data(self, digest: str) -> bytes:
        """A stored scheme's bytes, as they travelled. Raises Refusal."""
        with self._store.look() as view:
            row = view.first(tables.schemes, columns=("data",), digest=digest)
        if row is None:
            raise Refusal.because("这台电脑上没有这次考核的方案，请重新打开任务文件。", code="XP-6306")
        return bytes(row["data"])

    def scheme_of(self, data: bytes) -> Scheme:
        """A scheme from its bytes, read once. Raises Refusal naming every fault."""
        digest = sha256(data)
        if digest not in self._schemes:
            from app.scoring import load_scheme

            self._schemes[digest] = load_scheme(data)
        return self._schemes[digest]


def columns_of(visit: NewVisit, scheme: Scheme | SchemeRef) -> dict[str, object]:
    """What is stored of a visit once and for all. scheme: itself, or a task's word on it."""
    return {
        "id": visit.id,
        "batch_id": visit.batch_id,
        "task_sha256": visit.task_sha256,
        "scheme_id": scheme.id,
        "scheme_version": scheme.version,
        "scheme_digest": scheme.digest,
        "policy": dict(visit.policy),
        "profile": dict(visit.profile),
        "project": dict(visit.project),
        "panel": [asdict(member) for member in visit.panel],
        "assignments": {criterion: list(people) for criterion, people in visit.assignments.items()},
        "self_assessment": dict(visit.self_assessment),
        "date_from": visit.date_from,
        "date_to": visit.date_to,
        "form": visit.form,
        "sample": visit.sample,
        "round": visit.round,
    }


def _visit(row: Row) -> Visit:
    plain: Mapping[str, Any] = {
        **row,
        "panel": tuple(PanelMember(**member) for member in row["panel"]),
        "assignments": {criterion: tuple(people) for criterion, people in row["assignments"].items()},
    }
    return Visit(**plain)
