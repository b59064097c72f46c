"""What a document obliges whom to, and what follows an outcome. Rules over dates, no date computed.

Days are calendar days unless the text says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Binding = Literal["hard", "principle"]
"""``principle``: 原则上 or 一般 in the text; an exception with a reason is possible and is named."""

DueKind = Literal[
    "date", "yearly", "monthly", "within", "at", "before", "promptly", "during", "next_year", "unset"
]

EVENTS = {
    "announced": "发文公布",
    "build_end": "建设期满",
    "accepted": "验收合格",
    "midterm_passed": "中期验收通过",
    "final_passed": "终期验收通过",
    "notice": "整改通知",
    "rectified": "整改完成",
    "application": "提出申请",
    "reviewed": "评审结束",
    "published": "公示",
    "filed": "备案",
    "occurred": "事项发生",
    "result": "考核结果确定",
    "visit": "验收进行",
    "build": "建设期",
    "operation": "运行期",
    "lost": "取消称号",
}
"""The dates that a bureau records and rules count from, with their Chinese names."""

PARTS_OF_MONTH = {"": "", "early": "上旬", "middle": "中旬", "late": "下旬"}


@dataclass(frozen=True, slots=True)
class Due:
    """When something is owed.

    date: ISO date (``date``) or ``MM-DD`` of every year (``yearly``); month 1 to 12 and part of it
    (``monthly``); event with years, months, days after it: at the latest (``within``) or then (``at``);
    ``before``, ``promptly`` (及时, no length stated), ``during`` and ``next_year`` (in the calendar year
    after) name an event alone; ``unset``: the document states no time. set_by_bureau: the length is the
    most allowed, the bureau sets the real one.
    every: years of the cycle for what comes again, 0 for once.
    """

    kind: DueKind
    date: str = ""
    month: int = 0
    part: str = ""
    event: str = ""
    years: int = 0
    months: int = 0
    days: int = 0
    set_by_bureau: bool = False
    every: int = 0

    @property
    def words(self) -> str:  # noqa: C901, PLR0911  one a kind
        """The rule in Chinese."""
        event = EVENTS.get(self.event, "")
        match self.kind:
            case "date":
                return f"{self.date} 前"
            case "yearly":
                return f"每年 {int(self.date[:2])} 月 {int(self.date[3:])} 日前"
            case "monthly":
                return f"每年 {self.month} 月{PARTS_OF_MONTH[self.part]}"
            case "within":
                tail = "，具体期限由主管部门设定" if self.set_by_bureau else ""
                return f"{event}后 {self._length}内{tail}"
            case "at":
                again = f"，此后每 {self.every} 年一次" if self.every else ""
                return f"{event}{f'后满 {self._length}' if self._length else '时'}{again}"
            case "before":
                return f"{event}前"
            case "promptly":
                return f"{event}后及时"
            case "during":
                return f"{event}内" if self.event in ("build", "operation") else f"{event}时"
            case "next_year":
                return f"{event}的下一年度内"
            case "unset":
                return "文件未写明期限"

    @property
    def _length(self) -> str:
        parts = ((self.years, "年"), (self.months, "个月"), (self.days, "天"))
        return " ".join(f"{many} {unit}" for many, unit in parts if many)


@dataclass(frozen=True, slots=True)
class Obligation:
    """One row of the table of duties.

    who: who owes it; paper: what is owed; consequence: what follows if it is not done, empty where the
    document says nothing.
    """

    id: str
    who: str
    paper: str
    due: Due
    consequence: str
    binding: Binding
    cite: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows an outcome. outcome: of the verdict, or ``all``; profile: field to values it holds for.

    failed: numbers of criteria of which one must have failed (a ground established), empty for any;
    unless: those of which none may have failed.
    """

    id: str
    title: str
    text: str
    cite: str
    outcome: str = "all"
    profile: Mapping[str, tuple[str, ...]] | None = None
    failed: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    due: Due | None = None

    def follows(self, outcome: str, profile: Mapping[str, object], failed: frozenset[str]) -> bool:
        """Whether it follows: the outcome, the unit's profile and the failed criteria agree."""
        if self.outcome not in ("all", outcome):
            return False
        if failed.intersection(self.unless) or (self.failed and not failed.intersection(self.failed)):
            return False
        return all(_said(profile.get(name)) in values for name, values in (self.profile or {}).items())


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def consequences_of(
    consequences: Iterable[Consequence], outcome: str, profile: Mapping[str, object], failed: frozenset[str]
) -> tuple[Consequence, ...]:
    """Those that follow an outcome for a unit and the criteria that failed, in the scheme's order."""
    return tuple(each for each in consequences if each.follows(outcome, profile, failed))
