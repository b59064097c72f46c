"""The dialog that asks which scheme to try out, and for what unit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.common.errors import XianpingError
from app.common.words import say
from app.scoring import ProfileField
from app.services.authoring.trials import FILES
from app.ui import theme
from app.ui.trying.presenter import TryingPresenter
from app.ui.widgets import Button, Dialog, FaultLine, Label, Segmented, column, holder, row
from app.ui.widgets.file_dialogs import ask_open

ID = Qt.ItemDataRole.UserRole
ROWS = 8
MOST_FAULTS = 5


class ChoiceDialog(Dialog):
    """Accepts once a scheme is chosen and the unit is told."""

    def __init__(self, parent: QWidget | None, presenter: TryingPresenter) -> None:
        super().__init__(parent, say("试用方案"), act=say("试用"))
        self.presenter = presenter
        self.list = QListWidget()
        self.list.setAccessibleName(say("随程序提供的方案"))
        self.list.setFixedHeight(ROWS * theme.ROW)
        for scheme_id, title in presenter.state.schemes:
            item = QListWidgetItem(title)
            item.setData(ID, scheme_id)
            item.setSizeHint(QSize(0, theme.ROW))
            self.list.addItem(item)
        self.file = Button(say("从文件打开…"), hint=say("方案文件（.yaml）或方案工作簿（.xlsx）"))
        self.told, self.fault = Label(role="strong", wrap=True), FaultLine()
        self._fields = column(gap=theme.SPACE_8)
        self._shown: tuple[ProfileField, ...] = ()
        self.choices: dict[str, Segmented] = {}
        self.list.currentItemChanged.connect(self._chosen)
        self.list.itemActivated.connect(lambda _: self.accept())
        self.file.clicked.connect(self._pick)
        self._lay()
        self._show()

    def accept(self) -> None:
        """Only with everything chosen."""
        if self.presenter.state.ready:
            super().accept()

    def read(self, path: Path) -> None:
        """Take a scheme from a file, or say why not."""
        self._tried(lambda: self.presenter.read(path))

    def _lay(self) -> None:
        words = say("试填一遍，看结果和结论怎样变化。内容只在试用时存在，离开即全部清除。")
        self.body.addWidget(Label(words, "muted", wrap=True))
        self.body.addWidget(self.list)
        self.body.addLayout(row(self.told, None, self.file))
        self.body.addWidget(self.fault)
        self.body.addLayout(self._fields)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            scheme_id = str(item.data(ID))
            self._tried(lambda: self.presenter.choose(scheme_id))

    def _pick(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in FILES)
        chosen = ask_open(self, say("打开方案"), say("方案文件 ({kinds});;所有文件 (*)", kinds=kinds))
        if chosen:
            self.list.clearSelection()
            self.read(Path(chosen))

    def _tried(self, act: Callable[[], None]) -> None:
        told = ""
        try:
            act()
        except XianpingError as trouble:
            told = _shortly(str(trouble))
        self.fault.show_fault(told)
        self._show()

    def _show(self) -> None:
        state = self.presenter.state
        self.told.show_text(state.told)
        self.act.setEnabled(state.ready)
        if state.fields != self._shown:
            self._shown = state.fields
            self._refill(state.fields)
        for name, choice in self.choices.items():
            choice.show_value(state.profile.get(name, ""))

    def _refill(self, fields: tuple[ProfileField, ...]) -> None:
        while (item := self._fields.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.choices = {field.name: self._choice(field) for field in fields}
        for field in fields:
            line = row(Label(field.label, wrap=True), self.choices[field.name], gap=theme.SPACE_16)
            line.setStretch(0, 1)
            self._fields.addWidget(holder(line))

    def _choice(self, field: ProfileField) -> Segmented:
        options = [(option.value, option.label) for option in field.options]
        choice = Segmented(options, field.label, may_clear=False)
        choice.chosen.connect(lambda value, name=field.name: self._tell(name, value))
        return choice

    def _tell(self, name: str, value: str) -> None:
        self.presenter.tell(name, value)
        self._show()


def _shortly(text: str) -> str:
    """The first faults of many."""
    faults = text.split("；")
    more = say("等 {count} 处", count=len(faults)) if len(faults) > MOST_FAULTS else ""
    return "；".join(faults[:MOST_FAULTS]) + more
