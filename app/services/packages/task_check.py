"""A stored visit is as the bureau's task has it: policy, profile, panel, days, everything that decides.

The database of a device can be opened by other programs. What the bureau has signed cannot be written anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.common.canon import digest
from app.common.errors import Refusal
from app.models import tables
from app.services.identity.trusts import Trusts
from app.services.store.shelf import columns_of
from app.services.store.site import PanelMember
from app.services.store.unit_of_work import Row, Store

if TYPE_CHECKING:
    from app.exchange.task import Task

CODE = "XP-6313"


class TaskCheck:
    """Holds stored visits against their tasks; what has been proven once is not proven again."""

    def __init__(self, store: Store, trusts: Trusts) -> None:
        self._store, self._trusts = store, trusts
        self._wanted: dict[str, dict[str, str]] = {}

    def must_fit(self, row: Row) -> None:
        """Raises Refusal unless a visit's row says what its task says. A visit without a task is its own."""
        task_sha256 = row["task_sha256"]
        if task_sha256 is None:
            return
        wanted = self._wanted.get(task_sha256) or self._read(task_sha256)
        held = wanted.get(row["id"])
        if held is None or held != _mark(row):
            raise _changed()

    def _read(self, task_sha256: str) -> dict[str, str]:
        """Visit to the digest of what its row has to say. A task is read once."""
        from app.services.packages.task_files import new_visits

        task = self._task(task_sha256)
        if task is None:
            raise Refusal.because("这次考核的任务文件不在这台电脑上，请重新导入任务文件。", code="XP-4402")
        wanted = {
            visit.id: _mark(columns_of(visit, task.scheme)) for visit in new_visits(task, b"", task_sha256)
        }
        self._wanted[task_sha256] = wanted
        return wanted

    def _task(self, task_sha256: str) -> Task | None:
        from app.exchange.task import Task, task_of

        with self._store.look() as view:
            row = view.first(tables.tasks, sha256=task_sha256)
        if row is None:
            return None
        if row["statement"] is None or row["signature"] is None:
            raise Refusal.because(
                "这份任务是较旧版本的程序存入的，没有留下主管部门的签名。请再导入一次任务文件，已录入的内容不变。",
                code=CODE,
            )
        data = bytes(row["data"])
        trust = self._trusts.get(Task.stored(data).trust)
        try:
            return task_of(bytes(row["statement"]), bytes(row["signature"]), data, trust)
        except Refusal:
            raise _changed() from None


def _mark(columns: Mapping[str, Any]) -> str:
    """The digest of what is said; a member's field that an earlier version did not know is at its default."""
    panel = [asdict(PanelMember(**member)) for member in columns["panel"]]
    return digest({name: columns[name] for name in _NAMES} | {"panel": panel})


def _changed() -> Refusal:
    return Refusal.because(
        "这次考核在数据库里的内容与主管部门签发的任务不符，可能被本程序以外的工具改动过。"
        "为免以错误的数据出具结论，不予打开；请改用备份或随身副本，并告知主管部门。",
        code=CODE,
    )


_NAMES = (
    "id",
    "batch_id",
    "task_sha256",
    "scheme_id",
    "scheme_version",
    "scheme_digest",
    "policy",
    "profile",
    "project",
    "panel",
    "assignments",
    "self_assessment",
    "date_from",
    "date_to",
    "form",
    "sample",
    "round",
)
"""What a task decides of a visit; only how far it has come and when it was stored is left out."""
