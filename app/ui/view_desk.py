"""The desk as a screen of the window: it brings a bar of its own, and its own keys."""

from __future__ import annotations

from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.view import DeskView
from app.ui.history.view_opening import offer_history
from app.ui.shell.presenter import HOME
from app.ui.shell.view_screen import Screen
from app.ui.widgets import column


class DeskScreen(Screen):
    """One expert's desk; leaving it leads home."""

    framed = False

    def __init__(self, presenter: DeskPresenter) -> None:
        super().__init__()
        self.desk = DeskView(presenter)
        self.desk.left.connect(lambda: self.wanted.emit(HOME))
        self.desk.locked.connect(self.changed)
        offer_history(self.desk)
        self.setLayout(column(self.desk, gap=0))
