"""The desk as a screen of the window: it brings a bar of its own, and its own keys."""

from __future__ import annotations

from app.ui.desk.panes import Wish
from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.view import DeskView
from app.ui.shell.presenter import HOME
from app.ui.shell.settings import SettingsFile
from app.ui.shell.view_screen import Screen
from app.ui.widgets import column


class PaneMemory:
    """How wide this device's panes are, kept with the window's other settings."""

    def __init__(self, settings: SettingsFile) -> None:
        self._settings = settings

    def wish(self) -> Wish:
        """What was kept."""
        now = self._settings.now
        return Wish(now.list_width, now.result_width, now.list_open, now.result_open)

    def keep(self, wish: Wish) -> None:
        """Keep it for the next time."""
        self._settings.change(
            list_width=wish.list_width,
            result_width=wish.result_width,
            list_open=wish.list_open,
            result_open=wish.result_open,
        )


class DeskScreen(Screen):
    """One expert's desk; leaving it leads home."""

    framed = False

    def __init__(self, presenter: DeskPresenter, settings: SettingsFile | None = None) -> None:
        super().__init__()
        self.desk = DeskView(presenter, PaneMemory(settings) if settings else None)
        self.desk.left.connect(lambda: self.wanted.emit(HOME))
        self.desk.locked.connect(self.changed)
        self.setLayout(column(self.desk, gap=0))
