"""A row that leads somewhere: number, words, points at the end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.ui import theme


class PointerRow(QAbstractButton):
    """Calls ``lead`` with the id it shows. Points that were lost stand in vermilion, words do not."""

    def __init__(self, lead: Callable[[str], None]) -> None:
        super().__init__()
        self._id, self._points = "", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: lead(self._id))

    def show_pointer(self, number: str, title: str, points: str) -> None:
        """Show where it leads."""
        self._id, self._points = number, points
        self.setText(title)
        self.setAccessibleName(f"{number} {title} {points}")
        self.update()

    def sizeHint(self) -> QSize:
        """A low row, or one for fingers."""
        return QSize(theme.LIST_WIDTH // 2, theme.ROW if theme.touch() else theme.SPACE_32)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads there as Space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw number, words and points."""
        del event
        worn, painter = theme.colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(worn.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(worn.hover))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.SPACE_4, theme.SPACE_4)
        box = self.rect().adjusted(theme.SPACE_4, 0, -theme.SPACE_4, 0)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(worn.muted))
        painter.drawText(box, left, self._id)
        painter.setPen(QColor(worn.lost if self._points.startswith("−") else worn.attention))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._points)
        painter.setPen(QColor(worn.ink))
        words = box.adjusted(theme.NUMBER_COLUMN, 0, -theme.POINTS_WIDTH, 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, left, shown)
