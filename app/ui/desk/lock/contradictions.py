"""What does not go together on a sheet: each check is a function of its own, none hinders locking. No Qt.

A check that concerns one criterion gives messages, each with the field to go to (empty for the first). To add
one, write the function and name it in ``CHECKS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from app.common.clock import BEIJING, moment_of
from app.common.words import say
from app.scoring import Criterion, CriterionResult
from app.scoring.model.kinds import WORDS
from app.scoring.model.points import format_points, read_number, show_number
from app.services.sheet.glyph_faults import finding_faults
from app.services.sheet.paper_words import all_words
from app.ui.criterion.numerals import grouped
from app.ui.criterion.result_words import lost_points, own_points, told
from app.ui.desk.card.state import NOTE
from app.ui.desk.lock.state import CheckPoint

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk
    from app.services.store.site import Visit

Found = tuple[str, str]
Check = Callable[["SheetDesk", Criterion, CriterionResult], Iterator[Found]]
HALF = 2
FEW = 3
MANY = 1_000_000  # no unit that is visited counts so much
NOT_WHOLE: Mapping[str, str] = {"missing": "缺", "partial": "部分"}


def full_without_papers(sheet: SheetDesk, criterion: Criterion, result: CriterionResult) -> Iterator[Found]:
    """Full marks, or a condition met, though a paper that the annex asks for is missing or seen in part."""
    if _spoken_for(result) or lost_points(result):
        return
    given = _given(sheet, result)
    marks = sheet.marks.get(criterion.id, {})
    for mark, word in NOT_WHOLE.items():
        labels = [each.label for each in criterion.evidence if marks.get(each.id) == mark]
        if labels:
            listed = say("、").join(labels)
            yield say("{given}，但标为{word}：{labels}。", given=given, word=say(word), labels=listed), ""


def full_on_unmarked(sheet: SheetDesk, criterion: Criterion, result: CriterionResult) -> Iterator[Found]:
    """Full marks, or a condition met, on papers of which nobody marked how they were seen."""
    if not result.asked or _spoken_for(result) or lost_points(result) or result.state != "complete":
        return
    marks = sheet.marks.get(criterion.id, {})
    labels = [each.label for each in criterion.evidence if not marks.get(each.id)]
    if labels:
        yield (
            say(
                "{given}，但没有标注怎样核验：{labels}。",
                given=_given(sheet, result),
                labels=say("、").join(labels),
            ),
            "",
        )


def _given(sheet: SheetDesk, result: CriterionResult) -> str:
    return say("记了满分") if result.max else say("认定为“{word}”", word=told(sheet.scheme, result))


def lost_without_ground(sheet: SheetDesk, criterion: Criterion, result: CriterionResult) -> Iterator[Found]:
    """Points lost though no paper was looked at and nothing was written down or attached.

    Where the reason itself is still owed, that is asked for already.
    """
    if _spoken_for(result) or not lost_points(result) or _backed(sheet, criterion.id):
        return
    _, some, half = WORDS[sheet.scheme.kind].spent
    if lost_points(result) * HALF > result.max:
        yield say("{half}，但没有核验任何材料，也没有备注、工作记录或附件。", half=say(half)), NOTE
    elif result.state != "provisional" and not _explained(sheet, criterion):
        yield (
            say("{some}，但没有写理由，没有核验任何材料，也没有备注、工作记录或附件。", some=say(some)),
            NOTE,
        )


def far_from_own(sheet: SheetDesk, criterion: Criterion, result: CriterionResult) -> Iterator[Found]:
    """More than half of the points between the unit's own score and what was found, and not a word why.

    Half of the maximum: less is what visits are for, and the panel's tolerance is about experts among
    themselves. A reason, a note, an attachment or a paper that lacks explains it.
    """
    own = own_points(sheet, criterion.id)
    if own is None or _spoken_for(result) or result.score is None:
        return
    apart = own - result.score if own > result.score else result.score - own
    unseen = lost_points(result) and not _backed(sheet, criterion.id)  # said by another check already
    lacking = set(sheet.marks.get(criterion.id, {}).values()) & NOT_WHOLE.keys()
    if apart * HALF <= result.max or unseen or lacking:
        return
    if _noted(sheet, criterion.id) or _explained(sheet, criterion):
        return
    yield (
        say(
            "自评 {own}，认定 {score}，相差 {apart}，超过本项分值的一半，还没有写说明。",
            own=format_points(own),
            score=format_points(result.score),
            apart=format_points(apart),
        ),
        NOTE,
    )


def odd_figures(sheet: SheetDesk, criterion: Criterion, _result: CriterionResult) -> Iterator[Found]:
    """A share that looks like a fraction of one, and a count that looks like a slip of the finger."""
    answers = sheet.tally.effective(criterion.id)
    for spec in criterion.findings:
        number = read_number(answers.get(spec.name)) if spec.kind in ("share", "count") else None
        if number is None:
            continue
        top, bottom = number
        if spec.kind == "share" and 0 < top < bottom and 100 % bottom == 0:  # longer ones come from counts
            shown, whole = show_number(number), show_number((top * 100, bottom))
            words = say(
                "“{label}”填的是 {shown}%，若是 {whole}%，请改填。",
                label=spec.label,
                shown=shown,
                whole=whole,
            )
            yield words, spec.name
        elif spec.kind == "count" and top >= MANY * bottom:
            shown = grouped(show_number(number))
            yield say("“{label}”填的是 {shown}，请核对位数。", label=spec.label, shown=shown), spec.name


def unprintable(sheet: SheetDesk, criterion: Criterion, _result: CriterionResult) -> Iterator[Found]:
    """Characters that no font has: told as soon as they are written, asked for when the sheet is locked."""
    for each in finding_faults(sheet, criterion.id):
        kind, _, rest = each.where.partition(f".{criterion.id}")
        yield each.message, NOTE if kind == "notes" else rest.removeprefix(".")


CHECKS: tuple[Check, ...] = (
    full_without_papers,
    full_on_unmarked,
    lost_without_ground,
    far_from_own,
    odd_figures,
    unprintable,
)


def outside_visit(sheet: SheetDesk, cid: str) -> bool:
    """Whether a criterion was worked on last on another day than the visit's.

    A sample's dates are long past and mean nothing.
    """
    at = None if sheet.visit.sample else sheet.worked.get(cid)
    return at is not None and not _within(_day(at), sheet.visit)


def outside_point(sheet: SheetDesk, outside: Sequence[str]) -> CheckPoint:
    """All such criteria, in the annex's order, told once at the first of them."""
    visit = sheet.visit
    names = say("、").join(outside[:FEW]) + (say("等") if len(outside) > FEW else "")
    words = say(
        "{names} 共 {count} 项的录入日期不在考核日期（{span}）之内，请核对本机日期。",
        names=names,
        count=len(outside),
        span=_span(visit.date_from, visit.date_to),
    )
    return CheckPoint(outside[0], "", words, owed=False, clashing=True)


@lru_cache(maxsize=512)
def _day(at: str) -> str:
    """The local day of a moment in the ledger."""
    return moment_of(at).astimezone(BEIJING).date().isoformat()


def _within(day: str, visit: Visit) -> bool:
    return not visit.date_from or visit.date_from <= day <= (visit.date_to or visit.date_from)


def _span(first: str, last: str) -> str:
    days = [date.fromisoformat(day) for day in dict.fromkeys((first, last or first))]
    return say("至 ").join(say("{month} 月 {day} 日", month=day.month, day=day.day) for day in days)


def _spoken_for(result: CriterionResult) -> bool:
    """Whether there is no score to compare, or it stands whatever was found."""
    return result.score is None or result.waived or result.met is False or bool(result.vetoed)


def _noted(sheet: SheetDesk, cid: str) -> bool:
    written = sheet.notes.get(cid, "").strip() or all_words(sheet.papers.get(cid, ()))
    return bool(written or sheet.attachments.get(cid))


def _backed(sheet: SheetDesk, cid: str) -> bool:
    return bool(sheet.marks.get(cid)) or _noted(sheet, cid)


def _explained(sheet: SheetDesk, criterion: Criterion) -> bool:
    """Whether a reason is written, in its field or in the rows of a list."""
    answers = sheet.answers.get(criterion.id, {})
    reasons = [answers.get(spec.name) for spec in criterion.findings if spec.kind == "reason"]
    rows = [answers.get(spec.name) for spec in criterion.findings if spec.kind == "rows"]
    for listed in rows:
        reasons += [row.get("reason") for row in listed or [] if isinstance(row, dict)]
    return any(isinstance(reason, str) and reason.strip() for reason in reasons)
