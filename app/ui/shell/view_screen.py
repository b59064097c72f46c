"""What every screen is to the window, and what the window lends to every screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.shell.presenter import HOME, KeyGroup, Route
from app.ui.shell.settings import SettingsFile
from app.ui.shell.view_operation import Operations
from app.ui.shell.view_troubles import Troubles

if TYPE_CHECKING:
    from app.common.clock import Clock
    from app.services.workspace import Workspace
    from app.ui.shell.settings import SettingsFile


@dataclass(frozen=True, slots=True)
class Stage:
    """What a screen works with: services, handler of troubles, background work, time, what is remembered."""

    workspace: Workspace
    troubles: Troubles
    operations: Operations
    clock: Clock
    settings: SettingsFile


class Screen(QWidget):
    """A page of the window. It is made when it is gone to, and let go when it is left.

    parent: where it will stand. Given from the beginning, Qt dresses it once and not again at its place.
    """

    framed = True  # the window shows its header, and its own Esc and F1 hold

    wanted = Signal(object)  # Route: go there
    help_wanted = Signal(str)  # the guide, looking for this
    escaped = Signal()  # Esc, on a screen that has its own keys
    changed = Signal()  # something the header counts may have changed
    waiting = Signal(object)  # tuple[Path, ...]: files that came before the keys were open

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()  # until the window shows it

    def caption(self) -> str:
        """What stands beside 现评 in the header; empty at home."""
        return ""

    def key_groups(self) -> tuple[KeyGroup, ...]:
        """The shortcuts of this screen."""
        return ()

    def back(self) -> Route | None:
        """Where Escape leads; None where there is nowhere to go back to."""
        return HOME

    def arrive(self) -> None:
        """The screen is shown: take a fresh state and the focus."""

    def leave(self) -> None:
        """The screen is about to go: write what is still in a field."""
