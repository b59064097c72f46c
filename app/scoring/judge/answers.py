"""Raw findings of one criterion to exact values: what applies, what is needed, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.common.errors import Fault
from app.scoring.model import codes
from app.scoring.model.conditions import Condition, Every, Profile, Test, Values, compile_test, findings_of
from app.scoring.model.finding_readers import Reader, Wrong
from app.scoring.model.findings import compile_reader, left_out
from app.scoring.model.scheme import Criterion
from app.scoring.model.specs import FindingSpec

Raw = Mapping[str, Any]


def _whole_condition(spec: FindingSpec, criterion: Criterion) -> Condition | None:
    """When a finding applies: its own condition, and those of the findings that one looks at."""
    if spec.when is None:
        return None
    looked_at = (criterion.finding(name) for name in findings_of(spec.when))
    above = [each for each in (_whole_condition(other, criterion) for other in looked_at) if each]
    return Every((*above, spec.when)) if above else spec.when


class _Field:
    """One finding made ready: its reader, and the tests of whether it applies and is needed."""

    __slots__ = ("applies", "name", "never", "optional", "part_of", "read", "required", "spec", "where")

    def __init__(self, spec: FindingSpec, criterion: Criterion, profile: Profile | None) -> None:
        self.spec, self.name, self.where = spec, spec.name, f"findings.{criterion.id}.{spec.name}"
        self.read, self.optional, self.part_of = compile_reader(spec), spec.optional, spec.part_of or ""
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
        """Whether the field, which applies, must be given."""
        return not self.optional or (self.required is not None and self.required(values) is True)

    def not_applicable(self) -> Fault:
        """The fault of a field given where it does not apply."""
        why = "不适用于该类单位" if self.never else "在当前情形下不应填写"
        return Fault(self.where, f"“{self.spec.label}”{why}，请删去。", codes.NOT_APPLICABLE)

    def note(self, wrong: Wrong, values: Values, faults: list[Fault]) -> None:
        """Record what is wrong with a value, and keep what can be counted all the same."""
        if wrong.value is not None:
            values[self.name] = wrong.value
        for fault in wrong.faults:
            where = f"{self.where}.{fault.where}" if fault.where else self.where
            faults.append(Fault(where, fault.message, fault.code))


class Answering:
    """Reads the findings of one criterion under one profile (None: not known)."""

    __slots__ = ("_fields", "_id", "_names", "_parts", "_plan", "specs")

    def __init__(self, criterion: Criterion, profile: Profile | None) -> None:
        self._id = criterion.id
        self._fields = tuple(_Field(spec, criterion, profile) for spec in criterion.findings)
        self._parts = tuple(field for field in self._fields if field.part_of)
        self._names = frozenset(field.name for field in self._fields)
        self._plan: tuple[tuple[str, Reader, Test | None, _Field], ...] = tuple(
            (field.name, field.read, field.applies, field) for field in self._fields
        )
        self.specs = {spec.name: spec for spec in criterion.findings}

    def read(self, raw: dict[str, Any], faults: list[Fault]) -> Values:
        """The values of findings, faults recorded. The plan is unrolled by hand: this is the hot path."""
        values: Values = {}
        seen = 0
        for name, read, applies, field in self._plan:
            if name in raw:
                seen += 1
                if applies is not None and applies(values) is False:
                    faults.append(field.not_applicable())
                    continue
                try:
                    values[name] = read(raw[name])
                except Wrong as wrong:
                    field.note(wrong, values, faults)
            elif (applies is None or applies(values)) and field.needed(values):
                faults.append(left_out(field.spec, field.where))
        if seen != len(raw):
            faults.extend(self._unknown(str(name)) for name in raw if name not in self._names)
        for field in self._parts:
            self._check_part(field, values, faults)
        return values

    def effective(self, raw: Raw) -> dict[str, Any]:
        """The findings that count: given, and applying under the other answers."""
        kept: dict[str, Any] = {}
        values: Values = {}
        for field in self._fields:
            value = raw.get(field.name)
            if value is None or value == "" or field.excluded(values):
                continue
            kept[field.name] = value
            self._try(field, value, values)
        unknown = (name for name in raw if name not in self._names and raw[name] is not None)
        return kept | {name: raw[name] for name in unknown}

    def possible(self) -> tuple[FindingSpec, ...]:
        """The fields that can apply under the profile, whatever the other answers."""
        return tuple(field.spec for field in self._fields if not field.never)

    def shown(self, raw: Raw) -> tuple[FindingSpec, ...]:
        """The fields that apply under the profile and the answers so far."""
        values: Values = {}
        shown = []
        for field in self._fields:
            if field.shown(values):
                shown.append(field.spec)
                if (value := raw.get(field.name)) is not None:
                    self._try(field, value, values)
        return tuple(shown)

    @staticmethod
    def _try(field: _Field, raw: object, values: Values) -> None:
        try:
            values[field.name] = field.read(raw)
        except Wrong as wrong:
            field.note(wrong, values, [])

    def _unknown(self, name: str) -> Fault:
        message = f"{self._id} 没有名为 {name} 的查验项。"
        return Fault(f"findings.{self._id}.{name}", message, codes.UNKNOWN)

    def _check_part(self, field: _Field, values: Values, faults: list[Fault]) -> None:
        part, whole = values.get(field.name), values.get(field.part_of)
        if part is not None and whole is not None and part[0] * whole[1] > whole[0] * part[1]:
            message = f"“{field.spec.label}”不能多于“{self.specs[field.part_of].label}”。"
            faults.append(Fault(field.where, message, codes.PART_OVER_WHOLE))
