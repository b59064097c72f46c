"""Who sits at the desk and for whom, as the bar on top shows it; the pages that the expert signed. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.common.words import say
from app.scoring.model.kinds import POINTS


@dataclass(frozen=True, slots=True)
class SignedPage:
    """A photo or scan of the sheet as its expert signed it. told: its size in words."""

    sha256: str
    name: str
    told: str


@dataclass(frozen=True, slots=True)
class SeatState:
    """keyboard: name of who sits there, empty where nobody's sheet is shown. expert: whose paper is typed in,
    empty for the own sheet. pages: signed ones, of a sheet that is typed in; sheet: what it is called.
    """

    keyboard: str = ""
    expert: str = ""
    pages: tuple[SignedPage, ...] = ()
    sheet: str = POINTS.sheet

    @property
    def typed(self) -> bool:
        """Whether a colleague's paper is typed in."""
        return bool(self.expert)

    @property
    def words(self) -> str:
        """The whole in a sentence, for the screen reader and as a tooltip."""
        if not self.typed:
            return say("当前身份：{name}", name=self.keyboard)
        return say("代{expert}录入，录入人：{name}", expert=self.expert, name=self.keyboard)


NOBODY = SeatState()
