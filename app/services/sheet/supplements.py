"""What the unit must still bring: all supplements of a sheet at once, and the list that it takes away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.scoring import Scheme
from app.scoring.model.kinds import WORDS
from app.services.sheet.open_sheet import OpenSheet
from app.services.sheet.paper_words import day_of, day_words
from app.services.sheet.papers import Paper
from app.services.store.files import write_whole

if TYPE_CHECKING:
    from app.reports.supplements import SupplementList


@dataclass(frozen=True, slots=True)
class Supplement:
    """One thing to bring. by: the last day, None where none is set or it cannot be read; came: as typed."""

    criterion: str
    title: str
    paper: Paper
    what: str
    by: date | None
    came: str

    @property
    def open(self) -> bool:
        """Whether it has not come yet."""
        return not self.came

    def overdue(self, today: date) -> int:
        """How many days it is late; 0 where it is not, or has come."""
        return max((today - self.by).days, 0) if self.open and self.by else 0


def supplements(sheet: OpenSheet) -> tuple[Supplement, ...]:
    """Every supplement of a sheet, in the annex's order."""
    return tuple(
        _supplement(sheet, criterion.id, criterion.item, paper)
        for criterion in sheet.scheme.criteria
        for paper in sheet.papers.get(criterion.id, ())
        if paper.kind == "supplement"
    )


def _supplement(sheet: OpenSheet, cid: str, title: str, paper: Paper) -> Supplement:
    near = date.fromisoformat(sheet.visit.date_from)
    what = " ".join(paper.text("what").split())
    return Supplement(cid, title, paper, what, day_of(paper.text("by"), near), paper.text("came").strip())


def supplement_list(sheet: OpenSheet, made_on: date) -> SupplementList:
    """The list as it is printed for the unit. made_on: the day it is handed over."""
    from app.reports.supplements import SupplementList, SupplementRow

    visit, words = sheet.visit, WORDS[sheet.scheme.kind]
    rows = tuple(
        SupplementRow(
            f"{each.criterion} {each.title}",
            each.what,
            day_words(each.by.isoformat() if each.by else each.paper.text("by")),
            day_words(each.came),
        )
        for each in supplements(sheet)
    )
    return SupplementList(
        unit=str(visit.project.get("unit", "")),
        project=str(visit.project.get("name", "")),
        scheme=sheet.scheme.title,
        visit_from=date.fromisoformat(visit.date_from),
        visit_to=date.fromisoformat(visit.date_to),
        expert=sheet.person.name,
        made_on=made_on,
        sample=visit.sample,
        rows=rows,
        heads=_heads(sheet.scheme),
        content=words.content,
    )


def print_supplements(listed: SupplementList, path: Path) -> Path:
    """Write the list as a PDF, whole. Raises Refusal for what no font can print, EnvironmentTrouble."""
    from app.reports.supplements import render_supplements

    return write_whole(path, render_supplements(listed))


def _heads(scheme: Scheme) -> tuple[str, str, str, str]:
    """What stands before unit, project, rules and days."""
    unit, project, _, ground, day = WORDS[scheme.kind].heads
    return unit or scheme.terms.assessed, "项目名称" if project else scheme.terms.project, ground, day
