"""The line of the day: a row a step, joined by a line; arrows go along it, Enter begins or ends."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.day.state import StepLine
from app.ui.widgets import Scrolled, Sign, column, paint_sign

WORDS = {"done": "已记录", "doing": "进行中", "open": "未开始"}


class StepMark(QAbstractButton):
    """One step on the line."""

    wanted = Signal(str)

    def __init__(self, step: StepLine) -> None:
        super().__init__()
        self.step, self.ends = step, (False, False)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the line has it
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.wanted.emit(self.step.id))

    def show_step(self, step: StepLine, *, chosen: bool, ends: tuple[bool, bool]) -> None:
        """Draw it as it stands. ends: whether it is the first, and the last, of the line."""
        self.step, self.ends = step, ends
        self.setText(step.title)
        self.setChecked(chosen)
        self.setAccessibleName(f"{step.title} {step.when} {say(WORDS[step.mark])}")
        self.setToolTip(say("闭门：单位的人不在场") if step.closed else "")
        self.update()

    def sizeHint(self) -> QSize:
        """A row high, or one for fingers."""
        return QSize(theme.LIST_WIDTH, theme.ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line, mark, title and time."""
        del event
        worn, painter = theme.colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(worn.accent_soft if self.isChecked() else worn.hover))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        line = self.parentWidget()
        if self.isChecked() and line is not None and line.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(worn.accent), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        self._draw_mark(painter, box)
        self._draw_words(painter, box)

    def _draw_mark(self, painter: QPainter, box: QRectF) -> None:
        worn, side = theme.colours(), float(theme.SIGN)
        middle = QPointF(box.left() + theme.SPACE_24, box.center().y())
        painter.setPen(QPen(QColor(worn.line), 2))
        gap = side / 2 + 2
        if not self.ends[0]:
            painter.drawLine(QPointF(middle.x(), 0), QPointF(middle.x(), middle.y() - gap))
        if not self.ends[1]:
            painter.drawLine(QPointF(middle.x(), middle.y() + gap), QPointF(middle.x(), self.height()))
        place = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        signs = {"done": (Sign.DONE, worn.done), "open": (Sign.OPEN, worn.edge)}
        if self.step.mark == "doing":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(worn.accent))
            painter.drawEllipse(place.adjusted(2, 2, -2, -2))
        else:
            sign, colour = signs[self.step.mark]
            paint_sign(painter, sign, place, colour)

    def _draw_words(self, painter: QPainter, box: QRectF) -> None:
        worn = theme.colours()
        inside = box.adjusted(theme.SPACE_24 + theme.SPACE_24, 0, -theme.SPACE_12, 0)
        painter.setPen(QColor(worn.accent if self.step.mark == "doing" else worn.muted))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inside, right, self.step.when)
        taken = painter.fontMetrics().horizontalAdvance(self.step.when) + theme.SPACE_8
        painter.setPen(QColor(worn.ink))
        words = inside.adjusted(0, 0, -taken, 0)
        title = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)


class _Line(QWidget):
    """The rows, with the keys of all of them."""

    moved = Signal(int)
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("今日程序"))
        self.rows = column(gap=0)
        self.setLayout(self.rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go along the line, Home and End to its ends, Enter begins or ends the step."""
        far = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Home: -99, Qt.Key.Key_End: 99}
        if event.key() in far:
            self.moved.emit(far[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.turned.emit()
        else:
            super().keyPressEvent(event)


class Timeline(Scrolled):
    """All steps of the day. chosen(step); turned: begin or end the chosen one."""

    chosen = Signal(str)
    moved = Signal(int)
    turned = Signal()

    def __init__(self) -> None:
        self.line = _Line()
        super().__init__(self.line, None, gap=0, margin=theme.SPACE_8)
        self.steps: dict[str, StepMark] = {}
        self.line.moved.connect(self.moved)
        self.line.turned.connect(self.turned)

    def show_steps(self, steps: tuple[StepLine, ...], chosen: str) -> None:
        """Draw the line; its rows are made once."""
        for place, step in enumerate(steps):
            if step.id not in self.steps:
                made = StepMark(step)
                made.wanted.connect(self._choose)
                self.steps[step.id] = made
                self.line.rows.addWidget(made)
            ends = place == 0, place == len(steps) - 1
            self.steps[step.id].show_step(step, chosen=step.id == chosen, ends=ends)
        self.ensureWidgetVisible(self.steps[chosen])

    def _choose(self, step_id: str) -> None:
        self.line.setFocus()
        self.chosen.emit(step_id)
