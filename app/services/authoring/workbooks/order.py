"""The order of keys in a scheme file: a workbook's columns may stand in any order, the file has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Orders = Mapping[str, Sequence[str]]


def ordered(data: Mapping[str, Any], orders: Orders) -> dict[str, Any]:
    """The same data with its keys in order; what the orders do not name keeps its place at the end."""
    return {key: _within(key, value, orders) for key, value in _sorted(data, orders["head"]).items()}


def _within(key: str, value: Any, orders: Orders) -> Any:
    if key == "criteria":
        return [_criterion(row, orders) for row in value]
    if key in orders and isinstance(value, list):
        return [_sorted(row, orders[key]) for row in value]
    return value


def _criterion(row: Mapping[str, Any], orders: Orders) -> dict[str, Any]:
    found = _sorted(row, orders["criteria"])
    findings = found.get("findings", {})
    found["findings"] = {name: _sorted(each, orders["findings"]) for name, each in findings.items()}
    found["rules"] = [_sorted(each, orders["rules"]) for each in found.get("rules", [])]
    return found


def _sorted(row: Mapping[str, Any], order: Sequence[str]) -> dict[str, Any]:
    known = [key for key in order if key in row]
    return {key: row[key] for key in (*known, *(key for key in row if key not in order))}
