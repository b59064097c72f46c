"""One ledger of a copy beside the same ledger here: which of the two goes on, if either does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from app.common.clock import Clock, moment_of
from app.common.errors import Fault
from app.models import tables
from app.models.entries import EntryRow
from app.scoring.model.kinds import WORDS
from app.services.packages.replay import attachments_of, replay_working
from app.services.panel.panel_ledger import PanelFacts, fold, settled
from app.services.panel.pen_pages import pages_of
from app.services.panel.seats import led_by
from app.services.panel.seats_proof import must_sit
from app.services.sheet.carry_over import set_aside
from app.services.sheet.projection import Projection, sheet_digest
from app.services.store.ledger import StreamKind, add_stream, as_row, find_stream, read_ledger
from app.services.store.site import Attachment, Visit
from app.services.store.unit_of_work import Unit, View

if TYPE_CHECKING:
    from app.common.ledger import EntryRecord
    from app.exchange.safe import Working
    from app.exchange.task import Panelist, Task
    from app.scoring import Scheme, Tally


class Fate(StrEnum):
    """What becomes of a ledger of a copy."""

    NEW = "new"
    ONWARD = "onward"
    SAME = "same"
    OLDER = "older"
    FORK = "fork"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class ArrivedLedger:
    """A ledger that was judged. words: for the person, may be empty; fault: of a fork.

    rows: of the copy, held: how many of them are here already. locked: the sheet's digest and time.
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
    fault: Fault | None = None


class Merging:
    """Judges and stores the ledgers of one copy. here: ids of this device's people."""

    def __init__(
        self,
        visit: Visit,
        scheme: Scheme,
        task: Task,
        sender: Panelist,
        here: frozenset[str],
        panel: Sequence[EntryRecord],
    ) -> None:
        """panel: the panel's ledger in the copy, which says who leads. Raises Refusal for an odd one."""
        must_sit(visit, task.deputy, panel)
        self._visit, self._scheme, self._here = visit, scheme, here
        self._sender = sender
        self._word = WORDS[scheme.kind].sheet
        self._leads = led_by(settled(visit, fold(panel)), task.deputy, sender.id)

    def judged(self, view: View, ledger: Working) -> ArrivedLedger:
        """What becomes of a ledger. Raises Refusal for one that no program of ours has written."""
        rows = tuple(as_row(entry) for entry in ledger.entries)
        origin = ledger.origin or ""
        if ledger.person is None:
            return self._panel(view, ledger, rows)
        if origin and not self._leads:
            return ArrivedLedger(ledger.person, origin, Fate.NOT_OURS, "")
        state, tally = replay_working(self._visit, self._scheme, ledger.person, ledger.entries)
        here = _held(view, self._visit.id, "sheet", ledger.person, origin)
        fate = _fate(here, rows)
        name = self._visit.name_of(ledger.person)
        carried = self._carried(view, ledger, here, rows) if fate is Fate.FORK else None
        if carried is not None:
            return carried
        words = self._why_not(name, ledger.person, fate, rows)
        if words:
            return ArrivedLedger(ledger.person, origin, Fate.NOT_OURS, words)
        return ArrivedLedger(
            ledger.person,
            origin,
            fate,
            f"{name}的{self._word}{_progress(fate, tally, here, rows)}",
            rows,
            len(here),
            self._locked(state, ledger.person, rows),
            attachments_of(rows),
            fault=_fork(f"{name}的{self._word}", here, rows) if fate is Fate.FORK else None,
        )

    def _why_not(self, name: str, person: str, fate: Fate, rows: Sequence[EntryRow]) -> str:
        """Why a sheet that is new or goes on is not taken from this sender; empty where it is."""
        if fate is Fate.ONWARD and self._needs_owner(person):
            return f"{name}的{self._word}没有接续：要由{name}本人签名的副本才能接着本机的那一份"
        if fate in (Fate.NEW, Fate.ONWARD) and self._locked_by_another(rows):
            return f"{name}锁定的{self._word}没有收下：要由{name}本人签名的副本，或本人导出的那一份"
        return ""

    def _carried(
        self, view: View, ledger: Working, here: Sequence[EntryRow], rows: tuple[EntryRow, ...]
    ) -> ArrivedLedger | None:
        """What becomes of a sheet that a colleague went on with here from a copy; None where nobody did."""
        person = ledger.person
        if person is None or ledger.origin:
            return None
        met = {_fate(each, rows) for each in set_aside(view, self._visit.id, person)}
        name = self._visit.name_of(person)
        if met & {Fate.SAME, Fate.OLDER}:
            return ArrivedLedger(
                person, "", Fate.SAME, f"{name}的{self._word}此前已据副本在本机接续，没有变化"
            )
        if not met:
            return None
        return ArrivedLedger(
            person, "", Fate.FORK, "", rows, len(here), fault=_both(f"{name}的{self._word}", here, rows)
        )

    def stored(self, unit: Unit, clock: Clock, arrived: ArrivedLedger) -> bool:
        """Put a ledger's new entries where they belong; whether there were any."""
        if arrived.fate not in (Fate.NEW, Fate.ONWARD):
            return False
        kind: StreamKind = "sheet" if arrived.person else "panel"
        where = (self._visit.id, kind, arrived.person, arrived.origin)
        stream = find_stream(unit, *where) or add_stream(unit, clock, *where)
        unit.append(stream, arrived.rows[arrived.held :])
        if arrived.locked:
            digest, at = arrived.locked
            unit.change(tables.streams, {"id": stream}, locked_digest=digest, locked_at=at)
        return True

    def _panel(self, view: View, ledger: Working, rows: tuple[EntryRow, ...]) -> ArrivedLedger:
        """The panel's ledger is the word of whoever leads: from nobody else is it taken."""
        if not self._leads or not rows:
            return ArrivedLedger(None, "", Fate.NOT_OURS, "")
        facts = fold(ledger.entries)
        self._check_rulings(facts)
        here = _held(view, self._visit.id, "panel", None, "")
        fate = _fate(here, rows)
        words = f"专家组记录{_went(fate, here, rows)}"
        fault = _fork("专家组记录", here, rows) if fate is Fate.FORK else None
        return ArrivedLedger(
            None, "", fate, words, rows, len(here), files=pages_of(rows), facts=facts, fault=fault
        )

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
        lock = next((row for row in reversed(rows) if row.kind == "lock"), None)
        return lock is not None and lock.author != self._sender.id and not self._leads


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
        return Fate.FORK
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


def _both(whose: str, here: Sequence[EntryRow], rows: Sequence[EntryRow]) -> Fault:
    return Fault(
        "ledgers",
        f"{whose}已据较早的副本在本机接续（最后一条记于 {moment_words(here[-1].at)}），原来的电脑上"
        f"又有新内容（最后一条记于 {moment_words(rows[-1].at)}），没有合并。本机内容没有变化，副本已另存在"
        "本机。请与本人核对以哪一份为准，只交那一份。",
        "XP-6341",
    )


def _fork(what: str, here: Sequence[EntryRow], rows: Sequence[EntryRow]) -> Fault:
    common = next(
        (number for number, (ours, theirs) in enumerate(zip(here, rows, strict=False)) if ours != theirs), 0
    )
    return Fault(
        "ledgers",
        f"{what}在两台电脑上从第 {common + 1} 条起各有新内容，没有合并：本机最后一条记于"
        f" {moment_words(here[-1].at)}，副本最后一条记于 {moment_words(rows[-1].at)}。"
        "本机内容没有变化，副本已另存在本机。请核对以哪一台为准，此后只在那一台上继续。",
        "XP-4612",
    )
