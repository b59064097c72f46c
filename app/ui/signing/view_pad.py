"""The pad on which a name is drawn with mouse, finger or pen."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.signing.strokes import Dot, Strokes, width_of

PICTURE_SCALE = 3
INK = "#101418"
PAD = QSize(420, 150)


class SignaturePad(QWidget):
    """Collects strokes; ``png()`` is the ink alone on a transparent ground, cut to its edges.

    Touch comes as synthesised mouse events, a pen as tablet events with pressure. Backspace or
    Ctrl+Z takes the last stroke back, Delete clears.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strokes = Strokes()
        self._by_tablet = False
        self.setMinimumSize(PAD)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(say("手写签名区"))
        self.setAccessibleDescription(say("用鼠标、手指或手写笔在此签名，退格键撤销一笔。"))

    def sizeHint(self) -> QSize:
        """The pad's usual size."""
        return PAD

    def clear(self) -> None:
        """Empty the pad."""
        self.strokes.clear()
        self._tell()

    def undo(self) -> None:
        """Take the last stroke back."""
        self.strokes.undo()
        self._tell()

    def png(self) -> bytes | None:
        """The ink as PNG bytes, or None where too little is drawn."""
        return ink_png(self.strokes) if self.strokes.enough else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins."""
        if event.button() == Qt.MouseButton.LeftButton and not self._by_tablet:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A stroke goes on."""
        if event.buttons() & Qt.MouseButton.LeftButton and not self._by_tablet:
            self._extend(event.position())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen, with its pressure; its eraser end takes strokes back."""
        if event.type() == QEvent.Type.TabletPress:
            self._tablet_press(event)
        elif event.type() == QEvent.Type.TabletMove and self._by_tablet:
            self._extend(event.position(), event.pressure())
        elif event.type() == QEvent.Type.TabletRelease:
            self._by_tablet = False
        event.accept()

    def _tablet_press(self, event: QTabletEvent) -> None:
        if event.pointerType() == QPointingDevice.PointerType.Eraser:
            self.undo()
            return
        self._by_tablet = True
        self._begin(event.position(), event.pressure())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and clear by key."""
        if event.key() == Qt.Key.Key_Backspace or event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper, a base line, the ink."""
        worn = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(worn.accent if self.hasFocus() else worn.edge)
        painter.setPen(QPen(edge, 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(worn.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        self._paint_ground(painter)
        paint_ink(painter, self.strokes, QColor(worn.ink))

    def _paint_ground(self, painter: QPainter) -> None:
        worn = theme.colours()
        base = self.height() * 3 // 4
        painter.setPen(QPen(QColor(worn.line), 1))
        painter.drawLine(theme.SPACE_24, base, self.width() - theme.SPACE_24, base)
        if not self.strokes.drawn:
            painter.setPen(QColor(worn.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, say("在此手写签名"))

    def _begin(self, place: QPointF, pressure: float = 0.5) -> None:
        self.strokes.begin(Dot(place.x(), place.y(), pressure))
        self._tell()

    def _extend(self, place: QPointF, pressure: float = 0.5) -> None:
        inside = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        x = min(max(place.x(), inside.left()), inside.right())
        y = min(max(place.y(), inside.top()), inside.bottom())
        if self.strokes.extend(Dot(x, y, pressure)):
            self._tell()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()


def paint_ink(painter: QPainter, strokes: Strokes, colour: QColor) -> None:
    """Draw all strokes with the given ink."""
    pen = QPen(colour)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    for stroke in strokes.drawn:
        if len(stroke) == 1:
            _segment(painter, pen, stroke[0], stroke[0])
        for start, end in itertools.pairwise(stroke):
            _segment(painter, pen, start, end)


def _segment(painter: QPainter, pen: QPen, start: Dot, end: Dot) -> None:
    pen.setWidthF(width_of((start.pressure + end.pressure) / 2))
    painter.setPen(pen)
    painter.drawLine(QPointF(start.x, start.y), QPointF(end.x, end.y))


def ink_png(strokes: Strokes) -> bytes:
    """The ink in black on transparent, three times the pad's resolution."""
    frame = strokes.frame()
    size = QSize(round(frame.width * PICTURE_SCALE), round(frame.height * PICTURE_SCALE))
    image = QImage(size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(PICTURE_SCALE, PICTURE_SCALE)
    painter.translate(-frame.left, -frame.top)
    paint_ink(painter, strokes, QColor(INK))
    painter.end()
    return _png(image)


def _png(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(held.data())
