"""A wide spread is talked over: what was settled stands under the sides; a dialog takes what is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui import theme
from app.ui.conclusion.state import TalkState, View
from app.ui.theme import Tone
from app.ui.widgets import (
    Button,
    Caption,
    Chip,
    Dialog,
    Elided,
    FaultLine,
    Label,
    NoteField,
    QuietButton,
    Scrolled,
    SectionRule,
    Segmented,
    Sign,
    TextField,
    column,
    row,
)

Settle = Callable[[str, tuple[str, ...], Mapping[str, str]], None]
AGREES, DISSENTS = "agrees", "dissents"
MOST_HEIGHT = 6 * theme.ROW_TWO


class Talk(QWidget):
    """The settlement that stands, or that one is owed, and the button that notes one."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chip = Chip()
        self.sentence, self.told = Label("", wrap=True), Caption(wrap=True)
        self.note = Button("", hint=say("写明合议结论，谁同意、谁保留意见（Ctrl+Shift+J）"))
        self.note.clicked.connect(self.wanted)
        rule = SectionRule(say("合议"), self.chip)
        parts = (rule, self.sentence, self.told, row(self.note, None))
        self.setLayout(column(*parts, gap=theme.SPACE_8))
        self.setMaximumWidth(theme.READING_WIDTH)

    def show_talk(self, talk: TalkState | None) -> None:
        """Show how it stands; hidden where there is nothing to settle."""
        self.setVisible(talk is not None)
        if talk is None:
            return
        if talk.owed:
            self.chip.show_chip(say("须合议"), Tone.ATTENTION, Sign.ATTENTION)
        else:
            self.chip.show_chip(say("已合议"), Tone.DONE, Sign.DONE)
        self.chip.setVisible(talk.owed or bool(talk.sentence))
        self.sentence.show_text(talk.sentence)
        self.sentence.setVisible(bool(talk.sentence))
        self.told.show_text("\n".join(talk.told))
        self.told.setVisible(bool(talk.told))
        self.note.show_text(say("改登记合议结论…") if talk.sentence else say("登记合议结论…"))
        self.note.setVisible(talk.writable)


class TalkDialog(Dialog):
    """The sentence, and for every expert whether it is agreed to; accepts once ``settle`` has noted it."""

    def __init__(self, parent: QWidget | None, title: str, talk: TalkState, settle: Settle) -> None:
        super().__init__(parent, title, act=say("登记"))
        self._settle = settle
        self.setMinimumWidth(theme.READING_WIDTH)
        holding = say("例如：核对台账后，同意取平均")
        self.sentence = NoteField(say("合议结论"), placeholder=holding, lines=2)
        self.sentence.show_value(talk.sentence)
        self.all = QuietButton(say("全体同意"), hint=say("各专家都记为同意"))
        self.all.clicked.connect(self._agree)
        self.views = tuple(ViewLine(view) for view in talk.views)
        self.fault = FaultLine()
        told = say("请当面合议。谁同意、谁保留意见和理由，都记入考核记录；各专家的评分不改。")
        self.body.addWidget(Label(told, "muted", wrap=True))
        self.body.addLayout(column(Label(say("合议结论"), "strong"), self.sentence, gap=theme.SPACE_4))
        self.body.addLayout(row(Label(say("各专家的意见"), "strong"), None, self.all))
        self.list = Scrolled(*self.views, None, gap=theme.SPACE_8, margin=0)
        wanted = len(self.views) * (2 * theme.CONTROL + theme.SPACE_12)  # a reason under every name
        self.list.setMinimumHeight(min(MOST_HEIGHT, wanted))
        self.body.addWidget(self.list)
        self.body.addWidget(self.fault)
        self.sentence.written.connect(self._look)
        for view in self.views:
            view.changed.connect(self._look)
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the sentence."""
        super().showEvent(event)
        self.sentence.setFocus()

    def accept(self) -> None:
        """Note it; a refusal is shown here and the dialog stays."""
        agreed = tuple(each.view.person_id for each in self.views if each.side.value == AGREES)
        against = [each for each in self.views if each.side.value == DISSENTS]
        dissents = {each.view.person_id: each.why.text() for each in against}
        try:
            self._settle(self.sentence.toPlainText(), agreed, dissents)
        except Refusal as refusal:
            self.fault.show_fault(str(refusal))
            return
        super().accept()

    def _agree(self) -> None:
        for view in self.views:
            view.choose(AGREES)

    def _look(self) -> None:
        self.fault.show_fault("")
        self.act.setEnabled(bool(self.sentence.toPlainText().strip()) and all(v.whole for v in self.views))


class ViewLine(QWidget):
    """One expert: agrees, or dissents and says why."""

    changed = Signal()

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        sides = ((AGREES, say("同意")), (DISSENTS, say("保留意见")))
        self.side = Segmented(sides, say("{name}的意见", name=view.name), small=True, may_clear=False)
        self.why = TextField(say("{name}保留意见的理由", name=view.name), placeholder=say("保留意见的理由"))
        self.why.show_value(view.why)
        if view.agrees is not None:
            self.side.show_value(AGREES if view.agrees else DISSENTS)
        self.side.chosen.connect(self.choose)
        self.why.textChanged.connect(lambda _: self.changed.emit())
        self.setLayout(column(self._head(view), self.why, gap=theme.SPACE_4))
        self.why.setVisible(self.side.value == DISSENTS)

    @property
    def whole(self) -> bool:
        """Whether the view is said, and why it is held where it is a dissent."""
        return self.side.value == AGREES or (self.side.value == DISSENTS and bool(self.why.text().strip()))

    def choose(self, side: str) -> None:
        """Show the view; a dissent asks why at once."""
        self.side.show_value(side)
        self.why.setVisible(side == DISSENTS)
        if side == DISSENTS and self.isVisible():
            self.why.setFocus()
        self.changed.emit()

    def _head(self, view: View) -> QHBoxLayout:
        score = Caption(say("{points} 分", points=view.score) if view.score else "")
        name = Elided(view.name)
        made = row(name, score, self.side, gap=theme.SPACE_12)
        made.setStretch(0, 1)
        made.setAlignment(score, Qt.AlignmentFlag.AlignVCenter)
        return made


def talked_over(parent: QWidget | None, title: str, talk: TalkState, settle: Settle) -> bool:
    """Whether a settlement was noted."""
    dialog = TalkDialog(parent, title, talk, settle)
    try:
        return bool(dialog.exec())
    finally:
        dialog.deleteLater()
