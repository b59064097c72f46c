"""The right pane: the total, what is still possible, the verdict, where points went, what is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.scoring.kinds import KindWords
from app.ui import theme
from app.ui.desk.paper_state import NO_SUPPLEMENTS, SupplementsState
from app.ui.desk.state import Pointer, ResultState, SwayState
from app.ui.desk.view_intents import Intents
from app.ui.widgets import (
    Button,
    Caption,
    Chip,
    Figure,
    Flow,
    IconButton,
    Label,
    LinkButton,
    PrimaryButton,
    RangeBar,
    Scrolled,
    SectionRule,
    Sign,
    SignMark,
    Surface,
    column,
    holder,
    row,
    sign_icon,
    speaking,
)
from app.ui.widgets.chips import VERDICT_LOOKS
from app.ui.widgets.pointers import PointerRow


class Worst(QWidget):
    """Where most points were lost; a row leads there."""

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self._wants = wants
        self._shown: tuple[Pointer, ...] | None = None
        self.rows: list[PointerRow] = []
        self.none = Label(role="muted")
        self._column = column(self.none, gap=0)
        self.setLayout(self._column)

    def show_pointers(self, pointers: tuple[Pointer, ...]) -> None:
        """Show the rows in place."""
        if pointers == self._shown:
            return
        self._shown = pointers
        while len(self.rows) < len(pointers):
            row_ = PointerRow(self._wants.opened.emit)
            self.rows.append(row_)
            self._column.addWidget(row_)
        for place, line in enumerate(self.rows):
            line.setVisible(place < len(pointers))
            if place < len(pointers):
                pointer = pointers[place]
                line.show_pointer(pointer.id, pointer.title, pointer.points)
        self.none.setVisible(not pointers)


class Open(QWidget):
    """Criteria as numbers that lead there; ``named`` is what a screen reader says before each."""

    def __init__(self, wants: Intents, named: str) -> None:
        super().__init__()
        self._wants, self.named = wants, named
        self._shown: tuple[Pointer, ...] | None = None
        self.none = Label(role="muted", wrap=True)
        self.flow = Flow(gap=0)
        self.setLayout(column(self.flow, self.none, gap=0))

    def show_pointers(self, pointers: tuple[Pointer, ...]) -> None:
        """Show the numbers."""
        if pointers == self._shown:
            return
        self._shown = pointers
        self.flow.show_things(*(self._link(pointer) for pointer in pointers))
        self.flow.setVisible(bool(pointers))
        self.none.setVisible(not pointers)

    def _link(self, pointer: Pointer) -> LinkButton:
        link = LinkButton(pointer.id, hint=pointer.title)
        link.setAccessibleName(f"{self.named}{pointer.id} {pointer.title}")
        link.clicked.connect(lambda: self._wants.opened.emit(pointer.id))
        return link


class ResultPane(Surface):
    """The result and what can be done with the sheet."""

    def __init__(self, wants: Intents) -> None:
        super().__init__("side")
        self._shown: ResultState | None = None
        self._supplements = NO_SUPPLEMENTS
        self.total = Figure(role="total")
        self.counted, self.possible, self.mark = Caption(), Figure(role="body"), Caption()
        self._worst_title, self._open_title = SectionRule(""), SectionRule("")
        self._range = QWidget()
        self.bar, self.verdict, self.why = RangeBar(), Chip(), Caption(wrap=True)
        self.worst, self.open = Worst(wants), Open(wants, "")
        self.sway, self.sway_title = Open(wants, say("可改变结论：")), SectionRule(say("还能改变结论"))
        self.others = Caption(wrap=True)
        self.undo, self.redo = (
            IconButton(Sign.UNDO, say("撤销（Ctrl+Z）")),
            IconButton(Sign.REDO, say("重做（Ctrl+Y）")),
        )
        self.check = Button(say("核对"))
        lock_hint = say("先列出还没有做完的；锁定后不能再改（Ctrl+L）")
        self.lock = PrimaryButton("", hint=lock_hint)
        self.locked, self.locked_words, self.code = QWidget(), Label(), Label(role="strong")
        self.supplements = Button(say("补交"), hint=say("要单位补交的材料（Ctrl+J）"))
        self.supplements.setIconSize(QSize(theme.SIGN, theme.SIGN))
        self.supplements.clicked.connect(wants.supplements_wanted.emit)
        self.undo.clicked.connect(wants.undone.emit)
        self.redo.clicked.connect(wants.redone.emit)
        self.check.clicked.connect(wants.checked.emit)
        self.lock.clicked.connect(wants.locking.emit)
        self._locked_words()
        self._lay()

    def show_result(self, state: ResultState) -> None:
        """Show the result in place; changed numbers flash."""
        if state == self._shown:
            return
        before, first = self._shown, self._shown is None
        self._shown = state
        if before is not None and (before.total, before.verdict) != (state.total, state.verdict):
            speaking.announce(self, say("{summary}，{verdict}", summary=state.summary, verdict=state.verdict))
        self.total.show_number(state.total, quietly=first)
        self.counted.show_text(state.counted)
        self._show_names(state.names)
        self._range.setVisible(bool(state.possible))
        self.possible.show_number(state.possible, quietly=first)
        self.mark.show_text(state.mark_text)
        self.bar.show_range(state.low, state.high, state.full, state.mark)
        self.bar.setAccessibleName(say("可能 {range}，{mark}", range=state.possible, mark=state.mark_text))
        self.verdict.show_chip(state.verdict, *VERDICT_LOOKS[state.verdict_tone])
        self.why.show_text(state.why)
        self.worst.show_pointers(state.worst)
        self.open.show_pointers(state.open)
        self.show_sway(state.sway)
        self.others.show_text(state.others)
        self.others.setVisible(bool(state.others))
        self._show_deeds(state)

    def show_sway(self, sway: SwayState) -> None:
        """Show what can still change the verdict, in numbers or in words."""
        self.sway.none.show_text(sway.said)
        self.sway.show_pointers(sway.pointers)
        for part in (self.sway, self.sway_title):
            part.setVisible(bool(sway.pointers or sway.said))

    def show_supplements(self, state: SupplementsState) -> None:
        """Show how many things the unit must still bring; a sign where one is overdue."""
        if state == self._supplements:
            return
        self._supplements = state
        self.supplements.show_text(say("补交 {count}", count=state.open) if state.open else say("补交"))
        late = say("，其中 {late} 项逾期", late=state.late) if state.late else ""
        self.supplements.setAccessibleName(say("补交材料，待交 {count} 项", count=state.open) + late)
        self._draw_late()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the sign anew when the colours change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown is not None:
            self._draw_late()

    def _draw_late(self) -> None:
        sign = sign_icon(Sign.ATTENTION, theme.colours().attention, theme.SIGN)
        self.supplements.setIcon(sign if self._supplements.late else QIcon())

    def _show_names(self, names: KindWords) -> None:
        self._worst_title.caption.show_text(names.worst)
        self._open_title.caption.show_text(names.left)
        self.worst.none.show_text(names.no_worst)
        self.open.none.show_text(names.none_left)
        self.open.named = say("{open}：", open=names.open)
        self.check.setToolTip(say("列出{open}、缺理由和前后矛盾之处，点一下就到（Ctrl+K）", open=names.open))
        self.lock.show_text(say("锁定{sheet}", sheet=names.sheet))
        self.locked_words.show_text(say("{sheet}已锁定", sheet=names.sheet))

    def _show_deeds(self, state: ResultState) -> None:
        self.undo.setEnabled(state.can_undo)
        self.redo.setEnabled(state.can_redo)
        count = len(state.checks)
        self.check.show_text(say("核对 {count}", count=count) if count else say("核对"))
        self.check.setEnabled(bool(count))
        for deed in (self.undo, self.redo, self.check):
            deed.setVisible(not state.locked)
        self.lock.setVisible(state.lockable and not state.locked)
        self.locked.setVisible(state.locked)
        self.code.show_text(state.code)

    def _locked_words(self) -> None:
        words = column(self.locked_words, row(Caption(say("校验码")), self.code, None), gap=theme.SPACE_4)
        self.locked.setLayout(row(SignMark(Sign.LOCK, side=theme.HEADING), words, None, gap=theme.SPACE_12))
        self.locked.hide()

    def _lay(self) -> None:
        reach = row(Caption(say("可能")), self.possible, None, self.mark)
        self._range.setLayout(column(reach, self.bar, gap=theme.SPACE_4))
        numbers = column(
            row(self.counted, None),
            row(self.total, None),
            self._range,
            row(self.verdict, None),
            self.why,
            gap=theme.SPACE_4,
        )
        body = Scrolled(
            numbers,
            self._worst_title,
            self.worst,
            self._open_title,
            self.open,
            self.others,
            self.sway_title,
            self.sway,
            None,
            gap=theme.SPACE_12,
        )
        foot = column(
            row(self.undo, self.redo, None, self.supplements, self.check),
            self.locked,
            self.lock,
            margin=theme.SPACE_16,
        )
        self.numbers, self.deeds = body, holder(foot)
        self.setLayout(column(body, self.deeds, gap=0))
