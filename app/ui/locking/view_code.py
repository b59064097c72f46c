"""The recovery code, shown once to be written down."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui.widgets import Card, CheckRow, Dialog, Label


class CodeDialog(Dialog):
    """Is done with once the person says that the code is written down."""

    def __init__(self, parent: QWidget | None, name: str, code: str) -> None:
        title = say("请抄下 {name} 的恢复码", name=name)
        super().__init__(parent, title, act=say("完成"), away=say("以后再抄"))
        self.code = Label(code, "heading")
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        told = say(
            "本机数据已用 PIN 加密。忘记 PIN 时，在锁定页点“忘记 PIN…”，凭这个码重设。它只显示这一次，"
            "程序不保存；请抄在纸上，与电脑分开存放。"
        )
        self.written = CheckRow(say("我已抄下，并核对过一遍"))
        self.written.clicked.connect(lambda _=False: self.act.setEnabled(self.written.isChecked()))
        self.body.addWidget(Label(told, wrap=True))
        self.body.addWidget(Card(self.code))
        self.body.addWidget(self.written)
        self.act.setEnabled(False)
        self.act.setDefault(True)
        self.written.setFocus()
