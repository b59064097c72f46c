"""What the day's screen shows, frozen. No Qt. Times are ``09:05`` in Beijing, empty for none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.services.store.day import LineKind

Mark = Literal["done", "doing", "open"]
Primary = Literal["", "collect", "conclude", "sign"]


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step on the timeline."""

    id: str
    title: str
    when: str
    mark: Mark
    closed: bool


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A question with its answer, or a shortcoming with its reason; id empty for the one to be begun."""

    id: str
    kind: LineKind
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class StepPage:
    """The step that is chosen. present: id, name and whether there, of everybody of the panel.

    typed: unit and notes as they were being typed when the program went, None for nothing. kinds: of what can
    be said in it. told: what was done at the screen, in sentences. waits: why nothing can be written here, in
    a sentence; empty where it can. act: what the button does next, ``begin``, ``end`` or nothing.
    """

    id: str
    title: str
    hint: str
    begun: str
    ended: str
    present: tuple[tuple[str, str, bool], ...]
    unit: str
    notes: str
    typed: tuple[str, str] | None
    said: tuple[SaidLine, ...]
    kinds: tuple[LineKind, ...]
    told: tuple[str, ...]
    own: bool
    open: bool
    waits: str
    closed: bool
    noted: bool
    act: Literal["", "begin", "end"]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody of the panel. pledge: in words; may_pledge: can be recorded here now."""

    id: str
    name: str
    role: str
    came: str
    away: str
    pledge: str
    may_pledge: bool


@dataclass(frozen=True, slots=True)
class DayView:
    """The whole screen. sheets: who is in, in words; next: what is next; primary: deed of the one button."""

    heading: str
    steps: tuple[StepLine, ...]
    page: StepPage
    people: tuple[PersonLine, ...]
    sheets: tuple[tuple[str, bool], ...]
    sheet_word: str
    happened: tuple[str, ...]
    next: str
    primary: Primary
    label: str
    records: bool
    leads: bool
    frozen: bool
