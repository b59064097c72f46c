"""What the header shows, and where one can go. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ScreenName = Literal["home", "people", "desk", "conclusion", "signing"]


@dataclass(frozen=True, slots=True)
class Route:
    """A place in the program: a screen, and the visit it shows where it shows one."""

    screen: ScreenName
    visit_id: str = ""


HOME = Route("home")


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """One line of the sheet of shortcuts."""

    keys: str
    does: str
