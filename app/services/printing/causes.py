"""Why a criterion came to its points: whose findings, what each of them cost, on which clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.reports.document import PointLine
from app.scoring import CriterionResult, PanelCriterion, Scheme, format_points
from app.scoring.model.kinds import WORDS
from app.scoring.model.results import Line
from app.scoring.panel.papers_in import TRIM_FROM
from app.scoring.panel.stages import panel_stage
from app.scoring.visit.figures import weightless
from app.scoring.visit.progress import stage_word
from app.services.printing.result_words import result_words

STATES = {"averaged": "平均", "ruled": "裁定"}
ALONE, AGREED = "单人", "一致"
NOTHING_LOST = "没有扣分"


def state_word(scheme: Scheme, row: PanelCriterion) -> str:
    """How the experts' findings were joined; one expert alone does not agree with anybody."""
    words = WORDS[scheme.kind]
    if row.state == "agreed":
        return AGREED if len(row.scores) > 1 else ALONE
    if row.state == "unasked":
        return words.spared
    return STATES.get(row.state) or stage_word(panel_stage(row), conditional=scheme.conditional)


def causes_of(scheme: Scheme, row: PanelCriterion, *, trimmed: bool) -> tuple[PointLine, ...]:
    """The lines under a criterion: first what holds for all, then single experts' findings.

    trimmed: whether highest and lowest are dropped where there are enough experts.
    """
    if row.state not in ("agreed", "averaged") or len(row.results) < 2:
        return tuple(_plain(scheme, line) for line in row.lines)
    found = _by_finding(scheme, row)
    if all(len(people) == len(row.results) for people in found.values()):
        return tuple(_plain(scheme, line) for line in next(iter(row.results.values())).lines)
    single = tuple(_of(line, people, len(row.results)) for line, people in found.items())
    return (_joined(scheme, row, trimmed=trimmed), *single) if row.state == "averaged" else single


def deductions_of(scheme: Scheme, row: PanelCriterion) -> tuple[PointLine, ...]:
    """Who took how much off the total, and why."""
    cite = scheme.criterion(row.id).cite
    found: dict[PointLine, list[str]] = {}
    for person, result in row.results.items():
        why = result.total_why or NOTHING_LOST
        line = PointLine(format_points(-result.total_deduction), why, cite)
        found.setdefault(line, []).append(person)
    return tuple(_of(line, people, len(row.results)) for line, people in found.items())


def _by_finding(scheme: Scheme, row: PanelCriterion) -> Mapping[PointLine, list[str]]:
    """Every finding with the persons who have it, in the panel's order."""
    found: dict[PointLine, list[str]] = {}
    for person, result in row.results.items():
        for line in dict.fromkeys(_lines_of(scheme, result)):
            found.setdefault(line, []).append(person)
    return found


def _lines_of(scheme: Scheme, result: CriterionResult) -> Iterable[PointLine]:
    if not result.lines and not scheme.conditional:
        plain = weightless(scheme, scheme.criterion(result.id))
        return (PointLine("", result_words(scheme, result) if plain else NOTHING_LOST),)
    return (_plain(scheme, line) for line in result.lines)


def _plain(scheme: Scheme, line: Line) -> PointLine:
    points = "" if scheme.conditional else format_points(line.points)
    return PointLine(points, line.why, line.cite)


def _of(line: PointLine, people: list[str], everybody: int) -> PointLine:
    if len(people) == everybody:
        return line
    return PointLine(line.points, line.why, line.cite, tuple(people), len(people))


def _joined(scheme: Scheme, row: PanelCriterion, *, trimmed: bool) -> PointLine:
    """What the mean comes to, measured from where the criterion starts."""
    criterion, count = scheme.criterion(row.id), len(row.results)
    dropped = trimmed and count >= TRIM_FROM
    how = "去掉一个最高分和一个最低分后取平均" if dropped else "取平均"
    start = criterion.max if criterion.start == "full" else 0
    points = format_points((row.score or 0) - start)
    return PointLine(points, f"{count} 位专家分别评分，{how}；各自的认定如下", criterion.cite)
