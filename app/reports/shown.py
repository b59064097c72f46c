"""What the paper for the unit tells of the experts: the total alone, or their scores by number or by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.reports.document import CriterionRow, Expert, PointLine, VerdictReport


def for_unit(report: VerdictReport) -> VerdictReport:
    """The report as its batch lets the unit see it."""
    if report.shows == "named":
        return report
    if report.shows == "numbered":
        numbered = (Expert(each.person, f"专家{at}") for at, each in enumerate(report.experts, start=1))
        return replace(report, experts=tuple(numbered))
    sections = (
        replace(section, criteria=tuple(_bare(row) for row in section.criteria))
        for section in report.sections
    )
    adjustments = (replace(each, lines=_nameless(each.lines)) for each in report.total_adjustments)
    return replace(report, experts=(), sections=tuple(sections), total_adjustments=tuple(adjustments))


def _bare(row: CriterionRow) -> CriterionRow:
    return replace(row, scores=(), lines=_nameless(row.lines))


def _nameless(lines: Iterable[PointLine]) -> tuple[PointLine, ...]:
    """Single findings without whose they are, in an order that does not tell it either."""
    lines = tuple(lines)
    common = [line for line in lines if not line.count]
    single = sorted((replace(line, who=()) for line in lines if line.count), key=_order)
    return (*common, *single)


def _order(line: PointLine) -> tuple[int, str, str]:
    return -line.count, line.points, line.why
