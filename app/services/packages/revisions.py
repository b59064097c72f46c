"""An amended task: the bureau's later word on visits that are here. What was scored stays.

It waits until a person has read what changes. Then the stored visits are as the later task has them, and the
panel's ledger says from which task to which; what was locked before is told as filled under the older one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.common.clock import BEIJING, Clock, moment_of, stamp
from app.common.errors import Refusal
from app.models import tables
from app.services.identity.people import People
from app.services.identity.tasks import Tasks
from app.services.packages.arrival import as_visit
from app.services.packages.revision_words import changes_told, deputies_told, ends_told
from app.services.packages.task_files import keep_credentials, mine_of, new_visits, task_row
from app.services.panel.panel_ledger import fold
from app.services.panel.seats_proof import lapsed
from app.services.store.ledger import Ledger, NewEntry, as_record, find_stream, read_ledger
from app.services.store.shelf import VisitShelf, columns_of
from app.services.store.site import NewVisit, Visit
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.exchange.package import Package
    from app.exchange.task import Task
    from app.scoring import Scheme
    from app.services.store.unit_of_work import Unit, View

REVISION = "revision"


@dataclass(frozen=True, slots=True)
class Revision:
    """A task that waits. changes: in sentences, by visit; issued_at: when the bureau signed it (UTC stamp).

    fresh: how many visits in it are not here yet; left: units whose visits are here and no longer in it.
    blocked: why it cannot be taken now, in a sentence; empty where it can.
    """

    sha256: str
    issued_at: str
    visits: tuple[str, ...]
    changes: tuple[tuple[str, tuple[str, ...]], ...]
    fresh: int
    left: tuple[str, ...]
    blocked: str

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, a sentence each."""
        told = [f"{unit}：{each}" for unit, changes in self.changes for each in changes or ("没有变化",)]
        told += [f"新增 {self.fresh} 次考核"] if self.fresh else []
        told += [f"{unit}：修订后的任务里没有这次考核，仍按原来的任务" for unit in self.left]
        return tuple(told)


class Revisions:
    """Tells what an amended task changes, and takes it once a person wants it."""

    def __init__(self, store: Store, clock: Clock, people: People, shelf: VisitShelf, tasks: Tasks) -> None:
        self._store, self._clock, self._people = store, clock, people
        self._shelf, self._tasks = shelf, tasks

    def any(self) -> bool:
        """Whether an amended task waits."""
        with self._store.look() as view:
            return view.count(tables.received, **_waits()) > 0

    def waiting(self) -> tuple[Revision, ...]:
        """The amended tasks that nobody has taken yet, the latest of each batch. Raises Refusal."""
        with self._store.look() as view:
            rows = view.find(tables.received, columns=("sha256",), order=("received_at",), **_waits())
        found = [self.told(row["sha256"]) for row in rows]
        latest = {each.visits: each for each in sorted(found, key=lambda one: one.issued_at)}
        return tuple(latest.values())

    def told(self, sha256: str) -> Revision:
        """What a task that waits would change. Raises Refusal."""
        with self._opened(sha256) as package:
            task, scheme = self._read(package)
            issued_at = package.manifest.created_at
        return self._told(sha256, task, scheme, issued_at)

    def take(self, sha256: str) -> str:
        """Let the amended task hold from now on; what was done, in a sentence. Raises Refusal."""
        with self._opened(sha256) as package:
            task, scheme = self._read(package)
            statement, signature = package.statement, package.signature
            issued_at = package.manifest.created_at
        revision = self._told(sha256, task, scheme, issued_at)
        if revision.blocked:
            raise Refusal.because(revision.blocked, code="XP-4407")
        known = self._shelf.scheme_of(scheme)
        with self._store.write() as unit:
            row = task_row(task, sha256, statement, signature, stamp(self._clock.now()))
            unit.add(tables.tasks, **row)
            unit.change(tables.received, {"sha256": sha256}, state="taken", reason=None, visit_id=None)
            for visit in new_visits(task, scheme, sha256):
                self._put(unit, visit, known, dict(revision.changes), task.deputy)
            unit.remove(tables.received, _waits() | {"batch_id": task.batch.id})
        keep_credentials(self._people, task, mine_of(self._store, self._people, task))
        told = f"已改用主管部门 {_day(issued_at)} 修订的任务；已录入的内容没有变化。"
        return told + self._locked_before(revision.visits)

    def _locked_before(self, visits: Iterable[str]) -> str:
        """What who has locked a sheet here already can do about it; empty where nobody has."""
        here = {person.id for person in self._people.list()}
        with self._store.look() as view:
            rows = [
                row
                for visit in visits
                for row in view.find(tables.streams, visit_id=visit, kind="sheet", origin="")
                if row["locked_digest"] and row["person_id"] in here
            ]
        return "本机已锁定的表要补填的，打开以后按 Ctrl+H，选“按修订的任务重新填写”。" if rows else ""

    def _put(
        self,
        unit: Unit,
        visit: NewVisit,
        scheme: Scheme,
        changes: Mapping[str, Sequence[str]],
        deputy: str | None,
    ) -> None:
        held = unit.first(tables.visits, id=visit.id)
        if held is None:
            self._shelf.add_in(unit, visit)
            return
        self._shelf.keep_scheme(unit, visit.scheme)
        unit.change(tables.visits, {"id": visit.id}, **columns_of(visit, scheme))
        told = changes.get(str(visit.project.get("unit", "")), ())
        self._note(unit, as_visit(visit, scheme), str(held["task_sha256"]), told, deputy)

    def _note(
        self, unit: Unit, visit: Visit, before: str, changes: Sequence[str], deputy: str | None
    ) -> None:
        """Say in a panel's ledger that was begun from which task to which."""
        stream = find_stream(unit, visit.id, "panel")
        rows = read_ledger(unit, stream) if stream else []
        if stream is None or not rows:
            return
        ledger, here = Ledger(self._store, self._clock, stream, rows), self._people.list()
        author = next((each.id for each in here if self._tasks.leads(visit.id, each.id)), rows[-1].author)
        gone, unseated = lapsed(visit, deputy, [as_record(row) for row in rows])
        after: dict[str, object] = {"sha256": visit.task_sha256, "changes": list(changes)}
        after |= ({"gone": gone} if gone else {}) | ({"unseated": True} if unseated else {})
        told = NewEntry("task", author, before={"sha256": before}, after=after)
        unit.append(stream, ledger.composed([told]))

    def _told(self, sha256: str, task: Task, scheme: bytes, issued_at: str) -> Revision:
        known = self._shelf.scheme_of(scheme)
        changes: list[tuple[str, tuple[str, ...]]] = []
        fresh, blocked = 0, ""
        with self._store.look() as view:
            here = {row["id"] for row in view.find(tables.visits, columns=("id",))}
            new = list(new_visits(task, scheme, sha256))
            for visit in new:
                if visit.id not in here:
                    fresh += 1
                    continue
                held = self._shelf.get(visit.id)
                told = (*changes_told(held, visit, known), *self._ends(view, held, visit, known, task.deputy))
                changes.append((str(held.project.get("unit", "")), told))
                blocked = blocked or _why_not(view, held, known)
            batch = view.find(tables.visits, columns=("id", "project"), batch_id=task.batch.id)
        named = {visit.id for visit in new}
        gone = tuple(str(row["project"].get("unit", "")) for row in batch if row["id"] not in named)
        ids = tuple(sorted(named & here))
        return Revision(sha256, issued_at, ids, tuple(changes), fresh, gone, blocked)

    def _ends(
        self, view: View, held: Visit, new: NewVisit, scheme: Scheme, deputy: str | None
    ) -> Iterator[str]:
        """Another deputy; and what was noted of the panel's people that ends with the earlier task."""
        amended = as_visit(new, scheme)
        yield from deputies_told(held, amended, self._tasks.task(held.id).deputy, deputy)
        stream = find_stream(view, held.id, "panel")
        entries = [as_record(row) for row in read_ledger(view, stream)] if stream else []
        gone, unseated = lapsed(amended, deputy, entries)
        yield from ends_told(held, amended, fold(entries).sitting, gone, unseated=unseated)

    def _opened(self, sha256: str) -> Package:
        from app.exchange.package import read_package

        with self._store.look() as view:
            row = view.first(tables.received, columns=("data", "visit_id"), sha256=sha256)
        if row is None:
            raise Refusal.because("这份修订的任务不在这台电脑上，请重新导入。", code="XP-4402")
        trust = self._tasks.trust(str(row["visit_id"]))
        return read_package(bytes(row["data"]), trust, self._people.identities())

    def _read(self, package: Package) -> tuple[Task, bytes]:
        from app.exchange.task import read_task

        held = self._tasks.trust(str(self._visit_of(package.sha256)))
        return read_task(package, held)

    def _visit_of(self, sha256: str) -> str:
        with self._store.look() as view:
            row = view.first(tables.received, columns=("visit_id",), sha256=sha256)
        return str(row["visit_id"]) if row else ""


def _waits() -> dict[str, object]:
    return {"kind": "xptask", "state": "set_aside", "reason": REVISION}


def _why_not(view: View, held: Visit, scheme: Scheme) -> str:
    """Why a visit cannot be amended as it stands; empty where it can."""
    unit = str(held.project.get("unit", ""))
    if held.stage != "scoring":
        return f"{unit}的结论已经定稿，不能改用修订的任务；请先在结论页撤回定稿。"
    begun = view.count(tables.streams, visit_id=held.id, kind="sheet")
    if held.scheme_digest != scheme.digest and begun:
        return (
            f"修订的任务换了细则，{unit}按原细则已经录入的内容不能沿用，没有改用；"
            "请主管部门仍用原来的细则修订，或者作为新的批次下发。"
        )
    return ""


def _day(text: str) -> str:
    at = moment_of(text).astimezone(BEIJING)
    return f"{at.month} 月 {at.day} 日 {at:%H:%M}"
