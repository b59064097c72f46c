"""How a criterion stands and what a visit comes to, in the few words that screens and documents share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from app.scoring.model.kinds import WORDS
from app.scoring.model.points import Score, format_points
from app.scoring.model.results import Verdict, Veto
from app.scoring.model.scheme import Criterion, Scheme, SchemeKind
from app.scoring.model.specs import FindingSpec
from app.scoring.model.words import says_itself
from app.scoring.rules.veto import Veto as VetoRule

WAIVED, EXCEPTED, PLEADED = "免核", "例外", "提请例外"
"""An exception is the leader's to grant: an expert pleads for it."""

TO_BE_RULED = "待裁定"
VETOED: Mapping[Veto, str] = {"": "合格", "fail": "不合格", "gap": TO_BE_RULED}
REFERRED = "另行决定"


class CriterionStanding(Protocol):
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

    @property
    def waived(self) -> bool:
        """Whether the profile waives it."""

    @property
    def excepted(self) -> str:
        """The reason of an exception; empty for none."""

    @property
    def idle(self) -> bool:
        """Whether it is met since nothing was to be asked."""


@dataclass(frozen=True, slots=True)
class ConditionCount:
    """How the conditions stand: met, not met, met by way of exception, waived, and not answered yet."""

    met: int
    unmet: int
    excepted: int
    waived: int
    open: int

    @property
    def all(self) -> int:
        """How many are to be looked into: a waived one is not."""
        return self.told + self.open

    @property
    def told(self) -> int:
        """How many were looked into and told."""
        return self.met + self.unmet + self.excepted

    @property
    def beside(self) -> tuple[str, ...]:
        """Exceptions and waivers in words, as far as there are any."""
        named = ((EXCEPTED, self.excepted), (WAIVED, self.waived))
        return tuple(f"{word} {many} 项" for word, many in named if many)


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
    scheme: Scheme, criterion: Criterion, result: CriterionStanding, *, pleading: bool = False
) -> str:
    """Points as text, or the words of what has none; empty while nothing is told.

    pleading: whether it is an expert's, who can only plead for an exception.
    """
    if result.score is None:
        return "" if result.asked else WORDS[scheme.kind].spared
    if scheme.conditional:
        return _condition_words(scheme, criterion, result, pleading=pleading)
    if not weightless(scheme, criterion):
        return format_points(result.score)
    if any(isinstance(rule, VetoRule) for rule in criterion.rules):
        return "一票否决" if result.vetoed else "没有"
    return VETOED[result.vetoed]


def _condition_words(
    scheme: Scheme, criterion: Criterion, result: CriterionStanding, *, pleading: bool
) -> str:
    if result.vetoed == "refer":
        return REFERRED
    if result.waived:
        return WAIVED
    if result.excepted:
        return PLEADED if pleading else EXCEPTED
    if criterion.words is not None:
        return criterion.words.idle if result.idle else criterion.words.told(met=bool(result.met))
    return WORDS[scheme.kind].met[0 if result.met else 1]


def counted(scheme: Scheme, results: Mapping[str, CriterionStanding]) -> ConditionCount:
    """How the conditions stand, by criterion; what only closes the carrier of a title is no ground of it."""
    given = [each for cid, each in results.items() if each.asked and not scheme.criterion(cid).closes]
    kept = [each for each in given if not each.waived]
    excepted = sum(bool(each.excepted) for each in kept)
    return ConditionCount(
        met=sum(each.met is True for each in kept) - excepted,
        unmet=sum(each.met is False for each in kept),
        excepted=excepted,
        waived=len(given) - len(kept),
        open=sum(each.met is None for each in kept),
    )


def verdict_label(scheme: Scheme, outcome: str) -> str:
    """An outcome in the fewest words: 合格, 符合条件, a grade, or the scheme's own words."""
    match scheme.kind:
        case "scored":
            return {"pass": "合格", "fail": "不合格"}.get(outcome, "尚不能定")
        case "eligibility":
            return {"eligible": "符合条件", "ineligible": "不符合条件"}.get(outcome, "尚不能定")
    return concluding_label(scheme, outcome) if outcome != "undetermined" else "尚不能定"


def result_label(scheme: Scheme, verdict: Verdict) -> str:
    """A result as screens call it in the fewest words; one between two marks is not merely unknown."""
    if verdict.between and verdict.outcome == "undetermined":
        return TO_BE_RULED
    return verdict_label(scheme, verdict.outcome)


def concluding_label(scheme: Scheme, outcome: str) -> str:
    """An outcome in the scheme's own words; what only a batch can settle, as what it is proposed to be."""
    words = scheme.conclusion.words(outcome)
    limited = scheme.kind == "effect" and outcome == "good"  # at most 5 % of a batch (Hubei, article 19)
    return f"拟评为“{words}”，待批次评定" if limited else words
