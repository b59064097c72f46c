"""One ledger of a copy beside the same ledger here: which of the two goes on, if either does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.common.clock import Clock, moment_of
from app.common.roles import COLLECTING, ROLES
from app.models import tables
from app.models.entries import EntryRow
from app.scoring.model.kinds import WORDS
from app.services.packages.replay import attachments_of, replay_working
from app.services.panel.panel_ledger import PanelFacts, fold, settled
from app.services.panel.pen_pages import pages_of
from app.services.panel.seats import led_by
from app.services.panel.seats_proof import must_sit
from app.services.sheet.projection import Projection, sheet_digest
from app.services.sheet.rivals import common, kept_apart, only_noted
from app.services.store.ledger import StreamKind, add_stream, as_row, find_stream, read_ledger
from app.services.store.site import Attachment, Visit
from app.services.store.unit_of_work import Unit, View

if TYPE_CHECKING:
    from app.common.ledger import EntryRecord
    from app.exchange.safe import Working
    from app.exchange.task import Panelist, Task
    from app.scoring import Scheme, Tally


PANEL, JOINED_AT = "专家组记录", "在“历史记录”（Ctrl+H）里按“比较另一份…”"
KEEPS = "这份副本由做记录的人写出，只能接着组长的记录往下记，请先导入组长的随身副本，再导入这一份"


class Fate(StrEnum):
    """What becomes of a ledger of a copy."""

    NEW = "new"
    ONWARD = "onward"
    SAME = "same"
    OLDER = "older"
    BRANCH = "branch"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class ArrivedLedger:
    """A ledger that was judged. words: for the person, may be empty.

    rows: of the copy, held: how many of them are here already. locked: the sheet's digest and time.
    stood: under which last entry a branch has been kept so far, empty for one that is new. displaced: last
    entry of the ledger here that leaves its place to this one, empty for none.
    """

    person: str | None
    origin: str
    fate: Fate
    words: str
    rows: tuple[EntryRow, ...] = ()
    held: int = 0
    locked: tuple[str, str] | None = None
    files: Mapping[str, Attachment] = field(default_factory=dict)
    facts: PanelFacts | None = None
    stood: str = ""
    displaced: str = ""


class Merging:
    """Judges and stores the ledgers of one copy. here: ids of this device's people.

    apart: last entries of the ledgers that the sender's laptop has set aside.
    """

    def __init__(
        self,
        visit: Visit,
        scheme: Scheme,
        task: Task,
        sender: Panelist,
        here: frozenset[str],
        panel: Sequence[EntryRecord],
        apart: frozenset[str] = frozenset(),
    ) -> None:
        """panel: the panel's ledger in the copy, which says who leads. Raises Refusal for an odd one."""
        must_sit(visit, task.deputy, panel)
        self._visit, self._scheme, self._here = visit, scheme, here
        self._sender, self._panel_rows = sender, tuple(as_row(entry) for entry in panel)
        self._word = WORDS[scheme.kind].sheet
        leads = led_by(settled(visit, fold(panel)), task.deputy, sender.id)
        self._speaks, self._apart = leads, apart if leads else frozenset[str]()

    def weigh(self, view: View) -> None:
        """Let whoever keeps the record speak, too, where that only goes on from what is here."""
        self._speaks = self._speaks or (self._sender.role in COLLECTING and self._keeps(view))

    def _keeps(self, view: View) -> bool:
        """Whether all that is new in the panel's ledger is the sender's own, as such a seat may write it."""
        here, rows = _held(view, self._visit.id, "panel", None, ""), self._panel_rows
        if not here or _fate(here, rows) not in (Fate.ONWARD, Fate.SAME):
            return False
        fresh = [row for row in rows[len(here) :] if not only_noted((row,))]
        powers, sender = ROLES[self._sender.role], self._sender.id
        return all(powers.may_record(row.kind) and row.author == sender for row in fresh)

    def judged(self, view: View, ledger: Working) -> ArrivedLedger:
        """What becomes of a ledger. Raises Refusal for one that no program of ours has written."""
        rows = tuple(as_row(entry) for entry in ledger.entries)
        origin = ledger.origin or ""
        if ledger.person is None:
            return self._panel(view, ledger, rows)
        if origin and not self._speaks:
            return ArrivedLedger(ledger.person, origin, Fate.NOT_OURS, "")
        state, tally = replay_working(self._visit, self._scheme, ledger.person, ledger.entries)
        here = _held(view, self._visit.id, "sheet", ledger.person, origin)
        fate = _fate(here, rows)
        name = self._visit.name_of(ledger.person)
        words = self._why_not(name, ledger.person, fate, rows)
        if words:
            return ArrivedLedger(ledger.person, origin, Fate.NOT_OURS, words)
        arrived = ArrivedLedger(
            ledger.person,
            origin,
            fate,
            f"{name}的{self._word}{_progress(fate, tally, here, rows)}",
            rows,
            len(here),
            self._locked(state, ledger.person, rows),
            attachments_of(rows),
        )
        if fate is not Fate.BRANCH:
            return arrived
        if here[-1].digest in self._apart:  # there it has left its place to the one that comes
            return replace(arrived, fate=Fate.NEW, held=0, displaced=here[-1].digest)
        return self._branch(view, arrived, f"{name}的{self._word}", here)

    def _why_not(self, name: str, person: str, fate: Fate, rows: Sequence[EntryRow]) -> str:
        """Why a sheet that is new or goes on is not taken from this sender; empty where it is."""
        if fate is Fate.ONWARD and self._needs_owner(person):
            return f"{name}的{self._word}没有接续：要由{name}本人签名的副本才能接着本机的那一份"
        if fate in (Fate.NEW, Fate.ONWARD, Fate.BRANCH) and self._locked_by_another(rows):
            return f"{name}锁定的{self._word}没有收下：要由{name}本人签名的副本，或本人导出的那一份"
        return ""

    def _branch(
        self, view: View, arrived: ArrivedLedger, whose: str, here: Sequence[EntryRow]
    ) -> ArrivedLedger:
        """A ledger that parted ways with the one here: kept whole beside it, under its own last entry."""
        rows = arrived.rows
        kind: StreamKind = "sheet" if arrived.person else "panel"
        for kept in kept_apart(view, self._visit.id, kind, arrived.person):
            fate = _fate(kept, rows)
            if fate in (Fate.SAME, Fate.OLDER):
                told = f"{whose}的这一份此前已另行保存，没有变化"
                return replace(arrived, fate=Fate.SAME, words=told)
            if fate is Fate.ONWARD:
                stood, held = kept[-1].digest, len(kept)
                told = _beside(whose, here, rows)
                return replace(arrived, origin=rows[-1].digest, held=held, stood=stood, words=told)
        return replace(arrived, origin=rows[-1].digest, held=0, words=_beside(whose, here, rows))

    def stored(self, unit: Unit, clock: Clock, arrived: ArrivedLedger) -> bool:
        """Put a ledger's new entries where they belong; whether there were any."""
        if arrived.fate not in (Fate.NEW, Fate.ONWARD, Fate.BRANCH):
            return False
        kind: StreamKind = "sheet" if arrived.person else "panel"
        where = (self._visit.id, kind, arrived.person, arrived.origin)
        if arrived.stood:
            unit.change(tables.streams, _kept_at(self._visit.id, arrived), origin=arrived.origin)
        if arrived.displaced:
            unit.change(tables.streams, _kept_at(self._visit.id, arrived), origin=arrived.displaced)
        stream = find_stream(unit, *where) or add_stream(unit, clock, *where)
        if fresh := arrived.rows[unit.head(stream)[0] :]:
            unit.append(stream, fresh)
        if arrived.person:
            digest, at = arrived.locked or (None, None)  # one that is open again is locked no more
            unit.change(tables.streams, {"id": stream}, locked_digest=digest, locked_at=at)
        return True

    def _panel(self, view: View, ledger: Working, rows: tuple[EntryRow, ...]) -> ArrivedLedger:
        """The panel's ledger is the word of whoever leads or keeps the record: taken from nobody else."""
        if not self._speaks or not rows:
            why = f"{PANEL}没有接续：{KEEPS}" if rows and self._sender.role in COLLECTING else ""
            return ArrivedLedger(None, "", Fate.NOT_OURS, why)
        facts = fold(ledger.entries)
        self._check_rulings(facts)
        here = _held(view, self._visit.id, "panel", None, "")
        fate = _fate(here, rows)
        words = f"{PANEL}{_went(fate, here, rows)}"
        arrived = ArrivedLedger(None, "", fate, words, rows, len(here), files=pages_of(rows), facts=facts)
        if fate is not Fate.BRANCH:
            return arrived
        shared = common(here, rows)
        if only_noted(here[shared:]):  # nothing that anybody has decided here
            told = f"{PANEL}{_went(Fate.ONWARD, here[:shared], rows)}"
            return replace(arrived, fate=Fate.NEW, held=0, displaced=here[-1].digest, words=told)
        if only_noted(rows[shared:]):
            return replace(arrived, fate=Fate.OLDER, words=f"{PANEL}{_went(Fate.OLDER, here, rows)}")
        return self._branch(view, arrived, PANEL, here)

    def _check_rulings(self, facts: PanelFacts) -> None:
        """Raises Refusal where a ruling does not fit the scheme: the panel could not be opened with it."""
        from app.scoring import Panel

        visit, scheme = settled(self._visit, facts), self._scheme
        nobody: dict[str, dict[str, object]] = {one.id: {} for one in self._visit.panel if one.scores}
        rulings = {criterion: ruling.findings for criterion, ruling in facts.rulings.items()}
        Panel.join(scheme, visit.profile, visit.policy, nobody, self._visit.assignments, rulings)

    def _locked(self, state: Projection, person: str, rows: Sequence[EntryRow]) -> tuple[str, str] | None:
        if not state.locked:
            return None
        bound = {"visit": self._visit.id, "person": person, "scheme": self._visit.scheme_digest}
        return sheet_digest(bound, state.findings(), rows[-1].digest), rows[-1].at

    def _needs_owner(self, person: str) -> bool:
        """A sheet that is here, beside its owner's keys, goes on by the owner's own signature alone."""
        return person in self._here and person != self._sender.id

    def _locked_by_another(self, rows: Sequence[EntryRow]) -> bool:
        """A locked sheet would keep its expert's own file out: only its locker or a leader brings it."""
        last = next((row for row in reversed(rows) if row.kind in ("lock", "reopen")), None)
        return last is not None and last.author != self._sender.id and not self._speaks


def moment_words(text: str) -> str:
    """A stamp as people read it, in the time of this computer, such as ``5 月 12 日 10:32``."""
    at = moment_of(text).astimezone()
    return f"{at.month} 月 {at.day} 日 {at:%H:%M}"


def _held(view: View, visit_id: str, kind: StreamKind, person: str | None, origin: str) -> list[EntryRow]:
    stream = find_stream(view, visit_id, kind, person, origin)
    return read_ledger(view, stream) if stream else []


def _fate(here: Sequence[EntryRow], rows: Sequence[EntryRow]) -> Fate:
    """A digest stands for everything before it: the chain makes two heads tell of two whole ledgers."""
    if not here:
        return Fate.NEW
    shared = min(len(here), len(rows))
    if here[shared - 1].digest != rows[shared - 1].digest:
        return Fate.BRANCH
    if len(here) == len(rows):
        return Fate.SAME
    return Fate.ONWARD if len(rows) > shared else Fate.OLDER


def _progress(fate: Fate, tally: Tally, here: Sequence[EntryRow], rows: Sequence[EntryRow]) -> str:
    scored = sum(each.score is not None for each in tally.criteria.values())
    told = f"（已评 {scored} 项）" if fate in (Fate.NEW, Fate.ONWARD) else ""
    return _went(fate, here, rows) + told


def _went(fate: Fate, here: Sequence[EntryRow], rows: Sequence[EntryRow]) -> str:
    if fate is Fate.NEW:
        return "已收下"
    if fate is Fate.ONWARD:
        return f"已接上 {len(rows) - len(here)} 条记录"
    if fate is Fate.SAME:
        return "与本机相同，没有变化"
    if fate is Fate.OLDER:
        return f"以本机为准（本机记到 {moment_words(here[-1].at)}，比副本新）"
    return "没有合并"


def _beside(whose: str, here: Sequence[EntryRow], rows: Sequence[EntryRow]) -> str:
    return (
        f"{whose}在两台电脑上从第 {common(here, rows) + 1} 条起各有新内容，两份都已保存：本机最后一条记于"
        f" {moment_words(here[-1].at)}，副本最后一条记于 {moment_words(rows[-1].at)}。"
        f"本机的一份没有变化；请{'在结论页按“专家组记录有两份…”' if whose == PANEL else JOINED_AT}，逐项合并"
    )


def _kept_at(visit_id: str, arrived: ArrivedLedger) -> dict[str, object]:
    """Where a branch has stood so far."""
    kind = "sheet" if arrived.person else "panel"
    return {"visit_id": visit_id, "kind": kind, "person_id": arrived.person, "origin": arrived.stood}
