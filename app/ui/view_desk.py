"""The desk as a screen of the window: it brings a bar of its own, and its own keys."""

from __future__ import annotations

from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.view import DeskView
from app.ui.safes.view_keeping import Keeping
from app.ui.shell.presenter import HOME
from app.ui.shell.view_screen import Screen
from app.ui.widgets import column


class DeskScreen(Screen):
    """One expert's desk; leaving it leads home."""

    framed = False

    def __init__(self, presenter: DeskPresenter, keeping: Keeping, visit_id: str) -> None:
        super().__init__()
        self._keeping = keeping
        self.desk = DeskView(presenter)
        self.copy, self.question = keeping.corner(lambda: visit_id), keeping.line()
        self.desk.aside.addWidget(self.copy)
        self.desk.left.connect(lambda: self.wanted.emit(HOME))
        self.desk.locked.connect(self.changed)
        self.desk.locked.connect(keeping.soon)
        layout = column(self.question, self.desk, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def leave(self) -> None:
        """What was written here is copied at once."""
        self._keeping.soon()
