"""One sheet beside what colleagues have counted: what goes together and what does not. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from app.common.words import say
from app.services.sheet.facts import Colleagues, Counted
from app.ui.desk.facts.groups import FactGroups, standing_of
from app.ui.desk.facts.state import CountState, OfferLine
from app.ui.desk.facts.words import apart, count_states, counted_words
from app.ui.desk.lock.state import CheckPoint

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk


class Comparison:
    """What was found of each criterion that somebody counted or contests, kept until it is looked at anew.

    odd: what does not go together, by criterion; nothing of it stops the locking.
    """

    def __init__(self, sheet: SheetDesk, colleagues: Colleagues) -> None:
        self._sheet, self._colleagues = sheet, colleagues
        self._order = tuple(each.id for each in sheet.scheme.criteria)
        self._standings: dict[str, FactGroups] = {}
        self._waits: dict[str, tuple[Counted, OfferLine]] = {}
        self.odd: dict[str, tuple[CheckPoint, ...]] = {}

    def look(self, criteria: Iterable[str]) -> None:
        """Look at these criteria anew."""
        for cid in criteria:
            for held in (self._standings, self._waits, self.odd):
                held.pop(cid, None)
            counts = self._colleagues.of(cid)
            if counts or self._sheet.papers.get(cid):
                self._look(cid, counts)

    def lines(self, cid: str) -> tuple[CountState, ...]:
        """What the card says at a criterion."""
        standing = self._standings.get(cid)
        return count_states(self._sheet, standing) if standing else ()

    def waiting(self) -> tuple[tuple[Counted, OfferLine], ...]:
        """The facts that can be adopted without changing anything that stands in the sheet, in its order."""
        return tuple([self._waits[cid] for cid in self._order if cid in self._waits])

    def _look(self, cid: str, counts: tuple[Counted, ...]) -> None:
        standing = self._standings[cid] = standing_of(self._sheet, counts, cid)
        self.odd[cid] = tuple(_odd(self._sheet, standing, cid))
        if _waits(standing):
            self._waits[cid] = counts[0], OfferLine(cid, counted_words(self._sheet, counts[:1]))


def _waits(standing: FactGroups) -> bool:
    """Whether colleagues agree on facts that are not filled in and not contested: else a person chooses."""
    return standing.mine and not standing.contests and _agree(standing) and standing.groups[0].lacks


def _agree(standing: FactGroups) -> bool:
    """Whether nobody says otherwise than who counted first; who counted more than that may agree still."""
    if not standing.groups:
        return False
    first = standing.groups[0].first.exact
    found = (item for group in standing.groups for item in group.first.exact.items())
    return all(first.get(name, value) == value for name, value in found)


def _odd(sheet: SheetDesk, standing: FactGroups, cid: str) -> Iterator[CheckPoint]:
    item, against = sheet.scheme.criterion(cid).item, standing.held
    settled = not standing.mine or any(group.adopted for group in standing.groups)
    for counted, names in () if settled else standing.differing():
        if counted.person_id not in against:
            words = say("{what}。请核对后采信，或写明异议。", what=apart(sheet, counted, names))
            yield CheckPoint(cid, names[0], f"{item}：{words}", owed=False, clashing=True)
    for each in standing.contests:
        if not each.why.strip():
            words = say("对{name}的异议还没有写理由。", name=each.name)
            yield CheckPoint(cid, "", f"{item}：{words}", owed=False, clashing=True)
