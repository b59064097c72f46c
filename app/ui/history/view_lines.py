"""The left pane: filter, search, and the lines under their hours, painted by a delegate."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from app.common.words import say
from app.ui import theme
from app.ui.history.state import HistoryState, HourHead, Lines, LineState
from app.ui.widgets import CheckRow, Chooser, Label, Surface, TextField, column, row
from app.ui.widgets.rows import paint_ground

Index = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ELIDE = Qt.TextElideMode.ElideRight


class LinesModel(QAbstractListModel):
    """Heads and lines; a line is made when it is painted or read out."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Lines = ()

    def show_lines(self, lines: Lines) -> None:
        """Take other lines; the same ones cost nothing."""
        if lines is not self._lines:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many heads and lines."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The item for the delegate, its words for a screen reader."""
        if role not in (ITEM, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        item = self._lines[index.row()]
        if role == ITEM:
            return item
        return item.words if isinstance(item, HourHead) else item.spoken

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        if isinstance(self._lines[index.row()], HourHead):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class LinesDelegate(QStyledItemDelegate):
    """Paints a head or a line: the time, what was done, and below it where and by whom."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of text high."""
        del option, index
        return QSize(theme.SPACE_32, theme.ROW_TWO)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one item."""
        item, box = index.data(ITEM), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, HourHead):
            painter.setFont(theme.sans(theme.CAPTION, bold=True))
            painter.setPen(QColor(theme.colours().muted))
            words = box.adjusted(theme.SPACE_16, theme.SPACE_16, -theme.SPACE_16, 0)
            painter.drawText(words, _LEFT, item.words)
        else:
            paint_ground(painter, QRectF(box), option)
            _paint_line(painter, box.adjusted(theme.SPACE_16, 0, -theme.SPACE_16, 0), item)
        painter.restore()


def _paint_line(painter: QPainter, box: QRect, item: LineState) -> None:
    worn = theme.colours()
    half = box.height() // 2
    upper = box.adjusted(0, theme.SPACE_4, 0, theme.SPACE_4 - half)
    lower = box.adjusted(theme.TIME_COLUMN, half - theme.SPACE_4, 0, -theme.SPACE_4)
    painter.setFont(theme.sans())
    painter.setPen(QColor(worn.muted))
    painter.drawText(upper, _LEFT, item.time)
    painter.setPen(QColor(worn.ink))
    words = upper.adjusted(theme.TIME_COLUMN, 0, 0, 0)
    painter.drawText(words, _LEFT, painter.fontMetrics().elidedText(item.deed, _ELIDE, words.width()))
    painter.setFont(theme.sans(theme.CAPTION))
    painter.setPen(QColor(worn.muted))
    painter.drawText(lower, _LEFT, painter.fontMetrics().elidedText(item.under, _ELIDE, lower.width()))


class BrowsedList(QListView):
    """A list whose arrows tell at once which row they came to, as a click does."""

    went = Signal(int)

    def __init__(self, name: str, model: QAbstractListModel, delegate: QStyledItemDelegate) -> None:
        super().__init__()
        self.setModel(model)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(lambda index: self.went.emit(index.row()))

    def show_place(self, place: int) -> None:
        """Choose a row without emitting anything, and bring it into view; −1 chooses none."""
        if place < 0:
            self.setCurrentIndex(QModelIndex())
        elif self.currentIndex().row() != place or not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.model().index(place, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, page keys, Home and End tell where they came to."""
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        if self.currentIndex().row() != before:
            self.went.emit(self.currentIndex().row())


class LinesPane(Surface):
    """Search, the two choices, and the lines."""

    def __init__(self, state: HistoryState) -> None:
        super().__init__("side")
        self.search = TextField(say("查找"), placeholder=say("查找  Ctrl+F"), role="search")
        self.criterion = Chooser(state.criteria, state.item)
        self.person = Chooser(state.people, say("录入人"))
        self.person.setVisible(len(state.people) > 2)  # everybody, and one: nothing to choose
        self.single = CheckRow(say("逐次录入"))
        self.single.setToolTip(say("连续键入的内容也一次一次分开显示"))
        self.model = LinesModel()
        self.list = BrowsedList(say("历史记录，最近的在前"), self.model, LinesDelegate())
        self.none = Label(role="muted", wrap=True)
        self.none.setContentsMargins(theme.SPACE_16, theme.SPACE_24, theme.SPACE_16, 0)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        choices = row(self.criterion, self.person, None, self.single)
        head = column(self.search, choices, margin=theme.SPACE_12)
        layout = column(head, self.none, self.list, gap=0)
        layout.setStretch(1, 1)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def show_history(self, state: HistoryState) -> None:
        """Show the lines in place."""
        self.search.show_value(state.sought)
        for chooser, value in ((self.criterion, state.criterion), (self.person, state.person)):
            if chooser.value != value or not chooser.text():
                chooser.show_value(value)
        self.single.show_value(on=state.single)
        self.model.show_lines(state.lines)
        if state.none and self.list.hasFocus():
            self.search.setFocus()
        self.none.show_text(state.none)
        self.none.setVisible(bool(state.none))
        self.list.setVisible(not state.none)
        self.list.show_place(state.at)
