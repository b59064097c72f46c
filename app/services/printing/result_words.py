"""How a panel's result is told in print: in points, or in conditions met and grounds established."""

from __future__ import annotations

from collections.abc import Iterable

from app.scoring import CriterionResult, PanelCriterion, PanelResult, Scheme, Section, format_points
from app.scoring.model.kinds import WORDS, Rating
from app.scoring.visit.figures import ConditionCount, counted, standing_words, weightless

NOTHING_RATED = "—"


def rating_of(scheme: Scheme) -> Rating:
    """What a report under this scheme counts."""
    return WORDS[scheme.kind].rating


def noted_titles(scheme: Scheme) -> tuple[str, str]:
    """What the screen calls the panel's two texts while they are written: problems, suggestions."""
    terms, (problems, advice) = scheme.terms, WORDS[scheme.kind].noted
    return terms.problems or problems, terms.advice or advice


def total_of(scheme: Scheme, result: PanelResult) -> tuple[str, str]:
    """The large figure and what it is out of: points, conditions met, or grounds established."""
    if not scheme.conditional:
        return points_or_none(scheme, result.criteria, result.shown), format_points(scheme.full_marks)
    return _figures(scheme, _counted(scheme, result.criteria))


def points_or_none(scheme: Scheme, rows: Iterable[PanelCriterion | CriterionResult], total: str) -> str:
    """A total, a dash where no points were asked for: a failed operation leaves none (Hubei, article 19)."""
    return total if any(row.asked for row in rows if scheme.criterion(row.id).max) else NOTHING_RATED


def figure_word(scheme: Scheme) -> str:
    """What the large figure counts."""
    return WORDS[scheme.kind].counted


def figure(scheme: Scheme, result: PanelResult) -> str:
    """The large figure: points alone, or conditions and grounds out of all."""
    got, full = total_of(scheme, result)
    return f"{got} / {full}" if scheme.conditional else got


def told_figure(scheme: Scheme, result: PanelResult) -> str:
    """The large figure in one line: points alone, or what is counted with how many of all."""
    told = figure(scheme, result)
    return f"{figure_word(scheme)} {told}" if scheme.conditional else told


def section_figures(scheme: Scheme, section: Section, result: PanelResult) -> tuple[str, str, str]:
    """A section's figure, what it is out of, and words in place of both where it has no points."""
    rows = [row for row in result.criteria if scheme.criterion(row.id).section == section.id and row.asked]
    if not rows:
        return "", "", "不涉及"
    words = "、".join(dict.fromkeys(filter(None, (row_words(scheme, row) for row in rows)))) or "—"
    if scheme.conditional:
        count = _counted(scheme, rows)
        return (*_figures(scheme, count), "") if count.all else ("", "", words)
    if section.max == 0:
        return "", "", words
    return format_points(sum(row.score or 0 for row in rows)), format_points(section.max), ""


def _counted(scheme: Scheme, rows: Iterable[PanelCriterion]) -> ConditionCount:
    return counted(scheme, {row.id: row for row in rows})


def _figures(scheme: Scheme, count: ConditionCount) -> tuple[str, str]:
    return str(counted_figure(scheme, count)), str(count.all)


def counted_figure(scheme: Scheme, count: ConditionCount) -> int:
    """What of the count the large figure tells."""
    return count.unmet if rating_of(scheme) == "grounds" else count.met


def row_words(scheme: Scheme, row: PanelCriterion) -> str:
    """The panel's word on a criterion; empty while there is none."""
    return standing_words(scheme, scheme.criterion(row.id), row)


def expert_words(scheme: Scheme, row: PanelCriterion, person: str) -> str:
    """One expert's word on a criterion, whatever was ruled; empty where there is none."""
    score, result = row.scores.get(person), row.given.get(person)
    if result is not None:
        return result_words(scheme, result)
    if score is None or weightless(scheme, scheme.criterion(row.id)):
        return ""
    return format_points(score)


def result_words(scheme: Scheme, result: CriterionResult) -> str:
    """How one expert's result stands."""
    return standing_words(scheme, scheme.criterion(result.id), result, pleading=True)


def count_words(scheme: Scheme, result: PanelResult) -> str:
    """How many conditions are met, in a sentence without its end; empty for points."""
    if not scheme.conditional:
        return ""
    count = _counted(scheme, result.criteria)
    if rating_of(scheme) == "grounds":
        closing = [row for row in result.criteria if row.asked and scheme.criterion(row.id).closes]
        told = [f"{scheme.criterion(row.id).item}：{row_words(scheme, row) or '未定'}" for row in closing]
        return "；".join([f"共核查 {count.all} 项，查实 {count.unmet} 项", *told])
    excepted = f"，例外 {count.excepted} 项" if count.excepted else ""
    waived = f"；另有 {count.waived} 项免核" if count.waived else ""
    return f"共核查条件 {count.all} 项，符合 {count.met} 项{excepted}，不符合 {count.unmet} 项{waived}"


def particular_words(scheme: Scheme, result: PanelResult) -> str:
    """Sentences that name what decided otherwise than by figures: failed, waived and excepted criteria."""
    rows = result.criteria
    excepted = [f"{_named(scheme, row)}，理由：{row.excepted.rstrip('。')}" for row in rows if row.excepted]
    parts = [
        (WORDS[scheme.kind].failing, [_named(scheme, row) for row in rows if _fails(row)]),
        ("应予注销的情形：", [_named(scheme, row) for row in rows if row.vetoed == "close"]),
        ("按单位情况免予核查的：", [_named(scheme, row) for row in rows if row.waived]),
        ("不符合原则性条件、作为例外予以认可的：", excepted),
    ]
    return "".join(f"{head}{'；'.join(names)}。" for head, names in parts if head and names)


def _fails(row: PanelCriterion) -> bool:
    return (row.met is False and row.vetoed != "close") or row.vetoed in ("fail", "gap")


def _named(scheme: Scheme, row: PanelCriterion) -> str:
    return f"{row.id} {scheme.criterion(row.id).item}"
