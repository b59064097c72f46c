"""What of a criterion is fact, and may be told to the panel before sheets are locked; the rest stays blind.

A finding is told only where it is measured, is no points and no free words, and does not depend on a
judgement: that such a field is filled at all would tell how somebody judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.scoring.model.conditions import findings_of
from app.scoring.model.finding_readers import Reader, Wrong
from app.scoring.model.findings import KINDS, compile_reader
from app.scoring.model.scheme import Criterion
from app.scoring.model.specs import FindingSpec, Kind

FactReader = Callable[[Mapping[str, object]], dict[str, Any]]

COUNTED_KINDS: frozenset[Kind] = frozenset(name for name, kind in KINDS.items() if kind.fact)
"""Kinds that hold a fact; rows, points, reasons and texts hold opinions or words, whatever a scheme says."""


def facts_of(criterion: Criterion) -> tuple[FindingSpec, ...]:
    """The criterion's facts, in its order."""
    judged = {spec.name for spec in criterion.findings if not _plain(spec)}
    found: list[FindingSpec] = []
    for spec in criterion.findings:  # a condition looks back at earlier findings alone
        asked = [each for each in (spec.when, spec.required_when) if each is not None]
        if spec.name in judged or judged & {name for each in asked for name in findings_of(each)}:
            judged.add(spec.name)
        else:
            found.append(spec)
    return tuple(found)


def compile_facts(criterion: Criterion) -> FactReader:
    """What reads the facts that stand whole and valid in a criterion's answers, exactly: to be compared."""
    specs = facts_of(criterion)
    readers = {spec.name: compile_reader(spec) for spec in specs}
    parts = [(spec.name, spec.part_of) for spec in specs if spec.part_of in readers]

    def read(answers: Mapping[str, object]) -> dict[str, Any]:
        held = {name: _read(readers[name], answers[name]) for name in readers if name in answers}
        held = {name: value for name, value in held.items() if value is not None}
        for part, whole in parts:
            if part in held and whole in held and not _fits(held[part], held[whole]):
                del held[part], held[whole]
        return held

    return read


def exact_facts(criterion: Criterion, answers: Mapping[str, object]) -> dict[str, Any]:
    """The same for once."""
    return compile_facts(criterion)(answers)


def _plain(spec: FindingSpec) -> bool:
    return spec.nature == "measured" and spec.kind in COUNTED_KINDS


def _read(reader: Reader, raw: object) -> Any:
    try:
        return reader(raw)
    except Wrong:
        return None


def _fits(part: Any, whole: Any) -> bool:
    """Whether a part is not more than its whole; both are exact numbers."""
    return bool(part[0] * whole[1] <= whole[0] * part[1])
