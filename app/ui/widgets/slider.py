"""A slider for points: a track with a mark at every step, to drag or to press; keys stay with the field."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme

MOST_MARKS = 12  # more would stand closer than they can be told apart


class Slider(QWidget):
    """Steps from 0 to ``last``; emits ``moved`` with the step a person drags or presses to.

    It takes no focus: beside it stands a field with the same value, which the keys step. The wheel is for the
    page, so that scrolling never changes a score.
    """

    moved = Signal(int)

    def __init__(self, last: int) -> None:
        super().__init__()
        self._last, self._at, self._on = max(last, 1), -1, True
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme.SLIDER_WIDTH)

    @property
    def at(self) -> int:
        """The step shown; −1 for none."""
        return self._at

    def show_range(self, last: int) -> None:
        """Reach from 0 to another last step."""
        if last != self._last:
            self._last = max(last, 1)
            self.update()

    def show_step(self, at: int, *, writable: bool) -> None:
        """Show a step, −1 for none, without emitting anything."""
        if (at, writable) != (self._at, self._on):
            self._at, self._on = at, writable
            self.update()

    def sizeHint(self) -> QSize:
        """As high as a control, so that a finger hits it."""
        return QSize(theme.SLIDER_WIDTH, theme.ROW_TOUCH if theme.touch() else theme.CONTROL)

    def minimumSizeHint(self) -> QSize:
        """Narrow panes get a short one."""
        return QSize(theme.LABEL_WIDTH // 2, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where was pressed."""
        self._take(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the drag, step by step."""
        self._take(event)

    def _take(self, event: QMouseEvent) -> None:
        if not self._on or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        across = (event.position().x() - self._side()) / max(self.width() - 2 * self._side(), 1)
        at = min(max(round(across * self._last), 0), self._last)
        if at != self._at:
            self.moved.emit(at)

    def _side(self) -> int:
        return theme.SPACE_12

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, its marks and the handle, hollow while there is no value."""
        del event
        worn, painter = theme.colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right, middle = self._side(), self.width() - self._side(), self.height() / 2
        painter.setPen(QPen(QColor(worn.track), theme.SPACE_4, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(left, middle), QPointF(right, middle))
        ink = QColor(worn.accent if self._on else worn.muted)
        here = left + (right - left) * max(self._at, 0) / self._last
        if self._at > 0:
            painter.setPen(QPen(ink, theme.SPACE_4, c=Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(left, middle), QPointF(here, middle))
        self._draw_marks(painter, left, right, middle)
        painter.setPen(QPen(ink, 2))
        painter.setBrush(ink if self._at >= 0 else QColor(worn.card))
        radius = theme.SPACE_8
        painter.drawEllipse(QRectF(here - radius, middle - radius, 2 * radius, 2 * radius))

    def _draw_marks(self, painter: QPainter, left: int, right: int, middle: float) -> None:
        if self._last > MOST_MARKS:
            return
        painter.setPen(QPen(QColor(theme.colours().edge), 1))
        for step in range(self._last + 1):
            across = left + (right - left) * step / self._last
            painter.drawLine(
                QPointF(across, middle + theme.SPACE_8), QPointF(across, middle + theme.SPACE_12)
            )
