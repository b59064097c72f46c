"""The total, its mark and the verdict in words, as every screen says them. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from app.common.words import say
from app.scoring import Scheme, Tally, Verdict
from app.scoring.model.kinds import WORDS
from app.scoring.model.points import (
    Exact,
    Mark,
    Score,
    format_beside,
    format_points,
    read_number,
    show_number,
)
from app.scoring.model.scheme import OUTCOMES
from app.scoring.visit.figures import counted, result_label, verdict_label

VerdictTone = Literal["done", "attention", "plain"]


def sum_words(scheme: Scheme, tally: Tally) -> tuple[str, str, str]:
    """What the large figure counts, the figure, and both in a sentence."""
    if not scheme.conditional:
        total = format_points(tally.total)
        return say("合计"), total, say("合计 {total} 分", total=total)
    count = counted(scheme, tally.criteria)
    figure = say("{told} / {all}", told=count.told, all=count.all)
    failing_words = say(WORDS[scheme.kind].met[1])
    summary = say(
        "已核 {figure} 项，{failing} {unmet} 项", figure=figure, failing=failing_words, unmet=count.unmet
    )
    summary = say("，").join([summary, *(say(each) for each in count.beside)])
    return say(WORDS[scheme.kind].told), figure, summary


def mark_words(scheme: Scheme, mark: Exact | None) -> str:
    """The line that decides, in words; empty where no such line is known to the kind of scheme."""
    if scheme.kind in ("performance", "effect") or scheme.conditional:
        return ""
    return say("合格线 {mark}", mark=show_number(mark)) if mark is not None else say("未设合格线")


def possible(low: Score, high: Score, marks: Iterable[Mark] = ()) -> str:
    """The range that the total can still reach, neither end printed across a mark."""
    lines = tuple(marks)
    ends = (format_beside(low, lines), format_beside(high, lines))
    return ends[0] if low == high else " – ".join(ends)


def mark_of(scheme: Scheme, policy: Mapping[str, object]) -> Exact | None:
    """The total's pass mark in points, exactly: the batch's, else the scheme's, else None."""
    if scheme.kind != "scored":
        return None
    return read_number(policy.get("pass_mark")) or read_number(scheme.pass_mark)


def place_of(mark: Exact | None) -> float | None:
    """Where a mark stands on the bar, in hundredths of a point; None for none."""
    return None if mark is None else 100 * mark[0] / mark[1]


def verdict_words(scheme: Scheme, verdict: Verdict, mark: Exact | None) -> tuple[str, VerdictTone]:
    """The verdict in a few words, and its tone. Vermilion is for points alone, so a fail is not red."""
    decided = verdict.outcome if verdict.outcome != "undetermined" else verdict.foreseen
    if verdict.between and decided is None:
        return say(result_label(scheme, verdict)), "attention"
    if decided is None:
        unmarked = scheme.kind == "scored" and mark is None
        return say("未定合格线") if unmarked else say("尚不能定"), "plain"
    label = say(verdict_label(scheme, decided))
    tone: VerdictTone = "attention" if decided == OUTCOMES[scheme.kind][-1] else "done"
    if scheme.kind == "performance":
        tone = "done"
    foreseen = verdict.outcome == "undetermined"
    return (say("已锁定{verdict}", verdict=label) if foreseen else label), tone
