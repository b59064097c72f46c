"""The right pane's state: total, range, verdict, where points were lost, what is open. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.common.ids import short_code
from app.common.words import say
from app.scoring import CriterionResult, Scheme, Tally
from app.scoring.batch.esteem import due_share
from app.scoring.model.kinds import WORDS
from app.scoring.model.pass_words import passing_words
from app.scoring.model.points import Exact, Score, format_points
from app.scoring.visit.figures import weightless
from app.scoring.visit.judgement import OPEN_CONDITIONS, OPEN_POINTS
from app.scoring.visit.progress import DONE, Stage, progress_of, stage_of, stage_word
from app.ui.criterion.result_words import lost_points, short, title_of, told
from app.ui.criterion.verdict import mark_of, mark_words, place_of, possible, sum_words, verdict_words
from app.ui.desk.lock.state import CheckPoint
from app.ui.desk.result.state import Pointer, ResultState, SwayState

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk

WORST = 4


class Result:
    """The result of a sheet. mine: criteria that this expert scores; lockable: whether it is ever locked."""

    def __init__(self, sheet: SheetDesk, mine: tuple[str, ...], *, lockable: bool) -> None:
        scheme = sheet.scheme
        self._sheet, self._mine, self._lockable = sheet, mine, lockable
        self._mark, self._share = mark_of(scheme, sheet.policy), due_share(scheme, sheet.policy)
        self._passes = say(passing_words(scheme, sheet.policy))
        self._others = others_words(scheme, mine)
        self._stages: dict[str, Stage] = {}
        self._lost: dict[str, Score] = {}

    def state(self, changed: frozenset[str], checks: tuple[CheckPoint, ...]) -> ResultState:
        """The pane. changed: since the last state; checks: what is to be looked at before locking."""
        self._look(changed)
        sheet, scheme, tally = self._sheet, self._sheet.scheme, self._sheet.tally
        prospect = tally.prospect
        verdict, tone = verdict_words(scheme, prospect, self._mark)
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
            mark=place_of(self._mark),
            mark_text=mark_words(scheme, self._mark),
            verdict=verdict,
            verdict_tone=tone,
            why=prospect.why,
            worst=failing(scheme, tally.criteria.values()) + self._worst(),
            open=self._open(),
            passes=self._passes,
            left=self._left(),
            others=self._others,
            checks=checks,
            locked=sheet.locked,
            lockable=self._lockable,
            reopenable=sheet.locked and sheet.visit.stage == "scoring",
            code=short_code(sheet.digest) if sheet.digest else "",
            can_undo=sheet.can_undo,
            can_redo=sheet.can_redo,
            sway=sway_state(scheme, tally, self._mark),
        )

    def _look(self, changed: frozenset[str]) -> None:
        results = self._sheet.tally.criteria
        for cid in changed:
            result = results[cid]
            self._stages[cid] = stage_of(result)
            if short(result, self._share):
                self._lost[cid] = lost_points(result)
            else:
                self._lost.pop(cid, None)

    def _worst(self) -> tuple[Pointer, ...]:
        """The criteria where most points were lost, most first; none that reaches what is asked of it."""
        scheme, lost = self._sheet.scheme, self._lost
        order = [cid for cid in self._sheet.tally.criteria if cid in lost]
        losing = sorted(order, key=lost.__getitem__, reverse=True)
        return tuple(
            Pointer(cid, title_of(scheme.criterion(cid)), f"−{format_points(lost[cid])}")
            for cid in losing[:WORST]
        )

    def _open(self) -> tuple[Pointer, ...]:
        """The criteria of mine that are not done, in the annex's order, each with how far it is."""
        scheme, stages = self._sheet.scheme, self._stages
        return tuple(
            Pointer(
                cid,
                title_of(scheme.criterion(cid)),
                say(stage_word(stages[cid], conditional=scheme.conditional)),
            )
            for cid in self._mine
            if stages[cid] not in DONE
        )

    def _left(self) -> str:
        """How many criteria of mine are at which stage before done, in words; empty where all are."""
        progress = progress_of(map(self._stages.__getitem__, self._mine))
        return say(progress.left_words(conditional=self._sheet.scheme.conditional))


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
        if each.met is False or each.vetoed:
            criterion = scheme.criterion(each.id)
            if each.met is False or weightless(scheme, criterion):
                found.append(Pointer(each.id, title_of(criterion), told(scheme, each)))
    return tuple(found)


def others_words(scheme: Scheme, mine: tuple[str, ...]) -> str:
    """How many criteria other experts score; empty for none."""
    count = len(scheme.criteria) - len(mine)
    return say("另有 {count} 项{others}。", count=count, others=WORDS[scheme.kind].by_others) if count else ""
