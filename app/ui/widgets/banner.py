"""Messages inside a window: a banner that stays until it is dismissed, a toast that leaves by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.common.errors import EnvironmentTrouble, XianpingError
from app.common.words import say
from app.ui import theme
from app.ui.theme import Tone
from app.ui.widgets.buttons import Button, IconButton, LinkButton
from app.ui.widgets.labels import Label
from app.ui.widgets.signs import Sign, SignMark
from app.ui.widgets.surfaces import column, holder, row

_SIGNS = {Tone.DONE: Sign.DONE, Tone.ATTENTION: Sign.ATTENTION, Tone.LOST: Sign.ATTENTION}


class Banner(QFrame):
    """What happened, what is safe, what to do; hidden until something is shown.

    ``edged`` is False for one that runs from edge to edge of its window.
    """

    dismissed = Signal()
    explained = Signal(str)  # the code, to be looked up in the guide

    def __init__(self, tone: Tone = Tone.ATTENTION, *, edged: bool = True) -> None:
        super().__init__()
        self._tone, self._edged = tone, edged
        self._mark = SignMark(_SIGNS.get(tone, Sign.INFO), side=theme.CRITERION)
        self.message = Label(role="strong", wrap=True)
        self.more = Label(role="body", wrap=True)
        self.code = LinkButton("", hint=say("在使用指南里查看这个编号"))
        self.code.clicked.connect(lambda: self.explained.emit(self.code.text()))
        close = IconButton(Sign.CLOSE, say("关闭提示"))
        close.clicked.connect(self.dismiss)
        self.message.setMinimumHeight(theme.CONTROL)  # one line stands level with sign and cross
        mark = holder(column(self._mark))
        mark.setFixedHeight(theme.CONTROL)
        words = column(self.message, self.more, row(self.code, None), gap=theme.SPACE_4)
        self.deed = Button("")
        self._does: Callable[[], None] | None = None
        self.deed.clicked.connect(self._do)
        self.deed.hide()
        layout = row(mark, words, self.deed, close, gap=theme.SPACE_12, margin=theme.SPACE_8)
        layout.setStretch(1, 1)
        layout.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        for part in (self.deed, close):
            layout.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        self.hide()

    def show_message(
        self, message: str, more: str = "", *, code: str = "", tone: Tone = Tone.ATTENTION
    ) -> None:
        """Show a message, what else is to be known, and the code that the guide explains."""
        self._tone = tone
        self._mark.show_sign(_SIGNS.get(tone, Sign.INFO), tone)
        self.message.setText(message)
        self.more.setText(more)
        self.code.show_text(code)
        for part, text in ((self.more, more), (self.code, code)):
            part.setVisible(bool(text))
        self.setAccessibleName(f"{message}{more}")
        self.deed.hide()
        self.show()
        self.update()

    def offer(self, text: str, does: Callable[[], None]) -> None:
        """Offer what can be done about the message shown, as a button; the next message takes it away."""
        self._does = does
        self.deed.show_text(text)
        self.deed.show()

    def _do(self) -> None:
        if self._does is not None:
            self._does()

    def show_trouble(self, trouble: XianpingError) -> None:
        """Show a refusal or a trouble of the environment in its own words."""
        if isinstance(trouble, EnvironmentTrouble):
            self.show_message(trouble.message, trouble.safe + trouble.advice, code=trouble.code)
        else:
            codes = [fault.code for fault in getattr(trouble, "faults", ()) if fault.code]
            self.show_message(str(trouble), code=" ".join(dict.fromkeys(codes)))

    def dismiss(self) -> None:
        """Hide it and say so."""
        if not self.isHidden():
            self.hide()
            self.dismissed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The soft ground of the tone, its edge a line of the tone."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._edged:
            painter.fillRect(self.rect(), QColor(theme.colours().soft(self._tone)))
            return
        painter.setPen(QColor(theme.colours().tone(self._tone)))
        painter.setBrush(QColor(theme.colours().soft(self._tone)))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)


class Toast(Banner):
    """A short word at the foot of a window that leaves by itself after five seconds."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(Tone.DONE)
        self._window = window
        self.setParent(window)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(theme.TOAST_MS)
        self._leave.timeout.connect(self.dismiss)

    def say_briefly(self, message: str, tone: Tone = Tone.DONE) -> None:
        """Show a word at the foot of the window."""
        self.show_message(message, tone=tone)
        window = self._window
        wide = min(theme.DIALOG_WIDTH, window.width() - 2 * theme.SPACE_24)
        self.setFixedWidth(wide)
        self.resize(wide, self.heightForWidth(wide))
        self.move((window.width() - self.width()) // 2, window.height() - self.height() - theme.SPACE_24)
        self.raise_()
        self._leave.start()
