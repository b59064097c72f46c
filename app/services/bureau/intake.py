"""The bureau takes visits in: every check, every ledger replayed, one transaction a visit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.common.canon import digest
from app.common.clock import Clock, stamp
from app.common.errors import EnvironmentTrouble, Refusal
from app.models import tables
from app.models.entries import EntryRow
from app.scoring import PanelResult, format_exact, format_points
from app.scoring.model.duties import Round
from app.scoring.model.kinds import WORDS
from app.services.bureau.arrivals import Intake, arrival_of, note_arrival, note_verdict
from app.services.bureau.issued import issued_at
from app.services.identity.trusts import Trusts
from app.services.packages.arrival import Arrived, arrive
from app.services.panel.day_doubts import joined
from app.services.printing.result_words import figure, figure_word, told_figure
from app.services.sheet.rivals import begins
from app.services.store.ledger import find_stream
from app.services.store.shelf import VisitShelf
from app.services.store.site import NewVisit
from app.services.store.traffic import note_received, proven_bytes
from app.services.store.unit_of_work import Store, Unit, View

if TYPE_CHECKING:
    from app.exchange.package import Package
    from app.signing.trust import Trust

SAME = "这次考核的成果已经收过，这一份内容相同，没有变化。"
OLDER = "这是较早的一份成果包，库中已有同一次考核更新的一份，没有变化。"
FORKED = "同一次考核已收过内容不同的另一份成果包，未替换，另存待查。请与组长核对以哪一份为准。"
KIND = "xpsync"
GRADES = ("good", "fairly_good", "ordinary", "poor")
SHOWN = ("visit_id", "version", "report", "short_code", "at")


class UnreadableFile(EnvironmentTrouble):
    """One file among many cannot be read: it gets its line, the others are still taken."""


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """Where a project stands at the bureau. Points are decimal text; grade: None where none is given.

    exact: the total as a reduced fraction (``449/6``), which ranks; total is what is printed; figure: the
    same in its kind's words, since conditions and grounds have no points.
    signed_by: names under the PDF; pen_by: of those who have signed it on paper instead, or as well.
    verdict_words: the outcome as the scheme words it. rectification: ``advised``, ``required``, ``failed`` or
    ``none``.
    """

    visit: str
    batch: str
    project: str
    unit: str
    scheme: str
    scheme_version: str
    total: str
    figure: str
    exact: str
    verdict: str
    verdict_words: str
    grade: str | None
    round: Round
    rectification: str
    short_code: str
    signed_by: tuple[str, ...]
    pen_by: tuple[str, ...]
    received_at: str


class Bureau:
    """One bureau's database. trust and identities come with each import, or from the database."""

    def __init__(self, store: Store, clock: Clock, shelf: VisitShelf, trusts: Trusts) -> None:
        self._store, self._clock, self._shelf, self._trusts = store, clock, shelf, trusts

    def take(self, path: Path, trust: Trust, identities: Sequence[str]) -> Intake:
        """Take one file in. What is wrong with it is told, never raised, and a file that cannot be read too.

        Raises EnvironmentTrouble where the database fails.
        """
        try:
            with self._opened(path, trust, identities) as (package, data):
                return self._take(path, package, data, trust, identities)
        except Refusal as refusal:
            codes = tuple(fault.code for fault in refusal.faults if fault.code)
            return Intake(path, "refused", str(refusal), codes)
        except UnreadableFile as trouble:
            return Intake(path, "refused", str(trouble), (trouble.code,))

    def status(self) -> tuple[ProjectStatus, ...]:
        """Every project that was taken in, in the order of their batches and units."""
        with self._store.look() as view:
            rows = view.find(tables.verdicts, columns=SHOWN, order=("visit_id", "-version"))
            latest = {row["visit_id"]: row for row in reversed(rows)}
        return tuple(
            sorted((self._status(row) for row in latest.values()), key=lambda row: (row.batch, row.unit))
        )

    def _status(self, row: Any) -> ProjectStatus:
        visit = self._shelf.get(row["visit_id"])
        report = row["report"]
        verdict = str(report["verdict"])
        words = self._shelf.scheme_for(visit).conclusion.words(verdict)
        return ProjectStatus(
            visit=visit.id,
            batch=str(report["batch"]),
            project=str(visit.project.get("name", "")),
            unit=str(visit.project.get("unit", "")),
            scheme=visit.scheme_id,
            scheme_version=visit.scheme_version,
            total=str(report["total"]),
            figure=str(report.get("figure", report["total"])),
            exact=str(report.get("exact", report["total"])),
            verdict=verdict,
            verdict_words=words,
            grade=words if verdict in GRADES else None,
            round=visit.round,
            rectification=_rectification(verdict, visit.round),
            short_code=row["short_code"],
            signed_by=tuple(report["signed_by"]),
            pen_by=tuple(report.get("pen_by", ())),
            received_at=row["at"],
        )

    @contextmanager
    def _opened(self, path: Path, trust: Trust, identities: Sequence[str]) -> Iterator[tuple[Package, bytes]]:
        """The proven package and the file's bytes. Raises Refusal, UnreadableFile."""
        from app.exchange.package import read_package
        from app.exchange.proof import Expectation

        expect = Expectation(kinds=("xpsync",), recipient=trust.bureau_id)
        with ExitStack() as stack:
            try:
                package = stack.enter_context(read_package(path, trust, identities, expect))
                data = proven_bytes(path, package)
            except EnvironmentTrouble as trouble:
                raise UnreadableFile(str(trouble), code=trouble.code) from trouble
            yield package, data

    def _take(
        self, path: Path, package: Package, data: bytes, trust: Trust, identities: Sequence[str]
    ) -> Intake:
        if self._here(package.digest):
            with self._store.look() as view:
                arrival = arrival_of(view, self._clock, package)
            return Intake(path, "already here", "这份成果包已经收过，没有变化。", arrival=arrival)
        arrived = arrive(package, trust, identities, self._shelf, self.vouched())
        with self._store.write() as unit:
            standing = _standing(unit, arrived)
            arrival = note_arrival(unit, self._clock, package)
            note_received(unit, self._clock, package, data)
            if standing == "forked":
                held = {"sha256": package.sha256}
                unit.change(tables.received, held, state="set_aside", reason=FORKED)
                return Intake(path, "conflict", FORKED, ("XP-4801",), arrival)
            arrival = note_verdict(unit, arrival, arrived.sync.verdict.pdf_sha256)
            unit.put(tables.settings, key=_mark(package.digest), value=arrived.visit.id)
            if standing == "newer":
                self._store_visit(unit, arrived)
                self._store_verdict(unit, arrived)
        unit_name, scheme = arrived.visit.project["unit"], self._shelf.scheme_of(arrived.visit.scheme)
        if standing == "newer":
            told = f"{figure_word(scheme)} {figure(scheme, arrived.result)}"
            doubts = joined(arrived.doubts(self._clock.now()))
            came = f"{_typed(arrived)}{_ink(arrived)}{_happened(arrived)}{self._older(arrived)}"
            words = f"已接收{unit_name}：{told}。{came}{doubts}"
            return Intake(path, "taken", words, arrival=arrival)
        return Intake(path, "already here", SAME if standing == "same" else OLDER, arrival=arrival)

    def _older(self, arrived: Arrived) -> str:
        """Told where the panel has worked under a task that was amended since; empty otherwise."""
        with self._store.look() as view:
            latest = issued_at(view, arrived.visit.id)
        if latest is None or latest <= arrived.task_at:
            return ""
        return "专家组是按修订前的任务做出的结论，请核对修订的内容是否影响结论。"

    def vouched(self) -> frozenset[str]:
        """SHA-256 of the verdicts that were proven when they came in."""
        with self._store.look() as view:
            rows = view.find(tables.verdicts, columns=("pdf_sha256",))
        return frozenset(row["pdf_sha256"] for row in rows if row["pdf_sha256"])

    def _here(self, package_digest: str) -> bool:
        with self._store.look() as view:
            return view.count(tables.settings, key=_mark(package_digest)) > 0

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
        stream = _place(unit, arrived, stream_id, rows)
        if not unit.count(tables.streams, id=stream):
            person = arrived.person_of(stream_id)
            unit.add(
                tables.streams,
                id=stream,
                visit_id=visit.id,
                kind="sheet" if person else "panel",
                person_id=person,
                origin="",
                locked_digest=arrived.locked_digest(stream_id),
                locked_at=rows[-1].at if person else None,
                created_at=stamp(self._clock.now()),
            )
        held, _ = unit.head(stream)
        if len(rows) > held:
            unit.append(stream, rows[held:])
            _locked_anew(unit, arrived, stream, stream_id, rows)

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
                "total": arrived.result.shown,
                "figure": told_figure(arrived.redrawing.scheme, arrived.result),
                "exact": format_exact(arrived.result.total),
                "verdict": claimed.outcome,
                "signed_by": list(arrived.signed_by),
                "pen_by": [ink.name for ink in arrived.ink],
                "criteria": _scores(arrived.result),
            },
            pdf=arrived.pdf,
            pdf_sha256=claimed.pdf_sha256,
            state="received",
            at=stamp(self._clock.now()),
        )


def _typed(arrived: Arrived) -> str:
    """Whose sheets were typed in from paper, by whom; empty for none."""
    word = WORDS[arrived.redrawing.scheme.kind].sheet
    typed = [f"{each.sheet.name}的{word}为{each.typed}" for each in arrived.sheets.values() if each.typed]
    return "、".join(typed) + "。" if typed else ""


def _happened(arrived: Arrived) -> str:
    """Who was away, who led for whom, pen for all; a leader whom no task has named is asked about."""
    told, seat = "".join(arrived.happened), arrived.redrawing.facts.sitting.seat
    if seat is not None and seat.by == "vote":
        told += "请核对：代行组长由专家组当场推举，任务文件没有指定；认可的不必办理，不认可的请退回。"
    return told


def _ink(arrived: Arrived) -> str:
    """Who has signed with a pen or on another copy, and which file tells of it; empty for none."""
    return "".join(f"{each}。" for each in (*(ink.words for ink in arrived.ink), *arrived.beside))


def files_in(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files to take, named or maybe visits' packages in a folder named; and what was passed over.

    Systems' own folders and hidden files are not even passed over: nobody has put them there.
    """
    from app.exchange.recognition import files_below, may_hold

    found: list[Path] = []
    over: list[Path] = []
    for path in paths:
        for each in files_below(path) if path.is_dir() else ():
            (found if may_hold(each, KIND) else over).append(each)
        if not path.is_dir():
            found.append(path)
    return list(dict.fromkeys(found)), list(dict.fromkeys(over))


def _scores(result: PanelResult) -> dict[str, str]:
    return {row.id: format_points(row.score) for row in result.criteria if row.score is not None}


def _rectification(verdict: str, turn: Round) -> str:
    """What the unit owes: those who pass mend by the opinions, those who fail within the term set.

    Who fails a re-examination has failed to mend.
    """
    lacking = "required" if turn == "first" else "failed"
    return {"pass": "advised", "fail": lacking, "poor": lacking}.get(verdict, "none")


def _standing(view: View, arrived: Arrived) -> Literal["newer", "same", "older", "forked"]:
    """How what came stands to what is here: every ledger of the one must begin with that of the other."""
    longer = shorter = False
    for stream_id, rows in arrived.streams():
        held = _held(view, arrived, stream_id)
        if _replaced(view, arrived, held, stream_id):
            continue  # the panel's own ledger, which has to go on from the one here, says so
        here = view.entries(held)
        shared = min(len(here), len(rows))
        if list(rows[:shared]) != here[:shared]:
            return "forked"
        longer, shorter = longer or len(rows) > len(here), shorter or len(rows) < len(here)
    if longer and shorter:
        return "forked"
    return "newer" if longer else "older" if shorter else "same"


def _replaced(view: View, arrived: Arrived, here: str, stream_id: str) -> bool:
    """Whether the panel has set the sheet that is here aside since, in favour of the one that came."""
    person = arrived.person_of(stream_id)
    if begins(arrived.sheets[person].sheet.rows if person else (), view.entries(here)):
        return False  # opened again by its expert, and gone on with in the same ledger
    held = view.first(tables.streams, columns=("locked_digest",), id=here)
    dropped = arrived.redrawing.facts.aside.get(person or "", frozenset())
    return held is not None and held["locked_digest"] in dropped


def _held(view: View, arrived: Arrived, stream_id: str) -> str:
    """The stream here of what came under an id: another one where the sheet that counts was chosen anew."""
    person = arrived.person_of(stream_id)
    return find_stream(view, arrived.visit.id, "sheet" if person else "panel", person) or stream_id


def _place(unit: Unit, arrived: Arrived, stream_id: str, rows: Sequence[EntryRow]) -> str:
    """Where a ledger belongs; a sheet that counts no longer is kept beside the one that does."""
    here = _held(unit, arrived, stream_id)
    if not _replaced(unit, arrived, here, stream_id):
        return here
    unit.change(tables.streams, {"id": here}, origin=unit.head(here)[1])
    fresh = digest([stream_id, rows[0].digest])
    unit.change(tables.streams, {"id": fresh}, origin="")  # where it had counted before
    return fresh


def _locked_anew(unit: Unit, arrived: Arrived, stream: str, stream_id: str, rows: Sequence[EntryRow]) -> None:
    """A sheet that its expert opened again is locked by its last entry."""
    if digest_now := arrived.locked_digest(stream_id):
        unit.change(tables.streams, {"id": stream}, locked_digest=digest_now, locked_at=rows[-1].at)


def _mark(package_digest: str) -> str:
    return f"taken.{package_digest}"
