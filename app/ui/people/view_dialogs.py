"""The dialogs of identities: a new one, and comparing a bureau's fingerprint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.common.errors import Refusal
from app.common.glyphs import shown, unprintable
from app.common.words import say
from app.services.identity.trusts import TrustInfo
from app.ui import theme
from app.ui.shell.view_attempt import AttemptDialog
from app.ui.widgets import Caption, Card, CheckRow, Dialog, FaultLine, Label, TextField, column, secret

Create = Callable[[str, str, str, str, Mapping[str, str]], object]
Change = Callable[[str, str, str], None]


class IdentityDialog(AttemptDialog):
    """Name, unit, and a PIN that may be left out; stays open while something is refused."""

    def __init__(self, parent: QWidget | None, create: Create) -> None:
        super().__init__(parent, say("建立身份"), act=say("建立"))
        self._create = create
        self.name = TextField(say("姓名"), placeholder=say("与身份证一致"))
        self.unit = TextField(say("单位"), placeholder=say("工作单位全称"))
        self.pin = secret(say("PIN"), say("6 至 32 位，可不设"))
        self.again = secret(say("再输一次"), say("不设 PIN 时留空"))
        self.faults: dict[str, FaultLine] = {}
        self.substitutes: dict[str, TextField] = {}
        self._asked = column(gap=theme.SPACE_12)
        for key, field in self._fields().items():
            self.faults[key] = self.ask(field)
            if key == "unit":
                self.body.addLayout(self._asked)
        note = say("密钥在这台电脑上生成，未经您同意不会离开本机。多人合用一台电脑时，请各自设 PIN。")
        self.body.addWidget(Caption(note + pin_note(), wrap=True))
        self.act.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Ready to type."""
        super().showEvent(event)
        self.name.setFocus()

    def accept(self) -> None:
        """Make the identity; close only where nothing is refused."""
        for line in self.faults.values():
            line.show_fault("")
        given = {char: field.text() for char, field in self._needed().items()}
        name, unit, pin, again = (field.text() for field in self._fields().values())
        self.attempt(partial(self._create, name, unit, pin, again, given))

    def _needed(self) -> dict[str, TextField]:
        """The substitutes for what still stands in name or unit."""
        typed = self.name.text() + self.unit.text()
        return {char: field for char, field in self.substitutes.items() if char in typed}

    def _ask_for(self, char: str) -> None:
        """A row for what is written in place of a character."""
        field = self.substitutes[char] = TextField(
            say("{char}印作", char=shown(char)), placeholder=say("写出字形，如〔木某〕，或用相近的字")
        )
        fault = self.faults[f"substitutes.{char}"] = FaultLine()
        self._asked.addLayout(column(Label(field.accessibleName()), field, fault, gap=theme.SPACE_4))
        if len(self.substitutes) == 1:
            told = say("字库中没有的字用写法代替；结论首页注明它代的是哪个字，签署的人都能看到。")
            self._asked.addWidget(Caption(told, wrap=True))

    def _fields(self) -> dict[str, TextField]:
        return {"name": self.name, "unit": self.unit, "pin": self.pin, "again": self.again}

    def show_refusal(self, refusal: Refusal) -> None:
        """Every fault beside its field; a character that cannot be printed gets a field of its own."""
        new = [
            char for char in unprintable(self.name.text() + self.unit.text()) if char not in self.substitutes
        ]
        for char in new:
            self._ask_for(char)
            self.substitutes[char].show()  # at once, so that it can take the focus
        fields = self._fields() | {f"substitutes.{char}": each for char, each in self.substitutes.items()}
        for fault in refusal.faults:
            self.faults.get(fault.where, self.faults["name"]).show_fault(fault.message)
        first = self.substitutes[new[0]] if new else fields.get(refusal.faults[0].where, self.name)
        first.setFocus()


class ChangePinDialog(AttemptDialog):
    """The PIN so far, where there is one, and the new one twice; stays open while something is refused."""

    def __init__(self, parent: QWidget | None, name: str, change: Change, *, has_pin: bool) -> None:
        title = say("更改 {name} 的 PIN", name=name) if has_pin else say("为 {name} 设 PIN", name=name)
        super().__init__(parent, title, act=say("更改") if has_pin else say("设 PIN"))
        self._change, self._has_pin = change, has_pin
        self.old = secret(say("现在的 PIN"), "")
        self.pin = secret(say("新 PIN"), say("6 至 32 位"))
        self.again = secret(say("再输一次"), "")
        self.faults: dict[str, FaultLine] = {}
        for key, field in self._fields().items():
            self.faults[key] = self.ask(field)
        if not has_pin:
            self.body.addWidget(Caption(pin_note(), wrap=True))
        self.act.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Ready to type."""
        super().showEvent(event)
        next(iter(self._fields().values())).setFocus()

    def accept(self) -> None:
        """Change it; close only where nothing is refused."""
        for line in self.faults.values():
            line.show_fault("")
        self.attempt(partial(self._change, self.old.text(), self.pin.text(), self.again.text()))

    def show_refusal(self, refusal: Refusal) -> None:
        """Every fault beside its field."""
        first = next(iter(self._fields()))
        for fault in refusal.faults:
            self.faults[fault.where if fault.where in self.faults else first].show_fault(fault.message)
        self._fields().get(refusal.faults[0].where, self._fields()[first]).setFocus()

    def _fields(self) -> dict[str, TextField]:
        old = {"old": self.old} if self._has_pin else {}
        return old | {"pin": self.pin, "again": self.again}


class TrustDialog(Dialog):
    """Shows a bureau's fingerprint large; takes it in only once the person says it was compared."""

    def __init__(self, parent: QWidget | None, info: TrustInfo) -> None:
        super().__init__(parent, say("核对信任文件"), act=say("信任该单位"))
        self.fingerprint = Label(info.fingerprint, "title", wrap=True)
        told = say(
            "请把下面的指纹与主管部门书面通知上印的逐组核对。信任随文件自己带来不作数，只有核对过才作数。"
        )
        self.compared = CheckRow(say("我已逐组核对，与通知上的一致"))
        self.compared.clicked.connect(lambda _=False: self.act.setEnabled(self.compared.isChecked()))
        self.body.addWidget(Label(info.bureau, "strong"))
        self.body.addWidget(Label(told, "muted", wrap=True))
        self.body.addWidget(Card(self.fingerprint))
        self.body.addWidget(self.compared)
        self.act.setEnabled(False)
        self.act.setDefault(True)
        self.compared.setFocus()


def pin_note() -> str:
    """What a PIN does, said before it is set."""
    return say("设了 PIN，本机数据即加密，打开程序须输入 PIN；不设，谁拿到这台电脑都能看到。")
