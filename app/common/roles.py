"""The roles that a panel's seats have: one record each, so that nothing asks which role it is.

A further one is a word here and a record; credentials, tasks and batches take the words from here. Whether a
seat has a sheet of its own is the seat's (``scores``), not its role's; a deputy is no role but a seat that
the task names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

SeatRole = Literal["leader", "expert", "clerk", "supervisor"]
Sight = Literal["opened", "whole", "frozen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePowers:
    """What a role is called, what it may do and what it sees at the laptop of whoever leads.

    leads: settles what differs, freezes, notes the day, sends the visit in and signs last; what experts have
    judged is seen by whoever leads, and only when all is in. judges: may have a sheet, be deputy, vote on who
    leads and come to lead. signs: the verdict. pens: may do so with a pen where the panel signs digitally.
    witnesses: signs the minutes beside whoever leads.

    records: the kinds of entry in the panel's ledger that a person of this role may write without leading;
    None where the role sets no bound of its own. sees: from when on others' judgements are shown: once they
    were opened, only when all are in, or only in the frozen text.
    """

    word: str
    leads: bool
    judges: bool
    signs: bool
    pens: bool
    witnesses: bool
    records: frozenset[str] | None
    sees: Sight

    def may_record(self, kind: str) -> bool:
        """Whether a person of this role may write such an entry, as far as the role sets a bound."""
        return self.records is None or kind in self.records


DAY = frozenset({"step", "line", "came", "material", "statement", "reading"})
"""What the minutes are made of: steps, what was said, who came, papers, the unit's answer, the reading."""
GATHERING = frozenset({"sheet", "rival", "task"})
"""What comes with files that are taken in; which of two sheets counts is not said by it."""
ROLES: Mapping[SeatRole, RolePowers] = {
    "leader": RolePowers(
        word="组长",
        leads=True,
        judges=True,
        signs=True,
        pens=False,
        witnesses=False,
        records=None,
        sees="opened",
    ),
    "expert": RolePowers(
        word="专家",
        leads=False,
        judges=True,
        signs=True,
        pens=True,
        witnesses=False,
        records=None,
        sees="opened",
    ),
    "clerk": RolePowers(
        word="联络员",
        leads=False,
        judges=False,
        signs=False,
        pens=False,
        witnesses=False,
        records=DAY | GATHERING,
        sees="whole",
    ),
    "supervisor": RolePowers(
        word="监督员",
        leads=False,
        judges=False,
        signs=False,
        pens=False,
        witnesses=True,
        records=frozenset(),
        sees="frozen",
    ),
}
LEADING = frozenset[str](name for name, role in ROLES.items() if role.leads)
JUDGING = frozenset[str](name for name, role in ROLES.items() if role.judges)
SIGNING = frozenset[str](name for name, role in ROLES.items() if role.signs)
PENNING = frozenset[str](name for name, role in ROLES.items() if role.pens)
WITNESSING = frozenset[str](name for name, role in ROLES.items() if role.witnesses)
COLLECTING = frozenset[str](
    name for name, role in ROLES.items() if role.records and role.records >= GATHERING
)
"""Who takes sheets in for whoever leads, at that laptop, and keeps the record there."""
TYPING = frozenset[str](name for name, role in ROLES.items() if role.records != frozenset())
"""Who may type a paper sheet in: everybody but who only looks on."""
