"""What is left of a folded pane: a button to open it, the figures that matter, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.desk.papers.state import SupplementsState
from app.ui.desk.result.view_deeds import Deeds
from app.ui.desk.state import ResultState, VerdictTone
from app.ui.desk.view_intents import Intents
from app.ui.widgets import Caption, Figure, IconButton, Sign, SignMark, Surface, column


class Strip(Surface):
    """What is left of a folded pane: a button to open it, perhaps a few words, and deeds at its foot."""

    def __init__(self, name: str, sign: Sign, *parts: QWidget, foot: tuple[QWidget, ...] = ()) -> None:
        super().__init__("side")
        self.open = IconButton(sign, name)
        layout = column(self.open, *parts, None, *foot, gap=theme.SPACE_8, margin=theme.SPACE_4)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_12, theme.SPACE_4, theme.SPACE_12)
        for part in (self.open, *parts):
            layout.setAlignment(part, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(layout)


class ResultStrip(Strip):
    """The folded result: the total, what it may still become, and in words whether the verdict is open."""

    def __init__(self, name: str, *foot: QWidget) -> None:
        self.total, self._counted = Figure(role="heading"), Caption()
        self.possible = Caption(wrap=True)
        self._verdict, self._sign = Caption(wrap=True), SignMark(Sign.OPEN)
        for words in (self._verdict, self.possible):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        parts = (self._counted, self.total, self.possible, self._sign, self._verdict)
        super().__init__(name, Sign.BACK, *parts, foot=foot)

    def show_figures(self, counted: str, total: str, possible: str, verdict: str, tone: VerdictTone) -> None:
        """Show figures in place."""
        self._counted.show_text(counted)
        self.total.show_number(total)
        self.possible.show_text(say("可能\n{range}", range=possible) if possible else "")
        self.possible.setVisible(bool(possible))
        self._verdict.show_text(verdict)
        sign = {"done": Sign.DONE, "attention": Sign.ATTENTION, "plain": Sign.OPEN}[tone]
        self._sign.show_sign(sign)


class DeskStrip(ResultStrip):
    """The folded result of the desk; ``left``: how many criteria are not judged yet."""

    def __init__(self, wants: Intents) -> None:
        self.left = Caption(wrap=True)
        self.left.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.deeds = Deeds(wants, narrow=True)
        super().__init__(say("展开结果（Ctrl+3）"), self.left, self.deeds)

    def show_result(self, state: ResultState) -> None:
        """Show the desk's figures and deeds in place."""
        self.show_figures(state.counted, state.total, state.possible, state.verdict, state.verdict_tone)
        many = len(state.open)
        self.left.show_text(say("{name}\n{many} 项", name=state.names.left, many=many) if many else "")
        self.left.setVisible(bool(many))
        self.deeds.show_words(state.names)
        self.deeds.show_result(state)

    def show_supplements(self, state: SupplementsState) -> None:
        """Show how many things the unit must still bring."""
        self.deeds.show_supplements(state)
