"""Asks why before something settled is taken back."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui.widgets import Dialog, Label, NoteField


class ReasonDialog(Dialog):
    """A sentence that says what will happen, and a reason without which it does not."""

    def __init__(self, parent: QWidget | None, title: str, sentence: str, act: str) -> None:
        super().__init__(parent, title, act=act)
        self.reason = NoteField(say("原因"), placeholder=say("写明原因，记入考核记录"), lines=3)
        self.body.addWidget(Label(sentence, wrap=True))
        self.body.addWidget(self.reason)
        self.act.setEnabled(False)
        self.reason.written.connect(lambda text: self.act.setEnabled(bool(text.strip())))

    def showEvent(self, event: QShowEvent) -> None:
        """Ready to write."""
        super().showEvent(event)
        self.reason.setFocus()


def reason_for(parent: QWidget | None, title: str, sentence: str, act: str) -> str:
    """The reason given, empty where the person turned back."""
    dialog = ReasonDialog(parent, title, sentence, act)
    try:
        return dialog.reason.toPlainText().strip() if dialog.exec() else ""
    finally:
        dialog.deleteLater()
