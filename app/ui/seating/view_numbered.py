"""A list whose lines are chosen by their digits, as well as by arrows, Enter and the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.common.words import say
from app.ui import theme
from app.ui.seating.presenter import Choice

MOST_ROWS = 8
ID = Qt.ItemDataRole.UserRole


class Numbered(QListWidget):
    """``picked`` carries the id; a line that cannot be chosen says why."""

    picked = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.itemClicked.connect(self._pick)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Draw the lines; the first that can be chosen is current."""
        self.clear()
        for number, choice in enumerate(choices, 1):
            self.addItem(_line(number, choice))
        self.setFixedHeight(min(max(len(choices), 1), MOST_ROWS) * theme.ROW + theme.SPACE_8)
        first = next((at for at in range(self.count()) if self._open(at)), -1)
        self.setCurrentRow(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit picks its line, Enter the current one."""
        key = event.text()
        if key.isdecimal() and key.isascii() and 0 < int(key) <= self.count():
            self.setCurrentRow(int(key) - 1)
            self._pick(self.currentItem())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pick(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _open(self, at: int) -> bool:
        return bool(self.item(at).flags() & Qt.ItemFlag.ItemIsEnabled)

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.picked.emit(str(item.data(ID)))


def _line(number: int, choice: Choice) -> QListWidgetItem:
    told = choice.why_not or choice.told
    marks = [say("现在在用") if choice.current else "", say("有 PIN") if choice.has_pin else ""]
    beside = say("，").join(part for part in (told, *marks) if part)
    digit = str(number) if number < 10 else "　"
    item = QListWidgetItem(say("{digit}　{name}　{beside}", digit=digit, name=choice.name, beside=beside))
    item.setData(ID, choice.id)
    item.setToolTip(beside)
    item.setSizeHint(QSize(0, theme.ROW))
    if choice.why_not:
        item.setForeground(QColor(theme.colours().muted))
        item.setFlags(item.flags() & ~(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable))
    return item
