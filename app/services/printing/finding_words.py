"""Findings in words: how a dispute, a report and a history show what somebody found."""

from __future__ import annotations

from collections.abc import Mapping

from app.scoring import Criterion, FindingSpec

YES, NO = "是", "否"


def shown_findings(criterion: Criterion, findings: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Label and value of every finding that is given, in the criterion's order."""
    return tuple(
        (spec.label, shown_value(spec, findings[spec.name]))
        for spec in criterion.findings
        if spec.name in findings
    )


def shown_value(spec: FindingSpec, value: object) -> str:
    """One value in words: ``540 人``, ``原件``, ``培训管理、财务管理``."""
    if isinstance(value, bool):
        return _flag(spec, value)
    if isinstance(value, list):
        return _rows(value) if spec.kind == "rows" else _members(spec, value)
    text = str(value)
    labels = {option.value: option.label for option in spec.options}
    unit = spec.unit if spec.unit in ("", "%") else f" {spec.unit}"
    return labels.get(text, f"{text}{unit}")


def _flag(spec: FindingSpec, value: bool) -> str:  # noqa: FBT001  the finding itself
    labels = {option.value: option.label for option in spec.options}
    return labels.get(str(value).lower(), YES if value else NO)


def _members(spec: FindingSpec, values: list[object]) -> str:
    chosen = [option.label for option in spec.options if option.value in values]
    return "、".join(chosen) or "无"


def _rows(rows: list[object]) -> str:
    plain = [row for row in rows if isinstance(row, dict)]
    return "；".join(f"{row.get('name', '')} −{row.get('deduction', '')}" for row in plain) or "无"
