"""Task files: the bureau's word on a batch, taken in whole; a later one on the same visits waits first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import Clock, stamp
from app.common.errors import Refusal
from app.models import tables
from app.services.identity.people import People
from app.services.identity.tasks import Tasks
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

    def __init__(self, store: Store, clock: Clock, people: People, shelf: VisitShelf, tasks: Tasks) -> None:
        self._store, self._clock, self._people = store, clock, people
        self._shelf, self._tasks = shelf, tasks

    def take(self, path: Path, package: Package, trust: Trust) -> Imported:
        """Store the task, its scheme and its visits in one transaction. Raises Refusal."""
        from app.exchange.task import read_task

        task, scheme = read_task(package, trust)
        first, mine = task.visits[0].id, mine_of(self._store, self._people, task)
        if not mine:
            raise Refusal.because("任务的专家组名单里没有这台电脑上的人，没有导入。", code="XP-4404")
        if self._here(package):
            self._keep_statement(package)
            keep_credentials(self._people, task, mine)
            return Imported("xptask", first, "这份任务已经导入过，没有变化。", already_here=True)
        self._check_policy(task, scheme)
        data = proven_bytes(path, package)
        if held := self._held(task):
            return self._revised(package, task, data, held)
        with self._store.write() as unit:
            note_received(unit, self._clock, package, data)
            now = stamp(self._clock.now())
            row = task_row(task, package.sha256, package.statement, package.signature, now)
            unit.add(tables.tasks, **row)
            for visit in new_visits(task, scheme, package.sha256):
                self._shelf.add_in(unit, visit)
        keep_credentials(self._people, task, mine)
        units = "、".join(visit.project.unit for visit in task.visits[:3])
        return Imported("xptask", first, f"已导入 {len(task.visits)} 次考核：{units}。")

    def _held(self, task: Task) -> str:
        """A visit of the task that is here already; empty for none."""
        with self._store.look() as view:
            return next((one.id for one in task.visits if view.count(tables.visits, id=one.id)), "")

    def _revised(self, package: Package, task: Task, data: bytes, held: str) -> Imported:
        """The bureau's other word on visits that are here: an older one is told, a later one waits.

        Raises Refusal for that of another bureau: its word on these visits counts for nothing.
        """
        trust, issued_at = self._tasks.trust(held), self._tasks.issued_at(held) or ""
        if task.trust != trust.fingerprint:
            raise Refusal.because("这份任务不是原来的主管部门签发的，没有导入。", code="XP-4408")
        if package.manifest.created_at <= issued_at:
            older = "这份任务早于本机现有的一份，没有采用；本机仍按较新的任务。"
            return Imported("xptask", held, older, already_here=True)
        told = "收到同一批考核修订后的任务，尚未改用：请看过改动后确认。"
        with self._store.write() as unit:
            note_received(unit, self._clock, package, data)
            waits = {"state": "set_aside", "reason": "revision", "visit_id": held}
            unit.change(tables.received, {"sha256": package.sha256}, **waits)
        return Imported("xptask", held, told, attention=True, revision=package.sha256)

    def _keep_statement(self, package: Package) -> None:
        """An earlier version took the task in without what the bureau signed of it."""
        with self._store.write() as unit:
            kept = {"statement": package.statement, "signature": package.signature}
            unit.change(tables.tasks, {"sha256": package.sha256}, **kept)

    def _here(self, package: Package) -> bool:
        with self._store.look() as view:
            return view.count(tables.tasks, sha256=package.sha256) > 0

    def _check_policy(self, task: Task, scheme: bytes) -> None:
        """A visit whose policy or profile the scheme does not know cannot be scored: refused at the door."""
        from app.scoring import Panel

        known = self._shelf.scheme_of(scheme)
        for visit in task.visits:
            scorers: dict[str, dict[str, object]] = {seat.id: {} for seat in task.panel if seat.scores}
            Panel.join(known, visit.profile, task.policy, scorers, visit.assignments)


def mine_of(store: Store, people: People, task: Task) -> set[str]:
    """The people of this device who sit on the panel with the very keys that the bureau certified."""
    here = {person.id for person in people.list()}
    return {seat.id for seat in task.panel if seat.id in here and _same_keys(store, seat.id, task)}


def keep_credentials(people: People, task: Task, mine: set[str]) -> None:
    """Mark the panel's people on this device as enrolled; done again, it changes nothing."""
    for seat in task.panel:
        if seat.id in mine:
            people.keep_credential(seat.id, seat.credential.model_dump_json().encode())


def task_row(
    task: Task, sha256: str, statement: bytes | None, signature: bytes | None, now: str
) -> dict[str, object]:
    """A task as it is stored, with what the bureau signed of it."""
    return {
        "sha256": sha256,
        "batch_id": task.batch.id,
        "data": task.data,
        "received_at": now,
        "statement": statement,
        "signature": signature,
    }


def _same_keys(store: Store, person_id: str, task: Task) -> bool:
    from app.services.identity.tasks import seat_of

    with store.look() as view:
        row = view.first(tables.people, columns=("public",), id=person_id)
    return row is not None and row["public"] == seat_of(task, person_id).credential.keys.plain()


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
