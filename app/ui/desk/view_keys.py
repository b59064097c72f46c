"""The desk's dialogs: what is to be looked at, locking, and the keys."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.scoring.model.kinds import POINTS, KindWords
from app.ui.desk.keys import desk_groups
from app.ui.shell.view_dialogs import KeysDialog
from app.ui.widgets import (
    QuietButton,
)


class DeskKeysDialog(KeysDialog):
    """The keys of the desk, and the way to its tour."""

    def __init__(self, parent: QWidget, words: KindWords = POINTS) -> None:
        super().__init__(parent, desk_groups(words))
        self.tour = QuietButton(say("看一遍导览（约两分钟）"))
        self.tour.clicked.connect(self.accept)
        self.foot.insertWidget(0, self.tour)
