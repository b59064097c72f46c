"""登记宣读: a reading from the printed script, its times typed afterwards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui import theme
from app.ui.widgets import Caption, Dialog, FaultLine, Label, TextField, column


class PaperReadingDialog(Dialog):
    """From when to when, and what was not read; a refusal is shown here and the dialog stays."""

    def __init__(self, parent: QWidget | None, now: str, note: Callable[[str, str, str], None]) -> None:
        super().__init__(parent, say("登记宣读"), act=say("登记"))
        self._note = note
        told = say("按打印的讲稿宣读的，读完后在这里登记，与在屏幕上宣读同样有效。")
        self.begun, self.ended = TextField(say("开始的时间")), TextField(say("结束的时间"))
        self.passed = TextField(
            say("没有读到的页（讲稿上的页码）"), placeholder=say("例如 3、5；都读了的不填")
        )
        self.fault = FaultLine()
        for field in (self.begun, self.ended):
            field.show_value(now)
        self.body.addWidget(Label(told, "muted", wrap=True))
        for field in (self.begun, self.ended, self.passed):
            self.body.addLayout(column(Caption(field.accessibleName()), field, gap=theme.SPACE_4))
            field.textChanged.connect(lambda _: self.fault.show_fault(""))
        self.body.addWidget(self.fault)
        self.act.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the time that is surely another one."""
        super().showEvent(event)
        self.begun.setFocus()
        self.begun.selectAll()

    def accept(self) -> None:
        """Note it, or say why not."""
        try:
            self._note(self.begun.text(), self.ended.text(), self.passed.text())
        except Refusal as refusal:
            self.fault.show_fault(str(refusal))
            self.begun.setFocus()
            return
        super().accept()
