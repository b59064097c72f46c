"""Taking a visit off this device once the bureau has it: keys destroyed, rows gone, a record that it was.

Offered some days after the bureau's receipt, never done by itself. What is left says when, by whom and which
conclusion, by ids and the short code: no name, no score.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.common.clock import Clock, moment_of, stamp
from app.common.errors import Refusal
from app.models import tables
from app.services.store.deliveries import ACKNOWLEDGED, answer_of, sent
from app.services.store.unit_of_work import Store, Unit, View

if TYPE_CHECKING:
    from app.services.evidence.evidence import EvidenceFiles
    from app.services.identity.people import People

KEPT_DAYS = 30  # where the device is not set otherwise
_KEY = "erased."


@dataclass(frozen=True, slots=True)
class Erased:
    """The record of one erasure. by: a person's id. received: the bureau's time of receipt. code: short."""

    visit_id: str
    at: str
    by: str
    received: str
    code: str


class Erasures:
    """Erases visits, and remembers that it did."""

    def __init__(self, store: Store, clock: Clock, people: People, evidence: EvidenceFiles) -> None:
        self._store, self._clock, self._people, self._evidence = store, clock, people, evidence

    def due(self, visit_id: str, days: int = KEPT_DAYS) -> bool:
        """Whether it is time to offer: the bureau has taken it in, and as many days are over."""
        with self._store.look() as view:
            return self._received(view, visit_id, days) is not None

    def list(self) -> tuple[Erased, ...]:
        """What was erased here, the latest first."""
        with self._store.look() as view:
            rows = view.find(tables.settings)
        found = [Erased(**row["value"]) for row in rows if str(row["key"]).startswith(_KEY)]
        return tuple(sorted(found, key=lambda each: each.at, reverse=True))

    def erase(self, visit_id: str, check: Callable[[], None] = lambda: None, days: int = KEPT_DAYS) -> Erased:
        """Erase a visit for good. Killed on the way, it is still due and is begun again.

        check: raises where the person has stopped it. days: how many must have gone by since the bureau's
        receipt. Raises Refusal before that, EnvironmentTrouble where another program reads the database.
        """
        with self._store.look() as view:
            received, code = self._received(view, visit_id, days), _code(view, visit_id)
            lonely = _lonely_evidence(view, visit_id)
        current = self._people.current
        if received is None or current is None:
            raise Refusal.because(
                f"主管部门的回执收到满 {days} 天之后，才能从本机清除这次考核。", code="XP-6375"
            )
        self._store.empty_log()  # where somebody keeps it from being emptied, nothing is begun
        for sha256 in lonely:
            check()
            self._evidence.destroy(sha256)
        erased = Erased(visit_id, stamp(self._clock.now()), current.id, received, code)
        with self._store.write() as unit:
            _drop_rows(unit, visit_id)
            unit.put(tables.settings, key=_KEY + visit_id, value=asdict(erased))
        self._store.forget()
        return erased

    def _received(self, view: View, visit_id: str, days: int) -> str | None:
        """The bureau's time of receipt where the days since are over, else None."""
        row = view.first(tables.visits, columns=("stage", "sample"), id=visit_id)
        answer = answer_of(view, visit_id)
        if row is None or row["stage"] != ACKNOWLEDGED or answer is None or answer.kind != "taken":
            return None
        over = moment_of(answer.at) + timedelta(days=days) <= self._clock.now()
        return answer.at if over else None


def _code(view: View, visit_id: str) -> str:
    """The short code of the newest conclusion; empty where there is none here."""
    row = view.first(tables.verdicts, columns=("short_code",), order=("-version",), visit_id=visit_id)
    return str(row["short_code"]) if row else ""


def _lonely_evidence(view: View, visit_id: str) -> list[str]:
    """Contents that no other visit here has."""
    own = [row["sha256"] for row in view.find(tables.evidence, columns=("sha256",), visit_id=visit_id)]
    return [sha256 for sha256 in own if view.count(tables.evidence, sha256=sha256) == 1]


def _drop_rows(unit: Unit, visit_id: str) -> None:
    """Everything that belongs to the visit, and what its batch left behind where nothing else is of it."""
    visit = unit.first(tables.visits, id=visit_id)
    if visit is None:
        return
    ids = [visit_id, *sent(unit, visit_id)]
    with unit.for_good():
        for stream in unit.find(tables.streams, columns=("id",), visit_id=visit_id):
            unit.remove(tables.entries, {"stream_id": stream["id"]})
        for table in (tables.streams, tables.evidence, tables.verdicts, tables.places):
            unit.remove(table, {"visit_id": visit_id})
        for table in (tables.received, tables.exports):
            unit.remove(table, {"visit_id": visit_id})
        for row in unit.find(tables.settings, columns=("key",)):
            if any(each in str(row["key"]) for each in ids):
                unit.remove(tables.settings, {"key": row["key"]})
        unit.remove(tables.visits, {"id": visit_id})
        if not unit.count(tables.visits, batch_id=visit["batch_id"]):
            unit.remove(tables.tasks, {"batch_id": visit["batch_id"]})
            unit.remove(tables.received, {"batch_id": visit["batch_id"]})
