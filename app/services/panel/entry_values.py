"""What entries of the panel's ledger hold that is a record of its own. Each raises where it is another."""

from __future__ import annotations

from app.common.clock import moment_of, stamp
from app.common.ledger import EntryRecord
from app.scoring.model.readings import BUILT_IN, GAP
from app.services.panel.entry_shapes import file_of, line_of, object_of, text_of, texts_of
from app.services.panel.marks import Penned
from app.services.store.openings import Opening
from app.services.store.rounds import ClockFault, GapRuling, Statement
from app.services.store.settlement import Settlement

MOST_MINUTES = 60 * 24 * 366 * 20
"""How wrong a clock may be: that of an empty battery begins with its own year."""


def gap_of(entry: EntryRecord) -> GapRuling:
    """How the bureau ruled between two marks. Raises KeyError, TypeError, ValueError."""
    told = object_of(entry.after)
    if told["ruling"] not in BUILT_IN[GAP].choices:
        raise ValueError("no choice of the reading")
    return GapRuling(text_of(told["ruling"]), line_of(told["by"]), line_of(told["number"]), entry.at)


def pledge_of(told: object) -> tuple[str, str]:
    """When a member confirmed the statement on recusal, and who entered it. Raises as above."""
    at, by = object_of(told)["at"], object_of(told)["by"]
    return stamp(moment_of(text_of(at))), text_of(by)


def settlement_of(entry: EntryRecord) -> Settlement:
    """How a wide spread was settled. Raises KeyError, TypeError, ValueError."""
    told, criterion = object_of(entry.after), text_of(entry.criterion)
    dissents = {text_of(person): line_of(why) for person, why in object_of(told["dissents"]).items()}
    scores = {text_of(person): text_of(score) for person, score in object_of(told["scores"]).items()}
    agreed, sentence = texts_of(told["agreed"]), line_of(entry.why)
    if set(agreed) & set(dissents):
        raise ValueError("nobody both agrees and dissents")
    return Settlement(criterion, sentence, agreed, dissents, scores, text_of(told["score"]), entry.at)


def opening_of(entry: EntryRecord) -> Opening:
    """Sheets opened before all were in. Raises KeyError, TypeError, ValueError."""
    wanting = texts_of(object_of(entry.after)["wanting"])
    return Opening(line_of(entry.why), entry.author, entry.at, wanting)


def statement_of(entry: EntryRecord) -> Statement:
    """What the unit answered. Raises KeyError, TypeError."""
    told = object_of(entry.after)
    agrees = told["agrees"]
    if agrees is not None and not isinstance(agrees, bool):
        raise TypeError("a statement agrees, does not, or says nothing")
    return Statement(text_of(told["text"]), agrees, text_of(told["by"]))


def penned_of(person: str, entry: EntryRecord) -> Penned:
    """A photo of a page that somebody has signed with a pen. Raises KeyError, TypeError, ValueError."""
    told = object_of(entry.after)
    sha256, size = file_of(told)
    name, kind, reason = line_of(told["name"]), line_of(told["media_type"]), line_of(entry.why)
    return Penned(person, sha256, name, size, kind, reason, entry.author, entry.at)


def clock_of(entry: EntryRecord) -> ClockFault:
    """How wrong the clock is. Raises KeyError, TypeError, ValueError."""
    minutes = object_of(entry.after)["minutes"]
    if type(minutes) is not int or not 0 < abs(minutes) <= MOST_MINUTES:
        raise ValueError("no fault of a clock")
    return ClockFault(minutes, line_of(entry.why), entry.at)
