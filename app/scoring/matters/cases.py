"""The cases that the recorded verdicts make, one after the other, and which duties bind in them."""

from __future__ import annotations

from dataclasses import replace

from app.scoring.matters.inquiry import Inquiry
from app.scoring.matters.record import Event
from app.scoring.model.duties import ALWAYS as ALWAYS_BINDS
from app.scoring.model.duties import UNDETERMINED, Case, Obligation, Round
from app.scoring.model.events import JUDGING
from app.scoring.model.scheme import OUTCOMES

START = -1
"""The place before every event."""


class Cases:
    """Every case with the event that made it. What is not decided makes none."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._asked = inquiry
        self._made: list[tuple[Event, Case]] = []
        for each in inquiry.events:
            if each.what in JUDGING and each.outcome in OUTCOMES[inquiry.scheme.kind]:
                self._made.append((each, self._case(each)))

    def arisings(self, duty: Obligation) -> list[tuple[str, int]]:
        """The days on which a duty arose (empty for from the beginning) and the places of the events."""
        if duty.since:
            return self._since(duty)
        if duty.stage in ("before", "visit"):
            return [("", START)] if any(each.fits(self._asked.profile) for each in duty.scopes) else []
        found = self._after_verdicts(duty)
        return found if duty.done else found[:1]

    def _after_verdicts(self, duty: Obligation) -> list[tuple[str, int]]:
        """Once after every verdict: what follows it until the next belongs to it."""
        found, open_ = [], True
        for event, case in self._made:
            open_ = open_ or event.what == "verdict"
            if open_ and _binds(duty, case):
                found.append((event.on, event.place))
                open_ = False
        return found

    def voided(self, duty: Obligation) -> str:
        """The day of the latest case where that leaves a duty standing no more, else empty."""
        if duty.stage != "after" or not self._made or _binds(duty, self._made[-1][1]):
            return ""
        return self._made[-1][0].on

    def _since(self, duty: Obligation) -> list[tuple[str, int]]:
        """One that comes again every year arises once; what befalls the unit, each time."""
        found = [
            (each.on, each.place)
            for each in self._asked.events
            if each.what in duty.since and self._bound(duty, each)
        ]
        return found[:1] if duty.stage == "after" else found

    def _bound(self, duty: Obligation, event: Event) -> bool:
        """Whether the case at an event, if there is one, is one that the duty speaks of."""
        made = [case for each, case in self._made if each.place <= event.place]
        if not made:
            return event.what not in JUDGING and any(each.fits(self._asked.profile) for each in duty.scopes)
        return duty.scopes == ALWAYS_BINDS or _binds(duty, made[-1])

    def _case(self, event: Event) -> Case:
        profile = self._profile(event)
        before = self._made[-1][1] if self._made else None
        if event.what == "decided" and before is not None:
            return replace(before, outcome=event.outcome)
        turn: Round = "reexamination" if event.what == "reexamined" else "first"
        return Case(event.outcome, profile, event.failed, {}, turn)

    def _profile(self, event: Event) -> dict[str, str]:
        """The unit's facts; one that the record itself tells is taken from there (the year before)."""
        known = dict(self._asked.profile)
        last = str(int(event.on[:4]) - 1)
        for fact in self._asked.scheme.profile:
            judged = [each.outcome for each, _ in self._made if each.on[:4] == last]
            if fact.last_year and judged:
                known[fact.name] = str(judged[-1] in fact.last_year).lower()
        return known


def _binds(duty: Obligation, case: Case) -> bool:
    return any(scope.binds(case) for scope in duty.scopes) and case.outcome != UNDETERMINED
