"""How a criterion stands and what a visit comes to, in the few words that screens and documents share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.scoring.points import Score, format_points
from app.scoring.results import Fact, Veto
from app.scoring.rules import Veto as VetoRule
from app.scoring.scheme import Criterion, FindingSpec, Scheme, SchemeKind
from app.scoring.wording import says_itself

WAIVED, EXCEPTED = "免核", "例外"
MET: Mapping[SchemeKind, tuple[str, str]] = {
    "eligibility": ("符合", "不符合"),
    "grounds": ("没有", "有此情形"),
}
"""What a condition comes to: met, and not."""

VETOED: Mapping[Veto, str] = {"": "合格", "fail": "不合格", "gap": "待裁定"}
REFERRED, UNASKED = "另行决定", "不评"


class Standing(Protocol):
    """Anything that says how a criterion stands: one expert's result, or the panel's."""

    @property
    def score(self) -> Score | None:
        """Points, None while there are none."""

    @property
    def met(self) -> bool | None:
        """Of a condition."""

    @property
    def vetoed(self) -> Veto:
        """What it does to the verdict."""

    @property
    def asked(self) -> bool:
        """Whether it is asked for at all."""


@dataclass(frozen=True, slots=True)
class Count:
    """How the conditions stand. all: of them; met counts those that are waived or excepted too."""

    all: int
    met: int
    unmet: int

    @property
    def told(self) -> int:
        """How many were told at all."""
        return self.met + self.unmet


def weightless(scheme: Scheme, criterion: Criterion) -> bool:
    """Whether a criterion has no points to win or lose: a condition, a veto, a hurdle."""
    return scheme.conditional or (criterion.max == 0 and criterion.vetoes)


def flag_words(spec: FindingSpec, kind: SchemeKind) -> tuple[str, str]:
    """The two answers to a flag, true and false, as they stand on buttons and on paper.

    Yes and no only where the label is itself the statement that they answer: under 违规违纪 a 否 would be
    taken for "no breach" where it is stored as the unfavourable answer.
    """
    if kind == "grounds" and spec.direction == "down":
        return "有此情形", "没有"
    said = {option.value: option.label for option in spec.options}
    if says_itself(spec) or said.keys() != {"true", "false"}:
        return "是", "否"
    return said["true"], said["false"]


def standing_words(
    scheme: Scheme, criterion: Criterion, result: Standing, *, waived: bool = False, excepted: bool = False
) -> str:
    """Points as text, or the words of what has none; empty while nothing is told."""
    if result.score is None:
        return "" if result.asked else UNASKED
    if scheme.conditional:
        if result.vetoed == "refer":
            return REFERRED
        return WAIVED if waived else EXCEPTED if excepted else MET[scheme.kind][0 if result.met else 1]
    if not weightless(scheme, criterion):
        return format_points(result.score)
    if any(isinstance(rule, VetoRule) for rule in criterion.rules):
        return "一票否决" if result.vetoed else "没有"
    return VETOED[result.vetoed]


def fact_words(scheme: Scheme, fact: Fact) -> str:
    """A fact in a sentence without its end: of a ground only whether it was established."""
    if scheme.kind != "grounds":
        return fact.why
    return fact.actual if fact.met else f"查实：{fact.actual}"


def counted(results: Iterable[Standing]) -> Count:
    """How many conditions are met and not."""
    given = [result.met for result in results if result.asked]
    return Count(len(given), sum(met is True for met in given), sum(met is False for met in given))


def verdict_label(scheme: Scheme, outcome: str) -> str:
    """An outcome in the fewest words: 合格, 符合条件, a grade, or the scheme's own words."""
    match scheme.kind:
        case "scored":
            return {"pass": "合格", "fail": "不合格"}.get(outcome, "尚不能定")
        case "eligibility":
            return {"eligible": "符合条件", "ineligible": "不符合条件"}.get(outcome, "尚不能定")
    return scheme.conclusion.words(outcome) if outcome != "undetermined" else "尚不能定"
