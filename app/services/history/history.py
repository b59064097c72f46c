"""A sheet's ledger in plain words: lines that a person reads, each a run of entries that belong together.

Nothing is read or stored here. Words are made when a line is looked at, so that a ledger of twenty thousand
entries opens at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from app.common.words import say
from app.models.entries import EntryRow
from app.services.history.change_words import WRITTEN, JointChange, Speaker
from app.services.history.entry_values import Wording
from app.services.history.entry_words import deed_words, local
from app.services.history.moments import Moments
from app.services.sheet.projection import ONE_STEP, TYPED
from app.services.sheet.slots import Slot

if TYPE_CHECKING:
    from app.services.sheet.open_sheet import OpenSheet

PAUSE = timedelta(seconds=30)  # a writer who thinks for longer goes on in a line of the own


class Span(NamedTuple):
    """A run of entries that make one line: numbers of the first and the last."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line. criterion: empty for the sheet as a whole; who: names; deed: cut for a list.

    begun, ended: local times; entries: how many the line stands for; why: a person's words, mostly empty.
    """

    span: Span
    begun: datetime
    ended: datetime
    who: str
    criterion: str
    kind: str
    deed: str
    why: str
    entries: int


@dataclass
class History:
    """A ledger to look back on. zone: of the times shown, None for the machine's own."""

    rows: Sequence[EntryRow]
    moments: Moments
    wording: Wording
    zone: tzinfo | None = None
    _lines: dict[Span, HistoryLine] = field(default_factory=dict)
    _texts: dict[Span, str] = field(default_factory=dict)
    _spans: dict[bool, tuple[Span, ...]] = field(default_factory=dict)
    _minutes: dict[str, datetime] = field(default_factory=dict)

    def spans(self, *, single: bool = False) -> tuple[Span, ...]:
        """The lines, oldest first. single: every entry by itself."""
        if single not in self._spans:
            every = tuple(Span(row.seq, row.seq) for row in self.rows)
            self._spans[single] = every if single else self._runs()
        return self._spans[single]

    def row(self, span: Span) -> EntryRow:
        """The last entry of a line."""
        return self.rows[span.last - 1]

    def line(self, span: Span) -> HistoryLine:
        """One line in words."""
        if span not in self._lines:
            self._lines[span] = self._told(span)
        return self._lines[span]

    def deed(self, span: Span) -> str:
        """What a line did, nothing cut."""
        return deed_words(Speaker(self.wording, self.zone, whole=True), self._change(span))

    def text(self, span: Span) -> str:
        """What a search looks at: all that a line says, in small letters."""
        if span not in self._texts:
            line = self.line(span)
            self._texts[span] = f"{self.deed(span)} {line.who} {line.why}".casefold()
        return self._texts[span]

    def hour(self, span: Span) -> datetime:
        """The local hour in which a line began."""
        minute = self.rows[span.first - 1].at[:16]
        if minute not in self._minutes:
            self._minutes[minute] = local(f"{minute}:00Z", self.zone).replace(minute=0)
        return self._minutes[minute]

    def criteria(self) -> frozenset[str]:
        """Numbers of the criteria that the ledger speaks of."""
        return frozenset(row.criterion for row in self.rows if row.criterion is not None)

    def authors(self) -> dict[str, str]:
        """Who wrote in the ledger: ids with their names."""
        return {each: self.wording.person(each) for each in dict.fromkeys(row.author for row in self.rows)}

    def _told(self, span: Span) -> HistoryLine:
        row = self.row(span)
        deed = deed_words(Speaker(self.wording, self.zone), self._change(span))
        why = "" if not row.why or row.why in deed else row.why
        return HistoryLine(
            span,
            local(self.rows[span.first - 1].at, self.zone),
            local(row.at, self.zone),
            self._who(row),
            row.criterion or "",
            row.kind,
            deed,
            why,
            span.last - span.first + 1,
        )

    def _who(self, row: EntryRow) -> str:
        who = self.wording.person(row.author)
        if row.on_behalf is None:
            return who
        return say("{who}代{whom}录入", who=who, whom=self.wording.person(row.on_behalf))

    def _change(self, span: Span) -> JointChange:
        first, last = self.rows[span.first - 1], self.row(span)
        return JointChange(last, self.moments.slots[span.last - 1], first.before, last.after)

    def _runs(self) -> tuple[Span, ...]:
        runs: list[Span] = []
        first = 0
        for place in range(1, len(self.rows) + 1):
            if place == len(self.rows) or not self._goes_on(place):
                runs.append(Span(first + 1, place))
                first = place
        return tuple(runs) if self.rows else ()

    def _goes_on(self, place: int) -> bool:
        """Whether the entry at a place goes on typing what the one before typed."""
        last, row = self.rows[place - 1], self.rows[place]
        same = (
            row.kind in TYPED
            and row.kind == last.kind
            and row.criterion == last.criterion
            and row.field == last.field
            and (row.author, row.on_behalf, row.why) == (last.author, last.on_behalf, last.why)
        )
        if not same or row.at[:19] == last.at[:19]:  # within one second: no need to reckon
            return same
        return _gap(last, row) <= (PAUSE if self._written(self.moments.slots[place]) else ONE_STEP)

    def _written(self, slot: Slot | None) -> bool:
        """Whether a slot holds sentences, which are written with pauses."""
        if slot is None or slot.aspect != "finding":
            return True
        spec = self.wording.spec(slot.criterion, slot.field)
        return spec is not None and spec.kind in WRITTEN


def history_of(sheet: OpenSheet, names: Mapping[str, str], zone: tzinfo | None = None) -> History:
    """A sheet's history. names: of persons beside the panel's by id. Raises Refusal or EnvironmentTrouble."""
    rows = sheet.rows()
    known = {**names, **{member.id: member.name for member in sheet.visit.panel}}
    moments = Moments(rows, sheet.scheme, sheet.profile, sheet.policy)
    return History(rows, moments, Wording(sheet.scheme, known), zone)


def _gap(earlier: EntryRow, later: EntryRow) -> timedelta:
    return datetime.fromisoformat(later.at) - datetime.fromisoformat(earlier.at)
