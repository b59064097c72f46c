"""Sheets that were opened before the last one had come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opening:
    """Why, by whom (id) and when (UTC stamp) the sheets were opened that had come by then.

    wanting: ids of the experts whose sheets had not.
    """

    reason: str
    author: str
    at: str
    wanting: tuple[str, ...]
