"""What to look at before locking: what is owed, and what does not go together. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.common.errors import Fault
from app.common.words import say
from app.scoring import Criterion
from app.scoring.kinds import WORDS
from app.ui.criterion.counts import counts_fault
from app.ui.desk.lock.contradictions import CHECKS, outside_visit
from app.ui.desk.lock.state import CheckPoint

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk


def check_points(sheet: SheetDesk) -> tuple[CheckPoint, ...]:
    """Every point to look at, in the annex's order; what locking asks for comes first at a criterion."""
    owed = _owed(sheet)
    outside = outside_visit(sheet)
    points = [
        point
        for criterion in sheet.scheme.criteria
        for point in (*owed.get(criterion.id, ()), *_odd(sheet, criterion), *outside.get(criterion.id, ()))
        if sheet.visit.scored_by(criterion.id, sheet.person.id)
    ]
    return tuple(points)


def _owed(sheet: SheetDesk) -> dict[str, list[CheckPoint]]:
    found: dict[str, list[CheckPoint]] = {}
    for cid in dict.fromkeys(point.criterion for point in sheet.open_questions()):
        criterion, result = sheet.scheme.criterion(cid), sheet.tally.criteria[cid]
        waiting = say("还没有{act}。", act=WORDS[sheet.scheme.kind].act)
        faults = tuple(_mended(sheet, cid, fault) for fault in result.faults) or (Fault("", waiting),)
        found[cid] = [_point(criterion, fault) for fault in faults]
    return found


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
