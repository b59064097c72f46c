"""Counted facts as files: signed by who counted, sealed for panel and bureau, taken in by the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.canon import sha256
from app.common.clock import Clock, stamp
from app.common.errors import Fault, Refusal
from app.models import tables
from app.scoring.model.kinds import WORDS
from app.services.identity.people import People
from app.services.identity.tasks import Tasks
from app.services.packages.senders import sender_of
from app.services.panel.day_doubts import Dated, dated_doubts, joined
from app.services.sheet.facts import KIND, STATED, FactFinder, stated
from app.services.store.ledger import find_stream
from app.services.store.rounds import Exported, Imported
from app.services.store.shelf import VisitShelf
from app.services.store.traffic import note_export, note_received, proven_bytes
from app.services.store.unit_of_work import Store, Unit

if TYPE_CHECKING:
    from app.exchange.facts import Facts
    from app.exchange.manifest import ManifestDraft
    from app.exchange.package import Package, Recipient
    from app.services.store.site import PanelMember, Visit
    from app.signing.trust import Trust

COUNTED = "facts."


class FactsFiles:
    """Writes facts files on the device of who counted, takes them in on the others'."""

    def __init__(
        self, store: Store, clock: Clock, people: People, shelf: VisitShelf, tasks: Tasks, finder: FactFinder
    ) -> None:
        self._store, self._clock, self._people = store, clock, people
        self._shelf, self._tasks, self._finder = shelf, tasks, finder

    def export(self, visit_id: str, person_id: str, path: Path) -> Exported:
        """Write what a person has counted so far, sealed for the panel. Nothing judged is in it.

        Raises Refusal where that is nothing, or where the person's keys are not open here.
        """
        from app.exchange.package import write_package

        keys = self._people.keys(person_id)
        visit = self._shelf.get(visit_id)
        facts = self._content(visit, person_id)
        members = facts.members(self._shelf.scheme_for(visit))
        credential = self._tasks.seat(visit_id, person_id).credential
        draft = self._draft(visit, person_id)
        written = write_package(path, draft, members, keys, credential, self._recipients(visit_id, person_id))
        with self._store.write() as unit:
            unit.put(
                tables.settings,
                key=_sent(visit_id, person_id),
                value=[draft.sequence, written.digest, draft.created_at],
            )
            note_export(unit, self._clock, visit_id, KIND, written.sha256, path)
        return Exported(visit_id, (path,), written.sha256)

    def take(self, path: Path, package: Package, trust: Trust) -> Imported:
        """Take a facts file in; a later one of the same sender replaces it. Raises Refusal."""
        from app.exchange.facts import read_facts

        visit = self._shelf.get(package.manifest.visit or "")
        member = self._sender(visit, package, trust)
        facts = read_facts(package, self._shelf.scheme_for(visit))
        _must_be_own(visit, facts)
        if (answer := self._held(visit, member, package, facts)) is not None:
            return answer
        data = proven_bytes(path, package)
        with self._store.write() as unit:
            note_received(unit, self._clock, package, data)
            self._state(unit, package, facts)
        told = f"已收取{member.name}核定的 {len(facts.counts)} 项事实"
        doubts = self._doubts(visit, member, package)
        if late := self._locked(visit):
            sheet = WORDS[self._shelf.scheme_for(visit).kind].sheet
            told += f"；{'、'.join(late)}的{sheet}已经锁定，不能再采信或提出异议，出入请在合议时向组长说明。"
            return Imported(KIND, visit.id, told + doubts, attention=True)
        told += f"，可以采信或提出异议。{doubts}"
        return Imported(KIND, visit.id, told, attention=bool(doubts))

    def _doubts(self, visit: Visit, member: PanelMember, package: Package) -> str:
        """Whether the sender's clock fits this machine's, the visit's days and the task's."""
        dated = [Dated(f"{member.name}写出文件", package.manifest.created_at)]
        return joined(dated_doubts(visit, self._clock.now(), dated, self._tasks.issued_at(visit.id)))

    def _locked(self, visit: Visit) -> list[str]:
        """Names of who scores on this device, where all of them have locked their sheets; else nobody."""
        here = [each for each in self._people.list() if (who := visit.member(each.id)) and who.scores]
        with self._store.look() as view:
            rows = view.find(tables.streams, visit_id=visit.id, kind="sheet", origin="")
        locked = {row["person_id"] for row in rows if row["locked_digest"]}
        whole = all(each.id in locked for each in here)
        return [visit.name_of(each.id) for each in here] if whole else []

    def _content(self, visit: Visit, person_id: str) -> Facts:
        from app.exchange.facts import CountedFact, Facts

        member = visit.member(person_id)
        counted = self._finder.by_sheet(visit, member) if member is not None and member.scores else ()
        counts = tuple(
            CountedFact(criterion=each.criterion, field=name, value=_written(value), at=each.at[name])
            for each in counted
            for name, value in each.values.items()
        )
        if not counts:
            words = "您还没有核定可以交给同组专家的事实（评判不会导出），没有写出文件。"
            raise Refusal.because(words, code="XP-4522")
        return Facts(visit=visit.id, person=person_id, scheme_digest=visit.scheme_digest, counts=counts)

    def _draft(self, visit: Visit, person_id: str) -> ManifestDraft:
        from app.exchange.manifest import ManifestDraft

        with self._store.look() as view:
            row = view.first(tables.settings, key=_sent(visit.id, person_id))
        sequence, digest, *written = row["value"] if row else (0, None)
        return ManifestDraft(
            kind="xpfacts",
            batch=visit.batch_id,
            visit=visit.id,
            sender=person_id,
            sequence=sequence + 1,
            previous=digest,
            created_at=max(stamp(self._clock.now()), self._last_entry(visit.id, person_id), *written),
        )

    def _last_entry(self, visit_id: str, person_id: str) -> str:
        """When the sheet was last written in: a file of a later state never bears an earlier time.

        Numbers begin anew where a laptop is replaced or its folder restored, and clocks are set back. A
        ledger never runs back, and goes on where the sheet goes on.
        """
        with self._store.look() as view:
            stream = find_stream(view, visit_id, "sheet", person_id)
            where = {"stream_id": stream or "", "order": ("-seq",)}
            row = view.first(tables.entries, columns=("at",), **where)
        return str(row["at"]) if row else ""

    def _recipients(self, visit_id: str, person_id: str) -> tuple[Recipient, ...]:
        """Everybody else on the panel, and the bureau."""
        task, trust = self._tasks.task(visit_id), self._tasks.trust(visit_id)
        return tuple(each for each in task.recipients(trust) if each.id != person_id)

    def _sender(self, visit: Visit, package: Package, trust: Trust) -> PanelMember:
        """Who signed: a scoring member, with the keys of the task, under the bureau that set it."""
        seat = sender_of(package, self._tasks.task(visit.id), trust)
        member = visit.member(seat.id)
        if member is None or not member.scores:
            raise Refusal.because("按任务安排，发件人不填表，其核定的事实未予采用。", code="XP-4521")
        return member

    def _held(self, visit: Visit, member: PanelMember, package: Package, facts: Facts) -> Imported | None:
        """The answer where this file or a later one is here already. Raises Refusal for a fork."""
        with self._store.look() as view:
            row = stated(view, visit.id, member.id)
        if row is None or _age(row["reason"], row["sequence"]) < _age_of(package, row["reason"]):
            return None
        if bytes(row["data"]) == facts.data:
            return Imported(KIND, visit.id, "这份已核事实已经收过，没有变化。", already_here=True)
        if _age(row["reason"], row["sequence"]) > _age_of(package, row["reason"]):
            words = f"已有{member.name}更新的一份事实，没有替换。"
            return Imported(KIND, visit.id, words, already_here=True)
        raise Refusal.because(
            f"先前已收过{member.name}序号相同而内容不同的一份，没有替换。请对方重新导出一次。",
            code="XP-4523",
        )

    def _state(self, unit: Unit, package: Package, facts: Facts) -> None:
        """The content beside the file, readable without anybody's keys; it takes the place of the earlier."""
        unit.remove(
            tables.received, {"kind": KIND, "visit_id": facts.visit, "sender": facts.person, "state": STATED}
        )
        unit.add(
            tables.received,
            sha256=sha256(facts.data),
            kind=KIND,
            batch_id=package.manifest.batch or "",
            visit_id=facts.visit,
            sender=facts.person,
            sequence=package.manifest.sequence,
            state=STATED,
            reason=package.manifest.created_at,
            data=facts.data,
            received_at=stamp(self._clock.now()),
        )


def _age(written: str | None, number: int) -> tuple[str, int]:
    """What orders the files of one sender: the time, then the number. written: None before it was kept."""
    return written or "", number


def _age_of(package: Package, held: str | None) -> tuple[str, int]:
    """The same of a file that came. held: the time of the one here; without it the numbers alone decide."""
    return _age(package.manifest.created_at if held else None, package.manifest.sequence)


def _written(value: object) -> bool | str | list[str]:
    """A fact's value as it travels: a flag, a text or a set of texts."""
    if isinstance(value, list):
        return [str(each) for each in value]
    return value if isinstance(value, bool) else str(value)


def _must_be_own(visit: Visit, facts: Facts) -> None:
    """Raises Refusal where the sender tells of criteria that are others' to count."""
    faults = list(_foreign(visit, facts))
    if faults:
        raise Refusal(faults[:20])


def _foreign(visit: Visit, facts: Facts) -> Iterator[Fault]:
    for criterion in facts.answers():
        if not visit.scored_by(criterion, facts.person):
            words = f"{criterion} 项按分工不由发件人认定，整份未予采用；请核对来源。"
            yield Fault(f"counts.{criterion}", words, "XP-4521")


def _sent(visit_id: str, person_id: str) -> str:
    return f"{COUNTED}{visit_id}.{person_id}"
