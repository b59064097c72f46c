"""Going on with a copy on a laptop that knows none of its people: the recovery code, then a new PIN."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui.safes.replacement import ReplacementPresenter
from app.ui.shell.view_attempt import AttemptDialog
from app.ui.widgets import Caption, Card, CheckRow, Label, TextField, secret


class RecoveryCodeDialog(AttemptDialog):
    """Asks for the code that opens the keys beside the copy."""

    def __init__(self, parent: QWidget | None, presenter: ReplacementPresenter) -> None:
        super().__init__(parent, say("在这台电脑上接着做？"), act=say("下一步"), away=say("不接着做"))
        self._presenter = presenter
        told = say(
            "这份副本属于不在这台电脑上的人。原来的电脑不能再用的，输入副本主人抄下的恢复码，"
            "密钥、任务和副本里的内容就都在这台电脑上恢复。"
        )
        self.code = TextField(say("恢复码"), placeholder=say("24 个字母和数字"))
        self.body.addWidget(Label(told, wrap=True))
        self.fault = self.ask(self.code)
        note = say("本组其他人的电脑还能用的，把 U 盘插到那台电脑上打开副本，不要恢复码。")
        self.body.addWidget(Caption(note, wrap=True))
        self.code.textEdited.connect(lambda: self.fault.show_fault(""))
        self.act.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Ready to type."""
        super().showEvent(event)
        self.code.setFocus()

    def accept(self) -> None:
        """Close only where the code opens something."""
        self.attempt(partial(self._presenter.open, self.code.text()))

    def show_refusal(self, refusal: Refusal) -> None:
        """The code stays to be compared with the paper."""
        self.fault.show_fault(str(refusal))
        self.code.setFocus()

    def done(self, outcome: int) -> None:
        """A code stays in no field."""
        self.code.clear()
        super().done(outcome)


class SettleDialog(AttemptDialog):
    """The bureau's fingerprint to compare, and a new PIN for the person whose code it was."""

    def __init__(self, parent: QWidget | None, presenter: ReplacementPresenter) -> None:
        owner = presenter.owner
        title = say("恢复 {name} 的密钥", name=owner.name)
        super().__init__(parent, title, act=say("接着做"))
        self._presenter = presenter
        self.compared = CheckRow(say("我已逐组核对，与通知上的一致"))
        self.pin, self.again = secret(say("新 PIN"), say("6 至 32 位")), secret(say("再输一次"))
        if not owner.bureau.known:
            told = say("请把下面的指纹与主管部门书面通知上印的逐组核对，一致才可接着做。")
            self.body.addWidget(Label(owner.bureau.bureau, "strong", wrap=True))
            self.body.addWidget(Label(told, "muted", wrap=True))
            self.body.addWidget(Card(Label(owner.bureau.fingerprint, "title", wrap=True)))
            self.body.addWidget(self.compared)
            self.compared.clicked.connect(lambda _=False: self.act.setEnabled(self.compared.isChecked()))
            self.act.setEnabled(False)
        self.faults = {"pin": self.ask(self.pin), "again": self.ask(self.again)}
        for key, field in (("pin", self.pin), ("again", self.again)):
            field.textEdited.connect(partial(self._quiet, key))
        self.body.addWidget(
            Caption(say("新 PIN 从此打开这台电脑上的数据；接着显示一个新的恢复码，请抄下。"), wrap=True)
        )
        self.act.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Ready to compare, or to type."""
        super().showEvent(event)
        (self.pin if self._presenter.owner.bureau.known else self.compared).setFocus()

    def accept(self) -> None:
        """Close only where the person is settled here."""
        self.attempt(partial(self._presenter.settle, self.pin.text(), self.again.text()))

    def show_refusal(self, refusal: Refusal) -> None:
        """Every fault beside its field."""
        for fault in refusal.faults:
            self.faults.get(fault.where, self.faults["pin"]).show_fault(fault.message)
        (self.again if refusal.faults[0].where == "again" else self.pin).setFocus()

    def done(self, outcome: int) -> None:
        """A PIN stays in no field."""
        self.pin.clear()
        self.again.clear()
        super().done(outcome)

    def _quiet(self, key: str, _text: str) -> None:
        self.faults[key].show_fault("")
