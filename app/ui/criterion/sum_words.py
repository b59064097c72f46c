"""The working of a criterion in words: its sum, its lines, what it waits for. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.common.words import say
from app.scoring import CriterionResult, FindingSpec, Line, Scheme
from app.scoring.model.codes import LEFT_OUT
from app.scoring.model.kinds import WORDS
from app.scoring.model.points import format_points
from app.scoring.visit.figures import standing_words, weightless
from app.ui.criterion.state import LineState


def working_words(scheme: Scheme, result: CriterionResult, *, ruling: bool = False) -> str:
    """The sum as by hand, or words where there is nothing to reckon; empty without a score.

    ruling: whether it is the leader's, who does not plead for an exception but grants it.
    """
    if result.score is None:
        return ""
    if weightless(scheme, criterion := scheme.criterion(result.id)):
        return standing_words(scheme, criterion, result, pleading=not ruling)
    if len(result.working.split()) > 3:
        return result.working
    score = format_points(result.score)
    if result.score == result.max:
        return say("{score} 分，{whole}", score=score, whole=say(WORDS[scheme.kind].spent[0]))
    return say("得 {score} 分", score=score)


def missing_words(result: CriterionResult, specs: Sequence[FindingSpec]) -> str:
    """What the score still waits for, in a sentence; empty while nothing or everything is there."""
    if result.state != "incomplete":
        return ""
    labels = {spec.name: spec.label for spec in specs}
    left_out = (fault.where.split(".") for fault in result.faults if fault.code == LEFT_OUT)
    names = [labels[parts[-1]] for parts in left_out if parts[-1] in labels]
    head = len(f"findings.{result.id}.")
    inside = [fault for fault in result.faults if fault.where[head:].count(".") > 1]
    if inside and len(inside) == len(result.faults) and not names:
        return say("每一行填完整后计算。")
    if names:
        return say("填写{names}后计算。", names=say("、").join(f"“{name}”" for name in dict.fromkeys(names)))
    return say("改正上面标出的内容后计算。")


def line_states(result: CriterionResult, *, beside_facts: bool = False) -> tuple[LineState, ...]:
    """Why points were lost or won, what comes off the total last.

    beside_facts: the facts of a condition are shown by themselves and not said again.
    """
    facts = {fact.why for fact in result.facts} if beside_facts else set()
    lines = [_line(each) for each in result.lines if each.why not in facts]
    if result.max == 0:
        return tuple(replace(each, points="") for each in lines)
    if result.total_deduction:
        points = f"−{format_points(result.total_deduction)}"
        cite = result.lines[0].cite if result.lines else ""
        lines.append(LineState(points, result.total_why, cite, lost=True))
    return tuple(lines)


def _line(line: Line) -> LineState:
    points = format_points(abs(line.points))
    sign = "−" if line.points < 0 else "+" if line.points else ""
    return LineState(f"{sign}{points}", line.why, line.cite, lost=line.points < 0)
