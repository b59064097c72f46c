"""Segmented choice: a few options side by side, one stop of the Tab key, digits choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QFrame, QSizePolicy

from app.ui import theme
from app.ui.widgets.surfaces import column, row


class _Segment(QAbstractButton):
    """One option: its digit small and muted, its words; filled when chosen."""

    def __init__(self, label: str, digit: str, *, small: bool) -> None:
        super().__init__()
        self._digit, self._small, self._room = digit, small, 0
        if small:
            self.setFont(theme.sans(theme.CAPTION))
        self.setText(label)
        self.setCheckable(True)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def whole(self) -> int:
        """How wide digit and words are on one line."""
        return self.fontMetrics().horizontalAdvance(self.text()) + self._around()

    def sizeHint(self) -> QSize:
        """Room for digit and words, on more lines where the room is less."""
        height = theme.CONTROL if not theme.touch() else theme.ROW + 2  # the frame takes two
        if self._small and not theme.touch():
            height = theme.MARK_HEIGHT
        if not 0 < self._room < self.whole:
            return QSize(self.whole, height - 2)
        inside = QRect(0, 0, max(self._room - self._around(), 1), theme.READING_WIDTH)
        lines = self.fontMetrics().boundingRect(inside, Qt.TextFlag.TextWordWrap, self.text())
        return QSize(self._room, max(height, lines.height() + theme.SPACE_12) - 2)

    def show_room(self, room: int) -> None:
        """How wide it may be at most; 0 for as wide as its words."""
        if room != self._room:
            self._room = room
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, digit and words."""
        del event
        worn, painter = theme.colours(), QPainter(self)
        self._paint_ground(painter)
        chosen = self.isChecked()
        ink = worn.accent_ink if chosen else worn.ink if self.isEnabled() else worn.muted
        self._draw_digit(painter, worn.accent_ink if chosen else worn.muted)
        painter.setPen(QColor(ink))
        words = self.rect().adjusted(self._side() + self._lead(), 0, 0, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        if 0 < self._room < self.whole:
            words.setRight(words.right() - self._side())
            flags |= int(Qt.TextFlag.TextWordWrap)
        painter.drawText(words, flags, self.text())

    def show_label(self, label: str) -> None:
        """Change the words in place."""
        self.setText(label)
        self.setAccessibleName(label)
        self.updateGeometry()

    def _paint_ground(self, painter: QPainter) -> None:
        worn, chosen = theme.colours(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(worn.accent if chosen else worn.line))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.SPACE_4, theme.SPACE_4)

    def _draw_digit(self, painter: QPainter, ink: str) -> None:
        if not self._digit:
            return
        painter.save()
        painter.setFont(theme.sans(theme.CAPTION))
        painter.setPen(QColor(ink))
        box = self.rect().adjusted(self._side(), 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._digit)
        painter.restore()

    def _lead(self) -> int:
        return theme.CAPTION if self._digit else 0

    def _around(self) -> int:
        return self._lead() + 2 * self._side()

    def _side(self) -> int:
        return theme.SPACE_8 if self._small else theme.SPACE_12


_ARROWS = {
    True: {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1},
    False: {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1},
}


class _Counted(_Segment):
    """A filter: its word, and below it how many it lets through; the room is shared evenly."""

    def __init__(self, label: str) -> None:
        super().__init__(label, "", small=True)
        self._count = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        """Change the number in place."""
        self._count = str(count)
        self.update()
        self.setAccessibleName(f"{self.text()} {count}")

    def show_label(self, label: str) -> None:
        """Change the word in place."""
        super().show_label(label)
        self.setAccessibleName(f"{label} {self._count}")

    def sizeHint(self) -> QSize:
        """Two lines high; room for the word."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + theme.SPACE_8, (theme.ROW_TOUCH if theme.touch() else theme.ROW) - 2)

    def minimumSizeHint(self) -> QSize:
        """The word must fit."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, word and number."""
        del event
        worn, painter = theme.colours(), QPainter(self)
        self._paint_ground(painter)
        chosen, half = self.isChecked(), self.height() // 2
        painter.setPen(QColor(worn.accent_ink if chosen else worn.ink))
        word = self.rect().adjusted(0, theme.SPACE_4, 0, -half)
        painter.drawText(word, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.setPen(QColor(worn.accent_ink if chosen else worn.muted))
        number = self.rect().adjusted(0, half, 0, -theme.SPACE_4)
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, self._count)


class Segmented(QFrame):
    """Options as (value, label); emits ``chosen`` with the value, or empty when a choice is taken back.

    Digits choose from 1, the arrows move, Delete or Backspace takes back where that is allowed. ``small``
    is for captions' size, ``upright`` stacks options too long to stand side by side, ``counted`` has a number
    below each word and fills the width it is given.
    """

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        name: str,
        *,
        small: bool = False,
        upright: bool = False,
        may_clear: bool = True,
        counted: bool = False,
    ) -> None:
        super().__init__()
        self._values = tuple(value for value, _ in options)
        self._may_clear = may_clear
        self._upright = upright
        self.setProperty("role", "segments")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        across = QSizePolicy.Policy.Preferred if counted else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self._segments: tuple[_Segment, ...] = tuple(
            _Counted(label)
            if counted
            else _Segment(label, str(place) if not small and place < 10 else "", small=small)
            for place, (_, label) in enumerate(options, 1)
        )
        for place, segment in enumerate(self._segments):
            segment.clicked.connect(lambda _=False, at=place: self._press(at))
        self._box = (column if upright else row)(*self._segments, gap=0, margin=1)
        self.setLayout(self._box)
        self._value = ""

    @property
    def value(self) -> str:
        """The value chosen; empty where none is."""
        return self._value

    def show_value(self, value: str) -> None:
        """Show a choice without emitting anything."""
        self._value = value
        for known, segment in zip(self._values, self._segments, strict=True):
            segment.setChecked(known == value)

    def segment(self, value: str) -> QAbstractButton:
        """The button of an option. Raises ValueError."""
        return self._segments[self._values.index(value)]

    @property
    def breadth(self) -> tuple[int, int]:
        """How wide the options are stacked, and side by side."""
        widths = [segment.whole for segment in self._segments]
        return max(widths, default=0) + 2, sum(widths) + 2

    def show_upright(self, *, on: bool) -> None:
        """Stack the options, or set them side by side."""
        if on != self._upright:
            self._upright = on
            way = QBoxLayout.Direction.TopToBottom if on else QBoxLayout.Direction.LeftToRight
            self._box.setDirection(way)

    def show_room(self, room: int) -> None:
        """How wide it may be at most: longer words of stacked options go on to more lines."""
        for segment in self._segments:
            segment.show_room(max(room - 2, 1) if self._upright else 0)

    def show_labels(self, labels: Sequence[str]) -> None:
        """Change the words of the options in place."""
        for segment, label in zip(self._segments, labels, strict=True):
            if segment.text() != label:
                segment.show_label(label)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Change the numbers below the words in place."""
        for segment, count in zip(self._segments, counts, strict=True):
            if isinstance(segment, _Counted):
                segment.show_count(count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, arrows and Delete; the rest is for the window."""
        key, text = event.key(), event.text()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif text.isdecimal() and 1 <= int(text) <= len(self._values):
            self._choose(int(text) - 1)
        elif key in _ARROWS[self._upright]:
            self._step(_ARROWS[self._upright][Qt.Key(key)])
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._may_clear and self._value:
            self.chosen.emit("")
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring around the whole group while it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, theme.RADIUS - 1, theme.RADIUS - 1)

    def _press(self, place: int) -> None:
        self._segments[place].setChecked(self._values[place] == self._value)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._choose(place)

    def _step(self, by: int) -> None:
        outside = -1 if by > 0 else len(self._values)
        now = self._values.index(self._value) if self._value in self._values else outside
        self._choose(min(max(now + by, 0), len(self._values) - 1))

    def _choose(self, place: int) -> None:
        if self._values[place] != self._value:
            self.chosen.emit(self._values[place])
