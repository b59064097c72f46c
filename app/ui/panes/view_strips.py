"""What is left of a folded pane: a button to open it, the figures that matter, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.widgets import Caption, Figure, IconButton, Sign, SignMark, Surface, column


class Strip(Surface):
    """What is left of a folded pane: a button to open it, perhaps a few words, and deeds at its foot."""

    def __init__(self, name: str, sign: Sign, *parts: QWidget, foot: tuple[QWidget, ...] = ()) -> None:
        super().__init__("side")
        self.open = IconButton(sign, name)
        layout = column(self.open, *parts, None, *foot, gap=theme.SPACE_8, margin=theme.SPACE_4)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_12, theme.SPACE_4, theme.SPACE_12)
        for part in (self.open, *parts):
            layout.setAlignment(part, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(layout)


class ResultStrip(Strip):
    """The folded result: the total, what it may still become, and in words whether the verdict is open."""

    def __init__(self, name: str, *foot: QWidget) -> None:
        self.total, self._counted = Figure(role="heading"), Caption()
        self.possible = Caption(wrap=True)
        self._verdict, self._sign = Caption(wrap=True), SignMark(Sign.OPEN)
        for words in (self._verdict, self.possible):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        parts = (self._counted, self.total, self.possible, self._sign, self._verdict)
        super().__init__(name, Sign.BACK, *parts, foot=foot)

    def show_figures(self, counted: str, total: str, possible: str, verdict: str, sign: Sign) -> None:
        """Show figures in place; ``sign`` is the verdict's."""
        self._counted.show_text(counted)
        self.total.show_number(total)
        self.possible.show_text(say("可能\n{range}", range=possible) if possible else "")
        self.possible.setVisible(bool(possible))
        self._verdict.show_text(verdict)
        self._sign.show_sign(sign)
