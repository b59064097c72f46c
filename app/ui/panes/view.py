"""The three panes of the desk: the sides fold into strips by key, handle or for want of room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScroller, QSizePolicy, QWidget

from app.ui import theme
from app.ui.panes.view_strips import ResultStrip, Strip
from app.ui.panes.widths import Fit, Measures, Side, Wish, alone, fitted, toggled
from app.ui.widgets import Sign, column
from app.ui.widgets.handles import FoldingSplitter

LEAST = Measures(
    theme.LIST_WIDTH,
    theme.CARD_WIDTH,
    theme.RESULT_WIDTH,
    theme.STRIP_WIDTH,
    theme.RESULT_STRIP,
    2 * theme.HANDLE_WIDTH,
)


class Memory(Protocol):
    """Where a device keeps how wide its panes are."""

    def wish(self) -> Wish:
        """What was kept, or the usual."""

    def keep(self, wish: Wish) -> None:
        """Keep it for the next time."""


class Foldable(QWidget):
    """A pane and the strip it folds into; one of both is seen."""

    def __init__(self, pane: QWidget, strip: Strip, least: int, narrow: int) -> None:
        super().__init__()
        self.pane, self.strip, self._least, self._narrow = pane, strip, least, narrow
        self.setLayout(column(pane, strip, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.show_open(on=True)

    @property
    def opened(self) -> bool:
        """Whether the pane itself is seen."""
        return not self.pane.isHidden()

    def show_open(self, *, on: bool) -> None:
        """Show the pane, or its strip."""
        if self.pane.isHidden() == on:  # what can be seen anyway is not shown again: Qt would dress it early
            self.pane.setVisible(on)
        self.strip.setVisible(not on)
        if on:
            self.setMinimumWidth(self._least)
            self.setMaximumWidth(theme.READING_WIDTH)
        else:
            self.setFixedWidth(self._narrow)


class Panes(FoldingSplitter):
    """List, card and result. ``rescue`` puts the focus into the card when a pane with the focus folds.

    strips: what is left of the list and of the result where they fold; least: how wide each must be.
    """

    def __init__(
        self,
        parent: QWidget,
        panes: tuple[QWidget, QWidget, QWidget],
        strips: tuple[Strip, ResultStrip],
        memory: Memory | None,
        rescue: Callable[[], None],
        least: Measures = LEAST,
    ) -> None:
        super().__init__(parent)
        list_, card, result = panes
        self._least = least
        self._memory, self._rescue = memory, rescue
        self._wish = memory.wish() if memory else Wish()
        list_strip, self.result_strip = strips
        self.left = Foldable(list_, list_strip, least.list, least.list_strip)
        self.right = Foldable(result, self.result_strip, least.result, least.result_strip)
        for area in list_.findChildren(QAbstractScrollArea):
            QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._card = card
        card.setMinimumWidth(0)
        for pane in (self.left, card, self.right):
            self.addWidget(pane)
        for place in range(3):
            self.setStretchFactor(place, int(place == 1))
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Expanding)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(theme.FLASH_MS)
        self._later.timeout.connect(self._keep)
        self.splitterMoved.connect(lambda *_: self._dragged())
        self.folded.connect(lambda number: self.toggle("list" if number == 1 else "result"))
        list_strip.open.clicked.connect(lambda: self.toggle("list"))
        self.result_strip.open.clicked.connect(lambda: self.toggle("result"))

    def toggle(self, side: Side) -> None:
        """Fold a side that is open, open one that is folded."""
        shown = (self.left if side == "list" else self.right).opened
        self._wanted(toggled(self._wish, side, shown=shown))

    def unfold(self, side: Side) -> None:
        """Open a side that is folded."""
        if not (self.left if side == "list" else self.right).opened:
            self.toggle(side)

    def toggle_alone(self) -> None:
        """The card alone, or all panes again."""
        self._wanted(alone(self._wish, on=self.left.opened or self.right.opened))

    def places(self) -> tuple[QWidget, QWidget, QWidget]:
        """What is seen of the three, from the left: where F6 goes."""
        left = self.left.pane if self.left.opened else self.left.strip.open
        right = self.right.pane if self.right.opened else self.right.strip.open
        return left, self._card, right

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the panes anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _wanted(self, wish: Wish) -> None:
        here = self.window().focusWidget()
        self._wish = wish
        self._fit()
        self._later.start()
        if here is not None and not here.isVisible():
            self._rescue()

    def _fit(self) -> None:
        fit: Fit = fitted(self.width(), self._wish, replace(self._least, handles=2 * self.handleWidth()))
        self.left.show_open(on=fit.list_open)
        self.right.show_open(on=fit.result_open)
        self.setSizes([fit.list, fit.card, fit.result])
        self.show_arrow(1, Sign.BACK if fit.list_open else Sign.NEXT)
        self.show_arrow(2, Sign.NEXT if fit.result_open else Sign.BACK)

    def _dragged(self) -> None:
        sizes = self.sizes()
        wish = self._wish
        if self.left.opened:
            wish = replace(wish, list_width=sizes[0])
        if self.right.opened:
            wish = replace(wish, result_width=sizes[2])
        self._wish = wish
        self._later.start()

    def _keep(self) -> None:
        if self._memory is not None:
            self._memory.keep(self._wish)


def first_stop(place: QWidget) -> QWidget:
    """The first thing in a place that Tab would stop at; the place itself where there is none."""
    stops = [each for each in place.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return next((each for each in stops if each.isVisible() and each.isEnabled()), place)
