"""The papers that a criterion asks for, each with how it was seen. Nothing is ticked by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.services.history.entry_values import MARKS
from app.ui import theme
from app.ui.desk.card.state import EvidenceState
from app.ui.desk.view_intents import Intents
from app.ui.theme import Tone
from app.ui.widgets import Label, Segmented, Sign, SignMark, column, row

_SIGNS = {
    "": (Sign.OPEN, Tone.PLAIN),
    "partial": (Sign.PROVISIONAL, Tone.ATTENTION),
    "missing": (Sign.ATTENTION, Tone.ATTENTION),
}


class EvidenceLine(QWidget):
    """One paper: sign, name, and the ways of having seen it; digits choose."""

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self.id = ""
        self._sign = SignMark(Sign.OPEN)
        self.label = Label(wrap=True)
        self.marks = Segmented([(mark, say(words)) for mark, words in MARKS.items()], "", small=True)
        self.marks.chosen.connect(lambda mark: wants.marked.emit(self.id, mark))
        layout = row(self._sign, self.label, self.marks, gap=theme.SPACE_12)
        layout.setStretch(1, 1)
        layout.setAlignment(self.marks, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)
        self.setMinimumHeight(theme.CONTROL)

    def show_state(self, state: EvidenceState, *, writable: bool) -> None:
        """Show the paper and its mark."""
        self.id = state.id
        self.label.show_text(state.label)
        self.marks.setAccessibleName(state.label)
        self._sign.show_sign(*_SIGNS.get(state.mark, (Sign.DONE, Tone.DONE)))
        self.marks.show_value(state.mark)
        self.marks.setEnabled(writable)


class EvidenceList(QWidget):
    """All papers of a criterion, or a word that the annex asks for none."""

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self._wants = wants
        self.lines: list[EvidenceLine] = []
        self._spare: list[EvidenceLine] = []  # of a criterion that asks for more: the next one may, too
        self._states: tuple[EvidenceState, ...] = ()
        self._writable = True
        self._column = column(gap=theme.SPACE_4)
        self._none = Label(say("细则没有为本项列出材料。"), "muted")
        self._column.addWidget(self._none)
        self.setLayout(self._column)

    def show_items(self, states: tuple[EvidenceState, ...], *, writable: bool) -> None:
        """Show the papers and their marks in place."""
        if states == self._states and writable == self._writable:
            return
        self._resize(len(states))
        for line, state in zip(self.lines, states, strict=True):
            line.show_state(state, writable=writable)
        self._states, self._writable = states, writable

    def _resize(self, wanted: int) -> None:
        while len(self.lines) > wanted:
            self._spare.append(self.lines.pop())
            self._spare[-1].hide()
        while len(self.lines) < wanted:
            line = self._spare.pop() if self._spare else EvidenceLine(self._wants)
            self.lines.append(line)
            self._column.addWidget(line)
            line.show()
        self._none.setVisible(not wanted)
