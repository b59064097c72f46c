"""Surfaces: cards, hairlines, section rules, empty states, scrolled columns and the layouts' spacing."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QScroller,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.widgets.labels import Caption, Label, Title

Part = QWidget | QLayout | int | None
L = TypeVar("L", bound=QBoxLayout)


def row(*parts: Part, gap: int = theme.SPACE_8, margin: int = 0) -> QHBoxLayout:
    """Things side by side: widgets and layouts, an int for a fixed space, None for all the room left."""
    return _filled(QHBoxLayout(), parts, gap, margin)


def column(*parts: Part, gap: int = theme.SPACE_8, margin: int = 0) -> QVBoxLayout:
    """Things one below the other; parts as for ``row``."""
    return _filled(QVBoxLayout(), parts, gap, margin)


def _filled(box: L, parts: tuple[Part, ...], gap: int, margin: int) -> L:
    box.setSpacing(gap)
    box.setContentsMargins(margin, margin, margin, margin)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    return box


def holder(layout: QLayout, role: str = "") -> QWidget:
    """A bare widget around a layout."""
    made = QWidget()
    if role:
        made.setProperty("role", role)
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setLayout(layout)
    return made


class Card(QFrame):
    """A sheet of paper: hairline, radius, room inside. Put things into ``body``."""

    def __init__(self, *parts: Part, gap: int = theme.SPACE_8, margin: int = theme.SPACE_16) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = column(*parts, gap=gap, margin=margin)
        self.setLayout(self.body)


class Surface(QFrame):
    """A plain area in a role: sheet (card colour), side (window colour), topbar, footbar, drop."""

    def __init__(self, role: str, layout: QLayout | None = None) -> None:
        super().__init__()
        self.setProperty("role", role)
        if layout is not None:
            self.setLayout(layout)


class Hairline(QFrame):
    """A line one pixel thin; ``upright`` for one between columns."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "upright" if upright else "hairline")


class SectionRule(QWidget):
    """A small title with a hairline to its right, and perhaps one widget at the end."""

    def __init__(self, text: str, end: QWidget | None = None) -> None:
        super().__init__()
        self.caption = Caption(text)
        line = Hairline()
        line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = row(self.caption, line, gap=theme.SPACE_12)
        layout.setStretch(1, 1)
        if end is not None:
            layout.addWidget(end)
        self.setLayout(layout)


class EmptyState(QWidget):
    """What to do next where there is nothing yet: a title, a sentence, perhaps a button."""

    def __init__(self, title: str, sentence: str, action: QWidget | None = None) -> None:
        super().__init__()
        words = Label(sentence, "muted", wrap=True)
        heading = Title(title)
        for label in (heading, words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = column(None, heading, words, gap=theme.SPACE_8, margin=theme.SPACE_32)
        if action is not None:
            layout.addSpacing(theme.SPACE_8)
            layout.addWidget(action, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.setLayout(layout)


class Scrolled(QScrollArea):
    """A column that scrolls up and down only, never sideways. Put things into ``body``."""

    def __init__(self, *parts: Part, gap: int = theme.SPACE_8, margin: int = theme.SPACE_16) -> None:
        super().__init__()
        self._inner = inner = QWidget()
        inner.setProperty("role", "scrolled")
        self.body = column(*parts, gap=gap, margin=margin)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)  # while it is empty: Qt dresses at once what it takes in
        inner.setLayout(self.body)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def settle(self) -> None:
        """Lay out what was changed inside, now instead of at the next turn of the event loop."""
        for within in reversed(
            self._inner.findChildren(QWidget)
        ):  # what lies deepest first: sizes go upwards
            layout = within.layout()
            if layout is not None:
                layout.activate()
        self.body.activate()
        QApplication.sendEvent(
            self._inner, QEvent(QEvent.Type.LayoutRequest)
        )  # the column grows to its new height

    def bring(self, widget: QWidget, room: int) -> None:
        """Scroll so that the whole of a widget inside can be seen with room around it.

        Of one that is higher than the view, its top; then wherever the cursor is in it.
        """
        if not self._inner.isAncestorOf(widget):
            return
        top, bar = widget.mapTo(self._inner, QPoint()).y(), self.verticalScrollBar()
        first, last = top - room, top + widget.height() + room - self.viewport().height()
        if bar.value() < last or bar.value() > first:
            bar.setValue(min(first, max(bar.value(), last)))
        self.ensureWidgetVisible(widget, room, room)
