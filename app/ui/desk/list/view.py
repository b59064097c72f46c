"""The left pane: filter, search, and the criteria under their sections, painted by a delegate."""

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
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from app.common.words import say
from app.ui import theme
from app.ui.desk.list.search import make_ready
from app.ui.desk.list.state import ListRow, ListSection, ListState, RowSign, Shown
from app.ui.desk.view_intents import Intents
from app.ui.theme import Tone
from app.ui.widgets import Label, Segmented, Sign, Surface, TextField, column, paint_sign
from app.ui.widgets.labels import lines_of
from app.ui.widgets.rows import paint_ground

Index = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole
_SIGNS: dict[RowSign, tuple[Sign, Tone]] = {
    "done": (Sign.DONE, Tone.DONE),
    "lost": (Sign.LOST, Tone.LOST),
    "unmet": (Sign.CLOSE, Tone.ATTENTION),
    "open": (Sign.OPEN, Tone.PLAIN),
    "attention": (Sign.ATTENTION, Tone.ATTENTION),
    "other": (Sign.OTHER, Tone.PLAIN),
    "spared": (Sign.OTHER, Tone.PLAIN),
}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CriteriaModel(QAbstractListModel):
    """Section heads and criteria in one flat list."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[ListSection | ListRow] = []

    def show_items(self, sections: tuple[ListSection, ...]) -> None:
        """Take a new list; only what differs is painted again where the order is the same."""
        items: list[ListSection | ListRow] = []
        for section in sections:
            items += [section, *section.rows]
        if [type(each) for each in items] + _ids(items) != [type(each) for each in self._items] + _ids(
            self._items
        ):
            self.beginResetModel()
            self._items = items
            self.endResetModel()
            return
        changed = [place for place, each in enumerate(items) if each is not self._items[place]]
        self._items = items
        for place in changed:
            self.dataChanged.emit(self.index(place), self.index(place))

    def place_of(self, cid: str) -> int:
        """The row of a criterion, or −1."""
        return next(
            (at for at, each in enumerate(self._items) if isinstance(each, ListRow) and each.id == cid), -1
        )

    def rowCount(self, parent: Index | None = None) -> int:
        """How many heads and criteria."""
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The item for the delegate, its words for a screen reader."""
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.spoken if isinstance(item, ListRow) else f"{item.title} {item.points}"
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(item, ListRow):
            return item.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        if isinstance(self._items[index.row()], ListRow):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


def _ids(items: list[ListSection | ListRow]) -> list[Any]:
    return [each.id for each in items]


class CriteriaDelegate(QStyledItemDelegate):
    """Paints a head or a criterion."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One row high; finger-sized where the theme says so."""
        del option, index
        return QSize(theme.SPACE_32, theme.ROW_TOUCH if theme.touch() else theme.ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one item."""
        item = index.data(ITEM)
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, ListSection):
            _paint_section(painter, box, item)
        else:
            _paint_row(painter, box, item, option)
        painter.restore()


def _paint_section(painter: QPainter, box: QRect, item: ListSection) -> None:
    worn = theme.colours()
    words = box.adjusted(theme.SPACE_16, theme.SPACE_8, -theme.SPACE_16, 0)
    painter.setFont(theme.sans(theme.CAPTION, bold=True))
    painter.setPen(QColor(worn.muted))
    painter.drawText(words, _LEFT, item.title)
    painter.setFont(theme.sans(theme.CAPTION))
    painter.drawText(words, _RIGHT, item.points)


def _paint_row(painter: QPainter, box: QRect, item: ListRow, option: QStyleOptionViewItem) -> None:
    paint_ground(painter, QRectF(box), option)
    _paint_words(painter, box.adjusted(theme.SPACE_16, 0, -theme.SPACE_16, 0), item)


def _paint_words(painter: QPainter, box: QRect, item: ListRow) -> None:
    worn = theme.colours()
    sign, tone = _SIGNS[item.sign]
    side = theme.SIGN
    mark = QRectF(box.left(), box.center().y() - side / 2 + 0.5, side, side)
    paint_sign(painter, sign, mark, worn.tone(tone))
    painter.setFont(theme.sans())
    painter.setPen(QColor(worn.muted))
    number = box.adjusted(side + theme.SPACE_8, 0, 0, 0)
    painter.drawText(number, _LEFT, item.id)
    painter.setPen(QColor(worn.lost if item.sign == "lost" else worn.ink))
    room = theme.SPACE_24 if item.max else 0
    painter.drawText(box.adjusted(0, 0, -room, 0), _RIGHT, item.score)
    words = number.adjusted(theme.NUMBER_COLUMN, 0, -theme.POINTS_WIDTH - theme.SPACE_8, 0)
    if item.flagged:
        words.adjust(0, 0, -theme.SIGN - theme.SPACE_4, 0)
        flag = QRectF(words.right() + theme.SPACE_4, mark.top(), side, side)
        paint_sign(painter, Sign.FLAGGED, flag, worn.accent)
    painter.setPen(QColor(worn.muted if item.sign in {"other", "spared"} else worn.ink))
    _paint_title(painter, words, item.title)
    if item.max:
        painter.setFont(theme.sans(theme.CAPTION))
        painter.setPen(QColor(worn.muted))
        painter.drawText(box, _RIGHT, f"/{item.max}")


def _paint_title(painter: QPainter, box: QRect, title: str) -> None:
    """In one line; in two smaller ones where it does not fit, for the row has room for them."""
    if painter.fontMetrics().horizontalAdvance(title) > box.width():
        painter.setFont(theme.sans(theme.CAPTION))
    painter.drawText(box, _LEFT, "\n".join(lines_of(painter.fontMetrics(), title, box.width())))


class CriteriaView(QListView):
    """The criteria; arrows browse, Enter or a click goes into the card."""

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self._wants = wants
        self.criteria = CriteriaModel()
        self.setModel(self.criteria)
        self.setItemDelegate(CriteriaDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._enter)

    def show_current(self, cid: str) -> None:
        """Select a criterion without emitting anything, and bring it into view."""
        place = self.criteria.place_of(cid)
        if place < 0:
            self.clearSelection()
        elif self.currentIndex().row() != place or not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.criteria.index(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows show the next criterion at once; Enter goes into it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter(self.currentIndex())
            return
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        if self.currentIndex().row() != before:
            self._wants.went.emit(self.currentIndex().data(ITEM).id)

    def _enter(self, index: QModelIndex) -> None:
        item = index.data(ITEM) if index.isValid() else None
        if isinstance(item, ListRow):
            self._wants.opened.emit(item.id)


class SearchField(TextField):
    """Who comes here may be about to type letters: what these need is made ready meanwhile."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the focus."""
        super().focusInEvent(event)
        make_ready()


class ListPane(Surface):
    """Search, filter and list."""

    def __init__(self, wants: Intents) -> None:
        super().__init__("side")
        self._shown: ListState | None = None
        self.search = SearchField(say("查找"), placeholder=say("查找  Ctrl+F"), role="search")
        self.search.textEdited.connect(wants.sought.emit)
        self.filter = Segmented(
            [(each.value, say("核对")) for each in Shown],
            say("筛选"),
            small=True,
            may_clear=False,
            counted=True,
        )
        self.filter.chosen.connect(lambda value: wants.filtered.emit(Shown(value)))
        self.list = CriteriaView(wants)
        self.nothing = Label("", "muted", wrap=True)
        head = column(self.search, self.filter, self.nothing, margin=theme.SPACE_12)
        self.setLayout(column(head, self.list, gap=0))

    def show_list(self, state: ListState) -> None:
        """Show the list in place."""
        if state == self._shown:
            return
        self._shown = state
        self.search.show_value(state.sought)
        self.filter.show_labels(state.names)
        self.filter.show_counts([count for _, count in state.counts])
        self.filter.show_value(state.shown.value)
        self.list.setAccessibleName(say(state.content))
        self.list.criteria.show_items(state.sections)
        self.list.show_current(state.current)
        self.nothing.show_text(state.nothing)
        self.nothing.setVisible(bool(state.nothing))
