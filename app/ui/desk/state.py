"""What the desk shows at one moment: frozen, ready to paint, every number already text. No Qt.

Parts that did not change between two states are the same objects, so that a view compares them cheaply.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.common.errors import XianpingError
from app.ui.desk.card.state import CardState
from app.ui.desk.facts.state import NO_OFFER, OfferState
from app.ui.desk.list.state import ListState
from app.ui.desk.papers.state import NO_SUPPLEMENTS, SupplementsState
from app.ui.desk.result.state import ResultState
from app.ui.desk.seat.state import NOBODY, SeatState


@dataclass(frozen=True, slots=True)
class DeskState:
    """The whole desk. field: where the focus belongs after a move, empty for the first field."""

    heading: str
    under: str
    list: ListState
    card: CardState
    result: ResultState
    field: str = ""
    trouble: XianpingError | None = None
    seat: SeatState = NOBODY
    supplements: SupplementsState = NO_SUPPLEMENTS
    offer: OfferState = NO_OFFER
