"""How a panel's result is told in print: in points, or in conditions met and grounds established."""

from __future__ import annotations

from app.reports.document import Rating
from app.scoring import CriterionResult, PanelCriterion, PanelResult, Scheme, Section, format_points
from app.scoring.telling import Count, counted, fact_words, standing_words, weightless


def rating_of(scheme: Scheme) -> Rating:
    """What a report under this scheme counts."""
    return "grounds" if scheme.kind == "grounds" else "conditions" if scheme.conditional else "points"


def total_of(scheme: Scheme, result: PanelResult) -> tuple[str, str]:
    """The large figure and what it is out of: points, conditions met, or grounds established."""
    if not scheme.conditional:
        return result.shown, format_points(scheme.full_marks)
    return _figures(scheme, counted(result.criteria))


def figure_word(scheme: Scheme) -> str:
    """What the large figure counts."""
    return {"eligibility": "符合", "grounds": "查实"}.get(scheme.kind, "合计")


def figure(scheme: Scheme, result: PanelResult) -> str:
    """The large figure: points alone, or conditions and grounds out of all."""
    got, full = total_of(scheme, result)
    return f"{got} / {full}" if scheme.conditional else got


def section_figures(scheme: Scheme, section: Section, result: PanelResult) -> tuple[str, str, str]:
    """A section's figure, what it is out of, and words in place of both where it has no points."""
    rows = [row for row in result.criteria if scheme.criterion(row.id).section == section.id and row.asked]
    if not rows:
        return "", "", "不涉及"
    if scheme.conditional:
        count = counted(rows)
        return (*_figures(scheme, count), "") if count.all else ("", "", "不适用")
    if section.max == 0:
        words = [row_words(scheme, row) for row in rows]
        return "", "", "、".join(dict.fromkeys(word for word in words if word)) or "—"
    return format_points(sum(row.score or 0 for row in rows)), format_points(section.max), ""


def _figures(scheme: Scheme, count: Count) -> tuple[str, str]:
    return str(count.unmet if scheme.kind == "grounds" else count.met), str(count.all)


def row_words(scheme: Scheme, row: PanelCriterion) -> str:
    """The panel's word on a criterion; empty while there is none."""
    results = list(row.results.values()) if row.score is not None else []
    return standing_words(
        scheme,
        scheme.criterion(row.id),
        row,
        waived=any(each.waived for each in results),
        excepted=any(each.excepted for each in results),
    )


def expert_words(scheme: Scheme, row: PanelCriterion, person: str) -> str:
    """One expert's word on a criterion; empty where there is none."""
    score, result = row.scores.get(person), row.results.get(person)
    if result is not None:
        return result_words(scheme, result)
    if score is None or weightless(scheme, scheme.criterion(row.id)):
        return ""
    return format_points(score)


def result_words(scheme: Scheme, result: CriterionResult) -> str:
    """How one result stands."""
    criterion = scheme.criterion(result.id)
    return standing_words(scheme, criterion, result, waived=result.waived, excepted=bool(result.excepted))


def line_words(scheme: Scheme, row: PanelCriterion, why: str) -> str:
    """A line's sentence; facts in the words of the kind of scheme."""
    for result in row.results.values():
        for fact in result.facts:
            why = why.replace(fact.why, fact_words(scheme, fact))
    return why


def count_words(scheme: Scheme, result: PanelResult) -> str:
    """How many conditions are met, in a sentence without its end; empty for points."""
    if not scheme.conditional:
        return ""
    count = counted(result.criteria)
    if scheme.kind == "grounds":
        return f"共核查 {count.all} 项，查实 {count.unmet} 项"
    return f"共核查条件 {count.all} 项，符合 {count.met} 项，不符合 {count.unmet} 项"


def particular_words(scheme: Scheme, result: PanelResult) -> str:
    """Sentences that name what decided otherwise than by figures: failed, waived and excepted criteria."""
    failing = [_named(scheme, row) for row in result.criteria if _fails(row)]
    waived = [_named(scheme, row) for row in result.criteria if any(each.waived for each in _all(row))]
    excepted = [words for row in result.criteria if (words := _excepted(scheme, row))]
    parts = [
        (_failing_words(scheme), failing),
        ("按单位情况免予核查的：", waived),
        ("不符合原则性条件、作为例外予以认可的：", excepted),
    ]
    return "".join(f"{head}{'；'.join(names)}。" for head, names in parts if names)


def _excepted(scheme: Scheme, row: PanelCriterion) -> str:
    """The exception that was made of a criterion, with every expert's reason; empty where none was."""
    found = _all(row)
    making = [each.excepted.rstrip("。") for each in found if each.excepted]
    if not making:
        return ""
    who = "" if len(making) == len(found) else f"（{len(found)} 位专家中 {len(making)} 位认定）"
    return f"{_named(scheme, row)}，理由：{'；'.join(dict.fromkeys(making))}{who}"


def _fails(row: PanelCriterion) -> bool:
    return row.met is False or row.vetoed in ("fail", "gap")


def _failing_words(scheme: Scheme) -> str:
    return {"eligibility": "不符合的条件：", "grounds": "查实的情形："}.get(
        scheme.kind, "不论总分、直接决定结论的："
    )


def _all(row: PanelCriterion) -> list[CriterionResult]:
    return list(row.results.values()) if row.score is not None else []


def _named(scheme: Scheme, row: PanelCriterion) -> str:
    return f"{row.id} {scheme.criterion(row.id).item}"
