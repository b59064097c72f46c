"""Which events a scheme knows, each with the clauses that hang on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.scoring.model.events import ENDING, MOMENTS, PAPERS, RECORDED, TOGETHER

if TYPE_CHECKING:
    from app.scoring.model.duties import Obligation, Scope
    from app.scoring.model.scheme import Scheme


def events_known(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """Each event to the clauses that hang on it under any reading, in the order of the list of events.

    What a record may hold does not change with a reading, or a batch that settles it would refuse its own.
    """
    hanging: dict[str, dict[str, None]] = {}
    for form in (scheme, *(scheme.under({name: choice}) for name, choice in scheme.single_choices())):
        for duty in form.obligations:
            for event in _events(duty):
                hanging.setdefault(event, {})[duty.cite] = None
        for follows in form.consequences:
            for event in _judging(follows.scopes):
                hanging.setdefault(event, {})[follows.cite] = None
    return {name: tuple(hanging[name]) for name in RECORDED if name in hanging}


def papers_of(scheme: Scheme, event: str) -> dict[str, str]:
    """The duties of which a paper is recorded under an event, each with what is owed."""
    return {each.id: each.paper for each in scheme.obligations if event in doing(each)}


def doing(duty: Obligation) -> tuple[str, ...]:
    """The recorded events that do a duty, alone or together."""
    return tuple(part for each in duty.done for part in each.split(TOGETHER) if part in RECORDED)


def told(scheme: Scheme) -> list[dict[str, Any]]:
    """The list as it is printed."""
    return [
        {
            "event": name,
            "words": RECORDED[name].words,
            "wants": list(RECORDED[name].wants),
            "clauses": list(clauses),
            **({"papers": papers_of(scheme, name)} if name in PAPERS else {}),
        }
        for name, clauses in events_known(scheme).items()
    ]


def _events(duty: Obligation) -> Iterator[str]:
    """What begins a duty, does it, extends it, or ends it."""
    yield from doing(duty)
    if duty.due.event:
        yield from MOMENTS[duty.due.event].events
    yield from duty.since
    if duty.stage == "after":
        yield from _judging(duty.scopes)
    if duty.due.kind != "during":
        yield "extended"
    if not duty.lasting:
        yield from ENDING


def _judging(scopes: tuple[Scope, ...]) -> Iterator[str]:
    yield "verdict"
    if any(each.round == "reexamination" for each in scopes):
        yield "reexamined"
