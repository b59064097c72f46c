"""The right pane's state: total, range, verdict, where points were lost, what is open. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.common.ids import short_code
from app.common.words import say
from app.scoring import CriterionResult, Scheme, Tally
from app.scoring.esteem import good_share
from app.scoring.judging import OPEN_CONDITIONS, OPEN_POINTS
from app.scoring.kinds import WORDS
from app.scoring.passing import passing_words
from app.scoring.points import Exact, format_points
from app.scoring.progress import progress_of, stage_of, stage_word
from app.scoring.telling import weightless
from app.ui.criterion.standing import lost_points, short, title_of, told
from app.ui.criterion.verdict import (
    mark_of,
    mark_words,
    place_of,
    possible,
    sum_words,
    verdict_words,
)
from app.ui.desk.lock.state import CheckPoint
from app.ui.desk.result.state import Pointer, ResultState, SwayState

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk

WORST = 4


def result_state(
    sheet: SheetDesk, checks: tuple[CheckPoint, ...], mine: tuple[str, ...], *, lockable: bool = True
) -> ResultState:
    """The result pane of a sheet; ``mine`` are the criteria that this expert scores."""
    scheme, tally = sheet.scheme, sheet.tally
    mark = mark_of(scheme, sheet.policy)
    prospect = tally.prospect
    verdict, tone = verdict_words(scheme, prospect, mark)
    counted, total, summary = sum_words(scheme, tally)
    return ResultState(
        counted=counted,
        total=total,
        summary=summary,
        names=WORDS[scheme.kind],
        possible="" if scheme.conditional else possible(tally.low, tally.high),
        low=tally.low,
        high=tally.high,
        full=scheme.full_marks,
        mark=place_of(mark),
        mark_text=mark_words(scheme, mark),
        verdict=verdict,
        verdict_tone=tone,
        why=prospect.why,
        worst=failing(scheme, tally.criteria.values()) + worst(scheme, tally.criteria.values(), sheet.policy),
        open=open_pointers(scheme, tally.criteria, mine),
        passes=say(passing_words(scheme, sheet.policy)),
        left=left_words(scheme, tally.criteria, mine),
        others=others_words(scheme, mine),
        checks=checks,
        locked=sheet.locked,
        lockable=lockable,
        code=short_code(sheet.digest) if sheet.digest else "",
        can_undo=sheet.can_undo,
        can_redo=sheet.can_redo,
        sway=sway_state(scheme, tally, mark),
    )


def sway_state(scheme: Scheme, tally: Tally, mark: Exact | None) -> SwayState:
    """Which open criteria can still change the verdict; nothing where there is no verdict to change."""
    if scheme.kind == "performance":
        return SwayState()
    if tally.prospect.foreseen is not None:
        return SwayState(said=say("结论已定。"))
    left, open_ = tally.swaying, tally.open_criteria
    if scheme.kind == "scored" and mark is None and not left:
        return SwayState(said=say("未定合格线，暂不能推算。"))
    waiting = say(OPEN_CONDITIONS if scheme.conditional else OPEN_POINTS)
    if not left:
        said = say("{open}的各项无论如何评定，都不改变结论。", open=waiting) if open_ else ""
        return SwayState(said=said)
    if left == open_ and len(left) > 1:
        return SwayState(said=say("{open}的 {count} 项都可能改变结论。", open=waiting, count=len(left)))
    return SwayState(tuple(Pointer(cid, title_of(scheme.criterion(cid))) for cid in left))


def failing(scheme: Scheme, results: Iterable[CriterionResult]) -> tuple[Pointer, ...]:
    """The criteria without points that fail the visit, in the annex's order, with the word for it."""
    found = []
    for each in results:
        criterion = scheme.criterion(each.id)
        if each.met is False or (each.vetoed and weightless(scheme, criterion)):
            found.append(Pointer(each.id, title_of(criterion), told(scheme, each)))
    return tuple(found)


def worst(
    scheme: Scheme, results: Iterable[CriterionResult], policy: Mapping[str, object]
) -> tuple[Pointer, ...]:
    """The criteria where most points were lost, most first; none that reaches what is asked of it."""
    share = good_share(scheme, policy)
    losing = sorted((each for each in results if short(each, share)), key=lost_points, reverse=True)
    return tuple(
        Pointer(each.id, title_of(scheme.criterion(each.id)), f"−{format_points(lost_points(each))}")
        for each in losing[:WORST]
    )


def open_pointers(
    scheme: Scheme, results: Mapping[str, CriterionResult], mine: tuple[str, ...]
) -> tuple[Pointer, ...]:
    """The criteria of mine that are not done, in the annex's order, each with how far it is."""
    stages = ((cid, stage_of(results[cid])) for cid in mine)
    return tuple(
        Pointer(cid, title_of(scheme.criterion(cid)), say(stage_word(stage, conditional=scheme.conditional)))
        for cid, stage in stages
        if stage not in ("complete", "unasked")
    )


def left_words(scheme: Scheme, results: Mapping[str, CriterionResult], mine: tuple[str, ...]) -> str:
    """How many criteria of mine are at which stage before done, in words; empty where all are."""
    progress = progress_of(stage_of(results[cid]) for cid in mine)
    return say(progress.left_words(conditional=scheme.conditional))


def others_words(scheme: Scheme, mine: tuple[str, ...]) -> str:
    """How many criteria other experts score; empty for none."""
    count = len(scheme.criteria) - len(mine)
    return say("另有 {count} 项{others}。", count=count, others=WORDS[scheme.kind].by_others) if count else ""
