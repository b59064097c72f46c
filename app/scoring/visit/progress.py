"""How far criteria are, told alike everywhere: untouched, half, invalid, owing a reason, disputed, done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from app.scoring.model.codes import LEFT_OUT, NO_REASON
from app.scoring.model.results import CriterionResult

Stage = Literal["untouched", "half", "invalid", "owed", "disputed", "complete", "unasked"]
"""``invalid``: something that was given cannot stand; ``owed``: only a reason is wanting; ``disputed``: the
experts differ on what only one of them can be right about."""

WORDS: Mapping[Stage, str] = {
    "untouched": "未评",
    "half": "未填完",
    "invalid": "有误",
    "owed": "缺理由",
    "disputed": "待裁定",
    "complete": "已评",
    "unasked": "不评",
}
DONE: frozenset[Stage] = frozenset({"complete", "unasked"})
OF_CONDITIONS: Mapping[Stage, str] = {"untouched": "未核", "complete": "已核", "unasked": "不核"}


def stage_of(result: CriterionResult) -> Stage:
    """How far one expert is with a criterion."""
    match result.state:
        case "unanswered":
            return "untouched"
        case "incomplete":
            open_ = all(fault.code in (LEFT_OUT, NO_REASON) for fault in result.faults)
            return "half" if open_ else "invalid"
        case "provisional":
            return "owed"
        case "unasked":
            return "unasked"
    return "complete"


def stage_word(stage: Stage, *, conditional: bool) -> str:
    """A stage in a word; conditions are checked, points scored."""
    return OF_CONDITIONS.get(stage, WORDS[stage]) if conditional else WORDS[stage]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many criteria are at each stage; what is not asked counts nowhere."""

    untouched: int = 0
    half: int = 0
    invalid: int = 0
    owed: int = 0
    disputed: int = 0
    complete: int = 0

    @property
    def whole(self) -> int:
        """How many there are."""
        return self.left + self.complete

    @property
    def left(self) -> int:
        """How many are not done."""
        return self.untouched + self.half + self.invalid + self.owed + self.disputed

    @property
    def begun(self) -> bool:
        """Whether anything was given at all."""
        return self.untouched < self.whole

    def left_words(self, *, conditional: bool) -> str:
        """What is left, stage by stage: ``3 项未评，1 项未填完``; empty for nothing."""
        counts: tuple[tuple[Stage, int], ...] = (
            ("untouched", self.untouched),
            ("half", self.half),
            ("invalid", self.invalid),
            ("owed", self.owed),
            ("disputed", self.disputed),
        )
        told = (f"{many} 项{stage_word(stage, conditional=conditional)}" for stage, many in counts if many)
        return "，".join(told)


def progress_of(stages: Iterable[Stage]) -> Progress:
    """Stages counted."""
    count = Counter(stages)
    order: tuple[Stage, ...] = ("untouched", "half", "invalid", "owed", "disputed", "complete")
    return Progress(*(count[stage] for stage in order))
