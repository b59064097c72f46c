"""What is still open before a conclusion is frozen: a sentence, and where it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Room = Literal["", "criterion", "opinions", "protocol", "sheets", "seat", "gap"]
"""Where a matter is settled; the empty one where nothing on the leader's screen settles it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """told: in a sentence without its end. criterion: of the room ``criterion``, else empty.

    blocks: it must be settled before the text is frozen; what does not block may stand, and is confirmed.
    """

    told: str
    room: Room = ""
    criterion: str = ""
    blocks: bool = True
