"""The folded result of the desk."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.common.words import say
from app.ui.desk.papers.state import SupplementsState
from app.ui.desk.result.state import ResultState
from app.ui.desk.result.view_deeds import Deeds
from app.ui.desk.view_intents import Intents
from app.ui.panes.view_strips import ResultStrip
from app.ui.widgets import Caption
from app.ui.widgets.chips import VERDICT_LOOKS


class DeskStrip(ResultStrip):
    """The folded result of the desk; ``left``: how many criteria are not judged yet."""

    def __init__(self, wants: Intents) -> None:
        self.left = Caption(wrap=True)
        self.left.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.deeds = Deeds(wants, narrow=True)
        super().__init__(say("展开结果（Ctrl+3）"), self.left, self.deeds)

    def show_result(self, state: ResultState) -> None:
        """Show the desk's figures and deeds in place."""
        _, sign = VERDICT_LOOKS[state.verdict_tone]
        self.show_figures(state.counted, state.total, state.possible, state.verdict, sign)
        many = len(state.open)
        self.left.show_text(say("{name}\n{many} 项", name=state.names.left, many=many) if many else "")
        self.left.setVisible(bool(many))
        self.deeds.show_words(state.names)
        self.deeds.show_result(state)

    def show_supplements(self, state: SupplementsState) -> None:
        """Show how many things the unit must still bring."""
        self.deeds.show_supplements(state)
