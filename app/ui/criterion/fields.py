"""The fields of a criterion over any findings: a sheet's, or those of a ruling being written. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.common.errors import Fault
from app.common.words import say
from app.scoring import CriterionResult, FindingSpec, Tally
from app.scoring.model.codes import LEFT_OUT, NO_REASON
from app.scoring.model.scheme import SchemeKind
from app.scoring.visit.figures import flag_words
from app.ui.criterion import field_values
from app.ui.criterion.counts import beside, whole_beside
from app.ui.criterion.state import CaseState, FieldState


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in fields as typed, where it differs from what is stored, and what could not be stored.

    texts, unsaved: keys are field names. note: a note that could not be stored, None for none.
    asked: whether what is left out is named at its field (after locking asked for it).
    """

    texts: Mapping[str, object] = field(default_factory=dict)
    unsaved: frozenset[str] = frozenset()
    note: str | None = None
    asked: bool = False


def field_states(
    tally: Tally, cid: str, answers: Mapping[str, object], typed: Typed
) -> tuple[FieldState, ...]:
    """The fields that apply now, over any findings: a sheet's, or a ruling's that is being written."""
    specs, result = tally.shown(cid), tally.criteria[cid]
    rules = tally.scheme.criterion(cid).rules
    fields = (
        replace(
            _field(spec, specs, answers, result, typed), far=field_values.far_step(spec, rules, tally.profile)
        )
        for spec in specs
    )
    return tuple(
        replace(field, options=_answers(spec, tally.scheme.kind)) if spec.kind == "flag" else field
        for spec, field in zip(specs, fields, strict=True)
    )


def _answers(spec: FindingSpec, kind: SchemeKind) -> tuple[tuple[str, str], ...]:
    yes, no = flag_words(spec, kind)
    return ("true", say(yes)), ("false", say(no))


def _field(
    spec: FindingSpec,
    specs: Sequence[FindingSpec],
    answers: Mapping[str, object],
    result: CriterionResult,
    typed: Typed,
) -> FieldState:
    value = typed.texts.get(spec.name, answers.get(spec.name))
    faults = _faults_at(result, spec.name)
    given = value not in (None, "", [])
    said = [fault for fault in faults if given or typed.asked or fault.code not in {LEFT_OUT, NO_REASON}]
    here = [fault.message for fault in said if fault.where.endswith(f".{spec.name}")]
    return FieldState(
        name=spec.name,
        kind=spec.kind,
        label=spec.label,
        unit=spec.unit,
        text=field_values.shown(value),
        chosen=_chosen(spec, value),
        cases=_cases(spec, value, said, asked=typed.asked),
        options=tuple((each.value, each.label) for each in spec.options),
        hint=field_values.range_hint(spec),
        offered=spec.common_reasons,
        fault=here[0] if here else "",
        owed=any(fault.code == NO_REASON for fault in faults) and (result.score is not None or typed.asked),
        unsaved=spec.name in typed.unsaved,
        beside=beside(spec, specs, answers),
        scale=field_values.scale_of(spec),
        part_of=whole_beside(spec, specs),
    )


def _faults_at(result: CriterionResult, name: str) -> list[Fault]:
    head = f"findings.{result.id}.{name}"
    return [fault for fault in result.faults if fault.where == head or fault.where.startswith(f"{head}.")]


def _chosen(spec: FindingSpec, value: object) -> tuple[str, ...] | None:
    return tuple(map(str, value)) if spec.kind == "set" and isinstance(value, list | tuple) else None


def _cases(
    spec: FindingSpec, value: object, faults: Sequence[Fault], *, asked: bool
) -> tuple[CaseState, ...] | None:
    if spec.kind != "rows" or not isinstance(value, list | tuple):
        return None
    messages = {tuple(fault.where.split(".")[-2:]): fault.message for fault in faults}
    return tuple(_case(str(place), row, messages, asked=asked) for place, row in enumerate(value))


def _case(place: str, row: Any, messages: Mapping[tuple[str, ...], str], *, asked: bool) -> CaseState:
    """A row; what is still empty is no fault until locking asked for it."""
    plain: Mapping[str, object] = row if isinstance(row, dict) else {}
    texts = [str(plain.get(column, "") or "") for column in field_values.CASE_COLUMNS]
    cells = zip(field_values.CASE_COLUMNS, texts, strict=True)
    said = [messages.get((place, column), "") if text or asked else "" for column, text in cells]
    return CaseState(*texts, *said)
