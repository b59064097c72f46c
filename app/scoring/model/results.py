"""What an evaluation gives: frozen values for the windows, the reports and the contract's output."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from app.common.errors import Fault
from app.scoring.model.points import Points, Score, format_points

State = Literal["unanswered", "incomplete", "provisional", "complete", "unasked"]
"""``unasked``: not asked of this unit, or no longer, since the visit is settled without it."""
Outcome = Literal[
    "pass", "fail", "eligible", "ineligible", "kept", "closed", "lost", "rated", "good", "fairly_good",
    "ordinary", "poor", "undetermined",
]  # fmt: skip
"""Scored visits pass or fail; conditions make eligible or not; by grounds a title is kept or lost, or what
carries it is closed (注销, which is not 取消);
performance is rated; an effect has one of four grades."""
Foreseen = Outcome
Veto = Literal["", "fail", "gap", "close", "refer"]
"""What a criterion does to the verdict whatever the points: nothing; it fails; a gap must be ruled on; what
carries the title is closed; or somebody else decides."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was asked for: what, what is required, what was found, and whether that is enough.

    said: what was found as a statement of its own; plain: whether its opposite is all that could be required.
    ground: whether it is one of losing a title, of which only what was established is told.
    """

    fact: str
    required: str
    actual: str
    met: bool
    said: str = ""
    plain: bool = False
    ground: bool = False

    @property
    def why(self) -> str:
        """The fact in a Chinese sentence, without its end."""
        if self.ground:
            return self.actual if self.met else f"查实：{self.actual}"
        return f"{self.said or f'{self.fact}：{self.actual}'}，{self.judged}"

    @property
    def short(self) -> str:
        """What was found beside what is required of it, without a verdict on the two."""
        between = " " if self.actual[:1].isdigit() else "："
        asked = "要求" if self.required.startswith("不") else "要求为"
        apart = " " if self.required[:1].isascii() else ""
        return f"{self.said or f'{self.fact}{between}{self.actual}'}（{asked}{apart}{self.required}）"

    @property
    def judged(self) -> str:
        """Whether it is enough, in words; what was required only where the finding does not say it itself."""
        verb = "符合" if self.met else "不符合"
        if self.plain or (self.met and (self.required in self.said or self.actual in self.required)):
            return f"{verb}要求"
        return f"{verb}“{self.required.partition('：')[0]}”的要求"


NOTHING = Fact("", "", "", met=True)
"""No fact: nothing is demanded."""


class Line(NamedTuple):
    """One reason for points lost (negative) or won.

    why: Chinese sentence with the figures; cite: the clause; term: how it stands in the working
    (``2×0.5``; empty where the points themselves do).
    """

    points: Score
    why: str
    cite: str
    term: str = ""


@dataclass(frozen=True)
class CriterionResult:
    """How one criterion stands. ``score`` is None while nothing can be said.

    ``provisional``: all is there except a reason, the points count for the time being (暂计).
    ``faults`` have full places such as ``findings.3.1.deduction``. vetoed: whether the verdict fails here
    whatever the points.

    A condition (of an eligibility or a grounds scheme) is worth no points: once ``met`` is known its score
    is 0 of 0. waived: the profile waives it; excepted: the reason of an exception that was granted;
    facts: what it rests on. Where somebody else decides (``refer``) its score is 0 and ``met`` None.

    unmet: what a document of conditions demands and was not found, whatever it costs in points that are not
    the document's own; empty where the points are.
    """

    id: str
    state: State
    score: Score | None
    max: Points
    start: Points
    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()
    total_deduction: Score = 0
    total_why: str = ""
    vetoed: Veto = ""
    met: bool | None = None
    waived: bool = False
    excepted: str = ""
    facts: tuple[Fact, ...] = ()
    unmet: tuple[Fact, ...] = ()

    @cached_property
    def told(self) -> dict[str, Any]:
        """The contract's form of it, made once, since results are kept and told again: not to be changed."""
        return {
            "id": self.id,
            "score": None if self.score is None else format_points(self.score),
            "max": format_points(self.max),
            "start": format_points(self.start),
            "lines": [
                {"points": format_points(each.points), "why": each.why, "cite": each.cite}
                for each in self.lines
            ],
        }

    @property
    def owed(self) -> bool:
        """Whether it counts for the time being only: a reason, or the fault of a waived one, is open."""
        return self.state == "provisional" or (self.waived and bool(self.faults))

    @property
    def working(self) -> str:
        """The sum as it would be written by hand, such as ``5 − 2×0.5 = 4``; empty without a score."""
        if self.score is None:
            return ""
        if self.met is not None:
            return (
                "免予要求" if self.waived else "例外" if self.excepted else "符合" if self.met else "不符合"
            )
        if self.vetoed == "refer":
            return "另行决定"
        terms = [_term(line) for line in self.lines if line.points]
        if self.start == 0 and terms and terms[0].startswith(" + "):
            return f"{''.join(terms)[3:]} = {format_points(self.score)}"
        return f"{format_points(self.start)}{''.join(terms)} = {format_points(self.score)}"

    @property
    def asked(self) -> bool:
        """Whether it is asked for at all."""
        return self.state != "unasked"

    @property
    def idle(self) -> bool:
        """Whether it is a condition that is met since nothing was to be asked."""
        return self.met is True and not self.facts


def _term(line: Line) -> str:
    sign = "−" if line.points < 0 else "+"
    return f" {sign} {line.term or format_points(abs(line.points))}"


@dataclass(frozen=True, slots=True)
class SectionResult:
    """Sum of a section's answered criteria; answered and criteria are counts."""

    id: str
    numeral: str
    title: str
    score: Score
    max: Points
    answered: int
    criteria: int


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points taken off the total, beside what the criterion itself lost. Negative."""

    criterion: str
    points: Score
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """outcome: the conclusion of a finished visit; foreseen: what is already decided, or None.

    between: whether all is told and the points lie between two marks, so that somebody must rule, or has.
    """

    outcome: Outcome
    foreseen: Foreseen | None
    why: str
    between: bool = False
