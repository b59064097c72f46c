"""One sheet beside what colleagues have counted: what goes together and what does not. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.common.words import say
from app.services.facts import Colleagues, Counted
from app.ui.desk.facts.groups import Standing, standing_of
from app.ui.desk.facts.state import CountState, OfferLine
from app.ui.desk.facts.words import apart, count_states, counted_words
from app.ui.desk.lock.state import CheckPoint

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk


@dataclass(frozen=True, slots=True)
class _Looked:
    """A criterion as it was looked at. waits: facts that can be adopted, and their line, None for none."""

    standing: Standing
    odd: tuple[CheckPoint, ...]
    waits: tuple[Counted, OfferLine] | None


class Comparison:
    """What was found of each criterion that somebody counted or contests, kept until it is looked at anew."""

    def __init__(self, sheet: SheetDesk, colleagues: Colleagues) -> None:
        self._sheet, self._colleagues = sheet, colleagues
        self._looked: dict[str, _Looked] = {}

    def look(self, criteria: Iterable[str]) -> None:
        """Look at these criteria anew."""
        for cid in criteria:
            counts = self._colleagues.of(cid)
            if counts or self._sheet.papers.get(cid):
                self._looked[cid] = _looked(self._sheet, counts, cid)
            else:
                self._looked.pop(cid, None)

    def odd(self, cid: str) -> tuple[CheckPoint, ...]:
        """What does not go together at a criterion; nothing of it stops the locking."""
        looked = self._looked.get(cid)
        return looked.odd if looked else ()

    def lines(self, cid: str) -> tuple[CountState, ...]:
        """What the card says at a criterion."""
        looked = self._looked.get(cid)
        return count_states(self._sheet, looked.standing) if looked else ()

    def waiting(self) -> tuple[tuple[Counted, OfferLine], ...]:
        """The facts that can be adopted without changing anything that stands in the sheet, in its order."""
        looked = (self._looked.get(each.id) for each in self._sheet.scheme.criteria)
        return tuple(each.waits for each in looked if each is not None and each.waits is not None)


def _looked(sheet: SheetDesk, counts: tuple[Counted, ...], cid: str) -> _Looked:
    standing = standing_of(sheet, counts, cid)
    line = OfferLine(cid, counted_words(sheet, counts[:1])) if _waits(standing) else None
    return _Looked(standing, tuple(_odd(sheet, standing, cid)), (counts[0], line) if line else None)


def _waits(standing: Standing) -> bool:
    """Whether colleagues agree on facts that are not filled in and not contested: else a person chooses."""
    return standing.mine and not standing.contests and _agree(standing) and standing.groups[0].lacks


def _agree(standing: Standing) -> bool:
    """Whether nobody says otherwise than who counted first; who counted more than that may agree still."""
    if not standing.groups:
        return False
    first = standing.groups[0].first.exact
    found = (item for group in standing.groups for item in group.first.exact.items())
    return all(first.get(name, value) == value for name, value in found)


def _odd(sheet: SheetDesk, standing: Standing, cid: str) -> Iterator[CheckPoint]:
    item, against = sheet.scheme.criterion(cid).item, standing.held
    settled = not standing.mine or any(group.adopted for group in standing.groups)
    for counted, names in () if settled else standing.differing():
        if counted.person_id not in against:
            words = say("{what}。请核对后采信，或写明异议。", what=apart(sheet, counted, names))
            yield CheckPoint(cid, names[0], f"{item}：{words}", owed=False)
    for each in standing.contests:
        if not each.why.strip():
            words = say("对{name}的异议还没有写理由。", name=each.name)
            yield CheckPoint(cid, "", f"{item}：{words}", owed=False)
