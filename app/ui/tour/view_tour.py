"""The tour over a screen: everything dimmed but one part, and a card that says what it is.

What is lit can be used meanwhile: the dimming has a hole there, for the mouse as for the eye.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QWidget

from app.common.words import say
from app.scoring.model.kinds import KindWords
from app.ui import theme
from app.ui.tour.stops import TourState, begun, moved
from app.ui.widgets import Button, Caption, Card, Label, PrimaryButton, QuietButton, Title, row
from app.ui.widgets.keys import bind_keys
from app.ui.widgets.tab_order import step

ROOM = theme.SPACE_8  # around what is lit


class TourCard(Card):
    """What is lit, in a few words, with the way on, back and out."""

    def __init__(self) -> None:
        super().__init__(gap=theme.SPACE_12)
        self.title, self.words = Title(), Label(wrap=True)
        self.key, self.told = Caption(wrap=True), Caption()
        self.leave = QuietButton(say("结束导览"), hint="Esc")
        self.back = Button(say("上一步"), hint="←")
        self.next = PrimaryButton(say("下一步"), hint="→")
        foot = row(self.leave, None, self.told, self.back, self.next)
        for part in (self.title, self.words, self.key):
            self.body.addWidget(part)
        self.body.addLayout(foot)
        self.setFixedWidth(theme.TOUR_WIDTH)

    def show_tour(self, state: TourState) -> None:
        """Show a stop."""
        self.title.show_text(state.stop.title)
        self.words.show_text(state.stop.words)
        self.key.show_text(state.stop.key)
        self.key.setVisible(bool(state.stop.key))
        self.told.show_text(state.told)
        self.back.setEnabled(not state.first)
        self.next.show_text(say("知道了") if state.last else say("下一步"))
        self.setAccessibleName(f"{state.stop.title}。{state.stop.words}{state.stop.key}")
        self.setFixedHeight(self.heightForWidth(theme.TOUR_WIDTH))


class Tour(QWidget):
    """Lies over its parent until it is left; ``left`` says so, ``whole`` whether the end was reached."""

    left = Signal(bool)

    def __init__(self, over: QWidget, parts: Mapping[str, QWidget], words: KindWords) -> None:
        super().__init__(over)
        self._over, self._parts = over, parts
        self.card = TourCard()
        self.card.setParent(self)
        self.state: TourState | None = begun(
            {name for name, part in parts.items() if part.isVisible()}, words
        )
        self.card.next.clicked.connect(lambda: self.step(1))
        self.card.back.clicked.connect(lambda: self.step(-1))
        self.card.leave.clicked.connect(lambda: self.end(whole=False))
        turns = (("Right", 1), ("PgDown", 1), ("Left", -1), ("PgUp", -1))
        bind_keys(self, [(keys, partial(self.step, steps)) for keys, steps in turns])
        bind_keys(self, [("Escape", partial(self.end, whole=False))])
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._place)
        over.installEventFilter(self)

    def begin(self) -> bool:
        """Show the first stop; whether there is one."""
        if self.state is None:
            self.deleteLater()
            return False
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self._show()
        return True

    def step(self, steps: int) -> None:
        """Go on or back; from the last stop onward the tour ends."""
        if self.state is None:
            return
        if self.state.last and steps > 0:
            self.end(whole=True)
            return
        self.state = moved(self.state, steps)
        self._show()

    def end(self, *, whole: bool) -> None:
        """Leave; what was dimmed is as it was."""
        if self.state is None:
            return
        self.state = None
        self._over.removeEventFilter(self)
        self.hide()
        self.left.emit(whole)
        self.deleteLater()

    def focusNextPrevChild(self, on: bool) -> bool:  # noqa: FBT001  Qt's own signature
        """Tab stays with the card: what is dimmed cannot be used."""
        order = [self.card.leave, self.card.back, self.card.next]
        stops = [each for each in order if each.isEnabled()]
        return step(stops, self.focusWidget(), on=on, round_=True) or super().focusNextPrevChild(on)

    @property
    def lit(self) -> QRect:
        """What is lit, in our own coordinates, with room around it."""
        if self.state is None:
            return QRect()
        part = self._parts[self.state.stop.part]
        shown = QRect(part.mapTo(self._over, QPoint()), part.size()) & _seen(part, self._over)
        return shown.adjusted(-ROOM, -ROOM, ROOM, ROOM) & self.rect()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep lying over the whole parent."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The part may stand elsewhere now, once all have their places."""
        super().resizeEvent(event)
        self._settle.start(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim everything but what is lit."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dim = QPainterPath()
        dim.addRect(QRectF(self.rect()))
        hole = QPainterPath()
        hole.addRoundedRect(QRectF(self.lit), theme.RADIUS, theme.RADIUS)
        painter.fillPath(dim - hole, QColor(0, 0, 0, theme.DIMMED))
        painter.setPen(QColor(theme.colours().accent))
        painter.drawPath(hole)

    def _show(self) -> None:
        if self.state is None:
            return
        _bring(self._parts[self.state.stop.part])
        self.card.show_tour(self.state)
        self._place()
        self._settle.start(0)  # scrolling may move it once more
        self.card.next.setFocus()

    def _place(self) -> None:
        if self.state is None:
            return
        lit = self.lit
        self.card.move(beside(lit, self.card.size(), self.size()))
        self.setMask(
            QRegion(self.rect()) - QRegion(lit.adjusted(1, 1, -1, -1)) + QRegion(self.card.geometry())
        )
        self.update()


def beside(lit: QRect, card: QSize, room: QSize) -> QPoint:
    """Where the card goes: right of what is lit, else left, below, above; where nothing fits, at the foot."""
    gap, whole = theme.SPACE_16, QRect(QPoint(), room)
    level = min(max(lit.top(), gap), max(room.height() - card.height() - gap, gap))
    upright = min(max(lit.left(), gap), max(room.width() - card.width() - gap, gap))
    for at in (
        QPoint(lit.right() + gap, level),
        QPoint(lit.left() - gap - card.width(), level),
        QPoint(upright, lit.bottom() + gap),
        QPoint(upright, lit.top() - gap - card.height()),
    ):
        if whole.contains(QRect(at, card)):
            return at
    return QPoint(room.width() - card.width() - gap, room.height() - card.height() - gap)


def _seen(part: QWidget, over: QWidget) -> QRect:
    """The rectangle through which a part can be seen, in the coordinates of ``over``."""
    seen = over.rect()
    above = part.parentWidget()
    while above is not None and above is not over:
        if isinstance(above, QScrollArea):
            port = above.viewport()
            seen &= QRect(port.mapTo(over, QPoint()), port.size())
        above = above.parentWidget()
    return seen


def _bring(part: QWidget) -> None:
    """Scroll so that a part can be seen from its top."""
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            top = part.mapTo(above.viewport(), QPoint()).y() + above.verticalScrollBar().value()
            above.verticalScrollBar().setValue(max(top - theme.SPACE_24, 0))
        above = above.parentWidget()
