"""The columns of the score sheet: the annex's own, in its order, then self score, losses and reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from app.reports.document import CriterionRow, PointLine, SectionRow, VerdictReport
from app.reports.words import reasons_word, said_by, signed
from app.scoring.model.kinds import KindWords

Value = str | Decimal | None


@dataclass(frozen=True, slots=True)
class CriterionPlace:
    """A criterion where it stands: its section, its item's rows, and its order among the sections."""

    order: int
    section: SectionRow
    item: tuple[CriterionRow, ...]
    criterion: CriterionRow


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title (a doubled title spans two), width in characters, what it shows.

    level: cells are merged down the rows of a section, of an item, or not at all. apart: its head is
    nobody else's, even where another has the same title.
    """

    title: str
    width: float
    show: Callable[[CriterionPlace], Value]
    level: Literal["section", "item", "criterion"] = "criterion"
    lost: bool = False
    centred: bool = True
    apart: bool = False


def number(text: str | None) -> Value:
    """Points as a number that a sheet can add up; words stay words."""
    if text is None:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return value if value.is_finite() else text


def columns(report: VerdictReport) -> tuple[Column, ...]:
    """Annex 1's columns where the criteria are grouped in items, annex 2's plainer ones where not."""
    if not report.pointed:
        return (*_conditions(report.words), *_beside(report))
    return (*_scored(report), *_ours(report))


def _scored(report: VerdictReport) -> tuple[Column, ...]:
    """The annex's columns; where its items bear no number of their own, those of the criteria."""
    if not any(each.item for each in report.criteria):
        return _without_items()
    items: dict[str, set[str]] = {}
    for each in report.criteria:
        items.setdefault(each.id.split(".", 1)[0], set()).add(each.item)
    return _with_items() if all(len(names) == 1 for names in items.values()) else _by_number()


def _with_items() -> tuple[Column, ...]:
    return (
        Column("序号", 5, lambda at: Decimal(at.order), "section"),
        Column("考核项目", 9, lambda at: at.section.title, "section"),
        Column("考核内容", 4, lambda at: number(at.criterion.id.split(".", 1)[0]), "item"),
        Column("考核内容", 10, lambda at: at.criterion.item, "item"),
        Column("总分值", 7, lambda at: _sum(at.item), "item"),
        Column("考核办法", 26, lambda at: at.criterion.wanted, centred=False),
        Column("分值", 6, lambda at: number(at.criterion.max)),
        Column("考核办法", 26, _method, centred=False),
        Column("所需材料", 16, lambda at: at.criterion.evidence, centred=False),
        Column("考核分数", 7, lambda at: number(at.criterion.score)),
    )


def _by_number() -> tuple[Column, ...]:
    return (
        Column("序号", 5, lambda at: Decimal(at.order), "section"),
        Column("考核项目", 9, lambda at: at.section.title, "section"),
        Column("编号", 6, lambda at: at.criterion.id),
        Column("考核内容", 12, lambda at: at.criterion.item, centred=False),
        Column("考核要求", 26, lambda at: at.criterion.wanted, centred=False),
        Column("分值", 6, lambda at: number(at.criterion.max)),
        Column("评分办法", 26, _method, centred=False),
        Column("所需材料", 16, lambda at: at.criterion.evidence, centred=False),
        Column("考核分数", 7, lambda at: number(at.criterion.score)),
    )


def _without_items() -> tuple[Column, ...]:
    return (
        Column("考核项目", 9, lambda at: at.section.title, "section"),
        Column("考核内容", 34, lambda at: at.criterion.wanted, centred=False),
        Column("分值", 6, lambda at: number(at.criterion.max)),
        Column("评分标准", 30, _method, centred=False),
        Column("所需材料", 16, lambda at: at.criterion.evidence, centred=False),
        Column("得分", 7, lambda at: number(at.criterion.score)),
    )


def _conditions(words: KindWords) -> tuple[Column, ...]:
    """Conditions and grounds have no points: what is asked, on what ground, and whether it is so."""
    return (
        Column("核查项目", 12, lambda at: at.section.title, "section"),
        Column("编号", 7, lambda at: at.criterion.id),
        Column(words.content, 16, lambda at: at.criterion.item, centred=False),
        Column(words.asked, 34, lambda at: at.criterion.wanted, centred=False),
        Column("依据", 16, lambda at: at.criterion.cite, centred=False),
        Column("所需材料", 20, lambda at: at.criterion.evidence, centred=False),
        Column(words.result, 9, lambda at: at.criterion.score),
    )


def _ours(report: VerdictReport) -> tuple[Column, ...]:
    return (
        Column(report.words.short, 6, lambda at: _lost(at.criterion), lost=report.words.shortness),
        Column("自评分数", 7, lambda at: number(at.criterion.self_score)),
        *_beside(report),
    )


def _beside(report: VerdictReport) -> tuple[Column, ...]:
    """Every expert's own, how they were joined, and why."""
    return (
        *(
            Column(each.name, 7 if report.pointed else 10, _score_of(each.person), apart=True)
            for each in report.experts
        ),
        Column(report.words.way[1], 7, lambda at: at.criterion.state),
        Column(reasons_word(report), 44, lambda at: _reasons(report, at.criterion), centred=False),
    )


def _method(at: CriterionPlace) -> Value:
    """How the annex scores the row, or where to read it."""
    row = at.criterion
    return row.method or (f"见{row.cite}" if row.cite else "")


def _score_of(person: str) -> Callable[[CriterionPlace], Value]:
    def show(at: CriterionPlace) -> Value:
        return next((number(each.score) for each in at.criterion.scores if each.person == person), None)

    return show


def _sum(rows: tuple[CriterionRow, ...]) -> Value:
    values = [number(row.max) for row in rows]
    return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))


def _lost(row: CriterionRow) -> Value:
    top, score = number(row.max), number(row.score)
    return top - score if isinstance(top, Decimal) and isinstance(score, Decimal) else None


def _reasons(report: VerdictReport, row: CriterionRow) -> str:
    return "\n".join(reason(report, line) for line in row.lines)


def reason(report: VerdictReport, line: PointLine) -> str:
    """One line of a working, with its points, and its clause unless the sentence names it."""
    cite = f"（{line.cite}）" if line.cite and line.cite not in line.why else ""
    said = f"{said_by(report, line)}{cite}"
    return f"{signed(line.points)}　{said}" if line.points and not line.count else said


def places(report: VerdictReport) -> tuple[CriterionPlace, ...]:
    """Every criterion with its section and item, in annex order."""
    found = []
    for order, section in enumerate(report.sections, start=1):
        for criterion in section.criteria:
            item = tuple(other for other in section.criteria if _same_item(other, criterion))
            found.append(CriterionPlace(order, section, item, criterion))
    return tuple(found)


def _same_item(one: CriterionRow, other: CriterionRow) -> bool:
    return (one.id.split(".", 1)[0], one.item) == (other.id.split(".", 1)[0], other.item)
