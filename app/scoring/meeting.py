"""One condition compiled for a profile: raw findings to whether it is met, with the facts it rests on."""

from __future__ import annotations

from typing import Any

from app.common.errors import Fault
from app.scoring import codes
from app.scoring.answering import Answering, Raw
from app.scoring.conditions import Profile, Test, Values, compile_test
from app.scoring.requirements import FactOf, compile_fact
from app.scoring.results import CriterionResult, Fact, Line
from app.scoring.scheme import EXCEPTION, Criterion, FindingSpec

WAIVED = "按单位情况免予要求"


class CompiledCondition:
    """One condition ready to judge raw findings; the same face as a scored criterion has. Immutable."""

    __slots__ = ("_answering", "_profile", "_tests", "_waived", "criterion", "id", "max", "unanswered")

    def __init__(self, criterion: Criterion, profile: Profile | None) -> None:
        self.criterion, self.id, self.max = criterion, criterion.id, criterion.max
        self._profile, self._answering = profile, Answering(criterion, profile)
        waived = compile_test(criterion.waived_when, profile)({}) if criterion.waived_when else False
        self._waived = waived is True
        self._tests: tuple[tuple[Test | None, FactOf], ...] = ()
        if profile is not None:
            specs = self._answering.specs
            self._tests = tuple(
                (compile_test(rule.when, profile) if rule.when else None, compile_fact(rule, specs, profile))
                for rule in criterion.requirements
            )
        self.unanswered = self._unanswered()

    @property
    def known(self) -> bool:
        """Whether the profile is known, so that facts can be told."""
        return self._profile is not None

    def _unanswered(self) -> CriterionResult:
        if not self._waived:
            return CriterionResult(self.id, "unanswered", None, 0, 0)
        line = Line(0, WAIVED, self.criterion.cite)
        return CriterionResult(self.id, "complete", 0, 0, 0, (line,), met=True, waived=True)

    def judge(self, raw: object) -> CriterionResult:
        """The result of raw findings, every fault named. Strict: what does not apply is a fault."""
        if type(raw) is not dict:
            fault = Fault(f"findings.{self.id}", "应为一个对象，列出各项查验结果。", codes.WRONG_TYPE)
            return self._incomplete([fault])
        faults: list[Fault] = []
        values = self._answering.read(raw, faults)
        if self._profile is None or any(fault.code != codes.NO_REASON for fault in faults):
            return self._incomplete(faults)
        facts = tuple(tell(values) for test, tell in self._tests if test is None or test(values))
        return self._told(values, facts, tuple(faults))

    def _told(self, values: Values, facts: tuple[Fact, ...], faults: tuple[Fault, ...]) -> CriterionResult:
        cite = self.criterion.cite
        held = all(fact.met for fact in facts)
        excepted = "" if held or self._waived else values.get(EXCEPTION, "")
        spared = self._waived or bool(excepted)
        lines = [Line(0, fact.why, cite, "", "" if spared else fact.win_back) for fact in facts]
        said = (values[spec.name] for spec in self.criterion.findings if self._says(spec, values))
        lines.extend(Line(0, f"说明：{text}", cite) for text in said)
        if self._waived:
            lines.append(Line(0, WAIVED, cite))
        if excepted:
            lines.append(Line(0, f"作为例外予以认可：{excepted}", cite))
        return CriterionResult(
            self.id, "provisional" if faults else "complete", 0, 0, 0, tuple(lines), faults,
            met=held or self._waived or bool(excepted), waived=self._waived, excepted=excepted, facts=facts,
        )  # fmt: skip

    @staticmethod
    def _says(spec: FindingSpec, values: Values) -> bool:
        return spec.kind in ("reason", "text") and spec.name != EXCEPTION and bool(values.get(spec.name))

    def _incomplete(self, faults: list[Fault]) -> CriterionResult:
        if self._waived:
            line = Line(0, WAIVED, self.criterion.cite)
            return CriterionResult(
                self.id, "incomplete", 0, 0, 0, (line,), tuple(faults), met=True, waived=True
            )
        return CriterionResult(self.id, "incomplete", None, 0, 0, (), tuple(faults))

    def judge_desk(self, raw: Raw) -> CriterionResult:
        """The result of what stands on an expert's desk: empty fields and hidden leftovers do not count."""
        kept = self.effective(raw)
        return self.judge(kept) if kept else self.unanswered

    def effective(self, raw: Raw) -> dict[str, Any]:
        """The findings that count: given, and applying under the other answers."""
        return self._answering.effective(raw)

    def shown(self, raw: Raw) -> tuple[FindingSpec, ...]:
        """The fields that apply under the profile and the answers so far."""
        return self._answering.shown(raw)

    def possible(self) -> tuple[FindingSpec, ...]:
        """The fields that can apply under the profile, whatever the other answers."""
        return self._answering.possible()
