"""One line of a working: the points, the sentence, the clause."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui import theme
from app.ui.criterion.state import LineState
from app.ui.theme import Tone
from app.ui.widgets import Caption, Label, column, row


class Reason(QWidget):
    """One line: the points, in vermilion where they were lost, the sentence, the clause."""

    def __init__(self) -> None:
        super().__init__()
        self._points = Label(role="strong")
        self._points.setFixedWidth(theme.POINTS_WIDTH)
        self._why, self._cite = Label(wrap=True), Caption(wrap=True)
        words = column(self._why, self._cite, gap=0)
        layout = row(self._points, words, gap=theme.SPACE_8)
        layout.setStretch(1, 1)
        layout.setAlignment(self._points, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)

    def show_line(self, line: LineState) -> None:
        """Show a line in place."""
        self._points.show_text(line.points)
        self._points.setVisible(bool(line.points))
        self._points.show_tone(Tone.LOST if line.lost else None)
        self._why.show_text(line.why)
        self._cite.show_text(line.cite)
