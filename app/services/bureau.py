"""The bureau takes visits in: every check, every ledger replayed, one transaction a visit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.common.clock import Clock, stamp
from app.common.errors import Refusal
from app.models import tables
from app.models.entries import EntryRow
from app.scoring import PanelResult, format_points
from app.services.arriving import Arrived, arrive
from app.services.shelf import VisitShelf
from app.services.shipping import note_received
from app.services.site import NewVisit
from app.services.trusts import Trusts
from app.services.unit_of_work import Store, Unit

if TYPE_CHECKING:
    from app.exchange.package import Package
    from app.signing.trust import Trust

Fate = Literal["taken", "already here", "refused", "conflict"]
SUFFIX = ".xpsync"


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file. why: Chinese, for refused and conflict; codes: of the faults."""

    path: Path
    fate: Fate
    message: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """Where a project stands at the bureau. Points are decimal text; grade: None without one."""

    visit: str
    batch: str
    project: str
    unit: str
    scheme: str
    scheme_version: str
    total: str
    verdict: str
    grade: str | None
    rectification: str
    short_code: str
    signed_by: tuple[str, ...]
    received_at: str


class Bureau:
    """One bureau's database. trust and identities come with each import, or from the database."""

    def __init__(self, store: Store, clock: Clock, shelf: VisitShelf, trusts: Trusts) -> None:
        self._store, self._clock, self._shelf, self._trusts = store, clock, shelf, trusts

    def take(self, path: Path, trust: Trust, identities: Sequence[str]) -> Intake:
        """Take one file in. What is wrong with it is told, never raised; EnvironmentTrouble is raised."""
        from app.exchange.package import read_package
        from app.exchange.proof import Expectation

        expect = Expectation(kinds=("xpsync",), recipient=trust.bureau_id)
        try:
            with read_package(path, trust, identities, expect) as package:
                return self._take(path, package, trust, identities)
        except Refusal as refusal:
            return _refused(path, refusal)

    def status(self) -> tuple[ProjectStatus, ...]:
        """Every project that was taken in, in the order of their batches and units."""
        with self._store.look() as view:
            rows = view.find(tables.verdicts, order=("visit_id", "-version"))
            latest = {row["visit_id"]: row for row in reversed(rows)}
        return tuple(
            sorted((self._status(row) for row in latest.values()), key=lambda row: (row.batch, row.unit))
        )

    def _status(self, row: Any) -> ProjectStatus:
        visit = self._shelf.get(row["visit_id"])
        report = row["report"]
        return ProjectStatus(
            visit=visit.id,
            batch=str(report["batch"]),
            project=str(visit.project.get("name", "")),
            unit=str(visit.project.get("unit", "")),
            scheme=visit.scheme_id,
            scheme_version=visit.scheme_version,
            total=str(report["total"]),
            verdict=str(report["verdict"]),
            grade=None,
            rectification=_rectification(str(report["verdict"])),
            short_code=row["short_code"],
            signed_by=tuple(report["signed_by"]),
            received_at=row["at"],
        )

    def _take(self, path: Path, package: Package, trust: Trust, identities: Sequence[str]) -> Intake:
        if self._here(package.digest):
            return Intake(path, "already here", "这份成果包已经收过，没有变化。")
        arrived = arrive(package, trust, identities, self._shelf)
        conflict = self._conflict(arrived)
        if conflict:
            self._set_aside(path, package, conflict)
            return Intake(path, "conflict", conflict, ("XP-4801",))
        with self._store.write() as unit:
            self._store_visit(unit, arrived)
            note_received(unit, self._clock, package, path.read_bytes())
            unit.put(tables.settings, key=_mark(package.digest), value=arrived.visit.id)
            self._store_verdict(unit, arrived)
        message = f"已接收{arrived.visit.project['unit']}：总分 {format_points(arrived.result.total)}。"
        return Intake(path, "taken", message)

    def _here(self, package_digest: str) -> bool:
        with self._store.look() as view:
            return view.count(tables.settings, key=_mark(package_digest)) > 0

    def _conflict(self, arrived: Arrived) -> str:
        """A sentence if what is here and what came have each gone their own way; empty if not."""
        with self._store.look() as view:
            for stream_id, rows in arrived.streams():
                here = view.entries(stream_id)
                if here and list(rows[: len(here)]) != here:
                    return (
                        "同一次考核已收过内容不同的另一份成果包，未替换，另存待查。请与组长核对以哪一份为准。"
                    )
        return ""

    def _set_aside(self, path: Path, package: Package, reason: str) -> None:
        with self._store.write() as unit:
            note_received(unit, self._clock, package, path.read_bytes())
            unit.change(tables.received, {"sha256": package.sha256}, state="set_aside", reason=reason)

    def _store_visit(self, unit: Unit, arrived: Arrived) -> None:
        if not unit.count(tables.visits, id=arrived.visit.id):
            self._shelf.add_in(unit, arrived.visit)
        for stream_id, rows in arrived.streams():
            self._extend(unit, arrived.visit, stream_id, rows, arrived)
        unit.change(tables.visits, {"id": arrived.visit.id}, stage="received")

    def _extend(
        self, unit: Unit, visit: NewVisit, stream_id: str, rows: Sequence[EntryRow], arrived: Arrived
    ) -> None:
        """Begin a stream, or append what is new in it: nothing is ever replaced."""
        if not unit.count(tables.streams, id=stream_id):
            person = arrived.person_of(stream_id)
            unit.add(
                tables.streams,
                id=stream_id,
                visit_id=visit.id,
                kind="sheet" if person else "panel",
                person_id=person,
                origin="",
                locked_digest=arrived.locked_digest(stream_id),
                locked_at=rows[-1].at if person else None,
                created_at=stamp(self._clock.now()),
            )
        held, _ = unit.head(stream_id)
        unit.append(stream_id, rows[held:])

    def _store_verdict(self, unit: Unit, arrived: Arrived) -> None:
        version = 1 + unit.count(tables.verdicts, visit_id=arrived.visit.id)
        claimed = arrived.sync.verdict
        unit.add(
            tables.verdicts,
            visit_id=arrived.visit.id,
            version=version,
            frozen=claimed.digest,
            short_code=claimed.short_code,
            report={
                "batch": arrived.task.batch.name,
                "total": claimed.total,
                "verdict": claimed.outcome,
                "signed_by": list(arrived.signed_by),
                "criteria": _scores(arrived.result),
            },
            pdf=arrived.pdf,
            pdf_sha256=claimed.pdf_sha256,
            state="received",
            at=stamp(self._clock.now()),
        )


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files to take: those named, and every package of visits in the folders named, by name."""
    found: list[Path] = []
    for path in paths:
        found.extend(sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path])
    return found


def _scores(result: PanelResult) -> dict[str, str]:
    return {row.id: format_points(row.score) for row in result.criteria if row.score is not None}


def _rectification(verdict: str) -> str:
    """What the unit owes: those who pass mend by the opinions, those who fail within the term set."""
    return {"pass": "advised", "fail": "required"}.get(verdict, "none")


def _refused(path: Path, refusal: Refusal) -> Intake:
    codes = tuple(fault.code for fault in refusal.faults if fault.code)
    return Intake(path, "refused", str(refusal), codes)


def _mark(package_digest: str) -> str:
    return f"taken.{package_digest}"
