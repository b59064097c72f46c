"""The dialog in which one person signs: PIN where there is one, a drawn name, one click."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui import theme
from app.ui.shell.view_attempt import AttemptDialog
from app.ui.signing.presenter import SlotLine
from app.ui.signing.view_pad import SignaturePad
from app.ui.widgets import Caption, CheckRow, FaultLine, Label, QuietButton, TextField, row


class SignDialog(AttemptDialog):
    """Gives PIN and drawn name; stays open while the PIN is refused. ``unlock`` tries a PIN."""

    def __init__(
        self,
        parent: QWidget | None,
        slot: SlotLine,
        short_code: str,
        unlock: Callable[[str], object],
        doubts: str = "",
    ) -> None:
        """doubts: times that do not fit one another, in a sentence."""
        title = say("签署：{name}", name=slot.name)
        super().__init__(parent, title, act=say("签署"))
        told = say("请先确认结论文件页眉的校验码与宣读时公布的一致。")
        if short_code:
            told = say("校验码 {code}。", code=short_code) + told
        self.body.addWidget(Label(told, "muted", wrap=True))
        self.doubts = FaultLine()
        self.body.addWidget(self.doubts)
        self.doubts.show_fault(doubts)
        self.pad = SignaturePad()
        self.again = QuietButton(say("重写"))
        self.again.clicked.connect(self.pad.clear)
        self.body.addWidget(self.pad)
        self.body.addLayout(row(Caption(say("用鼠标、手指或手写笔签名；退格键撤销一笔。")), None, self.again))
        self.plain = CheckRow(say("本机不便手写，只作数字签名"))
        self.plain.clicked.connect(lambda _: self._check())
        self.body.addWidget(self.plain)
        self.pin = TextField(say("PIN"), placeholder=say("本人的 PIN"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaximumWidth(theme.LIST_WIDTH)
        self.pin.setVisible(slot.has_pin)
        self.fault = FaultLine()
        self.body.addWidget(self.pin)
        self.body.addWidget(self.fault)
        self._needs_pin, self._unlock = slot.has_pin, unlock
        self.pad.changed.connect(self._check)
        self.pin.textEdited.connect(lambda _: self._check())
        self.act.setDefault(True)
        self._check()

    def showEvent(self, event: QShowEvent) -> None:
        """Ready to sign."""
        super().showEvent(event)
        (self.pin if self._needs_pin else self.pad).setFocus()

    def accept(self) -> None:
        """Try the PIN first, so that a slip of the finger costs nothing."""
        if self._needs_pin:
            self.attempt(partial(self._unlock, self.pin.text()))
        else:
            super().accept()

    def show_refusal(self, refusal: Refusal) -> None:
        """What is wrong with the PIN is said; the drawn name stays."""
        self.fault.show_fault(str(refusal))
        self.pin.selectAll()
        self.pin.setFocus()

    @property
    def stroke(self) -> bytes | None:
        """The drawn name as PNG, None where the person does without."""
        return None if self.plain.isChecked() else self.pad.png()

    def _check(self) -> None:
        ready = (self.pad.strokes.enough or self.plain.isChecked()) and (
            bool(self.pin.text()) or not self._needs_pin
        )
        self.act.setEnabled(ready)
        self.again.setEnabled(bool(self.pad.strokes.drawn))
