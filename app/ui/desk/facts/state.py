"""What colleagues have counted, as the desk shows it: frozen, every value already text. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CountSign = Literal["counted", "same", "adopted", "differs", "contested"]


@dataclass(frozen=True, slots=True)
class CountState:
    """What one colleague (or several who agree) counted for the criterion shown.

    person: whose count is adopted or contested. contest: id of one's own contest, empty for none; why: its
    reason as typed; writable: whether it can be changed still.
    """

    person: str
    words: str
    sign: CountSign
    may_adopt: bool = False
    may_contest: bool = False
    contest: str = ""
    why: str = ""
    writable: bool = False


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A criterion whose facts a colleague has counted and one has not filled in."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class OfferState:
    """All that can be adopted at once. alone: nobody else scores, so there is nothing to exchange."""

    waiting: tuple[OfferLine, ...] = ()
    alone: bool = True


NO_OFFER = OfferState()


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of an export, in words; whether it was refused."""

    words: str
    refused: bool = False
