"""The day of a visit as its screens and its minutes show it: steps, what was said in them, who came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

LineKind = Literal["question", "reason"]
Sign = Literal["no", "yes", "away"]


@dataclass(frozen=True, slots=True)
class DayLine:
    """Something that was said in a step. at: UTC stamp of when it was noted first.

    kind: ``question`` (text: what was asked, answer: what the unit said) or ``reason`` (text: a shortcoming,
    answer: the unit's reason for it).
    """

    id: str
    step: str
    kind: LineKind
    text: str
    answer: str
    at: str


@dataclass(frozen=True, slots=True)
class DayRecord:
    """What the panel's ledger says of the day beside its steps. lines: by id, as they came; came: who was
    there, by person to a UTC stamp."""

    lines: Mapping[str, DayLine] = field(default_factory=lambda: MappingProxyType({}))
    came: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class DayAct:
    """Something that was done at the screen and says itself when: UTC stamps of its first and last entry."""

    title: str
    begun: str
    ended: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class DayStep:
    """A step of the day. begun, ended: UTC stamps, None for not yet; typed, or of what was done in it.

    present: ids of the panel's people; unit: who was there of the unit, as typed; notes: several lines.
    closed: 闭门合议, the unit is not there. noted: it has an own entry; own: it is noted by hand, not by acts
    alone; after: it follows the freezing; open: it can be noted now.
    """

    id: str
    title: str
    hint: str
    begun: str | None
    ended: str | None
    present: tuple[str, ...]
    people: str
    unit: str
    notes: str
    lines: tuple[DayLine, ...]
    acts: tuple[DayAct, ...]
    closed: bool
    noted: bool
    own: bool
    after: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Attendant:
    """Somebody of the panel on the day. came: UTC stamp of arrival; pledged: of the statement on recusal;
    away: the word for an absence, empty for none; scores: confirms the statement in the own sheet."""

    person_id: str
    name: str
    unit: str
    role: str
    came: str | None
    pledged: str | None
    entered_by: str
    away: str
    scores: bool


@dataclass(frozen=True, slots=True)
class DayState:
    """The whole day at one moment. sheets: name and whether it is in, in the panel's order.

    records: the person at the keyboard may keep the minutes; leads: and settle and freeze.
    """

    visit_id: str
    steps: tuple[DayStep, ...]
    attendants: tuple[Attendant, ...]
    sheets: tuple[tuple[str, bool], ...]
    happened: tuple[str, ...]
    frozen: bool
    issued: bool
    records: bool
    leads: bool
