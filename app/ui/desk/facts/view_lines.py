"""Below the fields: what colleagues counted, one calm line each, to adopt or to contest."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.desk.facts.state import CountSign, CountState
from app.ui.desk.view_intents import Intents
from app.ui.theme import Tone
from app.ui.widgets import Label, LinkButton, Sign, SignMark, TextField, column, holder, row, set_property

SIGNS: dict[CountSign, tuple[Sign, Tone]] = {
    "counted": (Sign.INFO, Tone.PLAIN),
    "same": (Sign.DONE, Tone.DONE),
    "adopted": (Sign.DONE, Tone.DONE),
    "differs": (Sign.ATTENTION, Tone.ATTENTION),
    "contested": (Sign.FLAG, Tone.ATTENTION),
}


class CountLine(QWidget):
    """One colleague's count with what can be done about it, and one's own contest below."""

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self._state = CountState("", "", "counted")
        self._mark, self.words = SignMark(Sign.INFO), Label(wrap=True)
        self.adopt = LinkButton(say("采信"), hint=say("把这些事实写入本人的表（Ctrl+T）"))
        self.contest = LinkButton(say("有异议"), hint=say("写明为什么不认可（Ctrl+Shift+T）"))
        self.why = TextField(say("异议的理由"), placeholder=say("哪里不对、依据什么"), sheet_undo=True)
        self.withdraw = LinkButton(say("收回异议"))
        self.adopt.clicked.connect(lambda: wants.adopted.emit(self._state.person))
        self.contest.clicked.connect(lambda: wants.contested.emit(self._state.person))
        self.why.textEdited.connect(lambda text: wants.paper_written.emit(self._state.contest, "why", text))
        self.withdraw.clicked.connect(lambda: wants.paper_removed.emit(self._state.contest))
        self._against = holder(self._below())
        self.setLayout(column(self._beside(), self._against, gap=theme.SPACE_4))

    def show_count(self, state: CountState) -> None:
        """Show a count in place."""
        self._state = state
        self._mark.show_sign(*SIGNS[state.sign])
        self.words.show_text(state.words)
        set_property(self.words, "role", "muted" if state.sign in {"same", "adopted"} else "body")
        for button in (self.adopt, self.contest, self.withdraw):
            button.setAccessibleName(f"{button.text()}：{state.words}")
        self.adopt.setVisible(state.may_adopt)
        self.contest.setVisible(state.may_contest)
        self._against.setVisible(bool(state.contest))
        self.why.show_value(state.why)
        self.why.setReadOnly(not state.writable)
        self.withdraw.setVisible(state.writable)

    def _beside(self) -> QHBoxLayout:
        self.words.setMinimumHeight(theme.CONTROL)
        layout = row(self._mark, self.words, self.adopt, self.contest, gap=theme.SPACE_8)
        layout.setStretch(1, 1)
        for part in (self._mark, self.adopt, self.contest):
            layout.setAlignment(part, Qt.AlignmentFlag.AlignVCenter)
        return layout

    def _below(self) -> QHBoxLayout:
        label = Label(say("异议"), "muted")
        label.setFixedWidth(theme.POINTS_WIDTH)
        layout = row(label, self.why, self.withdraw, gap=theme.SPACE_8)
        layout.setStretch(1, 1)
        return layout


class CountLines(QWidget):
    """Everything that colleagues counted for the criterion; hidden where that is nothing."""

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self._wants = wants
        self._shown: tuple[CountState, ...] = ()
        self.lines: list[CountLine] = []
        self._column = column(gap=theme.SPACE_4)
        self.setLayout(self._column)
        self.hide()

    def show_counts(self, states: tuple[CountState, ...]) -> None:
        """Show the counts in place."""
        if states == self._shown:
            return
        self._shown = states
        while len(self.lines) < len(states):
            self.lines.append(CountLine(self._wants))
            self._column.addWidget(self.lines[-1])
        for line, state in zip(self.lines, states, strict=False):
            line.show_count(state)
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(states))
        self.setVisible(bool(states))

    def stops(self) -> list[QWidget]:
        """Where Tab may stop, from top to bottom."""
        return [stop for line in self.lines for stop in _stops(line)]

    def focus_contest(self, person: str) -> None:
        """Put the focus where the reason of a contest is written; without a name, of the last one begun."""
        for line, state in zip(self.lines, self._shown, strict=False):
            if state.contest and person in {"", state.person}:
                line.why.setFocus(Qt.FocusReason.OtherFocusReason)
                return


def _stops(widget: QWidget) -> list[QWidget]:
    found = widget.findChildren(QWidget)
    return [
        each for each in found if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None
    ]
