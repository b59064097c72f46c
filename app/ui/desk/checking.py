"""What to look at before locking: what is owed, and what does not go together. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.common.words import say
from app.scoring import Criterion, CriterionResult
from app.ui.desk.listing import lost_points
from app.ui.desk.state import CheckPoint

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk

HALF = 2


def check_points(sheet: SheetDesk) -> tuple[CheckPoint, ...]:
    """Every point to look at, in the annex's order; what locking asks for comes first at a criterion."""
    owed = _owed(sheet)
    points = [
        point
        for criterion in sheet.scheme.criteria
        for point in (*owed.get(criterion.id, ()), *_odd(sheet, criterion))
        if sheet.visit.scored_by(criterion.id, sheet.person.id)
    ]
    return tuple(points)


def _owed(sheet: SheetDesk) -> dict[str, list[CheckPoint]]:
    found: dict[str, list[CheckPoint]] = {}
    for point in sheet.open_questions():
        result = sheet.tally.criteria.get(point.criterion)
        place = _field_of(result) if result else ""
        check = CheckPoint(point.criterion, place, point.message, owed=True)
        found.setdefault(point.criterion, []).append(check)
    return found


def _field_of(result: CriterionResult) -> str:
    """The field of a criterion's first fault."""
    parts = result.faults[0].where.split(".") if result.faults else []
    head = len(result.id.split(".")) + 1
    return parts[head] if len(parts) > head else ""


def _odd(sheet: SheetDesk, criterion: Criterion) -> Iterator[CheckPoint]:
    result = sheet.tally.criteria[criterion.id]
    if result.score is None:
        return
    marks = sheet.marks.get(criterion.id, {})
    missing = [each.label for each in criterion.evidence if marks.get(each.id) == "missing"]
    if missing and not lost_points(result):
        message = say("记了满分，但标为缺：{labels}。", labels=say("、").join(missing))
        yield CheckPoint(criterion.id, "", message, owed=False)
    elif result.score * HALF < result.max and not _backed(sheet, criterion.id):
        message = say("失分过半，但没有核验任何材料，也没有备注或附件。")
        yield CheckPoint(criterion.id, "", message, owed=False)


def _backed(sheet: SheetDesk, cid: str) -> bool:
    return bool(sheet.marks.get(cid) or sheet.notes.get(cid, "").strip() or sheet.attachments.get(cid))
