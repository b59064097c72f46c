"""The unit of a share in its own row: 45 is in percent, and nobody writes 0.45. The file needs none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PERCENT = "%"
_STEPPED = "step_short"


def with_unit(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A rule as its row shows it."""
    return {**row, "unit": PERCENT} if _is_share(row) and not row.get("unit") else row


def without_unit(row: dict[str, Any]) -> dict[str, Any]:
    """A rule as the file has it."""
    if _is_share(row) and row.get("unit") == PERCENT:
        return {key: value for key, value in row.items() if key != "unit"}
    return row


def _is_share(row: Mapping[str, Any]) -> bool:
    return (row.get("kind") == _STEPPED and bool(row.get("whole"))) or row.get("percent") is True
