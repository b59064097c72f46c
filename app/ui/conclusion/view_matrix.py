"""The left pane's list: criteria as rows, experts as columns, what must be settled first."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.common.words import say
from app.scoring.model.kinds import KindWords
from app.ui import theme
from app.ui.conclusion.state import MatrixGroup, MatrixRow
from app.ui.widgets import Sign, column, paint_sign
from app.ui.widgets.signs import TONES

SCORE_WIDTH = theme.SPACE_32 + theme.SPACE_16
TOTAL_WIDTH = theme.ATTACHMENT
MOST_COLUMNS = 4
LEAST_TITLE = theme.ATTACHMENT  # of a criterion's title: where less is left, the experts' columns give way
DATA = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def columns(box: QRect, count: int) -> tuple[list[QRect], QRect]:
    """The experts' cells and the result's cell in a row's rectangle."""
    right = box.right() - theme.SPACE_16
    last = QRect(right - TOTAL_WIDTH, box.top(), TOTAL_WIDTH, box.height())
    start = last.left() - count * SCORE_WIDTH
    cells = [
        QRect(start + place * SCORE_WIDTH, box.top(), SCORE_WIDTH, box.height()) for place in range(count)
    ]
    return cells, last


def shown_columns(width: int, count: int) -> int:
    """How many experts have a column in a list so wide: all or none."""
    fits = width - 2 * theme.SPACE_32 - TOTAL_WIDTH - count * SCORE_WIDTH >= LEAST_TITLE
    return count if count <= MOST_COLUMNS and fits else 0


class MatrixHead(QWidget):
    """The experts' names over their columns."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._content = self._result = ""
        self.setFixedHeight(theme.SPACE_32)

    def show_names(self, names: tuple[str, ...], words: KindWords) -> None:
        """Show the experts, as far as there are columns for them, and what contents and result are called."""
        self._names = names
        self._content, self._result = say(words.content), say(words.result)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names small and muted, a hairline below."""
        del event
        painter = QPainter(self)
        painter.setFont(theme.sans(theme.CAPTION))
        painter.setPen(QColor(theme.colours().muted))
        cells, last = columns(self.rect(), shown_columns(self.width(), len(self._names)))
        for cell, name in zip(cells, self._names, strict=False):
            painter.drawText(cell, RIGHT, name)
        painter.drawText(last, RIGHT, self._result)
        painter.drawText(self.rect().adjusted(theme.SPACE_16, 0, 0, 0), LEFT, self._content)
        painter.setPen(QPen(QColor(theme.colours().line)))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class MatrixList(QListWidget):
    """The rows; arrows move, Enter folds a group. Emits what a person turns to."""

    turned_to = Signal(str)
    folded = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(MatrixDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self._quiet = False
        self._groups: tuple[MatrixGroup, ...] = ()
        self.currentItemChanged.connect(self._moved)
        self.itemClicked.connect(self._pressed)

    def show_groups(self, groups: tuple[MatrixGroup, ...], current: str) -> None:
        """Draw the rows anew where they changed; select the current one without emitting anything."""
        self._quiet = True
        if groups != self._groups:
            self._groups = groups
            self._fill()
        for place in range(self.count()):
            if self._row_at(place) == current:
                self.setCurrentRow(place)
                break
        else:
            self.setCurrentRow(-1)
        self._quiet = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space fold a group."""
        item = self.currentItem()
        data = item.data(DATA) if item else None
        if isinstance(data, MatrixGroup) and event.key() in {
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        }:
            self.folded.emit(data.key)
            return
        super().keyPressEvent(event)

    def _fill(self) -> None:
        self.clear()
        for group in self._groups:
            self._add(group, group.title)
            for row in () if group.folded else group.rows:
                self._add(row, " ".join((row.title, row.spoken, row.score, row.note)))

    def _add(self, data: MatrixGroup | MatrixRow, spoken: str) -> None:
        item = QListWidgetItem()
        item.setData(DATA, data)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        if isinstance(data, MatrixRow):
            item.setToolTip(data.title)
        self.addItem(item)

    def _row_at(self, place: int) -> str:
        data = self.item(place).data(DATA)
        return data.id if isinstance(data, MatrixRow) else ""

    def _moved(self, now: QListWidgetItem | None) -> None:
        data = now.data(DATA) if now else None
        if isinstance(data, MatrixRow) and not self._quiet:
            self.turned_to.emit(data.id)

    def _pressed(self, item: QListWidgetItem) -> None:
        data = item.data(DATA)
        if isinstance(data, MatrixGroup):
            self.folded.emit(data.key)
        else:
            self.turned_to.emit(data.id)


class MatrixDelegate(QStyledItemDelegate):
    """Paints a group's title or a criterion's row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One row high; a row with a note has two lines."""
        data = index.data(DATA)
        tall = isinstance(data, MatrixRow) and bool(data.note)
        return QSize(option.rect.width(), theme.ROW + (theme.SPACE_16 if tall else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then what the row holds."""
        data = index.data(DATA)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ground(painter, option, row=isinstance(data, MatrixRow))
        if isinstance(data, MatrixGroup):
            _paint_group(painter, option.rect, data)
        else:
            _paint_row(painter, option.rect, data)
        painter.restore()


def _ground(painter: QPainter, option: QStyleOptionViewItem, *, row: bool) -> None:
    worn, box = theme.colours(), QRectF(option.rect).adjusted(theme.SPACE_4, 1, -theme.SPACE_4, -1)
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if selected and row:
        painter.setBrush(QColor(worn.accent_soft))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(QColor(worn.hover))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    focused = selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
    painter.setPen(QPen(QColor(worn.accent), 2) if focused else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)


def _paint_group(painter: QPainter, box: QRect, group: MatrixGroup) -> None:
    worn = theme.colours()
    arrow = QRectF(
        box.left() + theme.SPACE_12, box.center().y() - theme.SPACE_4, theme.CAPTION, theme.CAPTION
    )
    paint_sign(painter, Sign.NEXT if group.folded else Sign.DOWN, arrow, worn.muted)
    painter.setFont(theme.sans(theme.CAPTION, bold=True))
    painter.setPen(QColor(worn.muted))
    painter.drawText(box.adjusted(theme.SPACE_32, 0, 0, 0), LEFT, group.title)


def _paint_row(painter: QPainter, box: QRect, row: MatrixRow) -> None:
    worn = theme.colours()
    line = QRect(box.left(), box.top(), box.width(), theme.ROW)
    cells, last = columns(line, shown_columns(box.width(), len(row.scores)))
    mark = QRectF(box.left() + theme.SPACE_12, line.center().y() - theme.SIGN / 2, theme.SIGN, theme.SIGN)
    sign = Sign(row.sign)
    paint_sign(painter, sign, mark, worn.tone(TONES[sign]))
    painter.setPen(QColor(worn.muted))
    painter.setFont(theme.sans())
    for cell, score in zip(cells, row.scores, strict=False):
        painter.drawText(cell, RIGHT, score or "—")
    _paint_score(painter, last, row)
    end = cells[0].left() if cells else last.left()
    words = QRect(box.left() + theme.SPACE_32, line.top(), end - box.left() - theme.SPACE_32, line.height())
    painter.setPen(QColor(worn.ink))
    painter.setFont(theme.sans())
    painter.drawText(words, LEFT, _short(painter.font(), row.title, words.width()))
    if row.note:
        painter.setFont(theme.sans(theme.CAPTION))
        painter.setPen(QColor(worn.attention))
        note = QRect(words.left(), line.bottom() - theme.SPACE_8, box.width(), theme.SPACE_24)
        painter.drawText(note, LEFT, row.note)


def _paint_score(painter: QPainter, cell: QRect, row: MatrixRow) -> None:
    painter.setFont(theme.sans(bold=True))
    painter.setPen(QColor(theme.colours().ink))
    most = say("/{max}", max=row.max) if row.max else ""
    painter.drawText(cell.adjusted(0, 0, -theme.SPACE_24 if most else 0, 0), RIGHT, row.score or "—")
    painter.setFont(theme.sans(theme.CAPTION))
    painter.setPen(QColor(theme.colours().muted))
    painter.drawText(cell, RIGHT, most)


def _short(font: QFont, text: str, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


class MatrixPane(QWidget):
    """Head and list together."""

    def __init__(self) -> None:
        super().__init__()
        self.head, self.list = MatrixHead(), MatrixList()
        self.setLayout(column(self.head, self.list, gap=0))
