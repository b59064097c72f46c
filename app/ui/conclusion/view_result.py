"""The right pane: total, what it may still become, the verdict, what is wanting, freezing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from app.common.words import say
from app.services.store.matter import Matter
from app.services.store.rounds import UnsignedSheet
from app.ui import theme
from app.ui.conclusion.state import ResultState
from app.ui.conclusion.view_matters import MatterLine
from app.ui.theme import Tone
from app.ui.widgets import (
    Button,
    Caption,
    Chip,
    Figure,
    Label,
    PrimaryButton,
    RangeBar,
    Scrolled,
    SectionRule,
    Sign,
    Surface,
    column,
    holder,
    row,
)


class ResultPane(Surface):
    """Renders a ``ResultState``."""

    freeze_wanted = Signal()
    thaw_wanted = Signal()
    preview_wanted = Signal()
    sign_wanted = Signal()
    gap_wanted = Signal()
    signature_wanted = Signal(str)
    collect_wanted = Signal()
    matter_wanted = Signal(Matter)

    def __init__(self) -> None:
        super().__init__("side")
        self.counted = Caption()
        self.total = Figure("", "total")
        self.possible = Label("", "muted")
        self.bar = RangeBar()
        self.mark = Caption()
        self.verdict = Label("", "heading")
        self.why = Label("", "muted", wrap=True)
        self.gap = Button(say("登记主管部门的裁定…"))
        self.settling: dict[str, Button] = {}
        self._listed: tuple[object, ...] = ()
        self.ruled = Caption("", wrap=True)
        self.gap.clicked.connect(self.gap_wanted)
        self.code = Label("", "title")
        self.chip = Chip(say("已定稿"), Tone.DONE, Sign.LOCK)
        self.freeze = PrimaryButton(say("定稿"), hint=say("固定结论文本，生成校验码（Ctrl+Enter）"))
        self.sign = PrimaryButton(say("去签署"))
        self.thaw = Button(say("撤回定稿…"))
        self.preview = Button(say("预览结论文件"), hint=say("Ctrl+P"))
        self.freeze.clicked.connect(self.freeze_wanted)
        self.sign.clicked.connect(self.sign_wanted)
        self.thaw.clicked.connect(self.thaw_wanted)
        self.preview.clicked.connect(self.preview_wanted)
        self.wanting_title = SectionRule(say("定稿前还缺"))
        self._wanting = column(gap=theme.SPACE_8)
        self.standing_title = SectionRule(say("定稿时须确认"))
        self._standing = column(gap=theme.SPACE_8)
        self._lay_out()

    def show_state(self, state: ResultState) -> None:
        """Draw the state."""
        self.counted.setText(state.counted)
        self.bar.setVisible(state.bar)
        self.total.show_number(state.total, quietly=not self.total.text())
        self.possible.setText(say("可能 {range}", range=state.possible))
        self.possible.setVisible(bool(state.possible))
        self.bar.show_range(state.low, state.high, state.full, state.mark)
        self.mark.setText(state.mark_text)
        self.verdict.setText(state.verdict)
        tone = Tone.DONE if state.good else Tone.ATTENTION
        self.verdict.show_tone(tone if state.settled else None)
        self.why.setText(state.why)
        self.gap.setVisible(bool(state.gap))
        self.gap.show_text(say("改登记主管部门的裁定…") if state.ruled else say("登记主管部门的裁定…"))
        self.ruled.show_text(state.ruled)
        self.ruled.setVisible(bool(state.ruled))
        self.code.setText(state.short_code)
        self._frozen.setVisible(state.frozen)
        self.freeze.setVisible(not state.frozen)
        self.freeze.setEnabled(not state.blocked)
        self.wanting_title.caption.setText(say("导出前还缺") if state.frozen else say("定稿前还缺"))
        self._show_wanting(state)

    def _lay_out(self) -> None:
        head = column(
            self.counted,
            self.total,
            self.possible,
            self.bar,
            self.mark,
            theme.SPACE_8,
            self.verdict,
            self.why,
            self.ruled,
            theme.SPACE_4,
            self.gap,
            gap=theme.SPACE_4,
        )
        self._missing = holder(column(self.wanting_title, self._wanting, gap=theme.SPACE_8))
        self._may_stand = holder(column(self.standing_title, self._standing, gap=theme.SPACE_8))
        self._frozen = self._frozen_part()
        middle = Scrolled(head, self._missing, self._may_stand, self._frozen, None, gap=theme.SPACE_16)
        foot = column(self.preview, self.freeze, gap=theme.SPACE_8, margin=theme.SPACE_16)
        layout = column(middle, foot, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _frozen_part(self) -> QWidget:
        told = Caption(say("校验码印在结论文件每一页，用来核对纸面与数据。"), wrap=True)
        parts = (SectionRule(say("定稿")), row(self.chip, None), self.code, told, self.sign, self.thaw)
        return holder(column(*parts, gap=theme.SPACE_8))

    def _show_wanting(self, state: ResultState) -> None:
        shown = (state.frozen, state.blocked, state.matters, state.unsigned)
        if shown == self._listed:  # a link that is in use stays where it is
            return
        self._listed = shown
        _emptied(self._wanting)
        self.settling.clear()
        settled = {each.told: each for each in state.unsigned}
        wanting = tuple(settled) if state.frozen else state.blocked
        places = {each.told: each for each in state.matters if each.blocks}
        for sentence in wanting:
            line = self._line(places.get(sentence, Matter(sentence)))
            unsigned = settled.get(sentence)
            parts = (line,) if unsigned is None else (line, row(self._deed(unsigned), None))
            self._wanting.addWidget(holder(column(*parts, gap=theme.SPACE_4)))
        self._missing.setVisible(bool(wanting))
        standing = () if state.frozen else state.standing
        _emptied(self._standing)
        for matter in standing:
            self._standing.addWidget(self._line(matter))
        self._may_stand.setVisible(bool(standing))

    def _line(self, matter: Matter) -> MatterLine:
        line = MatterLine(matter)
        line.wanted.connect(self.matter_wanted)
        return line

    def _deed(self, unsigned: UnsignedSheet) -> Button:
        """What settles a sheet whose signed file is wanting: its writer's signature, or the file."""
        if unsigned.signer:
            button = Button(say("{name}签名…", name=unsigned.signer), "small")
            button.clicked.connect(lambda: self.signature_wanted.emit(unsigned.person_id))
        else:
            button = Button(say("收取文件…"), "small")
            button.clicked.connect(self.collect_wanted)
        self.settling[unsigned.person_id] = button
        return button


def _emptied(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
