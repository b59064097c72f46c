"""The roles that a panel's seats have: one record each, so that nothing asks which role it is.

A further one, such as a clerk or a supervisor, is a word here and a record; credentials, tasks and batches
take the words from here. Whether a seat has a sheet of its own is the seat's (``scores``), not its role's; a
deputy is no role but a seat that the task names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

SeatRole = Literal["leader", "expert"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePowers:
    """What a role is called and what it may do.

    leads: settles what differs, freezes, notes the day, sends the visit in and signs last; what experts have
    judged is seen by whoever leads, and only when all is in. signs: the verdict. pens: may do so with a pen
    where the panel signs digitally.
    """

    word: str
    leads: bool
    signs: bool
    pens: bool


ROLES: Mapping[SeatRole, RolePowers] = {
    "leader": RolePowers(word="组长", leads=True, signs=True, pens=False),
    "expert": RolePowers(word="专家", leads=False, signs=True, pens=True),
}
LEADING = frozenset[str](name for name, role in ROLES.items() if role.leads)
SIGNING = frozenset[str](name for name, role in ROLES.items() if role.signs)
PENNING = frozenset[str](name for name, role in ROLES.items() if role.pens)
