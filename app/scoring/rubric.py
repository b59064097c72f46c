"""A scheme compiled for one profile and one reading of begun steps: criterion by criterion, raw to result."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from typing import Any, TypeVar

from app.common.errors import Fault
from app.scoring import codes
from app.scoring.conditions import Condition, Every, Profile, Test, Values, compile_test, findings_of
from app.scoring.counting import Counter, Setting, compile_rule
from app.scoring.findings import Wrong, compile_reader, left_out
from app.scoring.points import Points, format_points
from app.scoring.results import CriterionResult, Line
from app.scoring.rules import FromTotal, Gate
from app.scoring.scheme import Criterion, FindingSpec, Scheme
from app.scoring.wording import describe

Raw = Mapping[str, Any]
T = TypeVar("T")
MEMO_SIZE = 2048
MEMO_TEXT = 600
"""Results are pure, so the common ones are kept; long texts are not, so that memory stays flat."""


def memory_key(raw: Any) -> bytes | None:
    """Bytes that are the same for the same JSON value alone (true is not 1); None where it is too long.

    marshal is the fastest exact writing of a small value; nothing is ever read back from it.
    """
    try:
        key = marshal.dumps(raw, 2)
    except ValueError:
        return None
    return key if len(key) <= MEMO_TEXT else None


def remember(memo: dict[bytes | None, T], key: bytes, value: T) -> None:
    """Keep a value in a memory of bounded size."""
    if len(memo) >= MEMO_SIZE:
        memo.clear()
    memo[key] = value


class _Field:
    """One finding made ready: its reader, and the tests of whether it applies and is needed."""

    __slots__ = ("applies", "name", "never", "optional", "part_of", "read", "required", "spec", "where")

    def __init__(self, spec: FindingSpec, criterion: Criterion, profile: Profile | None) -> None:
        self.spec, self.name, self.where = spec, spec.name, f"findings.{criterion.id}.{spec.name}"
        self.read, self.optional, self.part_of = compile_reader(spec), spec.optional, spec.part_of
        self.required = compile_test(spec.required_when, profile) if spec.required_when else None
        when = _whole_condition(spec, criterion)
        applies = compile_test(when, profile) if when else None
        constant = applies({}) if applies else True
        self.never = constant is False
        self.applies: Test | None = None if constant is True else applies

    def shown(self, values: Values) -> bool:
        """Whether the field is known to apply."""
        return self.applies is None or self.applies(values) is True

    def excluded(self, values: Values) -> bool:
        """Whether the field is known not to apply."""
        return self.applies is not None and self.applies(values) is False

    def needed(self, values: Values) -> bool:
        """Whether the field must be given."""
        if not self.optional:
            return self.shown(values)
        return self.required is not None and self.required(values) is True

    def not_applicable(self) -> Fault:
        """The fault of a field given where it does not apply."""
        why = "不适用于该类单位" if self.never else "在当前情形下不应填写"
        return Fault(self.where, f"“{self.spec.label}”{why}，请删去。", codes.NOT_APPLICABLE)


def _whole_condition(spec: FindingSpec, criterion: Criterion) -> Condition | None:
    """When a finding applies: its own condition, and those of the findings that one looks at."""
    if spec.when is None:
        return None
    looked_at = (criterion.finding(name) for name in findings_of(spec.when))
    above = [each for each in (_whole_condition(other, criterion) for other in looked_at) if each]
    return Every((*above, spec.when)) if above else spec.when


class CompiledCriterion:
    """One criterion ready to judge raw findings. Immutable but for the memory of common results."""

    __slots__ = (
        "_counters", "_cut", "_fields", "_full", "_gates", "_memo", "_names", "_parts", "_profile", "_specs",
        "criterion", "id", "max", "unanswered",
    )  # fmt: skip

    def __init__(self, criterion: Criterion, profile: Profile | None, *, started: bool) -> None:
        self.criterion, self.id, self.max = criterion, criterion.id, criterion.max
        self._profile = profile
        self._fields = tuple(_Field(spec, criterion, profile) for spec in criterion.findings)
        self._parts = tuple(field for field in self._fields if field.part_of)
        self._names = frozenset(field.name for field in self._fields)
        self._specs = {spec.name: spec for spec in criterion.findings}
        self._cut = next((rule for rule in criterion.rules if isinstance(rule, FromTotal)), None)
        self._gates: tuple[tuple[Gate, Test], ...] = ()
        self._counters: tuple[Counter, ...] = ()
        if profile is not None:
            self._compile(profile, started=started)
        start = criterion.max if criterion.start == "full" else 0
        self.unanswered = CriterionResult(criterion.id, "unanswered", None, criterion.max, start)
        self._full = CriterionResult(criterion.id, "complete", start, criterion.max, start)
        self._memo: dict[bytes | None, CriterionResult] = {}

    def _compile(self, profile: Profile, *, started: bool) -> None:
        setting = Setting(self.criterion, self._specs, profile, started)
        gates = (rule for rule in self.criterion.rules if isinstance(rule, Gate))
        self._gates = tuple((gate, compile_test(gate.when, profile)) for gate in gates)
        counters = (compile_rule(rule, setting) for rule in self.criterion.rules)
        self._counters = tuple(counter for counter in counters if counter is not None)

    def judge(self, raw: object) -> CriterionResult:
        """The result of raw findings, every fault named. Strict: what does not apply is a fault."""
        if type(raw) is not dict:
            fault = Fault(f"findings.{self.id}", "应为一个对象，列出各项查验结果。", codes.WRONG_TYPE)
            return self._incomplete([fault])
        key = memory_key(raw)
        found = self._memo.get(key)
        if found is None:
            found = self._evaluate(raw)
            if key is not None and found.state == "complete":
                remember(self._memo, key, found)
        return found

    def judge_desk(self, raw: Raw) -> CriterionResult:
        """The result of what stands on an expert's desk: empty fields and hidden leftovers do not count."""
        result = self.judge(raw)
        if result.faults and result.state != "provisional":
            kept = self.effective(raw)
            return self.judge(kept) if kept else self.unanswered
        return result if raw else self.unanswered

    def effective(self, raw: Raw) -> dict[str, Any]:
        """The findings that count: given, and applying under the other answers."""
        kept: dict[str, Any] = {}
        values: Values = {}
        for field in self._fields:
            value = raw.get(field.name)
            if value is None or value == "" or field.excluded(values):
                continue
            kept[field.name] = value
            self._read_into(field, value, values, [])
        unknown = (name for name in raw if name not in self._names and raw[name] is not None)
        return kept | {name: raw[name] for name in unknown}

    def shown(self, raw: Raw) -> tuple[FindingSpec, ...]:
        """The fields that apply under the profile and the answers so far."""
        values: Values = {}
        shown = []
        for field in self._fields:
            if field.shown(values):
                shown.append(field.spec)
                if (value := raw.get(field.name)) is not None:
                    self._read_into(field, value, values, [])
        return tuple(shown)

    def _evaluate(self, raw: dict[str, Any]) -> CriterionResult:
        values: Values = {}
        faults = self._read(raw, values)
        if self._profile is None:
            return self._incomplete(faults)
        if not faults:
            return self._count(values, faults)
        owed = all(fault.code == codes.NO_REASON for fault in faults)
        return self._count(values, faults) if owed else self._incomplete(faults)

    def _incomplete(self, faults: list[Fault]) -> CriterionResult:
        start = self.unanswered.start
        return CriterionResult(self.id, "incomplete", None, self.max, start, (), tuple(faults))

    def _read(self, raw: dict[str, Any], values: Values) -> list[Fault]:
        faults: list[Fault] = []
        seen = 0
        for field in self._fields:
            if field.name not in raw:
                if field.needed(values):
                    faults.append(left_out(field.spec, field.where))
                continue
            seen += 1
            if field.never or field.excluded(values):
                faults.append(field.not_applicable())
            else:
                self._read_into(field, raw[field.name], values, faults)
        if seen != len(raw):
            faults.extend(self._unknown(str(name)) for name in raw if name not in self._names)
        for field in self._parts:
            self._check_part(field, values, faults)
        return faults

    @staticmethod
    def _read_into(field: _Field, raw: object, values: Values, faults: list[Fault]) -> None:
        try:
            values[field.name] = field.read(raw)
        except Wrong as wrong:
            if wrong.value is not None:
                values[field.name] = wrong.value
            for fault in wrong.faults:
                where = f"{field.where}.{fault.where}" if fault.where else field.where
                faults.append(Fault(where, fault.message, fault.code))

    def _unknown(self, name: str) -> Fault:
        message = f"{self.id} 没有名为 {name} 的查验项。"
        return Fault(f"findings.{self.id}.{name}", message, codes.UNKNOWN)

    def _check_part(self, field: _Field, values: Values, faults: list[Fault]) -> None:
        part, whole = values.get(field.name), values.get(field.part_of or "")
        if part is not None and whole is not None and part[0] * whole[1] > whole[0] * part[1]:
            label = self._specs[str(field.part_of)].label
            message = f"“{field.spec.label}”不能多于“{label}”。"
            faults.append(Fault(field.where, message, codes.PART_OVER_WHOLE))

    def _count(self, values: Values, faults: list[Fault]) -> CriterionResult:
        lines: list[Line] = []
        if not self._shut(values, lines):
            for counter in self._counters:
                counter(values, lines)
        cut: Points = values.get(self._cut.finding, 0) if self._cut else 0
        if not lines and not cut and not faults:
            return self._full
        score = self._bound(lines)
        return CriterionResult(
            self.id, "provisional" if faults else "complete", score, self.max, self._full.start,
            tuple(lines), tuple(faults), cut, self._cut_why(values, cut) if cut else "",
        )  # fmt: skip

    def _shut(self, values: Values, lines: list[Line]) -> bool:
        for gate, test in self._gates:
            if test(values):
                why = f"{describe(gate.when, self._specs, self._profile, values)}，本项不得分"
                lines.append(Line(-self._full.start, why, self.criterion.cite))
                return True
        return False

    def _bound(self, lines: list[Line]) -> Points:
        """The score, with a line of its own where the maximum or zero cuts."""
        score = self._full.start + sum(line.points for line in lines)
        if score > self.max:
            over = score - self.max
            why = f"本项最高 {format_points(self.max)} 分，超出的 {format_points(over)} 分不计"
            lines.append(Line(-over, why, self.criterion.cite))
            return self.max
        if score < 0:
            why = f"本项最低 0 分，多出的 {format_points(-score)} 分不再扣"
            lines.append(Line(-score, why, self.criterion.cite))
            return 0
        return score

    def _cut_why(self, values: Values, cut: Points) -> str:
        assert self._cut is not None  # noqa: S101  there is a cut only by the rule
        when = self._specs[self._cut.finding].when
        cause = f"{describe(when, self._specs, self._profile, values)}，" if when else ""
        said = f"：{values[self._cut.reason]}" if values.get(self._cut.reason) else ""
        return f"{cause}从总分中扣 {format_points(cut)} 分{said}"


class Rubric:
    """The compiled criteria of a scheme, in the annex's order, for one profile (None: not known)."""

    __slots__ = ("by_id", "order", "scheme")

    def __init__(self, scheme: Scheme, profile: Profile | None, *, started: bool) -> None:
        self.scheme = scheme
        self.order = tuple(CompiledCriterion(each, profile, started=started) for each in scheme.criteria)
        self.by_id = {each.id: each for each in self.order}


def rubric_of(scheme: Scheme, profile: Profile | None, partial_step: str) -> Rubric:
    """The scheme's rubric for a valid profile; made once and kept with the scheme."""
    key = (partial_step, None if profile is None else tuple(sorted(profile.items())))
    rubric = scheme.compiled.get(key)
    if rubric is None:
        rubric = scheme.compiled[key] = Rubric(scheme, profile, started=partial_step == "started")
    return rubric
