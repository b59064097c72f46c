"""The right pane: short code, one line a signature, export and what it wrote."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.common.words import say
from app.scoring.model.kinds import KindWords
from app.ui import theme
from app.ui.signing.presenter import FileLine, SigningScreenState, SlotLine
from app.ui.theme import Tone
from app.ui.widgets import (
    Button,
    Caption,
    Chip,
    Elided,
    Flow,
    Label,
    PrimaryButton,
    QuietButton,
    Scrolled,
    SectionRule,
    Segmented,
    Sign,
    SignMark,
    Surface,
    column,
    holder,
    row,
)

READING = ("read", "rehearse", "script", "paper")
"""What can be done with the reading of a frozen text, by name."""


class RoundPane(Surface):
    """Renders a ``SigningScreenState``."""

    sign_wanted = Signal(str)  # person
    pen_wanted = Signal(str)  # person
    unpen_wanted = Signal(str)  # person
    print_wanted = Signal()
    export_wanted = Signal()
    back_wanted = Signal()
    send_wanted = Signal()
    folder_wanted = Signal()
    conclusion_wanted = Signal()
    paper_wanted = Signal(str)  # "verdict" or "summary"
    reading_wanted = Signal(str)  # "read", "rehearse", "script" or "paper"
    away_wanted = Signal()
    seat_wanted = Signal()
    paper_form_wanted = Signal()

    def __init__(self, words: KindWords, warning: str) -> None:
        super().__init__("side")
        self.code = Label("", "heading")
        self.chip = Chip()
        self.guidance = Label("", "muted", wrap=True)
        papers = (("verdict", say("结论文件")), ("summary", say(words.summary)))
        self.papers = Segmented(papers, say("看哪份文件"), small=True, may_clear=False)
        self.papers.show_value("verdict")
        self.papers.chosen.connect(self.paper_wanted)
        self.warning = Label(warning, "strong", wrap=True)
        self.warning.setVisible(False)
        self.save = Button(say("另存 PDF…"), hint=say("存成文件，用于打印（Ctrl+S）"))
        self.send = Button(
            say("发给专家签署…"), hint=say("写出待签文件，交给在自己的电脑上签署的专家（Ctrl+Shift+S）")
        )
        self.send.clicked.connect(self.send_wanted)
        self.export = PrimaryButton(
            say("导出…"),
            hint=say(
                "写出{data}、结论文件、{summary}和{sheet}（Ctrl+E）",
                data=words.data,
                summary=words.summary,
                sheet=words.sheet,
            ),
        )
        self._make_reading()
        self.conclude = Button(say("去写结论"))
        self.open_folder = Button(say("打开所在文件夹"))
        self.take_back = Button(say("收回签名…"), hint=say("专家在各自电脑上签好发回的 PDF，可一次选几份"))
        self.take_back.clicked.connect(self.back_wanted)
        self.save.clicked.connect(self.print_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.open_folder.clicked.connect(self.folder_wanted)
        self.conclude.clicked.connect(self.conclusion_wanted)
        self._make_people()
        self.slots: dict[str, Button] = {}
        self.pens: dict[str, Button] = {}
        self.unpens: dict[str, Button] = {}
        self._slots = column(gap=theme.SPACE_4)
        self._files = column(gap=theme.SPACE_8)
        self._lay_out()

    def _make_people(self) -> None:
        """Who has left, who leads for whom, and pen instead of keys."""
        self.away = QuietButton(say("人员变动…"), hint=say("登记先行退出的专家（Ctrl+Shift+A）"))
        self.seat = QuietButton(say("换组长…"), hint=say("由副组长或表决推举的专家代行（Ctrl+Shift+L）"))
        self.paper_form = QuietButton(
            say("改为纸质签署…"), hint=say("这次考核改为打印签字、盖章（Ctrl+Shift+Z）")
        )
        self.away.clicked.connect(self.away_wanted)
        self.seat.clicked.connect(self.seat_wanted)
        self.paper_form.clicked.connect(self.paper_form_wanted)
        self.happened = Caption(wrap=True)

    def show_state(self, state: SigningScreenState) -> None:
        """Draw the state."""
        self.code.setText(state.short_code or say("草稿"))
        if state.frozen:
            self.chip.show_chip(say("已定稿"), Tone.DONE, Sign.LOCK)
        else:
            self.chip.show_chip(say("未定稿"), Tone.ATTENTION, Sign.OPEN)
        self.guidance.setText(state.guidance)
        self.happened.show_text("\n".join(state.happened))
        self.happened.setVisible(bool(state.happened))
        self._people.setVisible(state.open)
        self._show_slots(state)
        self._show_files(state.exported)
        self.export.setVisible(state.frozen)
        self.export.setEnabled(state.complete)
        self.save.setEnabled(True)
        self.export.show_text(say("再次导出…") if state.delivered else say("导出…"))
        for button in (self.send, self.take_back):
            button.setVisible(state.away)
            button.setEnabled(True)
        for button in self._reading():
            button.setVisible(state.frozen)
        self.paper_read.setEnabled(not state.issued)
        self.conclude.setVisible(not state.frozen)
        self._exported.setVisible(bool(state.exported))

    def show_paper(self, paper: str) -> None:
        """Tell which document stands at the left, and who may not have it."""
        self.papers.show_value(paper)
        self.warning.setVisible(paper == "summary")

    def show_busy(self, *, on: bool) -> None:
        """Nothing is to be pressed while something is written."""
        people = self.away, self.seat, self.paper_form
        those = (
            self.export,
            self.save,
            *self._reading(),
            self.send,
            self.take_back,
            *people,
            *self._of_slots(),
        )
        for button in those:
            button.setEnabled(not on)

    def _make_reading(self) -> None:
        """Reading out, on the screen and from paper."""
        self.read = Button(say("宣读…"), hint=say("全屏逐页宣读定稿的结论（F5）"))
        self.rehearse = QuietButton(say("试读…"), hint=say("自己先读一遍，按自己的语速算用时（Shift+F5）"))
        self.script = QuietButton(say("讲稿…"), hint=say("另存为 PDF，打印出来照着读（Ctrl+Shift+F5）"))
        self.paper_read = QuietButton(say("登记宣读…"), hint=say("按讲稿读过的，录入时间（Ctrl+F5）"))
        for deed, button in zip(READING, self._reading(), strict=True):
            button.clicked.connect(partial(self.reading_wanted.emit, deed))

    def _reading(self) -> tuple[Button, ...]:
        return self.read, self.rehearse, self.script, self.paper_read

    def next_deed(self) -> Button:
        """What comes next: who can sign here, a pen for who cannot, the export."""
        return next(iter((*self.slots.values(), *self.pens.values())), self.export)

    def _of_slots(self) -> tuple[Button, ...]:
        return (*self.slots.values(), *self.pens.values(), *self.unpens.values())

    def _lay_out(self) -> None:
        head = column(
            row(self.papers, None),
            self.warning,
            Caption(say("校验码")),
            row(self.code, None, self.chip),
            self.guidance,
            gap=theme.SPACE_8,
        )
        self._people = Flow(self.away, self.seat, self.paper_form)
        parts = (SectionRule(say("签署")), self._slots, self.happened, self._people)
        self._round = holder(column(*parts, gap=theme.SPACE_8))
        done = row(
            SignMark(Sign.DONE), Label(say("已导出，写出的文件都已重新打开并核验"), "strong", wrap=True)
        )
        done.setStretch(1, 1)
        written = column(
            SectionRule(say("导出")), done, self._files, row(self.open_folder, None), gap=theme.SPACE_8
        )
        self._exported = holder(written)
        middle = Scrolled(head, self._round, self._exported, None, gap=theme.SPACE_16)
        foot = column(
            self.conclude,
            self.read,
            Flow(self.rehearse, self.script, self.paper_read),
            self.send,
            self.take_back,
            self.save,
            self.export,
            gap=theme.SPACE_8,
            margin=theme.SPACE_16,
        )
        layout = column(middle, foot, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setFixedWidth(theme.RESULT_WIDTH + theme.SPACE_32 * 2)

    def _show_slots(self, state: SigningScreenState) -> None:
        self.slots, self.pens, self.unpens = {}, {}, {}
        _empty(self._slots)
        for slot in state.slots:
            self._slots.addWidget(self._slot(slot))

    def _slot(self, slot: SlotLine) -> QWidget:
        mark = SignMark(Sign.DONE if slot.signed else Sign.OPEN)
        words = column(
            Elided(slot.name), Caption(say("{role} · {told}", role=slot.role, told=slot.told)), gap=0
        )
        line = row(mark, words, gap=theme.SPACE_12)
        line.setStretch(1, 1)
        for button in self._buttons(slot):
            line.addWidget(button)
        made = holder(line)
        made.setMinimumHeight(theme.ROW)
        made.setToolTip(slot.hint)
        return made

    def _buttons(self, slot: SlotLine) -> Iterator[Button]:
        """What can be done with one signature."""
        if slot.can_sign:
            told = say("{name}签署", name=slot.name)
            yield self._button(Button(say("签署")), told, self.sign_wanted, self.slots, slot)
        if slot.can_pen:
            told = say("{name}改为手签", name=slot.name)
            yield self._button(QuietButton(say("改为手签…")), told, self.pen_wanted, self.pens, slot)
        if slot.can_unpen:
            told = say("撤销{name}的手签", name=slot.name)
            yield self._button(QuietButton(say("撤销手签…")), told, self.unpen_wanted, self.unpens, slot)

    def _button(
        self, button: Button, told: str, wanted: SignalInstance, held: dict[str, Button], slot: SlotLine
    ) -> Button:
        button.setAccessibleName(told)
        button.setAccessibleDescription(slot.hint)
        button.clicked.connect(lambda: wanted.emit(slot.person_id))
        held[slot.person_id] = button
        return button

    def _show_files(self, files: tuple[FileLine, ...]) -> None:
        _empty(self._files)
        for file in files:
            name = Elided(file.name, "strong")
            told = Caption(say("{what} · {size}", what=file.what, size=file.size))
            self._files.addWidget(holder(column(name, told, gap=0)))


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
