"""A dialog's frame: title, body, and buttons with the one that does it on the right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QDialog, QLayout, QPushButton, QScrollArea, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.fields import FaultLine, TextField
from app.ui.widgets.labels import Label, Title
from app.ui.widgets.surfaces import column, row
from app.ui.widgets.tab_order import may_stop, step, stops_of


class ReturningDialog(QDialog):
    """Keeps the keyboard while it is open, and gives it back to where it came from, whatever closes it."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self._came_from: QWidget | None = None

    def open(self) -> None:
        """Show it over its window; once closed it goes, for whoever opens it keeps no hold of it."""
        self.finished.connect(self.deleteLater)
        super().open()

    def showEvent(self, event: QShowEvent) -> None:
        """Remember who has the focus below, and begin where one is asked to: the default, else the first."""
        super().showEvent(event)
        above = self.parentWidget()
        self._came_from = above.window().focusWidget() if above is not None else None
        if self.focusWidget() is None and (stops := self.stops()):
            ready = (each for each in stops if isinstance(each, QPushButton) and each.isDefault())
            next(ready, stops[0]).setFocus()

    def done(self, outcome: int) -> None:
        """Give the focus back first: what answers the dialog may want it elsewhere."""
        self.hide()
        self._give_back()
        super().done(outcome)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in its order."""
        return list(_in_order(self))

    def focusNextPrevChild(self, on: bool) -> bool:  # noqa: FBT001  Qt's own signature
        """Tab goes round, down as the eye does: parts that came later have their place, too."""
        here = self.focusWidget()
        return step(self.stops(), here, on=on, round_=True) or super().focusNextPrevChild(on)

    def _give_back(self) -> None:
        above = self.parentWidget()
        if above is None:
            return
        window, back = above.window(), self._came_from
        window.activateWindow()
        if _can_take(back):
            back.setFocus()
        elif window.focusWidget() is None and (stops := stops_of(window)):
            stops[0].setFocus()


class Dialog(ReturningDialog):
    """Put things into ``body``; ``act`` accepts, ``away`` rejects, both in ``foot``. Escape rejects."""

    def __init__(self, parent: QWidget | None, title: str, act: str = "", away: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.DIALOG_WIDTH)
        self.title = Title(title)
        self.body = column(gap=theme.SPACE_12)
        self.act = PrimaryButton(act or say("确定"))
        self.away = Button(away or say("取消"))
        self.act.clicked.connect(self.accept)
        self.away.clicked.connect(self.reject)
        self.foot = row(None, self.away, self.act)
        parts = (self.title, self.body, theme.SPACE_8, self.foot)
        self.setLayout(column(*parts, gap=theme.SPACE_12, margin=theme.SPACE_24))

    def ask(self, field: TextField) -> FaultLine:
        """Add a field with its name before it and the line of its fault below; returns that line."""
        label, fault = Label(field.accessibleName()), FaultLine()
        label.setFixedWidth(theme.ATTACHMENT + theme.SPACE_16)
        label.setBuddy(field)
        line = row(label, column(field, fault, gap=theme.SPACE_4), gap=theme.SPACE_12)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        return fault

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its wrapped texts need: Qt makes a dialog narrower on a small screen, but no higher."""
        super().showEvent(event)
        self._grow()

    def event(self, event: QEvent) -> bool:
        """Grow with a fault that appears, for which Qt only squeezes the rest."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return done

    def _grow(self) -> None:
        needed = self.heightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)


def _can_take(widget: QWidget | None) -> TypeGuard[QWidget]:
    """Whether a widget is still there and can have the focus."""
    try:
        return widget is not None and widget.isVisible() and widget.isEnabled()
    except RuntimeError:  # Qt has deleted it meanwhile
        return False


def _in_order(widget: QWidget) -> Iterator[QWidget]:
    """What Tab may stop at in a widget, in the order in which its layouts hold it."""
    if may_stop(widget):
        yield widget
    layout, inner = widget.layout(), widget.widget() if isinstance(widget, QScrollArea) else None
    if inner is not None:
        yield from _in_order(inner)
    elif layout is not None:
        yield from _in_layout(layout)
    elif not isinstance(widget, QAbstractScrollArea):  # whose bars and viewport are its own
        for child in widget.children():
            if isinstance(child, QWidget) and not child.isWindow():
                yield from _in_order(child)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is not None and (widget := item.widget()) is not None:
            yield from _in_order(widget)
        elif item is not None and (inner := item.layout()) is not None:
            yield from _in_layout(inner)
