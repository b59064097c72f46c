"""Check boxes with a drawn tick: the fonts know no ☑."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.ui import theme
from app.ui.widgets.signs import Sign, paint_sign


class CheckRow(QAbstractButton):
    """A box to tick and its words, one row high; Space ticks. A person's tick emits ``clicked(bool)``."""

    def __init__(self, text: str, *, checked: bool = False) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_value(self, *, on: bool) -> None:
        """Show a tick without emitting anything."""
        self.setChecked(on)

    def sizeHint(self) -> QSize:
        """Box, words and a little room around."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        height = theme.ROW if theme.touch() else theme.CONTROL
        return QSize(theme.CRITERION + 2 * theme.SPACE_8 + words + theme.SPACE_8, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the tick, the words and the ring of the focus."""
        del event
        worn, painter = theme.colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(worn.accent), 2))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, theme.RADIUS - 1, theme.RADIUS - 1)
        side = float(theme.CRITERION)
        box = QRectF(theme.SPACE_8, (self.height() - side) / 2, side, side)
        on = self.isChecked()
        edge = worn.accent if on else worn.edge
        painter.setPen(QPen(QColor(edge if self.isEnabled() else worn.line), 1.4))
        painter.setBrush(QColor(worn.accent if on else worn.card))
        painter.drawRoundedRect(box, theme.SPACE_4, theme.SPACE_4)
        if on:
            paint_sign(painter, Sign.DONE, box.adjusted(1.5, 1.5, -1.5, -1.5), worn.accent_ink)
        painter.setPen(QColor(worn.ink if self.isEnabled() else worn.muted))
        words = self.rect().adjusted(int(box.right()) + theme.SPACE_8, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
