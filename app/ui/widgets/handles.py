"""A splitter of panes whose handles show a small arrow: drag to resize, press to fold or to unfold."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.widgets.signs import Sign, paint_sign


class Handle(QSplitterHandle):
    """A hairline to drag, with an arrow in the middle to press."""

    pressed = Signal()

    def __init__(self, splitter: QSplitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, splitter)
        self._away: Sign = Sign.BACK
        self._from: QPointF | None = None
        self.setToolTip(say("拖动改变宽度，点箭头收起或展开"))

    def show_arrow(self, sign: Sign) -> None:
        """Show where the pane would go."""
        if sign is not self._away:
            self._away = sign
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where it began: a press that goes nowhere is for the arrow."""
        self._from = event.globalPosition()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell a press from a drag."""
        super().mouseReleaseEvent(event)
        began, self._from = self._from, None
        if began is not None and (event.globalPosition() - began).manhattanLength() < theme.SPACE_4:
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline and the arrow."""
        del event
        worn, painter = theme.colours(), QPainter(self)
        painter.fillRect(self.rect(), QColor(worn.accent_soft if self.underMouse() else worn.bg))
        painter.setPen(QPen(QColor(worn.line), 1))
        middle = self.width() / 2
        painter.drawLine(QPointF(middle, 0), QPointF(middle, self.height()))
        side = float(theme.CAPTION)
        box = QRectF(middle - side / 2, (self.height() - side) / 2, side, side)
        painter.fillRect(box.adjusted(0, -theme.SPACE_4, 0, theme.SPACE_4), QColor(worn.bg))
        paint_sign(painter, self._away, box, worn.accent if self.underMouse() else worn.muted)


class FoldingSplitter(QSplitter):
    """Panes side by side; ``folded`` tells the number of the handle whose arrow was pressed."""

    folded = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHandleWidth(theme.SPACE_24 if theme.touch() else theme.HANDLE_WIDTH)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """A handle with an arrow."""
        handle = Handle(self)
        handle.pressed.connect(lambda: self.folded.emit(self._number(handle)))
        return handle

    def show_arrow(self, number: int, sign: Sign) -> None:
        """Turn the arrow of a handle."""
        handle = self.handle(number)
        if isinstance(handle, Handle):
            handle.show_arrow(sign)

    def _number(self, handle: Handle) -> int:
        return next(at for at in range(self.count()) if self.handle(at) is handle)
