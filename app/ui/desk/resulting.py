"""The right pane's state: total, range, verdict, where points were lost, what is open. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.common.ids import short_code
from app.common.words import say
from app.scoring import CriterionResult, Scheme, Verdict
from app.scoring.points import as_points, format_points, read_number
from app.ui.desk.listing import lost_points, title_of
from app.ui.desk.state import CheckPoint, Pointer, ResultState, VerdictTone

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk

WORST = 4


def result_state(sheet: SheetDesk, checks: tuple[CheckPoint, ...], mine: tuple[str, ...]) -> ResultState:
    """The result pane of a sheet; ``mine`` are the criteria that this expert scores."""
    scheme, tally = sheet.scheme, sheet.tally
    mark = mark_of(scheme, sheet.policy)
    verdict, tone = verdict_words(tally.verdict, mark)
    return ResultState(
        total=format_points(tally.total),
        possible=possible(tally.low, tally.high),
        low=tally.low,
        high=tally.high,
        full=scheme.full_marks,
        mark=mark,
        mark_text=say("合格线 {mark}", mark=format_points(mark)) if mark is not None else say("未设合格线"),
        verdict=verdict,
        verdict_tone=tone,
        why=tally.verdict.why,
        worst=worst(scheme, tally.criteria.values()),
        open=open_pointers(scheme, tally.criteria, mine),
        others=others_words(scheme, mine),
        checks=checks,
        locked=sheet.locked,
        code=short_code(sheet.digest) if sheet.digest else "",
        can_undo=sheet.can_undo,
        can_redo=sheet.can_redo,
    )


def possible(low: int, high: int) -> str:
    """The range that the total can still reach."""
    return format_points(low) if low == high else f"{format_points(low)} – {format_points(high)}"


def mark_of(scheme: Scheme, policy: Mapping[str, object]) -> int | None:
    """The pass mark in hundredths: the batch's, else the scheme's, else None."""
    number = read_number(policy.get("pass_mark")) or read_number(scheme.pass_mark)
    return as_points(number) if number else None


def verdict_words(verdict: Verdict, mark: int | None) -> tuple[str, VerdictTone]:
    """The verdict in a few words, and its tone. Vermilion is for points alone, so a fail is not red."""
    if mark is None:
        return say("未定合格线"), "plain"
    if verdict.outcome == "pass":
        return say("合格"), "done"
    if verdict.outcome == "fail":
        return say("不合格"), "attention"
    if verdict.foreseen == "pass":
        return say("已锁定合格"), "done"
    if verdict.foreseen == "fail":
        return say("已锁定不合格"), "attention"
    return say("尚不能定"), "plain"


def worst(scheme: Scheme, results: Iterable[CriterionResult]) -> tuple[Pointer, ...]:
    """The criteria where most points were lost, most first."""
    losing = sorted((each for each in results if lost_points(each) > 0), key=lost_points, reverse=True)
    return tuple(
        Pointer(each.id, title_of(scheme.criterion(each.id)), f"−{format_points(lost_points(each))}")
        for each in losing[:WORST]
    )


def open_pointers(
    scheme: Scheme, results: Mapping[str, CriterionResult], mine: tuple[str, ...]
) -> tuple[Pointer, ...]:
    """The criteria of mine that nobody has touched yet, in the annex's order."""
    untouched = (cid for cid in mine if results[cid].state == "unanswered")
    return tuple(Pointer(cid, title_of(scheme.criterion(cid))) for cid in untouched)


def others_words(scheme: Scheme, mine: tuple[str, ...]) -> str:
    """How many criteria other experts score; empty for none."""
    count = len(scheme.criteria) - len(mine)
    return say("另有 {count} 项由他人评分。", count=count) if count else ""
