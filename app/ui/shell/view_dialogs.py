"""The shell's own dialogs: the sheet of shortcuts, asking for a PIN, asking before a step back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui import theme
from app.ui.shell.presenter import KeyGroup
from app.ui.widgets import Caption, Dialog, FaultLine, Label, TextField


class KeysDialog(Dialog):
    """All shortcuts that hold here, two columns of keys and what they do."""

    def __init__(self, parent: QWidget | None, groups: Iterable[KeyGroup]) -> None:
        super().__init__(parent, say("快捷键"), act=say("知道了"))
        self.away.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_24)
        grid.setVerticalSpacing(theme.SPACE_8)
        for group in groups:
            self._add(grid, group)
        self.body.addLayout(grid)
        self.act.setDefault(True)

    def _add(self, grid: QGridLayout, group: KeyGroup) -> None:
        place = grid.rowCount()
        grid.addWidget(Caption(group.title), place, 0, 1, 2)
        for number, line in enumerate(group.keys, place + 1):
            keys = Label(line.keys, "strong")
            grid.addWidget(keys, number, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Label(line.does), number, 1)
        grid.setColumnStretch(1, 1)


class PinDialog(Dialog):
    """Asks for one person's PIN and tries it; stays open with the refusal until it is right."""

    def __init__(self, parent: QWidget | None, name: str, attempt: Callable[[str], None]) -> None:
        super().__init__(parent, say("请 {name} 输入 PIN", name=name), act=say("确定"))
        self._attempt = attempt
        self.pin = TextField(say("PIN"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.fault = FaultLine()
        self.body.addWidget(self.pin)
        self.body.addWidget(self.fault)
        self.pin.textEdited.connect(lambda: self.fault.show_fault(""))
        self.act.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Ready to type."""
        super().showEvent(event)
        self.pin.setFocus()

    def accept(self) -> None:
        """Try the PIN; close only where it is right."""
        try:
            self._attempt(self.pin.text())
        except Refusal as refusal:
            self.fault.show_fault(str(refusal))
            self.pin.clear()
            self.pin.setFocus()
            return
        self.pin.clear()
        super().accept()


class AskDialog(Dialog):
    """A question before something that is not taken back lightly."""

    def __init__(self, parent: QWidget | None, title: str, sentence: str, act: str, away: str = "") -> None:
        super().__init__(parent, title, act=act, away=away)
        self.body.addWidget(Label(sentence, wrap=True))
        self.act.setDefault(True)


def asked(parent: QWidget | None, title: str, sentence: str, act: str) -> bool:
    """Whether the person says yes."""
    dialog = AskDialog(parent, title, sentence, act)
    try:
        return bool(dialog.exec())
    finally:
        dialog.deleteLater()
