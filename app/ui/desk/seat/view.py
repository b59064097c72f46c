"""The right end of the desk's bar: who sits here, for whom, and what is done with paper."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.desk.seat.state import SeatState
from app.ui.theme import Tone
from app.ui.widgets import Chip, QuietButton, Sign, row, sign_icon


class SeatBar(QWidget):
    """Renders a ``SeatState``; hidden where nobody's sheet is shown."""

    switch_wanted = Signal()
    paper_wanted = Signal()
    print_wanted = Signal(bool)  # blank

    def __init__(self) -> None:
        super().__init__()
        self._shown: SeatState | None = None
        self.typed = Chip()
        self.print = QuietButton(say("打印"))
        self.person = QuietButton("", hint=say("切换身份（Ctrl+Shift+P）"))
        self.print.setMenu(self._print_menu())
        self.person.setMenu(self._person_menu())
        for button in (self.print, self.person):
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the words
            button.setIconSize(QSize(theme.CAPTION, theme.CAPTION))
        self._draw_arrows()
        self.setLayout(row(self.typed, self.print, self.person, gap=theme.SPACE_8))

    def show_state(self, state: SeatState) -> None:
        """Show who sits here and for whom."""
        if state == self._shown:
            return
        self._shown = state
        self.setVisible(bool(state.keyboard))
        self.typed.setVisible(state.typed)
        expert, keyboard = self._short(state.expert), self._short(state.keyboard)
        self.typed.show_chip(say("代{expert}录入", expert=expert), Tone.ATTENTION, Sign.ATTENTION)
        self.typed.setToolTip(state.words)
        self.person.show_text(say("录入人 {name}", name=keyboard) if state.typed else keyboard)
        self.person.setAccessibleName(state.words)
        self.person.setToolTip("\n".join((state.words, say("切换身份（Ctrl+Shift+P）"))))
        self.print.setToolTip(say("打印{sheet}（Ctrl+P）", sheet=state.sheet))
        self.blank.setText(say("&1　空白{sheet}…", sheet=state.sheet))
        self._own.setText(say("&2　{name}的{sheet}…", name=state.expert or say("本人"), sheet=state.sheet))
        self.paper.setText(say("代录纸质{sheet}…", sheet=state.sheet))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the arrows anew when the colours change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_arrows()

    def _short(self, name: str) -> str:
        """A name as far as the bar has room for it; the whole is in the tooltip and is read aloud."""
        return self.person.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, theme.NAME_WIDTH)

    def _draw_arrows(self) -> None:
        for button in (self.print, self.person):
            button.setIcon(sign_icon(Sign.DOWN, theme.colours().accent, theme.CAPTION))

    def _print_menu(self) -> QMenu:
        menu = QMenu(self.print)
        self.blank = QAction("", menu)
        self._own = QAction("", menu)
        self.blank.triggered.connect(lambda: self.print_wanted.emit(True))
        self._own.triggered.connect(lambda: self.print_wanted.emit(False))
        menu.addActions([self.blank, self._own])
        return menu

    def _person_menu(self) -> QMenu:
        menu = QMenu(self.person)
        self.switch = QAction(say("切换身份…　Ctrl+Shift+P"), menu)
        self.paper = QAction("", menu)
        self.switch.triggered.connect(self.switch_wanted)
        self.paper.triggered.connect(self.paper_wanted)
        menu.addActions([self.switch, self.paper])
        return menu
