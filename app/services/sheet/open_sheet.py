"""One expert's sheet as it stands: what was found, noted, seen and attached, and what that comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from app.models.entries import EntryRow
from app.scoring import Scheme, Tally
from app.scoring.model.kinds import WORDS
from app.services.sheet.origins import Origins
from app.services.sheet.papers import Paper, paper_of
from app.services.sheet.projection import Projection, sheet_digest
from app.services.sheet.slots import Slot
from app.services.store.ledger import Ledger, tampered
from app.services.store.site import Attachment, Mark, OpenPoint, PanelMember, Visit

if TYPE_CHECKING:
    from app.common.ledger import EntryRecord

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class SheetOwner:
    """Whose sheet it is: the visit, the member of its panel, the scheme; locked_digest: None while open."""

    visit: Visit
    person: PanelMember
    scheme: Scheme
    locked_digest: str | None


class OpenSheet:
    """A sheet that is read. Its mappings are read-only views that move with every change."""

    def __init__(self, seat: SheetOwner, ledger: Ledger, state: Projection) -> None:
        visit = seat.visit
        self.visit, self.person, self.scheme = visit, seat.person, seat.scheme
        self.profile, self.policy, self.self_assessment = visit.profile, visit.policy, visit.self_assessment
        self._ledger, self._state, self._digest = ledger, state, seat.locked_digest
        self._answers: dict[str, dict[str, Any]] = state.findings()
        self._notes: dict[str, str] = {}
        self._marks: dict[str, Mapping[str, Mark]] = {}
        self._attachments: dict[str, tuple[Attachment, ...]] = {}
        self._pages: tuple[Attachment, ...] = ()
        self._papers: dict[str, tuple[Paper, ...]] = {}
        self._flags: dict[str, bool] = {}
        for aspect, criterion in [(aspect, each) for aspect, held in state.values.items() for each in held]:
            self._show(Slot(aspect, criterion, None))
        self.tally = Tally.start(self.scheme, self.profile, self.policy, self._answers)
        self._check_lock()

    @property
    def answers(self) -> Mapping[str, Mapping[str, Any]]:
        """Findings by criterion and field, as typed."""
        return MappingProxyType(self._answers)

    @property
    def notes(self) -> Mapping[str, str]:
        """Working notes by criterion."""
        return MappingProxyType(self._notes)

    @property
    def marks(self) -> Mapping[str, Mapping[str, Mark]]:
        """How each paper was seen, by criterion and evidence id."""
        return MappingProxyType(self._marks)

    @property
    def attachments(self) -> Mapping[str, tuple[Attachment, ...]]:
        """Attached files by criterion."""
        return MappingProxyType(self._attachments)

    @property
    def pages(self) -> tuple[Attachment, ...]:
        """Photos or scans of the whole sheet as its expert signed it by pen."""
        return self._pages

    @property
    def papers(self) -> Mapping[str, tuple[Paper, ...]]:
        """Working papers by criterion, in the order they were begun."""
        return MappingProxyType(self._papers)

    @property
    def flagged(self) -> frozenset[str]:
        """Numbers of the criteria that this expert has flagged to come back to."""
        return frozenset(self._flags)

    @property
    def worked(self) -> Mapping[str, str]:
        """When each criterion was worked on last, as the ledger has it (UTC)."""
        return MappingProxyType(self._state.worked)

    @property
    def origins(self) -> Origins:
        """When each finding was given, and from whom where it was adopted."""
        return self._state.origins

    @property
    def confirmed(self) -> bool:
        """Whether recusal and discipline are confirmed."""
        return self._state.confirmed

    @property
    def locked(self) -> bool:
        """Whether the sheet is locked for good."""
        return self._state.locked

    @property
    def digest(self) -> str | None:
        """The locked sheet's digest, None before."""
        return self._digest

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return bool(self._state.undoable) and not self.locked

    @property
    def can_redo(self) -> bool:
        """Whether a step that was taken back can be taken again."""
        return bool(self._state.redoable) and not self.locked

    @property
    def mine(self) -> tuple[str, ...]:
        """Numbers of the criteria that are this expert's to score, in the annex's order."""
        criteria = (criterion.id for criterion in self.scheme.criteria)
        return tuple(each for each in criteria if self.visit.scored_by(each, self.person.id))

    @property
    def stream_id(self) -> str:
        """Id of the ledger's stream."""
        return self._ledger.stream_id

    @property
    def end(self) -> tuple[int, str]:
        """Number and digest of the ledger's last entry."""
        return self._ledger.seq, self._ledger.head

    @property
    def last_at(self) -> str:
        """Stamp of the ledger's last entry."""
        return self._ledger.at

    def records(self) -> tuple[EntryRecord, ...]:
        """The whole ledger as it travels."""
        return self._ledger.records()

    def rows(self) -> list[EntryRow]:
        """The whole ledger as it is stored, to look back on. Raises EnvironmentTrouble."""
        return self._ledger.rows()

    def open_questions(self) -> tuple[OpenPoint, ...]:
        """What locking still lacks, in the annex's order."""
        results = (self.tally.criteria[criterion] for criterion in self.mine)
        waiting = f"还没有{WORDS[self.scheme.kind].act}。"
        return tuple(
            OpenPoint(result.id, message)
            for result in results
            if result.state not in ("complete", "unasked")
            for message in ([fault.message for fault in result.faults] or [waiting])
        )

    def _take(self, rows: tuple[EntryRow, ...]) -> None:
        for row in rows:
            slot = self._state.apply(row)
            if slot:
                self._show(slot)

    def _show(self, slot: Slot) -> None:
        criterion = slot.criterion or ""
        held = self._state.of(slot.aspect, criterion)
        if slot.aspect == "finding":
            _put(self._answers, criterion, held)
        elif slot.aspect == "note":
            _put(self._notes, criterion, str(held.get("", "")))
        elif slot.aspect == "mark":
            _put(self._marks, criterion, cast("Mapping[str, Mark]", held.get("", {})))
        elif slot.aspect == "paper":
            _put(self._papers, criterion, tuple(paper_of(each, told) for each, told in held.items()))
        elif slot.aspect == "flag":
            _put(self._flags, criterion, bool(held.get("")))
        elif not criterion:
            self._pages = tuple(Attachment(sha, **told) for sha, told in held.items())
        else:
            _put(self._attachments, criterion, tuple(Attachment(sha, **told) for sha, told in held.items()))

    def _digest_at(self, head: str) -> str:
        sheet = {"visit": self.visit.id, "person": self.person.id, "scheme": self.visit.scheme_digest}
        return sheet_digest(sheet, self._answers, head)

    def _check_lock(self) -> None:
        expected = self._digest_at(self._ledger.head) if self.locked else None
        if expected != self._digest:
            raise tampered(self._ledger.seq)


def _put(held: dict[str, Value], criterion: str, value: Value) -> None:
    if value:
        held[criterion] = value
    else:
        held.pop(criterion, None)
