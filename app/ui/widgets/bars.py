"""Bars: how far along, and the range a total can still reach with its pass mark."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme


class _Bar(QWidget):
    """A rounded track; what is drawn on it differs."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(theme.LIST_WIDTH // 2, self._height)

    def _track(self, painter: QPainter, box: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shape = QPainterPath()
        shape.addRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setClipPath(shape)
        painter.fillRect(box, QColor(theme.colours().track))


class ProgressBar(_Bar):
    """How much of a whole is done; both are counts."""

    def __init__(self) -> None:
        super().__init__(theme.SPACE_8)
        self._done, self._whole = 0, 1

    def show_progress(self, done: int, whole: int) -> None:
        """Show ``done`` of ``whole``."""
        self._done, self._whole = done, max(whole, 1)
        self.setAccessibleName(f"{done} / {whole}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track and what is done of it."""
        del event
        painter, box = QPainter(self), QRectF(self.rect())
        self._track(painter, box)
        filled = QRectF(box)
        filled.setWidth(box.width() * self._done / self._whole)
        painter.fillRect(filled, QColor(theme.colours().accent))


class RangeBar(_Bar):
    """A total that is sure, the range it may still reach, and the pass mark as a line; all in one unit."""

    def __init__(self) -> None:
        super().__init__(theme.SPACE_24)
        self._low, self._high, self._full, self._mark = 0.0, 0.0, 1, -1.0

    def show_range(self, low: float, high: float, full: int, mark: float | None) -> None:
        """Show a range of ``full``; ``mark`` None where the rules state none."""
        shown = (low, high, max(full, 1), -1 if mark is None else mark)
        if shown != (self._low, self._high, self._full, self._mark):
            self._low, self._high, self._full, self._mark = shown
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, the sure part, the possible part and the mark."""
        del event
        worn, painter = theme.colours(), QPainter(self)
        box = QRectF(0, theme.SPACE_8, self.width(), theme.SPACE_8)
        self._track(painter, box)
        scale = self.width() / self._full
        maybe = QColor(worn.accent)
        maybe.setAlphaF(theme.MAYBE)
        between = QRectF(self._low * scale, box.top(), (self._high - self._low) * scale, box.height())
        painter.fillRect(between, maybe)
        painter.fillRect(QRectF(0, box.top(), self._low * scale, box.height()), QColor(worn.accent))
        painter.setClipping(False)
        if self._mark >= 0:
            across = self._mark * scale
            painter.setPen(QPen(QColor(worn.ink), 2))
            painter.drawLine(int(across), theme.SPACE_4, int(across), theme.SPACE_24 - theme.SPACE_4)
