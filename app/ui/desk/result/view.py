"""The right pane: the total, what is still possible, the verdict, where points went, what is left."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.scoring.model.kinds import KindWords
from app.ui import theme
from app.ui.desk.result.state import Pointer, ResultState, SwayState
from app.ui.desk.result.view_deeds import Deeds
from app.ui.desk.view_intents import Intents
from app.ui.widgets import (
    Caption,
    Chip,
    Figure,
    Flow,
    Label,
    LinkButton,
    RangeBar,
    Scrolled,
    SectionRule,
    Surface,
    column,
    row,
    speech,
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
        link = LinkButton(pointer.id, hint=_hint(pointer))
        kind = say("{word}：", word=pointer.points) if pointer.points else self.named
        link.setAccessibleName(f"{kind}{pointer.id} {pointer.title}")
        link.clicked.connect(lambda: self._wants.opened.emit(pointer.id))
        return link


def _hint(pointer: Pointer) -> str:
    if not pointer.points:
        return pointer.title
    return say("{title}（{word}）", title=pointer.title, word=pointer.points)


class ResultPane(Surface):
    """The result and what can be done with the sheet."""

    def __init__(self, wants: Intents) -> None:
        super().__init__("side")
        self._shown: ResultState | None = None
        self.total = Figure(role="total")
        self.counted, self.possible, self.mark = Caption(), Figure(role="body"), Caption()
        self._worst_title, self._open_title = SectionRule(""), SectionRule("")
        self._range = QWidget()
        self.bar, self.verdict, self.why = RangeBar(), Chip(), Caption(wrap=True)
        self.passes = Caption(wrap=True)
        self.worst, self.open = Worst(wants), Open(wants, "")
        self.sway, self.sway_title = Open(wants, say("可改变结论：")), SectionRule(say("还能改变结论"))
        self.left, self.others = Caption(wrap=True), Caption(wrap=True)
        self.deeds = Deeds(wants)
        self._lay()

    def show_result(self, state: ResultState) -> None:
        """Show the result in place; changed numbers flash."""
        if state == self._shown:
            return
        before, first = self._shown, self._shown is None
        self._shown = state
        if before is not None and (before.total, before.verdict) != (state.total, state.verdict):
            speech.announce(self, say("{summary}，{verdict}", summary=state.summary, verdict=state.verdict))
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
        self.passes.show_text(state.passes)
        self.passes.setVisible(bool(state.passes))
        self.worst.show_pointers(state.worst)
        self.open.show_pointers(state.open)
        self.left.show_text(state.left)
        self.left.setVisible(bool(state.left))
        self.show_sway(state.sway)
        self.others.show_text(state.others)
        self.others.setVisible(bool(state.others))
        self.deeds.show_result(state)

    def show_sway(self, sway: SwayState) -> None:
        """Show what can still change the verdict, in numbers or in words."""
        self.sway.none.show_text(sway.said)
        self.sway.show_pointers(sway.pointers)
        for part in (self.sway, self.sway_title):
            part.setVisible(bool(sway.pointers or sway.said))

    def _show_names(self, names: KindWords) -> None:
        self._worst_title.caption.show_text(names.worst)
        self._open_title.caption.show_text(names.left)
        self.worst.none.show_text(names.no_worst)
        self.open.none.show_text(names.none_left)
        self.open.named = say("{open}：", open=names.open)
        self.deeds.show_words(names)

    def _lay(self) -> None:
        reach = row(Caption(say("可能")), self.possible, None, self.mark)
        self._range.setLayout(column(reach, self.bar, gap=theme.SPACE_4))
        numbers = column(
            row(self.counted, None),
            row(self.total, None),
            self._range,
            row(self.verdict, None),
            self.why,
            self.passes,
            gap=theme.SPACE_4,
        )
        body = Scrolled(
            numbers,
            self._worst_title,
            self.worst,
            self._open_title,
            self.open,
            self.left,
            self.others,
            self.sway_title,
            self.sway,
            None,
            gap=theme.SPACE_12,
        )
        self.numbers = body
        self.setLayout(column(body, self.deeds, gap=0))
