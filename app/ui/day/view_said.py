"""What is said in a step, a pair of fields each: questions with answers, shortcomings with their reasons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.services.store.day import LineKind
from app.ui import theme
from app.ui.day.presenter import SAID
from app.ui.day.state import SaidLine
from app.ui.widgets import Heading, NoteField, column, row


class SaidRow(QWidget):
    """One of them; what is written is handed over when its fields are left."""

    written = Signal(str, str, str)  # id, text, answer

    def __init__(self, line: SaidLine, number: int) -> None:
        super().__init__()
        _, text, answer = SAID[line.kind]
        self.line = line
        named = say("第 {n} 条：{what}", n=number, what=say(text))
        self.text = NoteField(named, placeholder=say(text), lines=1)
        self.answer = NoteField(
            say("第 {n} 条：{what}", n=number, what=say(answer)), placeholder=say(answer), lines=1
        )
        layout = row(self.text, self.answer, gap=theme.SPACE_8)
        layout.setContentsMargins(0, 0, 0, 0)
        for place in (0, 1):
            layout.setStretch(place, 1)
        self.setLayout(layout)
        self.text.show_value(line.text)
        self.answer.show_value(line.answer)

    def show_line(self, line: SaidLine, *, writable: bool) -> None:
        """Draw it as stored; what is being written stays."""
        fields = ((self.text, self.line.text, line.text), (self.answer, self.line.answer, line.answer))
        for field, before, now in fields:
            if field.toPlainText() == before:
                field.show_value(now)
            field.setReadOnly(not writable)
        self.line = line

    @property
    def told(self) -> tuple[str, str]:
        """What stands in the fields."""
        return self.text.toPlainText().strip(), self.answer.toPlainText().strip()

    @property
    def changed(self) -> bool:
        """Whether it is otherwise than stored."""
        return self.told != (self.line.text, self.line.answer)


class SaidPart(QWidget):
    """All lines of one kind in a step, with an empty one at the end."""

    said = Signal(str, str, str, str)  # id, kind, text, answer
    typed = Signal()

    def __init__(self, kind: LineKind) -> None:
        super().__init__()
        self.kind = kind
        self.rows: list[SaidRow] = []
        self._rows = column(gap=theme.SPACE_8)
        layout = column(Heading(say(SAID[kind][0])), self._rows, gap=theme.SPACE_8)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)

    def show_lines(self, lines: tuple[SaidLine, ...], *, writable: bool) -> None:
        """Draw the lines as stored; rows are made and let go as they are needed."""
        shown = [each for each in lines if each.kind == self.kind]
        shown += [SaidLine("", self.kind, "", "")] * writable
        while len(self.rows) > len(shown):
            gone = self.rows.pop()
            self._rows.removeWidget(gone)
            gone.deleteLater()
        for number, line in enumerate(shown, 1):
            if number > len(self.rows):
                self._add(line, number)
            self.rows[number - 1].show_line(line, writable=writable)
        self.setVisible(bool(shown))

    def take(self) -> None:
        """Another step is shown: begin with nothing."""
        self.show_lines((), writable=False)

    def flush(self) -> None:
        """Hand over what is otherwise than stored."""
        for each in list(self.rows):
            if each.changed:
                self.said.emit(each.line.id, self.kind, *each.told)

    def _add(self, line: SaidLine, number: int) -> None:
        made = SaidRow(line, number)
        for field in (made.text, made.answer):
            field.written.connect(lambda _: self.typed.emit())
        self.rows.append(made)
        self._rows.addWidget(made)
