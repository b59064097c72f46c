"""A wrong clock as the leader notes it: what is printed of the panel's own times is set right, no record is.

The entries keep the times that the computer gave them; a ledger's times never run back.
"""

from __future__ import annotations

from app.common.clock import moment_of, stamp
from app.common.errors import Fault, Refusal
from app.common.lines import MAX_REASON, one_line
from app.services.panel.entry_values import MOST_MINUTES
from app.services.panel.panel_ledger import PanelFacts
from app.services.store.ledger import NewEntry


def offset_entry(author: str, facts: PanelFacts, minutes: int, reason: str) -> NewEntry:
    """The entry that notes how far a clock is ahead. Raises Refusal naming every fault."""
    why, before = one_line(reason), facts.clock
    faults = []
    if abs(minutes) > MOST_MINUTES:
        faults.append(Fault("minutes", "请填写时钟快或慢多少分钟，最多二十年。", "XP-4211"))
    if not 0 < len(why) <= MAX_REASON:
        faults.append(Fault("reason", f"请写明怎样核对的时间（不超过 {MAX_REASON} 字）。", "XP-4211"))
    if faults:
        raise Refusal(faults)
    after = {"minutes": minutes} if minutes else None
    return NewEntry(
        "offset", author, before={"minutes": before.minutes} if before else None, after=after, why=why
    )


def set_right(facts: PanelFacts, at: str) -> str:
    """A time of the panel's ledger (UTC stamp) as it was, where its clock was noted to be wrong."""
    return stamp(facts.clock.right(moment_of(at))) if facts.clock else at
