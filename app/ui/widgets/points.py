"""A field for points: typed, or stepped with − and + and the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.fields import FaultLine, TextField, steps_of
from app.ui.widgets.labels import Caption
from app.ui.widgets.signs import Sign
from app.ui.widgets.surfaces import column, row

FAR = 2  # of the usual halves: a whole point


class PointsField(QWidget):
    """Points with their range beside them; emits ``typed`` with the text, ``stepped`` with +1 or −1."""

    typed = Signal(str)
    stepped = Signal(int)

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.edit = TextField(_with_hint(name, hint), sheet_undo=True)
        self.edit.setFixedWidth(theme.POINTS_FIELD)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.edit.textEdited.connect(self.typed.emit)
        self.less = IconButton(Sign.MINUS, say("减一档"))
        self.more = IconButton(Sign.PLUS, say("加一档"))
        for button, steps in ((self.less, -1), (self.more, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, by=steps: self.stepped.emit(by))
        self.hint = Caption(hint, wrap=True)
        self.hint.setMinimumSize(theme.POINTS_FIELD, theme.ROW)  # room for two lines of it
        if not hint:
            self.hint.hide()
        self.fault = FaultLine()
        self.line = row(self.less, self.edit, self.more, self.hint, gap=theme.SPACE_4)
        self.line.setStretch(3, int(bool(hint)))
        self.setLayout(column(self.line, self.fault, gap=theme.SPACE_4))
        self.setFocusProxy(self.edit)

    def take(self, name: str, hint: str) -> None:
        """Stand for other points from now on, with a range where there was one."""
        self.edit.take(_with_hint(name, hint))
        self.hint.show_text(hint)

    def put_beside(self, widget: QWidget) -> None:
        """Put something between the buttons and the range."""
        self.line.insertSpacing(self.line.indexOf(self.hint), theme.SPACE_8)
        self.line.insertWidget(self.line.indexOf(self.hint), widget, 1)

    def show_value(self, text: str) -> None:
        """Show a stored text; what stands there already stays untouched."""
        self.edit.show_value(text)

    def show_fault(self, message: str) -> None:
        """Show or clear the fault."""
        self.fault.show_fault(message)
        self.edit.show_fault(on=bool(message))

    def show_writable(self, *, on: bool) -> None:
        """Allow or forbid writing."""
        self.edit.setReadOnly(not on)
        self.less.setEnabled(on)
        self.more.setEnabled(on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The up and down arrows step, the page keys and Shift by a whole point."""
        steps = steps_of(event, FAR)
        if steps and not self.edit.isReadOnly():
            self.stepped.emit(steps)
        else:
            super().keyPressEvent(event)


def _with_hint(name: str, hint: str) -> str:
    return f"{name}，{hint}" if hint else name
