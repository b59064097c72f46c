"""What one expert's score sheet says, ready for print: blank for the pen, or filled. All of it is words.

Points are decimal text without trailing zeros. Texts are plain, Chinese, and may hold line breaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.reports.document import PointLine
from app.scoring.model.kinds import WORDS, KindWords
from app.scoring.model.scheme import SchemeKind

Shape = Literal["choice", "figure", "words", "table"]


@dataclass(frozen=True, slots=True)
class TickOption:
    """An option with its box; chosen: whether it is ticked."""

    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in.

    shape: boxes to tick, a figure on a line, words on lines, or cases in a table. hint: the allowed range
    or what else is to be known; unit: behind the figure; rows: a table's filled rows (name, points, reason).
    """

    label: str
    shape: Shape
    value: str = ""
    unit: str = ""
    hint: str = ""
    choices: tuple[TickOption, ...] = ()
    rows: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChecklistPaper:
    """A paper or thing of the checklist, with a box for each way it can have been seen."""

    label: str
    choices: tuple[TickOption, ...]


@dataclass(frozen=True, slots=True)
class SheetCriterion:
    """A criterion to fill in. max: empty where there are no points to win; score: a word or points.

    ways: how its points come about, where the sheet says so; others: who scores it in this expert's place.
    remarks: note, working papers and files, a line each.
    """

    id: str
    item: str
    wanted: str
    cite: str
    max: str
    self_score: str
    others: str
    papers: tuple[ChecklistPaper, ...]
    fields: tuple[Field, ...]
    score: str = ""
    working: str = ""
    lines: tuple[PointLine, ...] = ()
    remarks: tuple[str, ...] = ()
    ways: str = ""


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A section of the annex; max and score empty where there are no points."""

    numeral: str
    title: str
    max: str
    score: str
    criteria: tuple[SheetCriterion, ...]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """One expert's sheet. blank: to be filled by pen.

    code: the visit's short code, which ties paper to data; lock_code: the locked sheet's, empty before.
    typist: who typed it in from paper, empty for nobody. kind: whose words it speaks; heads: what stands
    before unit, project, rules, ground and day.
    pledge: the statement on recusal and discipline, for the pen. as_of: up to which entry it is filled.
    """

    title: str
    unit: str
    project: str
    visit_dates: str
    document: str
    scheme: str
    expert: str
    expert_unit: str
    expert_role: str
    typist: str
    code: str
    lock_code: str
    sample: bool
    blank: bool
    kind: SchemeKind
    heads: tuple[str, str, str, str, str]
    total_word: str
    total: str
    full: str
    outcome: str
    pages: str
    as_of: str
    moment: datetime
    sections: tuple[SheetSection, ...]
    pledge: tuple[str, ...] = ()

    @property
    def words(self) -> KindWords:
        """The words of its kind."""
        return WORDS[self.kind]

    @property
    def pointed(self) -> bool:
        """Whether points are counted."""
        return self.words.rating == "points"
