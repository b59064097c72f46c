"""Switching persons in two seconds: a digit, the PIN where there is one, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui.seating.presenter import Choice
from app.ui.seating.view_numbered import ID, Numbered
from app.ui.shell.view_attempt import PinAttemptDialog
from app.ui.widgets import Caption

Attempt = Callable[[str, str | None], None]


class SwitchDialog(PinAttemptDialog):
    """Accepts once ``attempt`` has seated somebody; ``chosen`` is who. Stays open on a wrong PIN."""

    def __init__(self, parent: QWidget | None, choices: Sequence[Choice], attempt: Attempt) -> None:
        super().__init__(parent, say("切换身份"), act=say("切换"))
        self._choices = {choice.id: choice for choice in choices}
        self._attempt = attempt
        self.chosen = ""
        self.list = Numbered(say("这台电脑上的人"))
        self.list.show_choices(choices)
        self.list.picked.connect(self.pick)
        told = say("按数字键选人；有 PIN 的输入 PIN 后按 Enter。前一位的内容已收起，已录入的都已保存。")
        self.body.addWidget(Caption(told, wrap=True))
        for part in (self.list, self.pin, self.fault):
            self.body.addWidget(part)
        self.pin.hide()
        self.act.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Ready for a digit."""
        super().showEvent(event)
        self.list.setFocus()

    def pick(self, person_id: str) -> None:
        """Choose somebody: at once without a PIN, else ask for it."""
        choice = self._choices[person_id]
        self.chosen = person_id
        asks = choice.has_pin and not choice.current
        self.pin.setVisible(asks)
        self.pin.clear()
        self.fault.show_fault("")
        if asks:
            self.pin.setPlaceholderText(say("请 {name} 输入 PIN", name=choice.name))
            self.pin.setFocus()
        else:
            self.accept()

    def accept(self) -> None:
        """Seat who was chosen; close only where that is done."""
        chosen = self._choices.get(self.chosen)
        if chosen is None:
            item = self.list.currentItem()
            if item is not None:
                self.pick(str(item.data(ID)))
            return
        if chosen.current:
            self.done(QDialog.DialogCode.Accepted)
        elif chosen.has_pin:
            self.attempt(partial(self._attempt, chosen.id, self.pin.text()))
        else:
            self._seat(chosen.id)

    def _seat(self, person_id: str) -> None:
        """Who has no PIN sits down at once: nothing is to be tried."""
        try:
            self._attempt(person_id, None)
        except Refusal as refusal:
            self.show_refusal(refusal)
        else:
            self.done(QDialog.DialogCode.Accepted)
