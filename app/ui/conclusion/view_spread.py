"""The experts' points as dots on a line: how far apart they are is seen before it is read."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme
from app.ui.conclusion.state import SpreadState
from app.ui.theme import Tone
from app.ui.widgets import Caption, column

DOT = theme.SPACE_8


class SpreadPlot(QWidget):
    """A line from 0 to the most, the tolerance as a band, a dot an expert; equal ones one on another."""

    def __init__(self) -> None:
        super().__init__()
        self._spread: SpreadState | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room, as high as the dots stand on one another."""
        return QSize(theme.LIST_WIDTH, theme.SPACE_24 + self._stack() * (DOT + theme.SPACE_4))

    def show_spread(self, spread: SpreadState) -> None:
        """Show other points."""
        if spread != self._spread:
            self._spread = spread
            self.setAccessibleName(spread.told)
            self.setToolTip(spread.told)
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Band, line, dots."""
        del event
        if self._spread is None:
            return
        painter, worn = QPainter(self), theme.colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = self.height() - theme.SPACE_12
        left, right = self._at(self._spread.low), self._at(self._spread.high)
        painter.fillRect(QRectF(left, theme.SPACE_4, right - left, base), QColor(worn.soft(Tone.DONE)))
        painter.setPen(QPen(QColor(worn.line), 1))
        painter.drawLine(QPointF(self._at(0), base), QPointF(self._at(self._spread.most), base))
        painter.setPen(Qt.PenStyle.NoPen)
        for number, at in self._dots():
            inside = self._spread.low <= at <= self._spread.high
            painter.setBrush(QColor(worn.accent if inside else worn.attention))
            height = base - DOT - number * (DOT + theme.SPACE_4)
            painter.drawEllipse(QPointF(self._at(at), height), DOT / 2, DOT / 2)

    def _dots(self) -> list[tuple[int, float]]:
        """How many of the same points stand below, and the points."""
        seen: dict[float, int] = {}
        dots = []
        for _, at in self._spread.points if self._spread else ():
            dots.append((seen.get(at, 0), at))
            seen[at] = seen.get(at, 0) + 1
        return dots

    def _stack(self) -> int:
        return 1 + max((number for number, _ in self._dots()), default=0)

    def _at(self, points: float) -> float:
        most = self._spread.most if self._spread else 1.0
        return DOT + points / most * (self.width() - 2 * DOT)


class Spread(QWidget):
    """The plot, what it shows in words, and how each expert leans."""

    def __init__(self) -> None:
        super().__init__()
        self.plot, self.told, self.leaning = SpreadPlot(), Caption(wrap=True), Caption(wrap=True)
        self.setLayout(column(self.plot, self.told, self.leaning, gap=theme.SPACE_4))
        self.setMaximumWidth(theme.READING_WIDTH)

    def show_spread(self, spread: SpreadState | None) -> None:
        """Show it; hidden where there is nothing to compare."""
        self.setVisible(spread is not None)
        if spread is not None:
            self.plot.show_spread(spread)
            self.told.show_text(spread.told)
            self.leaning.show_text(spread.leaning)
            self.leaning.setVisible(bool(spread.leaning))
