"""What a document obliges whom to, and what follows an outcome. Rules over dates, no date computed.

Days are calendar days unless the text says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.scoring.model.conditions import Condition, Values, compile_test
from app.scoring.model.events import MOMENTS

Binding = Literal["hard", "principle"]
"""``principle``: 原则上 or 一般 in the text; an exception with a reason is possible and is named."""

Round = Literal["first", "reexamination"]
"""Whether a visit is the first of its kind, or comes again after one that failed and was mended (复验)."""

ROUNDS: dict[Round, str] = {"first": "首次", "reexamination": "复验"}

DueKind = Literal[
    "notice", "until", "yearly", "monthly", "unset",
    "within", "at", "after", "before", "promptly", "during", "this_year", "next_year",
]  # fmt: skip

EVENTS = {name: moment.words for name, moment in MOMENTS.items()}
"""The moments that rules count from, with their Chinese names."""

PARTS_OF_MONTH = {"": "", "early": "上旬", "middle": "中旬", "late": "下旬"}


@dataclass(frozen=True, slots=True)
class Due:
    """When something is owed.

    name, date: a day that the batch's notice sets under a name (``notice``), with the ISO date of the
    notice that the scheme was taken from, a proposal while it lies ahead; the ISO date of the one day that
    the document names (``until``); or ``MM-DD`` of every year (``yearly``); month 1 to 12 and part of it
    (``monthly``); event with years, months, days after it: at the latest (``within``) or then (``at``);
    ``before``, ``after`` (no length stated), ``promptly`` (及时), ``during``, ``this_year``
    and ``next_year`` (in the calendar year of it or after it) name an event alone; ``unset``: the
    document states no time. set_by_bureau: the length is the most allowed, the bureau sets the real one.
    every: years of the cycle for what comes again, 0 for once.
    """

    kind: DueKind
    date: str = ""
    name: str = ""
    month: int = 0
    part: str = ""
    event: str = ""
    years: int = 0
    months: int = 0
    days: int = 0
    set_by_bureau: bool = False
    every: int = 0

    @property
    def words(self) -> str:
        """The rule in Chinese."""
        return self._from_event(EVENTS[self.event]) if self.event else self._dated

    @property
    def _dated(self) -> str:
        match self.kind:
            case "notice":
                return f"{self.date} 前，各批次以通知为准" if self.date else "由本批次的通知确定"
            case "until":
                return f"{int(self.date[:4])} 年 {int(self.date[5:7])} 月 {int(self.date[8:])} 日前"
            case "yearly":
                return f"每年 {int(self.date[:2])} 月 {int(self.date[3:])} 日前"
            case "monthly":
                return f"每年 {self.month} 月{PARTS_OF_MONTH[self.part]}"
            case _:
                return "文件未写明期限"

    def _from_event(self, event: str) -> str:  # noqa: PLR0911  one a kind
        match self.kind:
            case "within":
                if self.set_by_bureau:
                    return f"由主管部门设定，{event}后最长 {self._length}"
                return f"{event}后 {self._length}内"
            case "at":
                again = f"，此后每 {self.every} 年一次" if self.every else ""
                return f"{event}{f'后满 {self._length}' if self._length else '时'}{again}"
            case "after":
                return f"{event}后，文件未写明期限"
            case "before":
                return f"{event}前"
            case "promptly":
                return f"{event}后及时"
            case "this_year":
                return f"{event}当年年底前"
            case "next_year":
                return f"{event}的下一年度内"
            case _:
                return f"{event}{'内' if self.event in ('build', 'operation') else '时'}"

    @property
    def _length(self) -> str:
        parts = ((self.years, "年"), (self.months, "个月"), (self.days, "天"))
        return " ".join(f"{many} {unit}" for many, unit in parts if many)


Stage = Literal["before", "visit", "after", "occasion"]
"""When a duty is done: before the visit, at it, after its verdict, or when something befalls.

The verdict names those after it alone.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A condition on what was found at one criterion."""

    criterion: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Case:
    """What a sentence of the document is held against.

    profile: of the unit; failed: numbers of the criteria that fail the visit (conditions not met, grounds
    established, vetoes); values: criterion to the findings that stand, read (a panel's are those on which
    all agree, or that were ruled); round: whether it is a re-examination.
    """

    outcome: str
    profile: Mapping[str, object]
    failed: frozenset[str] = frozenset()
    values: Mapping[str, Values] = field(default_factory=dict)
    round: Round = "first"


@dataclass(frozen=True, slots=True)
class Scope:
    """When a sentence of the document binds: all that is said here must hold.

    outcomes: of the verdict, empty for every one that decides; profile: field to the values it holds for;
    failed: criteria of which one must have failed, empty for none; unless: those of which none may have;
    found: what must have been found; round: the one it is told in, None for either.
    """

    outcomes: tuple[str, ...] = ()
    profile: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    failed: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    round: Round | None = None

    def binds(self, case: Case) -> bool:
        """Whether the sentence binds in a case."""
        if self.round not in (None, case.round) or not self._concludes(case.outcome):
            return False
        if case.failed.intersection(self.unless):
            return False
        if self.failed and not case.failed.intersection(self.failed):
            return False
        known = {name: _said(value) for name, value in case.profile.items()}
        if any(known.get(name) not in values for name, values in self.profile.items()):
            return False
        return all(_holds(each, case, known) for each in self.found)

    def fits(self, profile: Mapping[str, object]) -> bool:
        """Whether it speaks of such a unit, whatever the outcome."""
        return all(_said(profile.get(name)) in values for name, values in self.profile.items())

    def _concludes(self, outcome: str) -> bool:
        return outcome in self.outcomes if self.outcomes else outcome != UNDETERMINED


UNDETERMINED = "undetermined"
ALWAYS = (Scope(),)


@dataclass(frozen=True, slots=True)
class Obligation:
    """One row of the table of duties.

    who: who owes it; paper: what is owed; consequence: what follows if it is not done, empty where the
    document says nothing; scopes: when the sentence binds, in any of them.

    done: recorded events of which any does it, joined by ``+`` where it takes several, ``elapsed`` where it
    only has to last; empty where nothing that is recorded does. since: the recorded events from any of which
    it binds, every year anew where it is due on a day of the year, and without a verdict; lasting: still owed
    after the title is lost; ends: whether its term is the building period.
    """

    id: str
    who: str
    paper: str
    due: Due
    consequence: str
    binding: Binding
    cite: str
    stage: Stage = "after"
    scopes: tuple[Scope, ...] = ALWAYS
    done: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    lasting: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows an outcome; scopes: when, in any of them. concludes: a sentence that then belongs to the
    conclusion.
    """

    id: str
    title: str
    text: str
    cite: str
    scopes: tuple[Scope, ...] = ALWAYS
    due: Due | None = None
    concludes: str = ""


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _holds(found: Found, case: Case, profile: Mapping[str, str]) -> bool:
    values = case.values.get(found.criterion)
    return values is not None and compile_test(found.condition, profile)(dict(values)) is True


def _binds(sentence: Obligation | Consequence, case: Case) -> bool:
    return any(scope.binds(case) for scope in sentence.scopes)


def consequences_of(consequences: Iterable[Consequence], case: Case) -> tuple[Consequence, ...]:
    """Those that follow in a case, in the scheme's order."""
    return tuple(each for each in consequences if _binds(each, case))


def duties_of(obligations: Iterable[Obligation], case: Case) -> tuple[Obligation, ...]:
    """The duties that a verdict brings in a case, in the scheme's order."""
    return tuple(each for each in obligations if each.stage == "after" and _binds(each, case))
