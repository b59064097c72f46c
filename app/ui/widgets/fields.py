"""Fields to fill in. They keep what is typed, show faults beside it, and never change it on their own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from app.ui import theme
from app.ui.widgets.labels import Caption, Label, set_property
from app.ui.widgets.surfaces import column, row


class FaultLine(Caption):
    """The fault of a field, in the attention tone below it; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__(wrap=True)
        self.show_tone(theme.Tone.ATTENTION)
        self.hide()

    def show_fault(self, message: str) -> None:
        """Show or clear the fault."""
        if message != self.text() or bool(message) == self.isHidden():
            self.setText(message)
            self.setVisible(bool(message))


class TextField(QLineEdit):
    """One line of text."""

    def __init__(self, name: str, *, placeholder: str = "", role: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        if role:
            self.setProperty("role", role)

    def show_value(self, text: str) -> None:
        """Show a stored text without moving the cursor of one who is typing the same."""
        if text != self.text():
            self.setText(text)

    def show_fault(self, *, on: bool) -> None:
        """Mark the field as in need of mending."""
        set_property(self, "fault", "true" if on else "false")


class NumberField(QWidget):
    """A number with its unit and, below, its fault; emits ``typed`` with the text of every keystroke.

    Any text may be typed and is kept: what is wrong with it is said, not swallowed.
    """

    typed = Signal(str)

    def __init__(self, name: str, *, unit: str = "", width: int = theme.NUMBER_WIDTH) -> None:
        super().__init__()
        self.edit = TextField(name if not unit else f"{name}（{unit}）")
        self.edit.setFixedWidth(width)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.edit.textEdited.connect(self.typed.emit)
        self.unit = Label(unit, "muted")
        self.fault = FaultLine()
        line = row(self.edit, self.unit, None)
        self.setLayout(column(line, self.fault, gap=theme.SPACE_4))
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    def show_value(self, text: str) -> None:
        """Show a stored text; what stands there already stays untouched."""
        self.edit.show_value(text)

    def show_fault(self, message: str) -> None:
        """Show or clear the fault."""
        self.fault.show_fault(message)
        self.edit.show_fault(on=bool(message))


class NoteField(QPlainTextEdit):
    """Several lines of text that grow with what is written; Tab leaves the field."""

    written = Signal(str)

    def __init__(self, name: str, *, placeholder: str = "", lines: int = 2, most: int = 8) -> None:
        super().__init__()
        self._lines, self._most, self._shown = lines, most, ""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._say)
        self._grow()

    def show_value(self, text: str) -> None:
        """Show a stored text; what stands there already stays untouched."""
        self._shown = text
        if text != self.toPlainText():
            self.setPlainText(text)

    def sizeHint(self) -> QSize:
        """As high as the text, between the least and the most lines."""
        return QSize(super().sizeHint().width(), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Z and Ctrl+Y to the sheet, whose undo knows every step."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in {Qt.Key.Key_Z, Qt.Key.Key_Y}:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _say(self) -> None:
        self._grow()
        text = self.toPlainText()
        if text != self._shown:  # a composition under way changes nothing yet
            self._shown = text
            self.written.emit(text)

    def _grow(self) -> None:
        lines = min(max(self.document().lineCount(), self._lines), self._most)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2 * theme.SPACE_8 + 2)
