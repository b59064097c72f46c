"""What the panel's entries say of who sits on it, folded into the sitting."""

from __future__ import annotations

from dataclasses import replace

from app.common.clock import moment_of, stamp
from app.common.ledger import EntryRecord
from app.services.panel.entry_shapes import line_of, object_of, text_of
from app.services.panel.seats import ABSENCES, CLAIMS, ActingLead, Sitting, Standing


def with_standing(sitting: Sitting, entry: EntryRecord) -> Sitting:
    """Who is absent, has left or is recused; None puts the person back.

    Raises KeyError, TypeError, ValueError.
    """
    person, standings = text_of(entry.field), dict(sitting.standings)
    standings.pop(person, None)
    if entry.after is not None:
        told = object_of(entry.after)
        state, counts, since = told["state"], told["counts"], stamp(moment_of(text_of(told["since"])))
        if state not in ABSENCES or type(counts) is not bool or (counts and state != "left"):
            raise ValueError("no such standing")
        standings[person] = Standing(person, state, since, counts, line_of(entry.why), entry.author, entry.at)
    return replace(sitting, standings=standings)


def with_seat(sitting: Sitting, entry: EntryRecord) -> Sitting:
    """Who leads in the leader's place from now on; None gives the leader's seat back. Raises as above."""
    if entry.after is None:
        return replace(sitting, seat=None)
    told = object_of(entry.after)
    votes = {text_of(voter): text_of(choice) for voter, choice in object_of(told["votes"]).items()}
    if told["by"] not in CLAIMS or (told["by"] == "deputy" and votes):
        raise ValueError("no such claim")
    seat = ActingLead(text_of(told["person"]), told["by"], votes, line_of(entry.why), entry.author, entry.at)
    return replace(sitting, seat=seat)
