"""The middle pane for a criterion: what is wanted, the sides, and the ruling under them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.conclusion.state import CriterionPage, RulingState
from app.ui.conclusion.view_contests import Contests
from app.ui.conclusion.view_sides import Sides
from app.ui.conclusion.view_spread import Spread
from app.ui.conclusion.view_talk import Talk
from app.ui.criterion.view_form import Form
from app.ui.criterion.view_intents import FieldIntents
from app.ui.criterion.view_reason import Reason
from app.ui.theme import Tone
from app.ui.widgets import (
    Button,
    Caption,
    Chip,
    Figure,
    Label,
    NoteField,
    PrimaryButton,
    Scrolled,
    SectionRule,
    Sign,
    Title,
    column,
    holder,
    row,
)


class RulingEditor(QWidget):
    """The desk's own fields, the working, the reason, and the button that rules."""

    reasoned = Signal(str)
    ruled = Signal()
    unruled = Signal()

    def __init__(self, wants: FieldIntents) -> None:
        super().__init__()
        self.form = Form(wants)
        self.working = Label("", "strong")
        self.missing = Caption(wrap=True)
        self.lines = column(gap=theme.SPACE_4)
        self._reasons: list[Reason] = []
        self.reason = NoteField(say("裁定理由"), placeholder=say("依据什么、核对了什么"), lines=2)
        self.reason.written.connect(self.reasoned)
        self.rule = PrimaryButton(say("裁定"), hint=say("Ctrl+Enter"))
        self.unrule = Button(say("撤销裁定…"))
        self.chip = Chip(say("已裁定"), Tone.DONE, Sign.DONE)
        self.rule.clicked.connect(self.ruled)
        self.unrule.clicked.connect(self.unruled)
        label = Label(say("裁定理由"))
        label.setFixedWidth(theme.LABEL_WIDTH)
        written = row(label, self.reason, gap=theme.SPACE_16)
        written.setStretch(1, 1)
        label.setMinimumHeight(theme.CONTROL)
        written.setAlignment(label, Qt.AlignmentFlag.AlignTop)
        parts = (
            SectionRule(say("裁定"), self.chip),
            self.form,
            written,
            self.working,
            self.missing,
            self.lines,
            row(None, self.unrule, self.rule),
        )
        self.setLayout(column(*parts, gap=theme.SPACE_12))
        self.setMaximumWidth(theme.READING_WIDTH)
        wants.onward.connect(self.reason.setFocus)

    def show_state(self, cid: str, state: RulingState, *, writable: bool) -> None:
        """Draw the ruling as it is written so far."""
        self.form.show_fields(cid, state.fields, writable=writable)
        self.reason.show_value(state.reason)
        self.reason.setReadOnly(not writable)
        self.working.setText(state.working)
        self.working.setVisible(bool(state.working))
        self.missing.setText(state.missing)
        self.missing.setVisible(bool(state.missing))
        self._show_lines(state)
        self.chip.setVisible(state.ruled and not state.changed)
        self.unrule.setVisible(state.ruled and writable)
        self.rule.setVisible(writable)
        self.rule.setEnabled(state.may_rule)
        self.rule.show_text(say("改为此裁定") if state.ruled else say("裁定"))

    def _show_lines(self, state: RulingState) -> None:
        while len(self._reasons) < len(state.lines):
            self._reasons.append(Reason())
            self.lines.addWidget(self._reasons[-1])
        for place, reason in enumerate(self._reasons):
            reason.setVisible(place < len(state.lines))
        for reason, line in zip(self._reasons, state.lines, strict=False):
            reason.show_line(line)


class CriterionView(Scrolled):
    """Renders a ``CriterionPage``."""

    def __init__(self, wants: FieldIntents) -> None:
        self.title = Title()
        self.score = Figure("", "points")
        self.most = Label("", "muted")
        self.wanted = Label("", "criterion", wrap=True)
        self.cite = Caption()
        self.standing = Label("", "muted", wrap=True)
        self.contests = Contests()
        self.spread, self.sides = Spread(), Sides()
        self.talk = Talk()
        self.ruling = RulingEditor(wants)
        head = row(self.title, self.score, self.most, gap=theme.SPACE_8)
        head.setStretch(0, 1)
        self._compared = holder(
            column(SectionRule(say("各专家认定")), self.spread, self.sides, gap=theme.SPACE_12)
        )
        super().__init__(
            head,
            self.wanted,
            self.cite,
            self.standing,
            self.contests,
            self._compared,
            self.talk,
            self.ruling,
            None,
            gap=theme.SPACE_12,
            margin=theme.SPACE_24,
        )
        self._shown = ""

    def show_page(self, page: CriterionPage, *, writable: bool) -> None:
        """Draw the criterion."""
        self.title.setText(page.title)
        self.score.show_number(page.score or "—", quietly=page.id != self._shown)
        self.most.setText(say("/ {max}", max=page.max) if page.max else "")
        self.wanted.setText(page.wanted)
        self.cite.setText(page.cite)
        self.standing.setText(page.standing)
        self.contests.show_contests(page.contests)
        self._compared.setVisible(bool(page.sides))
        self.spread.show_spread(page.spread)
        self.sides.show_page(page, may_adopt=writable and page.ruling is not None)
        self.talk.show_talk(page.talk)
        self.ruling.setVisible(page.ruling is not None)
        if page.ruling is not None:
            self.ruling.show_state(page.id, page.ruling, writable=writable)
        if page.id != self._shown:
            self._shown = page.id
            self.verticalScrollBar().setValue(0)
            self.settle()  # a table that is higher than the one before is never seen squeezed
