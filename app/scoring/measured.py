"""What of a criterion is fact, and may be told to the panel before sheets are locked; the rest stays blind.

A finding is told only where it is measured, is no points and no free words, and does not depend on a
judgement: that such a field is filled at all would tell how somebody judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.scoring.conditions import findings_of
from app.scoring.findings import Wrong, compile_reader
from app.scoring.scheme import Criterion, FindingSpec, Kind

COUNTED_KINDS: frozenset[Kind] = frozenset({"flag", "count", "share", "amount", "level", "set"})
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


def exact_facts(criterion: Criterion, answers: Mapping[str, object]) -> dict[str, Any]:
    """The facts that stand whole and valid in these answers, read exactly; comparable across writings."""
    read = {
        spec.name: _read(spec, answers[spec.name]) for spec in facts_of(criterion) if spec.name in answers
    }
    held = {name: value for name, value in read.items() if value is not None}
    for spec in facts_of(criterion):
        if spec.part_of in held and spec.name in held and not _fits(held[spec.name], held[spec.part_of]):
            del held[spec.name], held[spec.part_of]
    return held


def _plain(spec: FindingSpec) -> bool:
    return spec.nature == "measured" and spec.kind in COUNTED_KINDS


def _read(spec: FindingSpec, raw: object) -> Any:
    try:
        return compile_reader(spec)(raw)
    except Wrong:
        return None


def _fits(part: Any, whole: Any) -> bool:
    """Whether a part is not more than its whole; both are exact numbers."""
    return bool(part[0] * whole[1] <= whole[0] * part[1])
