"""The task files of this device: whose batch a visit belongs to, and whose keys the bureau vouches for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from app.common.errors import Refusal
from app.models import tables
from app.services.identity.trusts import Trusts
from app.services.store.shelf import VisitShelf
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.exchange.task import Panelist, Task
    from app.signing.trust import Trust


class Tasks:
    """Tasks that have been taken in, by the visits they hold."""

    def __init__(self, store: Store, shelf: VisitShelf, trusts: Trusts) -> None:
        self._store, self._shelf, self._trusts = store, shelf, trusts

    def task(self, visit_id: str) -> Task:
        """The task of a visit. Raises Refusal where the visit came without one."""
        from app.exchange.task import Task

        row = self._row(visit_id)
        return Task.stored(bytes(row["data"]))

    def package(self, visit_id: str) -> bytes:
        """The bureau's task file as it was handed out. Raises Refusal."""
        with self._store.look() as view:
            row = view.first(tables.received, columns=("data",), sha256=self._row(visit_id)["sha256"])
        if row is None or row["data"] is None:
            raise Refusal.because("这次考核的任务文件不在这台电脑上，请重新导入任务文件。", code="XP-4402")
        return bytes(row["data"])

    def batch(self, visit_id: str) -> dict[str, Any]:
        """The batch's facts."""
        return self.task(visit_id).batch.plain()

    def trust(self, visit_id: str) -> Trust:
        """The trust of the bureau that set the task."""
        return self._trusts.get(self.task(visit_id).trust)

    def issued_at(self, visit_id: str) -> str | None:
        """When the bureau signed the task (UTC stamp by its own clock). Raises Refusal without a task."""
        statement = self._row(visit_id)["statement"]
        return str(json.loads(statement)["created_at"]) if statement is not None else None

    def leads(self, visit_id: str, person_id: str) -> bool:
        """Whether somebody leads the panel of a visit; without a task nobody but its leader does."""
        try:
            return self.task(visit_id).led_by(person_id)
        except Refusal:
            leader = self._shelf.get(visit_id).leader
            return leader is not None and leader.id == person_id

    def seat(self, visit_id: str, person_id: str) -> Panelist:
        """A person's seat with the credential. Raises Refusal for a stranger."""
        return seat_of(self.task(visit_id), person_id)

    def _row(self, visit_id: str) -> Any:
        sha256 = self._shelf.get(visit_id).task_sha256
        with self._store.look() as view:
            row = view.first(tables.tasks, sha256=sha256) if sha256 else None
        if row is None:
            raise Refusal.because("这次考核的任务文件不在这台电脑上，请重新导入任务文件。", code="XP-4402")
        return row


def seat_of(task: Task, person_id: str) -> Panelist:
    """A person's seat in a task. Raises Refusal for a stranger."""
    found = next((seat for seat in task.panel if seat.id == person_id), None)
    if found is None:
        raise Refusal.because("此人不在这次考核的专家组名单里。", code="XP-4403")
    return found
