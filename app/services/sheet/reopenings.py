"""How often a locked sheet was opened again by its expert, when and why, and what has changed since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.common.clock import BEIJING, moment_of
from app.models.entries import EntryRow
from app.services.sheet.projection import projected


@dataclass(frozen=True, slots=True)
class Reopening:
    """One time that a sheet was opened again: when (UTC stamp) and why; seq: of the ledger's entry."""

    at: str
    why: str
    seq: int

    @property
    def words(self) -> str:
        """Such as ``5 月 12 日 10:32 重新打开：看漏了附件``."""
        local = moment_of(self.at).astimezone(BEIJING)
        return f"{local.month} 月 {local.day} 日 {local:%H:%M} 重新打开：{self.why}"


def reopenings(rows: Sequence[EntryRow]) -> tuple[Reopening, ...]:
    """Every time that a sheet was opened again, in order."""
    return tuple(Reopening(row.at, row.why or "", row.seq) for row in rows if row.kind == "reopen")


def changed_since(rows: Sequence[EntryRow], seq: int) -> frozenset[str]:
    """Criteria whose findings are other than they were before the entry of that number."""
    then, now = projected(rows[: seq - 1]).findings(), projected(rows).findings()
    return frozenset(cid for cid in then.keys() | now.keys() if _text(then.get(cid)) != _text(now.get(cid)))


def _text(answer: object) -> str:
    return json.dumps(answer, sort_keys=True)
