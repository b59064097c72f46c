"""What goes together with colleagues' facts and what does not; only what has changed is looked at anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.common.words import say
from app.services.facts import Colleagues, Counted, adopted, differing, wanting
from app.ui.desk.facts.state import OfferLine, OfferState
from app.ui.desk.facts.words import apart, contests_at, counted_words
from app.ui.desk.lock.state import CheckPoint

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk


@dataclass(frozen=True, slots=True)
class _Looked:
    """A criterion as it was looked at. findings, papers: the very objects, to see whether they changed."""

    findings: object
    papers: object
    odd: tuple[CheckPoint, ...]
    waits: bool


class Beside:
    """One sheet beside what colleagues have counted."""

    def __init__(self, sheet: SheetDesk, colleagues: Colleagues) -> None:
        self._sheet, self._colleagues = sheet, colleagues
        self._looked: dict[str, _Looked] = {}
        panel, me = sheet.visit.panel, sheet.person.id
        self._alone = not any(each.scores and each.id != me for each in panel)

    def among(self, points: tuple[CheckPoint, ...]) -> tuple[CheckPoint, ...]:
        """What does not go together, put among other points to look at; nothing of it stops the locking."""
        order = {criterion.id: place for place, criterion in enumerate(self._sheet.scheme.criteria)}
        odd = (point for cid in order for point in self._look(cid).odd)
        return tuple(sorted((*points, *odd), key=lambda point: order.get(point.id, len(order))))

    def waiting(self) -> tuple[Counted, ...]:
        """The facts that can be adopted without changing anything that stands in the sheet."""
        if self._sheet.locked:
            return ()
        found = (cid for cid in self._sheet.mine if self._look(cid).waits)
        return tuple(self._colleagues.of(cid)[0] for cid in found)

    def offer(self) -> OfferState:
        """All that can be adopted at once, in words."""
        lines = (OfferLine(each.criterion, counted_words(self._sheet, [each])) for each in self.waiting())
        return OfferState(tuple(lines), self._alone)

    def _look(self, cid: str) -> _Looked:
        sheet, held = self._sheet, self._looked.get(cid)
        findings, papers = sheet.answers.get(cid), sheet.papers.get(cid)
        if held is None or held.findings is not findings or held.papers is not papers:
            odd = tuple(_odd(sheet, self._colleagues, cid))
            held = _Looked(findings, papers, odd, _waits(sheet, self._colleagues, cid))
            self._looked[cid] = held
        return held


def _waits(sheet: SheetDesk, colleagues: Colleagues, cid: str) -> bool:
    """Whether colleagues agree on facts that are not filled in and not contested: else a person chooses."""
    counts = colleagues.of(cid)
    return bool(counts) and _agree(counts) and not contests_at(sheet, cid) and wanting(sheet, counts[0])


def _agree(counts: tuple[Counted, ...]) -> bool:
    first = counts[0].exact
    return all(first.get(name, value) == value for each in counts for name, value in each.exact.items())


def _odd(sheet: SheetDesk, colleagues: Colleagues, cid: str) -> Iterator[CheckPoint]:
    item = sheet.scheme.criterion(cid).item
    held, counts = contests_at(sheet, cid), colleagues.of(cid)
    settled = not sheet.visit.scored_by(cid, sheet.person.id) or any(adopted(sheet, each) for each in counts)
    for counted in counts if not settled else ():
        names = differing(sheet, counted)
        if names and counted.person_id not in {each.person_id for each in held}:
            words = say("{what}。请核对后采信，或写明异议。", what=apart(sheet, counted, names))
            yield CheckPoint(cid, names[0], f"{item}：{words}", owed=False)
    for each in held:
        if not each.why.strip():
            words = say("对{name}的异议还没有写理由。", name=each.name)
            yield CheckPoint(cid, "", f"{item}：{words}", owed=False)
