"""What to look at before locking: what is owed, and what does not go together. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.common.errors import Fault
from app.common.words import say
from app.scoring import Criterion
from app.scoring.kinds import WORDS
from app.scoring.progress import stage_of
from app.ui.criterion.counts import counts_fault
from app.ui.desk.lock.contradictions import CHECKS, outside_point, outside_visit
from app.ui.desk.lock.state import CheckPoint

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk

DONE = ("complete", "unasked")


class Checks:
    """The points of each criterion of mine, kept until it is looked at again."""

    def __init__(self, sheet: SheetDesk) -> None:
        self._sheet, self._mine = sheet, sheet.mine
        self._points: dict[str, tuple[CheckPoint, ...]] = {}
        self._strays: set[str] = set()
        self._outside: CheckPoint | None = None

    def look(self, changed: frozenset[str]) -> None:
        """Look at these criteria anew."""
        sheet, strays = self._sheet, frozenset(self._strays)
        for cid in changed.intersection(self._mine):
            criterion = sheet.scheme.criterion(cid)
            self._points[cid] = (*_owed(sheet, criterion), *_odd(sheet, criterion))
            (self._strays.add if outside_visit(sheet, cid) else self._strays.discard)(cid)
        if self._strays != strays:
            outside = [cid for cid in self._mine if cid in self._strays]
            self._outside = outside_point(sheet, outside) if outside else None

    def of(self, cid: str) -> tuple[CheckPoint, ...]:
        """Every point of a criterion; what locking asks for comes first."""
        points = self._points.get(cid, ())
        return (*points, self._outside) if self._outside and self._outside.id == cid else points


def _owed(sheet: SheetDesk, criterion: Criterion) -> tuple[CheckPoint, ...]:
    """What ``SheetDesk.lock`` would name of a criterion."""
    result = sheet.tally.criteria[criterion.id]
    if stage_of(result) in DONE:
        return ()
    waiting = say("还没有{act}。", act=WORDS[sheet.scheme.kind].act)
    faults = tuple(_mended(sheet, criterion.id, fault) for fault in result.faults) or (Fault("", waiting),)
    return tuple(_point(criterion, fault) for fault in faults)


def _mended(sheet: SheetDesk, cid: str, fault: Fault) -> Fault:
    """The fault in the words that stand at the field."""
    name = fault.where.split(".")[-1]
    spec = next((each for each in sheet.tally.shown(cid) if each.name == name), None)
    message = counts_fault(sheet.answers.get(cid, {}).get(name), spec)
    return Fault(fault.where, message, fault.code) if message else fault


def _point(criterion: Criterion, fault: Fault) -> CheckPoint:
    """A fault with the criterion's name, and the row where it is in one of several."""
    parts = fault.where.split(".")[len(criterion.id.split(".")) + 1 :]
    place = say("第 {number} 行", number=int(parts[1]) + 1) if len(parts) > 1 else ""
    message = f"{criterion.item}{place}：{fault.message}"
    return CheckPoint(criterion.id, parts[0] if parts else "", message, owed=True)


def _odd(sheet: SheetDesk, criterion: Criterion) -> Iterator[CheckPoint]:
    """What does not go together at a criterion, by every check there is; nothing of it hinders locking."""
    for check in CHECKS:
        for message, field in check(sheet, criterion, sheet.tally.criteria[criterion.id]):
            yield CheckPoint(criterion.id, field, f"{criterion.item}：{message}", owed=False)
