"""What experts contest of a criterion's facts, in their own words, above the sides."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui import theme
from app.ui.theme import Tone
from app.ui.widgets import Label, Sign, SignMark, column, holder, row


class Contests(QWidget):
    """A line each; hidden where nobody contests."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Label] = []
        self._rows: list[QWidget] = []
        self._column = column(gap=theme.SPACE_4)
        self.setLayout(self._column)
        self.hide()

    def show_contests(self, contests: tuple[str, ...]) -> None:
        """Show the contests in place."""
        while len(self.lines) < len(contests):
            self._add()
        for line, words in zip(self.lines, contests, strict=False):
            line.show_text(words)
        for place, shown in enumerate(self._rows):
            shown.setVisible(place < len(contests))
        self.setVisible(bool(contests))

    def _add(self) -> None:
        mark, words = SignMark(Sign.FLAG), Label(wrap=True)
        mark.show_sign(Sign.FLAG, Tone.ATTENTION)
        layout = row(mark, words, gap=theme.SPACE_8)
        layout.setStretch(1, 1)
        layout.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        self.lines.append(words)
        self._rows.append(holder(layout))
        self._column.addWidget(self._rows[-1])
