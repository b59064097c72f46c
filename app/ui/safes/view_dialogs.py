"""The settings of the copy: where it is kept, and whether a person's keys travel with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui import theme
from app.ui.safes.presenter import PlaceState, SafePresenter, Volume
from app.ui.shell.view_attempt import AttemptDialog
from app.ui.widgets import Button, Caption, Dialog, Elided, FaultLine, Hairline, Label, TextField, column, row
from app.ui.widgets.file_dialogs import ask_folder


class PlaceDialog(Dialog):
    """Where copies are kept: sticks that are plugged in, any folder, or nowhere."""

    keys_wanted = Signal()

    def __init__(self, parent: QWidget | None, presenter: SafePresenter, volumes: Sequence[Volume]) -> None:
        super().__init__(parent, say("副本位置"), act=say("完成"))
        self._presenter = presenter
        self.away.hide()
        told = say(
            "填写时，程序自动把正在做的工作加密保留一份到这里。"
            "电脑坏了，把 U 盘插到本组任何一台电脑上，打开副本即可接着做。"
        )
        self.body.addWidget(Label(told, "muted", wrap=True))
        self.where, self.warning, self.fault = Elided(role="strong"), Caption(wrap=True), FaultLine()
        self.folder, self.stop = Button(say("选择文件夹…")), Button(say("不再保留"))
        self.sticks = [self._stick(volume) for volume in volumes]
        self.keys, self.keys_button = Label(wrap=True), Button(say("更改…"))
        self._lay()
        self.folder.clicked.connect(self._choose)
        self.stop.clicked.connect(self._stop)
        self.keys_button.clicked.connect(self.keys_wanted)
        self.act.setDefault(True)
        self.show_place(presenter.place())
        if not presenter.place().where:
            next(iter((*self.sticks, self.folder))).setFocus()

    def show_place(self, state: PlaceState) -> None:
        """Show the settings as they stand."""
        self.where.show_text(state.where or say("还没有选择，现在不保留副本"))
        self.warning.show_text(state.warning)
        self.warning.setVisible(bool(state.warning))
        self.stop.setVisible(bool(state.where))
        self.keys.show_text(state.keys)
        for part in (self._rule, self.keys, self.keys_button):
            part.setVisible(bool(state.keys))

    def _lay(self) -> None:
        self.body.addWidget(self.where)
        self.body.addWidget(self.warning)
        self.body.addWidget(self.fault)
        for stick in self.sticks:
            self.body.addLayout(row(stick, None))
        self.body.addLayout(row(self.folder, self.stop, None))
        self._rule = Hairline()
        self.body.addWidget(self._rule)
        keys = row(self.keys, self.keys_button, gap=theme.SPACE_12)
        keys.setStretch(0, 1)
        self.body.addLayout(keys)

    def _stick(self, volume: Volume) -> Button:
        made = Button(say("保留到 U 盘“{name}”", name=volume.name), hint=str(volume.root))
        made.clicked.connect(lambda: self._take(volume.root))
        return made

    def _choose(self) -> None:
        chosen = ask_folder(self, say("选择副本位置"))
        if chosen:
            self._take(Path(chosen))

    def _take(self, folder: Path) -> None:
        self._try(lambda: self._presenter.choose(folder))

    def _stop(self) -> None:
        self._try(self._presenter.leave)

    def _try(self, act: Callable[[], None]) -> None:
        self.fault.show_fault("")
        try:
            act()
        except Refusal as refusal:
            self.fault.show_fault(str(refusal))
        self.show_place(self._presenter.place())


class KeysDialog(AttemptDialog):
    """Asks once whether the own keys may travel, and for the PIN that locks them. Escape leaves it open."""

    def __init__(self, parent: QWidget | None, check: Callable[[str], None]) -> None:
        super().__init__(parent, say("让签名密钥随副本携带？"), act=say("带上密钥"), away=say("留在本机"))
        self._check = check
        for told in (
            say("带上：电脑坏了，可在同事的电脑上用自己的 PIN 接着评、照常签。"),
            say("留在本机：副本里只有填写的内容；没有密钥，别的电脑上不能接着填，也不能签。"),
        ):
            self.body.addWidget(Label(told, wrap=True))
        note = say(
            "密钥先用您的 PIN 加锁（比平时难猜八倍），再封进只有本组成员和主管部门能打开的副本。"
            "PIN 越长越安全，请勿告诉他人；考核结束后请删除 U 盘上的“现评副本”文件夹。"
        )
        self.body.addWidget(Caption(note, wrap=True))
        self.pin = TextField(say("PIN"), placeholder=say("您的 PIN"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.fault = FaultLine()
        self.body.addLayout(column(self.pin, self.fault, gap=theme.SPACE_4))
        self.pin.textEdited.connect(lambda: self.fault.show_fault(""))
        self.act.setDefault(True)
        self.given, self.stays = "", False
        self.away.clicked.disconnect()
        self.away.clicked.connect(self._stay)

    def showEvent(self, event: QShowEvent) -> None:
        """Ready to type."""
        super().showEvent(event)
        self.pin.setFocus()

    def accept(self) -> None:
        """Close only where the PIN is right and may lock what travels."""
        self.given = self.pin.text()
        self.attempt(partial(self._check, self.given))

    def show_refusal(self, refusal: Refusal) -> None:
        """The PIN goes; what is wrong with it is said."""
        self.given = ""
        self.fault.show_fault(str(refusal))
        self.pin.clear()
        self.pin.setFocus()

    def done(self, outcome: int) -> None:
        """A PIN stays in no field."""
        self.pin.clear()
        super().done(outcome)

    def _stay(self) -> None:
        self.stays = True
        self.reject()
