"""Task files: the bureau's word on a batch, taken in whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import Clock, stamp
from app.common.errors import Refusal
from app.models import tables
from app.services.identity.people import People
from app.services.store.rounds import Imported
from app.services.store.shelf import VisitShelf
from app.services.store.site import NewVisit, PanelMember
from app.services.store.traffic import note_received, proven_bytes
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.exchange.package import Package
    from app.exchange.task import Task, TaskVisit
    from app.signing.trust import Trust


class TaskFiles:
    """Takes task files in."""

    def __init__(self, store: Store, clock: Clock, people: People, shelf: VisitShelf) -> None:
        self._store, self._clock, self._people, self._shelf = store, clock, people, shelf

    def take(self, path: Path, package: Package, trust: Trust) -> Imported:
        """Store the task, its scheme and its visits in one transaction. Raises Refusal."""
        from app.exchange.task import read_task

        task, scheme = read_task(package, trust)
        first, mine = task.visits[0].id, self._mine(task)
        if not mine:
            raise Refusal.because("任务的专家组名单里没有这台电脑上的人，没有导入。", code="XP-4404")
        if self._here(package):
            self._keep_statement(package)
            self._keep_credentials(task, mine)
            return Imported("xptask", first, "这份任务已经导入过，没有变化。", already_here=True)
        self._check_policy(task, scheme)
        data = proven_bytes(path, package)
        with self._store.write() as unit:
            note_received(unit, self._clock, package, data)
            unit.add(
                tables.tasks,
                sha256=package.sha256,
                batch_id=task.batch.id,
                data=task.data,
                received_at=stamp(self._clock.now()),
                statement=package.statement,
                signature=package.signature,
            )
            for visit in new_visits(task, scheme, package.sha256):
                self._shelf.add_in(unit, visit)
        self._keep_credentials(task, mine)
        units = "、".join(visit.project.unit for visit in task.visits[:3])
        return Imported("xptask", first, f"已导入 {len(task.visits)} 次考核：{units}。")

    def _keep_credentials(self, task: Task, mine: set[str]) -> None:
        """Mark the panel's people on this device as enrolled; done again, it changes nothing."""
        for seat in task.panel:
            if seat.id in mine:
                self._people.keep_credential(seat.id, seat.credential.model_dump_json().encode())

    def _keep_statement(self, package: Package) -> None:
        """An earlier version took the task in without what the bureau signed of it."""
        with self._store.write() as unit:
            kept = {"statement": package.statement, "signature": package.signature}
            unit.change(tables.tasks, {"sha256": package.sha256}, **kept)

    def _here(self, package: Package) -> bool:
        with self._store.look() as view:
            return view.count(tables.tasks, sha256=package.sha256) > 0

    def _mine(self, task: Task) -> set[str]:
        """The people of this device who sit on the panel with the very keys that the bureau certified."""
        here = {person.id for person in self._people.list()}
        return {seat.id for seat in task.panel if seat.id in here and self._same_keys(seat.id, task)}

    def _same_keys(self, person_id: str, task: Task) -> bool:
        from app.services.identity.tasks import seat_of

        with self._store.look() as view:
            row = view.first(tables.people, columns=("public",), id=person_id)
        return row is not None and row["public"] == seat_of(task, person_id).credential.keys.plain()

    def _check_policy(self, task: Task, scheme: bytes) -> None:
        """A visit whose policy or profile the scheme does not know cannot be scored: refused at the door."""
        from app.scoring import Panel

        known = self._shelf.scheme_of(scheme)
        for visit in task.visits:
            scorers: dict[str, dict[str, object]] = {seat.id: {} for seat in task.panel if seat.scores}
            Panel.join(known, visit.profile, task.policy, scorers, visit.assignments)


def new_visits(task: Task, scheme: bytes, task_sha256: str) -> Iterator[NewVisit]:
    """The visits of a task as they are stored."""
    panel = tuple(
        PanelMember(
            seat.id,
            seat.name,
            seat.unit,
            seat.role,
            seat.scores,
            seat.title,
            seat.field,
            seat.credential.person.stands_for,
        )
        for seat in task.panel
    )
    for visit in task.visits:
        yield _new_visit(task, visit, scheme, panel, task_sha256)


def _new_visit(
    task: Task, visit: TaskVisit, scheme: bytes, panel: tuple[PanelMember, ...], task_sha256: str
) -> NewVisit:
    return NewVisit(
        id=visit.id,
        batch_id=task.batch.id,
        task_sha256=task_sha256,
        scheme=scheme,
        policy=task.policy,
        profile=visit.profile,
        project=visit.project.plain(),
        panel=panel,
        date_from=visit.date_from,
        date_to=visit.date_to,
        form=task.batch.form,
        sample=task.batch.sample,
        assignments=visit.assignments,
        self_assessment=visit.self_assessment,
        round=visit.round,
    )
