"""Chips: a state in one word, with its own drawn sign beside the colour."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme
from app.ui.theme import Tone
from app.ui.widgets.signs import Sign, paint_sign

VERDICT_LOOKS: Mapping[str, tuple[Tone, Sign]] = {
    "done": (Tone.DONE, Sign.DONE),
    "attention": (Tone.ATTENTION, Sign.ATTENTION),
    "plain": (Tone.PLAIN, Sign.OPEN),
}
"""How a verdict's chip looks, whichever screen shows it."""


class Chip(QWidget):
    """A word on the soft ground of its tone, with a sign before it (None for none)."""

    def __init__(self, text: str = "", tone: Tone = Tone.PLAIN, sign: Sign | None = None) -> None:
        super().__init__()
        self._text, self._tone, self._sign = text, tone, sign
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        """The word shown."""
        return self._text

    @property
    def tone(self) -> Tone:
        """The tone shown."""
        return self._tone

    def show_chip(self, text: str, tone: Tone = Tone.PLAIN, sign: Sign | None = None) -> None:
        """Change word, tone and sign in place."""
        if (text, tone, sign) != (self._text, self._tone, self._sign):
            self._text, self._tone, self._sign = text, tone, sign
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the sign, the word and the ends."""
        self.setFont(theme.sans(theme.CAPTION, bold=True))
        words = self.fontMetrics().horizontalAdvance(self._text)
        return QSize(words + self._lead() + 2 * theme.SPACE_8, theme.SPACE_24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, sign and word."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().soft(self._tone)))
        painter.drawRoundedRect(self.rect(), theme.SPACE_4, theme.SPACE_4)
        ink = theme.colours().tone(self._tone)
        if self._sign is not None:
            side = theme.CAPTION
            box = QRectF(theme.SPACE_8, (self.height() - side) / 2, side, side)
            paint_sign(painter, self._sign, box, ink)
        painter.setPen(QColor(ink))
        words = self.rect().adjusted(theme.SPACE_8 + self._lead(), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._text)

    def _lead(self) -> int:
        return theme.CAPTION + theme.SPACE_4 if self._sign is not None else 0
