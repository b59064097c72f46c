"""The desk of a trial as a screen of the window: it says what it is, and leaves nothing behind."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.services.authoring.trials import Trial
from app.ui import theme
from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.view import DeskView
from app.ui.session.view_history import offer_history
from app.ui.shell.presenter import HOME
from app.ui.shell.view_screen import Screen
from app.ui.theme import Tone
from app.ui.widgets import Caption, Chip, Sign, Surface, column, row


class TrialScreen(Screen):
    """One trial's desk; leaving it throws everything away."""

    framed = False

    def __init__(self, trial: Trial, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trial: Trial | None = trial
        presenter = DeskPresenter(trial.workspace, trial.visit_id, trial.person_id, trial=True)
        self.desk = DeskView(presenter, parent=self)
        self.desk.left.connect(lambda: self.wanted.emit(HOME))
        self.desk.help_wanted.connect(self.help_wanted)
        self.desk.escaped.connect(self.escaped)
        offer_history(self.desk)
        told = Caption(say("这里填写的内容不属于任何考核，不保存，离开即全部清除。"))
        line = row(Chip(say("试用"), Tone.ATTENTION, Sign.INFO), told, None, gap=theme.SPACE_8)
        line.setContentsMargins(theme.SPACE_16, theme.SPACE_4, theme.SPACE_16, theme.SPACE_4)
        layout = column(Surface("topbar", line), self.desk, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def leave(self) -> None:
        """Let go of the folder once nothing writes to it any more."""
        if self._trial is not None:
            self.desk.retire()
            self._trial.close()
            self._trial = None
