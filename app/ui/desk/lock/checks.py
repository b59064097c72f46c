"""What to look at before locking: what is owed, and what does not go together. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.common.errors import Fault
from app.common.words import say
from app.scoring import Criterion
from app.scoring.model import codes
from app.scoring.model.kinds import WORDS
from app.scoring.visit.progress import DONE, stage_of
from app.ui.criterion.counts import counts_fault, part_is_more
from app.ui.desk.lock.contradictions import CHECKS, outside_point, outside_visit
from app.ui.desk.lock.state import CheckPoint

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk


class Checks:
    """The points of each criterion of mine, kept until it is looked at again.

    points: every point by criterion; what locking asks for comes first.
    """

    def __init__(self, sheet: SheetDesk) -> None:
        self._sheet, self._mine = sheet, sheet.mine
        self._own: dict[str, tuple[CheckPoint, ...]] = {}
        self._strays: frozenset[str] = frozenset()
        self.points: dict[str, tuple[CheckPoint, ...]] = {}

    def look(self, changed: frozenset[str]) -> None:
        """Look at these criteria anew."""
        sheet, mine = self._sheet, changed.intersection(self._mine)
        for cid in mine:
            criterion = sheet.scheme.criterion(cid)
            self._own[cid] = (*_owed(sheet, criterion), *_odd(sheet, criterion))
        self._strays = (self._strays - mine).union([cid for cid in mine if outside_visit(sheet, cid)])
        if mine:
            outside = [cid for cid in self._mine if cid in self._strays]
            told = {outside[0]: (outside_point(sheet, outside),)} if outside else {}
            self.points = {cid: (*points, *told.get(cid, ())) for cid, points in self._own.items()}


def _owed(sheet: SheetDesk, criterion: Criterion) -> tuple[CheckPoint, ...]:
    """What ``SheetDesk.lock`` would name of a criterion."""
    result = sheet.tally.criteria[criterion.id]
    if stage_of(result) in DONE:
        return ()
    waiting = say("还没有{act}。", act=WORDS[sheet.scheme.kind].act)
    faults = tuple(_mended(sheet, criterion.id, fault) for fault in result.faults) or (Fault("", waiting),)
    return tuple(_point(sheet, criterion, fault) for fault in faults)


def _mended(sheet: SheetDesk, cid: str, fault: Fault) -> Fault:
    """The fault in the words that stand at the field."""
    name = fault.where.split(".")[-1]
    spec = next((each for each in sheet.tally.shown(cid) if each.name == name), None)
    message = counts_fault(sheet.answers.get(cid, {}).get(name), spec)
    return Fault(fault.where, message, fault.code) if message else fault


def _point(sheet: SheetDesk, criterion: Criterion, fault: Fault) -> CheckPoint:
    """A fault with the criterion's name, and the row where it is in one of several."""
    parts = fault.where.split(".")[len(criterion.id.split(".")) + 1 :]
    place = say("第 {number} 行", number=int(parts[1]) + 1) if len(parts) > 1 else ""
    message = f"{criterion.item}{place}：{fault.message}"
    field = parts[0] if parts else ""
    value = sheet.answers.get(criterion.id, {}).get(field)
    clashing = fault.code == codes.PART_OVER_WHOLE or part_is_more(value)
    return CheckPoint(criterion.id, field, message, owed=True, clashing=clashing)


def _odd(sheet: SheetDesk, criterion: Criterion) -> Iterator[CheckPoint]:
    """What does not go together at a criterion, by every check there is; nothing of it hinders locking."""
    for check in CHECKS:
        for message, field in check(sheet, criterion, sheet.tally.criteria[criterion.id]):
            yield CheckPoint(criterion.id, field, f"{criterion.item}：{message}", owed=False, clashing=True)
    if criterion.id in sheet.flagged:
        yield CheckPoint(criterion.id, "", say("{item}：您标记了待回看。", item=criterion.item), owed=False)
