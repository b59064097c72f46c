"""Things in a line that breaks where the room ends, as words do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme


class Flow(QWidget):
    """A widget of things in a breaking line; its height follows its width.

    It places its things itself: a layout of our own would have to answer Qt with None for "no item", and
    PySide loses a reference each time.
    """

    def __init__(self, *things: QWidget, gap: int = theme.SPACE_8) -> None:
        super().__init__()
        self._things: tuple[QWidget, ...] = ()
        self._gap = gap
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_things(*things)

    def show_things(self, *things: QWidget) -> None:
        """Replace what is in the line."""
        held, self._things = self._things, things
        for gone in set(held).difference(things):
            gone.hide()
            self.let_go(gone)
        for thing in things:
            if thing not in held:
                thing.setParent(self)
                thing.show()
        self._place(self.width(), move=True)
        self.updateGeometry()

    def let_go(self, thing: QWidget) -> None:
        """What becomes of a thing that has left the line."""
        thing.deleteLater()

    def sizeHint(self) -> QSize:
        """As wide as the widest thing, as high as that makes it."""
        wide = max((_size(thing).width() for thing in self._things), default=0)
        return QSize(wide, self.heightForWidth(max(wide, self.width())))

    def minimumSizeHint(self) -> QSize:
        """The widest thing must fit."""
        wide = max((_size(thing).width() for thing in self._things), default=0)
        return QSize(wide, self.heightForWidth(max(wide, self.width())))

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at a width."""
        return self._place(width, move=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the line anew."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """A thing that changed its size moves the others."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place(self.width(), move=True)
            self.updateGeometry()
        return super().event(event)

    def _place(self, width: int, *, move: bool) -> int:
        across, down, high = 0, 0, 0
        for thing in self._things:
            hint = _size(thing)
            if across and across + hint.width() > width:
                across, down, high = 0, down + high + self._gap, 0
            if move:
                thing.setGeometry(across, down, hint.width(), hint.height())
            across += hint.width() + self._gap
            high = max(high, hint.height())
        return down + high


def _size(thing: QWidget) -> QSize:
    """What a thing wants, within what it may have."""
    return thing.sizeHint().expandedTo(thing.minimumSize()).boundedTo(thing.maximumSize())
