"""The small calm word about the copy, and the one line in which something is asked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal

from app.common.words import say
from app.ui import theme
from app.ui.safes.presenter import NO_LINE, CornerState, CornerTone, LineState
from app.ui.theme import Tone
from app.ui.widgets import Button, Elided, QuietButton, Sign, SignMark, Surface, row, set_property, sign_icon

LOOKS: dict[CornerTone, tuple[Sign, Tone]] = {
    "done": (Sign.DONE, Tone.DONE),
    "attention": (Sign.ATTENTION, Tone.ATTENTION),
    "plain": (Sign.OPEN, Tone.PLAIN),
}


class CornerButton(QuietButton):
    """Renders a ``CornerState``; a press leads to the settings of the copy."""

    def __init__(self) -> None:
        super().__init__("")
        self._shown: CornerState | None = None
        set_property(self, "tone", "calm")
        self.setIconSize(QSize(theme.CAPTION, theme.CAPTION))

    def show_corner(self, state: CornerState) -> None:
        """Show a state in place; what did not change costs nothing."""
        if state == self._shown:
            return
        self._shown = state
        self.show_text(state.text)
        self.setToolTip(state.tip)
        self.setAccessibleDescription(state.tip)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the sign anew when the colours change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        if self._shown is not None:
            sign, tone = LOOKS[self._shown.tone]
            self.setIcon(sign_icon(sign, theme.colours().tone(tone), theme.CAPTION))


class QuestionLine(Surface):
    """Renders a ``LineState``: one line with a yes and a no, hidden while nothing is asked."""

    agreed = Signal(object)  # LineState
    declined = Signal(object)

    def __init__(self) -> None:
        super().__init__("topbar")
        self._shown = NO_LINE
        self.text = Elided()
        self.act, self.away = Button(""), QuietButton("")
        self.act.clicked.connect(lambda: self.agreed.emit(self._shown))
        self.away.clicked.connect(lambda: self.declined.emit(self._shown))
        mark = SignMark(Sign.INFO, say("提示"))
        line = row(mark, self.text, self.away, self.act, gap=theme.SPACE_12)
        line.setStretch(1, 1)
        line.setContentsMargins(theme.SPACE_16, theme.SPACE_4, theme.SPACE_16, theme.SPACE_4)
        self.setLayout(line)
        self.hide()

    def show_line(self, state: LineState) -> None:
        """Show what is asked, or nothing."""
        if state == self._shown:
            return
        self._shown = state
        if state.kind:
            self.text.show_text(state.text)
            self.act.show_text(state.act)
            self.away.show_text(state.away)
        self.setVisible(bool(state.kind))
