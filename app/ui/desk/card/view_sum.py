"""The working of a criterion: the sum as by hand, each point lost with its sentence and clause."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.criterion.state import LineState
from app.ui.criterion.view_reason import Reason
from app.ui.desk.card.state import CardState, FactState
from app.ui.theme import Tone
from app.ui.widgets import Caption, Chip, Figure, Label, Sign, SignMark, column, row


class FactLine(QWidget):
    """One fact of a condition: a sign and what it is, what was found beside what is required."""

    def __init__(self) -> None:
        super().__init__()
        self._fact, self._told = Label(role="strong", wrap=True), Label(role="strong")
        self._actual, self._required = Label(wrap=True), Caption(wrap=True)
        self._done, self._unmet = SignMark(Sign.DONE), SignMark(Sign.CLOSE)
        self._told.setAlignment(Qt.AlignmentFlag.AlignRight)
        words = column(self._fact, self._actual, self._required, gap=0)
        layout = row(self._done, self._unmet, words, self._told, gap=theme.SPACE_8)
        layout.setStretch(2, 1)
        for part in (self._done, self._unmet, self._told):
            layout.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)

    def show_fact(self, fact: FactState) -> None:
        """Show a fact in place."""
        self._fact.show_text(fact.fact)
        self._actual.show_text(say("实际：{actual}", actual=fact.actual))
        self._required.show_text(say("要求：{required}", required=fact.required))
        self._told.show_text(fact.told)
        self._told.show_tone(Tone.DONE if fact.met else Tone.ATTENTION)
        self._done.setVisible(fact.met)
        self._unmet.setVisible(not fact.met)


class Working(QWidget):
    """The sum, 暂计 while a reason is owed, facts and reasons, and what would win points back."""

    def __init__(self) -> None:
        super().__init__()
        self.sum = Figure(role="criterion")
        self.chip = Chip(say("暂计"), Tone.ATTENTION, Sign.PROVISIONAL)
        self.missing = Label(role="muted", wrap=True)
        self.reasons: list[Reason] = []
        self._reasons = column(gap=theme.SPACE_8)
        self.facts: list[FactLine] = []
        self._facts = column(gap=theme.SPACE_12)
        self._hint = Label(role="muted", wrap=True)
        self._hint_line = QWidget()
        hint = row(SignMark(Sign.INFO), self._hint, gap=theme.SPACE_8)
        hint.setStretch(1, 1)
        self._hint_line.setLayout(hint)
        head = row(self.sum, self.chip, None, gap=theme.SPACE_12)
        self.setLayout(
            column(head, self.missing, self._facts, self._reasons, self._hint_line, gap=theme.SPACE_8)
        )

    def show_card(self, card: CardState, *, quietly: bool) -> None:
        """Show a criterion's working in place; ``quietly`` without a flash."""
        self.sum.show_number(card.working, quietly=quietly)
        self.sum.setVisible(bool(card.working))
        self.chip.setVisible(card.provisional)
        text = card.missing or ("" if card.working else say("尚未评定。") if card.max else say("尚未核查。"))
        self.missing.show_text(text)
        self.missing.setVisible(bool(text))
        self._show_facts(card.facts)
        self._show_lines(card.lines)
        self._hint.show_text(card.win_back)
        self._hint_line.setVisible(bool(card.win_back))

    def _show_facts(self, facts: tuple[FactState, ...]) -> None:
        while len(self.facts) < len(facts):
            self.facts.append(FactLine())
            self._facts.addWidget(self.facts[-1])
        for line, fact in zip(self.facts, facts, strict=False):
            line.show_fact(fact)
        for place, line in enumerate(self.facts):
            line.setVisible(place < len(facts))

    def _show_lines(self, lines: tuple[LineState, ...]) -> None:
        while len(self.reasons) < len(lines):
            self.reasons.append(Reason())
            self._reasons.addWidget(self.reasons[-1])
        for reason, line in zip(self.reasons, lines, strict=False):
            reason.show_line(line)
        for place, reason in enumerate(self.reasons):
            reason.setVisible(place < len(lines))
