"""What to look at before locking: what is owed, and what does not go together. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.common.errors import Fault
from app.common.words import say
from app.scoring import Criterion
from app.services.paper_words import all_words
from app.ui.desk.listing import lost_points, told
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
    for cid in dict.fromkeys(point.criterion for point in sheet.open_questions()):
        criterion, result = sheet.scheme.criterion(cid), sheet.tally.criteria[cid]
        waiting = say("还没有核查。") if sheet.scheme.conditional else say("还没有评分。")
        faults = result.faults or (Fault("", waiting),)
        found[cid] = [_point(criterion, fault) for fault in faults]
    return found


def _point(criterion: Criterion, fault: Fault) -> CheckPoint:
    """A fault with the criterion's name, and the row where it is in one of several."""
    parts = fault.where.split(".")[len(criterion.id.split(".")) + 1 :]
    place = say("第 {number} 行", number=int(parts[1]) + 1) if len(parts) > 1 else ""
    message = f"{criterion.item}{place}：{fault.message}"
    return CheckPoint(criterion.id, parts[0] if parts else "", message, owed=True)


def _odd(sheet: SheetDesk, criterion: Criterion) -> Iterator[CheckPoint]:
    result = sheet.tally.criteria[criterion.id]
    if result.score is None:
        return
    marks = sheet.marks.get(criterion.id, {})
    missing = [each.label for each in criterion.evidence if marks.get(each.id) == "missing"]
    if result.waived or result.met is False or result.vetoed:
        return
    if missing and not lost_points(result):
        given = say("记了满分") if result.max else say("认定为“{word}”", word=told(sheet.scheme, result))
        words = say("{given}，但标为缺：{labels}。", given=given, labels=say("、").join(missing))
        message = f"{criterion.item}：{words}"
        yield CheckPoint(criterion.id, "", message, owed=False)
    elif result.score * HALF < result.max and not _backed(sheet, criterion.id):
        message = f"{criterion.item}：" + say("失分过半，但没有核验任何材料，也没有备注、工作记录或附件。")
        yield CheckPoint(criterion.id, "", message, owed=False)


def _backed(sheet: SheetDesk, cid: str) -> bool:
    written = sheet.notes.get(cid, "").strip() or all_words(sheet.papers.get(cid, ()))
    return bool(written or sheet.marks.get(cid) or sheet.attachments.get(cid))
