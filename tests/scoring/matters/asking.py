"""How a test asks what falls due."""

from __future__ import annotations

from typing import Any

from app.scoring.matters.matters import due
from app.services.store.schemes import SchemeLibrary

LIBRARY = SchemeLibrary()
Row = tuple[Any, ...]


def event(on: str, what: str, **more: Any) -> dict[str, Any]:
    """One recorded event."""
    return {"what": what, "on": on, **more}


def asked(scheme: str, on: str, *events: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The whole answer."""
    return due(LIBRARY, {"scheme": scheme, "on": on, "events": list(events), **more})


def matters(scheme: str, on: str, *events: dict[str, Any], **more: Any) -> set[Row]:
    """Every matter as (duty, day, state), late ones with a ``late`` at the end."""
    found = asked(scheme, on, *events, **more)["due"]
    rows = [(each["obligation"], each["due"], each["state"]) for each in found]
    late = [("late",) if each.get("late") else () for each in found]
    told = [row + more for row, more in zip(rows, late, strict=True)]
    assert len(set(told)) == len(told), told
    return set(told)


def faulty(scheme: str, on: str, *events: dict[str, Any], **more: Any) -> list[str]:
    """The places of the faults."""
    return [each["where"] for each in asked(scheme, on, *events, **more)["errors"]]
