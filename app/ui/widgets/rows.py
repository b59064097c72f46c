"""What every painted row of a list has: its ground and the ring of the focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from app.ui import theme


def paint_ground(painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
    """The ground of a row that is chosen or under the mouse, and the ring of the focus."""
    worn, state = theme.colours(), option.state
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    ground = box.adjusted(theme.SPACE_8, 1, -theme.SPACE_8, -1)
    if chosen or state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(worn.accent_soft if chosen else worn.hover))
        painter.drawRoundedRect(ground, theme.RADIUS, theme.RADIUS)
    if chosen and state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(worn.accent))
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
