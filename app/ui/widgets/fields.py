"""Fields to fill in. They keep what is typed, show faults beside it, and never change it on their own."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from app.ui import theme
from app.ui.widgets.ink import InkNote
from app.ui.widgets.labels import Caption, Label
from app.ui.widgets.surfaces import column, row

MOST_LINES = 8


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


def leaves_undo(event: QEvent) -> bool:
    """Whether an event asks for undo or redo, which a sheet does better than a single field."""
    if not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def holds_files(data: QMimeData) -> bool:
    """Whether a drop or the clipboard holds files of this computer."""
    return any(url.isLocalFile() for url in data.urls())


class TextField(QLineEdit):
    """One line of text. ``sheet_undo``: Ctrl+Z is not the field's own but the window's."""

    def __init__(self, name: str, *, placeholder: str = "", role: str = "", sheet_undo: bool = False) -> None:
        super().__init__()
        self._sheet_undo = sheet_undo
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._ink = InkNote(self)
        if role:
            self.setProperty("role", role)
        else:
            self.textChanged.connect(self._look_at)

    def take(self, name: str) -> None:
        """Stand for something else from now on: empty, nothing begun, nothing to be undone."""
        QCoreApplication.sendEvent(self, QInputMethodEvent())
        self.setAccessibleName(name)
        self.setText("")

    def show_value(self, text: str) -> None:
        """Show a stored text without moving the cursor of one who is typing the same."""
        if text != self.text():
            at = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(at, len(text)) if self.hasFocus() else 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are for what lies around; their addresses would be written into the field."""
        if holds_files(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave undo to the window where it is told to."""
        if self._sheet_undo and leaves_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def show_fault(self, *, on: bool) -> None:
        """Mark the field as in need of mending."""
        self._ink.show_fault(on=on)

    def _look_at(self, text: str) -> None:
        if self.echoMode() == QLineEdit.EchoMode.Normal:  # a PIN is neither printed nor told
            self._ink.look_at(text)


def steps_of(event: QKeyEvent, far: int) -> int:
    """How many steps up (or down) a key asks for; 0 for another key, or where the large step is 0."""
    ups = {Qt.Key.Key_Up: 1, Qt.Key.Key_PageUp: far, Qt.Key.Key_Down: -1, Qt.Key.Key_PageDown: -far}
    steps = ups.get(Qt.Key(event.key()), 0) if far else 0
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held == Qt.KeyboardModifier.ShiftModifier:
        return far if steps > 0 else -far if steps else 0
    return steps if held == Qt.KeyboardModifier.NoModifier else 0


def secret(name: str, placeholder: str = "") -> TextField:
    """A field that shows dots."""
    made = TextField(name, placeholder=placeholder)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


class NumberField(QWidget):
    """A number with its unit and, below, its fault; emits ``typed`` with the text of every keystroke.

    Any text may be typed and is kept: what is wrong with it is said, not swallowed. ``stepped`` tells how
    many steps the arrow and page keys ask for, where ``far``, the large step, is set. The wheel does nothing.
    """

    typed = Signal(str)
    stepped = Signal(int)

    def __init__(self, name: str, *, unit: str = "", sheet_undo: bool = False) -> None:
        super().__init__()
        self.far = 0
        self.edit = TextField(_with_unit(name, unit), sheet_undo=sheet_undo)
        self.edit.setFixedWidth(theme.NUMBER_WIDTH)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.edit.textEdited.connect(self.typed.emit)
        self.unit = Label(unit, "muted")
        self.fault = FaultLine()
        line = row(self.edit, self.unit, None)
        self.setLayout(column(line, self.fault, gap=theme.SPACE_4))
        self.setFocusProxy(self.edit)

    def take(self, name: str, unit: str) -> None:
        """Stand for another number from now on."""
        self.edit.take(_with_unit(name, unit))
        self.unit.show_text(unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step by one; the page keys, or Shift with an arrow, by the large step."""
        steps = steps_of(event, self.far)
        if steps and not self.edit.isReadOnly():
            self.stepped.emit(steps)
        else:
            super().keyPressEvent(event)

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


def _with_unit(name: str, unit: str) -> str:
    return f"{name}（{unit}）" if unit else name


class NoteField(QPlainTextEdit):
    """Several lines of text that grow with what is written; Tab leaves the field.

    ``sheet_undo`` as for ``TextField``; ``enter_leaves``: Enter is for the form, Shift+Enter breaks the line.
    """

    written = Signal(str)

    def __init__(
        self,
        name: str,
        *,
        placeholder: str = "",
        lines: int = 2,
        most: int = MOST_LINES,
        sheet_undo: bool = False,
        enter_leaves: bool = False,
    ) -> None:
        super().__init__()
        self._lines, self._most, self._shown = lines, most, ""
        self._sheet_undo, self._enter_leaves = sheet_undo, enter_leaves
        self._ink = InkNote(self)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._say)
        self._grow()

    def take(self, name: str) -> None:
        """Stand for something else from now on: empty, nothing begun, nothing to be undone."""
        QCoreApplication.sendEvent(self, QInputMethodEvent())
        self.setAccessibleName(name)
        self.show_value("")
        self.document().clearUndoRedoStacks()

    def show_value(self, text: str) -> None:
        """Show a stored text; what stands there already stays untouched."""
        self._shown = text
        if text != self.toPlainText():
            self.setPlainText(text)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text only: the addresses of files that are dropped or pasted are no words."""
        return not holds_files(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Put words in; pasting asks nobody whether it can."""
        if self.canInsertFromMimeData(source):
            super().insertFromMimeData(source)

    def sizeHint(self) -> QSize:
        """As high as the text, between the least and the most lines."""
        return QSize(super().sizeHint().width(), self.height())

    def event(self, event: QEvent) -> bool:
        """Leave undo to the window where it is told to."""
        if self._sheet_undo and leaves_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the form where it is told to."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if self._enter_leaves and enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new width breaks the lines anew."""
        super().resizeEvent(event)
        self._grow()

    def show_fault(self, *, on: bool) -> None:
        """Mark the field as in need of mending."""
        self._ink.show_fault(on=on)

    def _say(self) -> None:
        self._grow()
        text = self.toPlainText()
        self._ink.look_at(text)
        if text != self._shown:  # a composition under way changes nothing yet
            self._shown = text
            self.written.emit(text)

    def _grow(self) -> None:
        wanted = round(self.document().size().height())  # in lines: a plain document counts them
        lines = min(max(wanted, self._lines), self._most)
        frame = 2 * (round(self.document().documentMargin()) + theme.SPACE_4 + 1)
        high = math.ceil(
            QFontMetricsF(self.font()).lineSpacing()
        )  # Qt sets a line on whole pixels, rounded up
        self.setFixedHeight(lines * high + frame)
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(on if wanted > self._most else off)
