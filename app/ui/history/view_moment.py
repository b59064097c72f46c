"""The right pane: the moment, its result beside that of now, what differs, and one criterion in full."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.common.words import say
from app.ui import theme
from app.ui.history.state import BesideState, ContentState, DifferState, MomentState, SideState
from app.ui.history.view_lines import ITEM, BrowsedList, Index
from app.ui.theme import Tone
from app.ui.widgets import (
    Caption,
    Chip,
    Hairline,
    Label,
    LinkButton,
    Scrolled,
    SectionRule,
    Sign,
    SignMark,
    Surface,
    column,
    holder,
    row,
)
from app.ui.widgets.chips import VERDICT_LOOKS
from app.ui.widgets.rows import paint_ground

LEAST_LINES = 2  # of the list that are seen where all of it scrolls
QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's own word for no limit, which its Python has not
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class MomentResult(QWidget):
    """The result at one moment."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.counted = Caption(), Caption()
        self.total, self.possible, self.verdict = Label(role="points"), Label(role="muted"), Chip()
        head = row(self.name, self.counted, None, gap=theme.SPACE_8)
        figures = row(self.total, self.possible, self.verdict, None, gap=theme.SPACE_12)
        self.setLayout(column(head, figures, gap=0))

    def show_side(self, side: SideState) -> None:
        """Show it in place."""
        self.name.show_text(side.name)
        self.counted.show_text(side.counted)
        self.total.show_text(side.total)
        self.possible.show_text(say("可能 {range}", range=side.possible) if side.possible else "")
        self.possible.setVisible(bool(side.possible))
        self.verdict.show_chip(side.verdict, *VERDICT_LOOKS[side.tone])
        words = (side.name, side.counted, side.total, self.possible.text(), side.verdict)
        self.setAccessibleName(say("，").join(part for part in words if part))


class DifferModel(QAbstractListModel):
    """The criteria that differ."""

    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[DifferState, ...] = ()

    def show_items(self, items: tuple[DifferState, ...]) -> None:
        """Take other criteria."""
        if items != self.items:
            self.beginResetModel()
            self.items = items
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many."""
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The item for the delegate, its words for a screen reader."""
        if role == ITEM:
            return self.items[index.row()]
        spoken = role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return self.items[index.row()].spoken if spoken else None


class DifferDelegate(QStyledItemDelegate):
    """Paints a criterion: number and name, below it how many things differ, at the end then → now."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of text high."""
        del option, index
        return QSize(theme.SPACE_32, theme.ROW_TWO)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one criterion."""
        item, box = index.data(ITEM), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, QRectF(box), option)
        _paint_differ(painter, box.adjusted(theme.SPACE_16, 0, -theme.SPACE_16, 0), item)
        painter.restore()


def _paint_differ(painter: QPainter, box: QRect, item: DifferState) -> None:
    worn = theme.colours()
    half = box.height() // 2
    upper = box.adjusted(0, theme.SPACE_4, 0, theme.SPACE_4 - half)
    lower = box.adjusted(0, half - theme.SPACE_4, 0, -theme.SPACE_4)
    painter.setFont(theme.sans())
    painter.setPen(QColor(worn.ink))
    elide = Qt.TextElideMode.ElideRight
    painter.drawText(upper, _LEFT, painter.fontMetrics().elidedText(item.title, elide, upper.width()))
    painter.setFont(theme.sans(theme.CAPTION))
    painter.setPen(QColor(worn.muted))
    painter.drawText(lower, _LEFT, item.count)
    painter.setPen(QColor(worn.accent if item.then != item.now else worn.muted))
    painter.drawText(lower, _RIGHT, f"{item.then}  →  {item.now}")


class BesideRow(QWidget):
    """One thing of a criterion: its name, then, and now where that differs."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = SignMark(Sign.PEN, tone=Tone.ACCENT)
        self.name = Label(role="muted", wrap=True)
        self.then, self.now = Label(wrap=True), Label(wrap=True)
        level = column(theme.SPACE_4, self.mark, None, gap=0)
        layout = row(level, self.name, self.then, self.now, gap=theme.SPACE_12)
        for place, share in ((1, 3), (2, 4), (3, 4)):
            layout.setStretch(place, share)
        for label in (self.name, self.then, self.now):
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        kept = self.mark.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.mark.setSizePolicy(kept)
        self.setLayout(column(layout, Hairline(), gap=theme.SPACE_8))

    def show_row(self, state: BesideState, names: tuple[str, str]) -> None:
        """Show it in place. names: of the two sides."""
        self.mark.setVisible(state.differs)
        self.name.show_text(state.name)
        self.then.show_text(state.then)
        self.now.show_text(state.now if state.differs else say("相同"))
        self.now.show_tone(None if state.differs else Tone.PLAIN)
        words = say(
            "{name}，{first} {then}，{second} {now}",
            name=state.name,
            first=names[0],
            second=names[1],
            then=state.then,
            now=self.now.text(),
        )
        self.setAccessibleName(words)


class Content(QWidget):
    """The chosen criterion in full; the arrows scroll it."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: ContentState | None = None
        self.title, self.under, self.none = (
            Label(role="title", wrap=True),
            Caption(),
            Label(role="muted", wrap=True),
        )
        self.copy = LinkButton(
            say("复制当时内容"), hint=say("把这一项当时的内容复制到剪贴板（Ctrl+Shift+C）")
        )
        self.copy.clicked.connect(self.copy_then)
        self.rows: list[BesideRow] = []
        self.names = Caption(), Caption()
        self.heads = holder(_heads(self.names))
        self.reader = Scrolled(margin=theme.SPACE_4)
        self.reader.setProperty("role", "reader")
        self.reader.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reader.body.addStretch(1)
        head = row(self.title, self.copy)
        head.setStretch(0, 1)
        layout = column(head, self.under, self.none, self.heads, self.reader, gap=theme.SPACE_4)
        layout.setStretch(4, 1)
        self.setLayout(layout)

    def copy_then(self) -> None:
        """Put what the criterion held then on the clipboard, to be pasted on the desk."""
        if self._shown is not None and self._shown.copied:
            QApplication.clipboard().setText(self._shown.copied)

    def show_content(self, content: ContentState | None) -> None:
        """Show a criterion in place; None hides all."""
        self.setVisible(content is not None)
        if content is None or content == self._shown:
            return
        if self._shown is None or self._shown.id != content.id:
            self.reader.verticalScrollBar().setValue(0)
        self._shown = content
        self.title.show_text(content.title)
        self.under.show_text(content.under)
        self.copy.setEnabled(bool(content.copied))
        self.none.show_text(content.none)
        self.none.setVisible(bool(content.none))
        self.heads.setVisible(not content.none)
        for head, name in zip(self.names, content.names, strict=True):
            head.show_text(name)
        self.reader.setAccessibleName(
            say(
                "{title}，{first}与{second}",
                title=content.title,
                first=content.names[0],
                second=content.names[1],
            )
        )
        while len(self.rows) < len(content.rows):
            made = BesideRow()
            self.reader.body.insertWidget(len(self.rows), made)
            self.rows.append(made)
        for place, line in enumerate(self.rows):
            line.setVisible(place < len(content.rows))
            if place < len(content.rows):
                line.show_row(content.rows[place], content.names)


def _heads(names: tuple[Caption, Caption]) -> QHBoxLayout:
    """The names of the columns, over them."""
    name, (then, now) = Caption(), names
    layout = row(theme.SIGN, name, then, now, gap=theme.SPACE_12)
    for place, (label, share) in enumerate(((name, 3), (then, 4), (now, 4)), 1):
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.setStretch(place, share)
    layout.setContentsMargins(theme.SPACE_4 + 2, theme.SPACE_8, theme.SPACE_4 + 2, 0)
    return layout


class MomentPane(Surface):
    """A moment beside now. ``chosen``: a criterion's number."""

    chosen = Signal(str)

    def __init__(self, travel: QWidget) -> None:
        """travel: what moves through time, placed under the moment's name."""
        super().__init__("sheet")
        self.when, self.deed = Label(role="heading", wrap=True), Label(role="criterion", wrap=True)
        self.by, self.why = Caption(wrap=True), Caption(wrap=True)
        self.then, self.now = MomentResult(), MomentResult()
        self.sheet, self.same = Label(wrap=True), Label(role="muted", wrap=True)
        self.differing = SectionRule("")
        self.model = DifferModel()
        self.differ = BrowsedList(say("与现在不同的各项"), self.model, DifferDelegate())
        self.differ.went.connect(lambda place: self.chosen.emit(self.model.items[place].id))
        self.content = Content()
        self._said = Scrolled(self.deed, self.by, self.why, None, gap=theme.SPACE_4, margin=0)
        self._left, self._below = self._differing(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._narrow = False
        self._whole = Scrolled(self._laid(travel), margin=0)
        self.setLayout(column(self._whole, gap=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room side by side, the criterion stands below the list and all of it scrolls."""
        super().resizeEvent(event)
        needed = 2 * theme.DIFFER_WIDTH + theme.SPACE_24 + 2 * theme.SPACE_16
        self._stack(on=self.width() < needed)

    def show_moment(self, moment: MomentState) -> None:
        """Show a moment in place."""
        self.when.show_text(moment.when)
        self.deed.show_text(moment.deed)
        self.by.show_text(moment.by)
        self.why.show_text(moment.why)
        self.why.setVisible(bool(moment.why))
        self.then.show_side(moment.then)
        self.now.show_side(moment.now)
        self.sheet.show_text(moment.sheet)
        self.sheet.setVisible(bool(moment.sheet))
        self.same.show_text(moment.same)
        self.same.setVisible(bool(moment.same))
        count = len(moment.differing)
        self.differing.caption.show_text(
            say("与现在不同的有 {count} 项", count=count) if count else say("与现在的差别")
        )
        self.model.show_items(moment.differing)
        self.differ.setVisible(bool(count))
        cid = moment.content.id if moment.content else ""
        places = [place for place, each in enumerate(moment.differing) if each.id == cid]
        self.differ.show_place(places[0] if places else -1)
        self.content.show_content(moment.content)

    def _stack(self, *, on: bool) -> None:
        if on == self._narrow:
            return
        self._narrow = on
        ways = QBoxLayout.Direction
        self._below.setDirection(ways.TopToBottom if on else ways.LeftToRight)
        self._left.setMaximumWidth(QWIDGETSIZE_MAX if on else theme.DIFFER_WIDTH)
        self._left.setMinimumWidth(0 if on else theme.DIFFER_WIDTH)
        self.differ.setMinimumHeight(LEAST_LINES * theme.ROW_TWO if on else 0)
        self.content.reader.setMinimumHeight(2 * LEAST_LINES * theme.ROW_TWO if on else 0)

    def _differing(self) -> QWidget:
        listed = column(self.differing, self.sheet, self.same, self.differ, None)
        listed.setStretch(3, theme.DIFFER_WIDTH)  # the list takes all; without it the words stay on top
        left = holder(listed)
        left.setFixedWidth(theme.DIFFER_WIDTH)
        return left

    def _laid(self, travel: QWidget) -> QVBoxLayout:
        sides = row(self.then, Hairline(upright=True), self.now, gap=theme.SPACE_24)
        sides.setStretch(0, 1)
        sides.setStretch(2, 1)
        self._below.setSpacing(theme.SPACE_24)
        self._below.addWidget(self._left)
        self._below.addWidget(self.content, 1)
        self._said.setFixedHeight(theme.ROW_TWO + theme.SPACE_32)
        parts = (self.when, self._said, travel, sides, Hairline(), self._below)
        layout = column(*parts, gap=theme.SPACE_12, margin=theme.SPACE_16)
        layout.setStretch(5, 1)
        return layout
