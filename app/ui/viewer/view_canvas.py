"""A picture on a ground: fitted, zoomed, moved by hand or arrows. Painting never decodes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme

LEAST, MOST, STEP = 0.02, 16.0, 1.25
NOTCH = 120


class Canvas(QWidget):
    """Shows the levels of a picture (``view_pictures.levels_of``). ``zoomed``: how large, in percent."""

    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._levels: tuple[QImage, ...] = ()
        self._dots = 0.0
        self._factor: float | None = None  # None: as large as fits
        self._centre = QPointF()
        self._held: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_levels(self, levels: tuple[QImage, ...], dots: float = 0.0, *, stay: bool = False) -> None:
        """Show a picture, as large as fits; nothing for no levels.

        dots: an inch of a page, whose percent are those of the paper. stay: a leaf of the same document is
        turned, so it is as large as the last, from its top.
        """
        self._levels, self._dots = levels, dots
        self._factor = self._factor if stay else None
        down = 0.0 if stay else self._size.height() / 2
        self._centre = QPointF(self._size.width() / 2, down)
        self._changed()

    @property
    def levels(self) -> tuple[QImage, ...]:
        """What is shown."""
        return self._levels

    @property
    def scale(self) -> float:
        """Pixels of the screen for one of the picture."""
        if self._factor is not None:
            return self._factor
        size = self._size
        if size.isEmpty():
            return 1.0
        fits = min(self.width() / size.width(), self.height() / size.height())
        return min(fits * self.devicePixelRatioF(), 1.0)

    @property
    def natural(self) -> float:
        """The scale that is told as 100 %: a pixel for a pixel, or as large as on paper."""
        return self.logicalDpiX() * self.devicePixelRatioF() / self._dots if self._dots else 1.0

    def fit(self) -> None:
        """As large as fits."""
        self._factor = None
        self._changed()

    def whole(self) -> None:
        """One pixel of the picture for one of the screen; a page as large as on paper."""
        self._zoom_to(self.natural, self._middle)

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        """Larger by so many steps, smaller by negative ones; what is under ``at`` stays there."""
        self._zoom_to(self.scale * STEP**steps, at or self._middle)

    def pan(self, across: float, down: float) -> bool:
        """Move the window over the picture by points of the screen; whether anything moved."""
        before = self._centre
        self._centre = self._bounded(before + QPointF(across, down) / self._unit)
        if self._centre == before:
            return False
        self.update()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What fitted fits again."""
        super().resizeEvent(event)
        self._changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else move."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(turn.y() / NOTCH, event.position())
        else:
            self.pan(-turn.x(), -turn.y())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        self._held = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._held is not None:
            moved = self._held - event.position()
            self._held = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        del event
        self._held = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between fitted and one to one."""
        if self._factor is None:
            self._zoom_to(self.natural, event.position())
        else:
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the part that is seen, from the smallest level that is large enough."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().bg))
        if not self._levels:
            return
        seen = self._seen()
        level = self._level()
        ratio = level.width() / self._size.width()
        source = QRectF(seen.topLeft() * ratio, seen.size() * ratio)
        corner = self._middle + (seen.topLeft() - self._centre) * self._unit
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < MOST / 4)
        painter.drawImage(QRectF(corner, seen.size() * self._unit), level, source)

    def _seen(self) -> QRectF:
        """The part of the picture that the window shows, in the picture's pixels."""
        window = QSizeF(self.size()) / self._unit
        corner = self._centre - QPointF(window.width() / 2, window.height() / 2)
        return QRectF(corner, window).intersected(QRectF(QPointF(), self._size))

    def _level(self) -> QImage:
        enough = [each for each in self._levels if each.width() >= self._size.width() * self.scale]
        return enough[-1] if enough else self._levels[0]

    def _zoom_to(self, scale: float, at: QPointF) -> None:
        under = self._centre + (at - self._middle) / self._unit
        self._factor = min(max(scale, LEAST), MOST)
        self._centre = under - (at - self._middle) / self._unit
        self._changed()

    def _changed(self) -> None:
        self._centre = self._bounded(self._centre)
        self.update()
        if self._levels:
            self.zoomed.emit(round(self.scale / self.natural * 100))

    def _bounded(self, centre: QPointF) -> QPointF:
        """The centre such that no ground shows where the picture could."""
        pairs = (
            (centre.x(), self._size.width(), self.width()),
            (centre.y(), self._size.height(), self.height()),
        )
        return QPointF(*(_within(at, whole, window / self._unit) for at, whole, window in pairs))

    @property
    def _unit(self) -> float:
        """Points of the window for one pixel of the picture."""
        return self.scale / self.devicePixelRatioF()

    @property
    def _size(self) -> QSizeF:
        return QSizeF(self._levels[0].size()) if self._levels else QSizeF()

    @property
    def _middle(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)


def _within(at: float, whole: float, window: float) -> float:
    return whole / 2 if whole <= window else min(max(at, window / 2), whole - window / 2)
