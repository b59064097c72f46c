"""Asks before the text is dated, and how wrong the clock is where its time does not fit."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.services.store.matter import Matter
from app.ui import theme
from app.ui.conclusion.view_matters import MatterLine
from app.ui.shell.view_dialogs import AskDialog
from app.ui.widgets import (
    Button,
    Caption,
    Dialog,
    Label,
    NumberField,
    Scrolled,
    Segmented,
    TextField,
    column,
    row,
)

MINUTES = 60
MOST_LINES = 6
Answer = Literal["", "freeze", "correct"]


class FreezeDialog(AskDialog):
    """The question before freezing; where times do not fit, or were corrected, the clock can be noted."""

    def __init__(
        self,
        parent: QWidget | None,
        sentence: str,
        act: str,
        *,
        doubtful: bool,
        matters: tuple[Matter, ...] = (),
    ) -> None:
        super().__init__(parent, say("定稿？"), sentence, act, destroys=doubtful)
        self.answer: Answer | Matter = ""
        self.matters = tuple(MatterLine(each) for each in matters)
        self._list_matters()
        self.correct = Button(say("更正时间…"), hint=say("写明本机的时钟快或慢多少，印出的时间照此更正"))
        self.correct.setVisible(doubtful)
        self.correct.clicked.connect(self._correct)
        if doubtful:
            self.body.addLayout(row(self.correct, None))

    def accept(self) -> None:
        """Freeze."""
        self.answer = "freeze"
        super().accept()

    def _list_matters(self) -> None:
        if not self.matters:
            return
        told = say("下列各项还没有办，也可以定稿。请逐项看过；按“{act}”即确认照此定稿。", act=self.act.text())
        self.body.addWidget(Label(told, "strong", wrap=True))
        listed = Scrolled(*self.matters, None, gap=theme.SPACE_8, margin=0)
        listed.setMinimumHeight(min(len(self.matters), MOST_LINES) * theme.ROW)
        self.body.addWidget(listed)
        for line in self.matters:
            line.wanted.connect(self._turn)

    def _turn(self, matter: Matter) -> None:
        """Not now: look at it first."""
        self.answer = matter
        super().accept()

    def _correct(self) -> None:
        self.answer = "correct"
        super().accept()


class ClockDialog(Dialog):
    """How far the clock is ahead or behind, and how that is known; no time at all takes a correction back."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, say("更正时间"), act=say("记下更正"))
        told = say(
            "能把电脑的时钟调准的，请先调准。调不准的，在这里写明快或慢多少：原来的记录不改，"
            "定稿时间和程序记录印更正后的时间，并注明。时钟已经调准、不用更正的，两栏都填 0。"
        )
        sides = (("1", say("快")), ("-1", say("慢")))
        self.side = Segmented(sides, say("本机的时钟"), may_clear=False)
        self.hours = NumberField(say("相差"), unit=say("小时"))
        self.minutes = NumberField(say("相差"), unit=say("分钟"))
        self.reason = TextField(say("怎样核对的"), placeholder=say("例如：与组员手机的时间核对"))
        self.body.addWidget(Label(told, "muted", wrap=True))
        self.body.addLayout(row(Label(say("本机的时钟")), self.side, self.hours, self.minutes, None))
        self.body.addLayout(column(Caption(self.reason.accessibleName()), self.reason, gap=theme.SPACE_4))
        self.side.show_value("1")
        self.side.chosen.connect(self.side.show_value)
        self.act.setEnabled(False)
        self.reason.textChanged.connect(self._look)
        for field in (self.hours, self.minutes):
            field.typed.connect(self._look)

    @property
    def given(self) -> tuple[int, str] | None:
        """Minutes, positive for ahead, and the reason; None while that is no time."""
        told = [field.text or "0" for field in (self.hours, self.minutes)]
        reason = self.reason.text().strip()
        if not reason or not all(each.isascii() and each.isdigit() and len(each) < 7 for each in told):
            return None
        return int(self.side.value or "1") * (int(told[0]) * MINUTES + int(told[1])), reason

    def _look(self, _told: str) -> None:
        self.act.setEnabled(self.given is not None)


def freezing_agreed(
    parent: QWidget, sentence: str, act: str, *, doubtful: bool, matters: tuple[Matter, ...]
) -> Answer | Matter:
    """Whether the text is to be frozen now, the clock corrected or a matter looked at first; or nothing."""
    dialog = FreezeDialog(parent, sentence, act, doubtful=doubtful, matters=matters)
    try:
        return dialog.answer if dialog.exec() else ""
    finally:
        dialog.deleteLater()


def clock_fault(parent: QWidget) -> tuple[int, str] | None:
    """What was given; None where the person turned back."""
    dialog = ClockDialog(parent)
    try:
        return dialog.given if dialog.exec() else None
    finally:
        dialog.deleteLater()
