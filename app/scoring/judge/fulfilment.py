"""One condition compiled for a profile: raw findings to whether it is met, with the facts it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.common.errors import Fault
from app.scoring.judge.answers import Answering, Raw
from app.scoring.judge.condition_proposals import meeting
from app.scoring.model import codes
from app.scoring.model.changes import Ladder
from app.scoring.model.conditions import Profile, Test, Values, compile_test
from app.scoring.model.context import FactOf
from app.scoring.model.findings import kind_of
from app.scoring.model.requirements import Referring, Telling
from app.scoring.model.results import CriterionResult, Fact, Line, Veto
from app.scoring.model.scheme import Criterion
from app.scoring.model.specs import EXCEPTION, FindingSpec

WAIVED = "按单位情况免予要求"
NOT_STATED = "没有写明项目类型，此项未核查"


class CompiledCondition:
    """One condition ready to judge raw findings; the same face as a scored criterion has. Immutable."""

    __slots__ = (
        "_answering", "_asked", "_grounds", "_profile", "_referrals", "_tests", "_waived", "criterion", "id",
        "max", "unanswered",
    )  # fmt: skip

    def __init__(self, criterion: Criterion, profile: Profile | None, *, grounds: bool = False) -> None:
        self.criterion, self.id, self.max = criterion, criterion.id, criterion.max
        self._profile, self._answering, self._grounds = profile, Answering(criterion, profile), grounds
        waived = compile_test(criterion.waived_when, profile)({}) if criterion.waived_when else False
        self._waived = waived is True
        asked = criterion.asked_when
        self._asked: bool | None = compile_test(asked, profile)({}) if asked and profile is not None else True
        self._referrals: tuple[tuple[Test, str], ...] = ()
        self._tests: tuple[tuple[Test | None, FactOf], ...] = ()
        if profile is not None:
            specs = self._answering.specs
            self._tests = tuple(
                (compile_test(rule.when, profile) if rule.when else None, rule.fact(specs, profile))
                for rule in criterion.requirements
                if isinstance(rule, Telling)
            )
            self._referrals = tuple(
                (compile_test(rule.when, profile), rule.label)
                for rule in criterion.requirements
                if isinstance(rule, Referring)
            )
        self.unanswered = self._unanswered()

    @property
    def known(self) -> bool:
        """Whether the profile is known, so that facts can be told."""
        return self._profile is not None

    def _unanswered(self) -> CriterionResult:
        """Without answers. Where the profile does not say whether it is asked, only an answer asks for it."""
        if self._asked is not True:
            unknown = (Line(0, NOT_STATED, self.criterion.cite),) if self._asked is None else ()
            return CriterionResult(self.id, "unasked", None, 0, 0, unknown)
        if not self._waived:
            return CriterionResult(self.id, "unanswered", None, 0, 0)
        line = Line(0, WAIVED, self.criterion.cite)
        return CriterionResult(self.id, "complete", 0, 0, 0, (line,), met=True, waived=True)

    def judge(self, raw: object) -> CriterionResult:
        """The result of raw findings, every fault named. Strict: what does not apply is a fault."""
        if type(raw) is not dict:
            fault = Fault(f"findings.{self.id}", "应为一个对象，列出各项查验结果。", codes.WRONG_TYPE)
            return self._incomplete([fault])
        if self._asked is False:
            message = f"“{self.criterion.item}”不适用于这类项目，请删去。"
            return self._incomplete([Fault(f"findings.{self.id}", message, codes.NOT_APPLICABLE)])
        faults: list[Fault] = []
        values = self._answering.read(raw, faults)
        if self._profile is None or any(fault.code != codes.NO_REASON for fault in faults):
            return self._incomplete(faults)
        facts = tuple(tell(values) for test, tell in self._tests if test is None or test(values))
        if self.criterion.ground:
            facts = tuple(replace(fact, ground=True) for fact in facts)
        return self._told(values, facts, tuple(faults))

    def _told(self, values: Values, facts: tuple[Fact, ...], faults: tuple[Fault, ...]) -> CriterionResult:
        cite, referred = self.criterion.cite, self._referred(values)
        held = all(fact.met for fact in facts)
        excepted = "" if held or self._waived else values.get(EXCEPTION, "")
        spared = self._waived or bool(excepted)
        lines = [Line(0, fact.why, cite) for fact in facts]
        said = (values[spec.name] for spec in self.criterion.findings if self._says(spec, values))
        lines.extend(Line(0, f"说明：{text}", cite) for text in said)
        if self._waived:
            lines.append(Line(0, WAIVED, cite))
        if excepted:
            lines.append(Line(0, f"例外理由：{excepted}", cite))
        lines.extend(Line(0, label, cite) for label in referred)
        met = held or spared
        vetoed: Veto = "refer" if referred else "close" if self.criterion.closes and not met else ""
        return CriterionResult(
            self.id, "provisional" if faults else "complete", 0, 0, 0, tuple(lines), faults, vetoed=vetoed,
            met=None if referred else met, waived=self._waived, excepted=excepted, facts=facts,
        )  # fmt: skip

    def _referred(self, values: Values) -> list[str]:
        """Who else decides, by which rules; nobody for the most."""
        return [label for test, label in self._referrals if test(values)]

    @staticmethod
    def _says(spec: FindingSpec, values: Values) -> bool:
        return kind_of(spec).says and spec.name != EXCEPTION and bool(values.get(spec.name))

    def _incomplete(self, faults: list[Fault]) -> CriterionResult:
        if self._waived:
            line = Line(0, WAIVED, self.criterion.cite)
            return CriterionResult(
                self.id, "incomplete", 0, 0, 0, (line,), tuple(faults), met=True, waived=True
            )
        return CriterionResult(self.id, "incomplete", None, 0, 0, (), tuple(faults))

    def judge_desk(self, raw: Raw) -> CriterionResult:
        """The result of what stands on an expert's desk: empty fields and hidden leftovers do not count."""
        kept = self.effective(raw) if self._asked is not False else {}
        return self.judge(kept) if kept else self.unanswered

    def effective(self, raw: Raw) -> dict[str, Any]:
        """The findings that count: given, and applying under the other answers."""
        return self._answering.effective(raw)

    def shown(self, raw: Raw) -> tuple[FindingSpec, ...]:
        """The fields that apply under the profile and the answers so far."""
        if self._asked is False:
            return ()
        return self._answering.shown(raw)

    def possible(self) -> tuple[FindingSpec, ...]:
        """The fields that can apply under the profile, whatever the other answers."""
        if self._asked is False:
            return ()
        return self._answering.possible()

    def ladders(self, raw: Raw) -> tuple[Ladder, ...]:
        """What would meet the condition: all of it together, since a part of it does not.

        Nothing for a ground, which stays established once it is.
        """
        if self._profile is None or self._grounds or self.judge_desk(raw).met is not False:
            return ()
        values = self._answering.read(self.effective(raw), [])
        return meeting(self.criterion.requirements, self._answering.specs, self._profile, values)
