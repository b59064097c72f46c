"""Asks how the bureau ruled on a result between two marks, who did, and where it is written."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.conclusion.state import ResultState
from app.ui.widgets import Caption, Dialog, Label, Segmented, TextField, column


class GapDialog(Dialog):
    """The choice and its source; nothing is noted before all three are there."""

    def __init__(self, parent: QWidget | None, state: ResultState) -> None:
        super().__init__(parent, say("登记主管部门的裁定"), act=say("登记"))
        self.choice = Segmented(state.gap, say("裁定"), may_clear=False)
        self.by = TextField(say("作出裁定的单位"))
        self.number = TextField(
            say("文号或记录"), placeholder=say("裁定的文号；还没有行文的，写明谁在何时答复")
        )
        told = say("文件没有写明这样的结果是否合格，专家组不能自行认定。裁定连同出处写进结论。")
        self.body.addWidget(Label(state.why, wrap=True))
        self.body.addWidget(Label(told, "muted", wrap=True))
        self.body.addWidget(self.choice)
        for field in (self.by, self.number):
            self.body.addLayout(column(Caption(field.accessibleName()), field, gap=theme.SPACE_4))
        self.act.setEnabled(False)
        self.choice.chosen.connect(self._choose)
        for field in (self.by, self.number):
            field.textChanged.connect(self._look)

    @property
    def given(self) -> tuple[str, str, str]:
        """The choice, who ruled, and where it is written."""
        return self.choice.value or "", self.by.text().strip(), self.number.text().strip()

    def _choose(self, value: str) -> None:
        self.choice.show_value(value)
        self._look(value)

    def _look(self, _told: str) -> None:
        self.act.setEnabled(all(self.given))


def gap_ruling(parent: QWidget | None, state: ResultState) -> tuple[str, str, str] | None:
    """What was given; None where the person turned back."""
    dialog = GapDialog(parent, state)
    try:
        return dialog.given if dialog.exec() else None
    finally:
        dialog.deleteLater()
