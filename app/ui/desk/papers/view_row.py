"""One working paper as a row of small fields: a sample, a place, a talk, what is to come, an explanation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.services.sheet.papers import MAX_TEXT
from app.ui import theme
from app.ui.desk.papers.state import Feed, PapersState, PaperState
from app.ui.desk.view_intents import Intents
from app.ui.widgets import (
    Button,
    Chooser,
    FaultLine,
    Flow,
    IconButton,
    Label,
    LinkButton,
    NoteField,
    Sign,
    TextField,
    column,
    row,
)

NAMES = {"tally": "抽查", "place": "出处", "talk": "谈话", "supplement": "补交", "statement": "单位说明"}
LOOKS_NAMED = {**NAMES, "counted": "比例"}


@dataclass(frozen=True, slots=True)
class PaperCell:
    """One field of a row: its column, what it asks for, and how wide it is."""

    column: str
    asks: str
    look: Literal["count", "name", "line", "day", "words"]


# A text stands between the fields.
LOOKS: dict[str, tuple[PaperCell | str, ...]] = {
    "tally": (
        PaperCell("what", "抽查什么", "line"),
        "抽",
        PaperCell("drawn", "份数", "count"),
        "份，合格",
        PaperCell("fit", "合格份数", "count"),
        "份",
    ),
    "counted": (
        PaperCell("what", "哪两个数", "line"),
        PaperCell("fit", "前一个数", "count"),
        "/",
        PaperCell("drawn", "后一个数", "count"),
    ),
    "place": (
        "第",
        PaperCell("volume", "册", "count"),
        "册　第",
        PaperCell("page", "页", "count"),
        "页",
        PaperCell("what", "是什么", "line"),
    ),
    "talk": (PaperCell("person", "与谁", "name"), PaperCell("said", "说了什么", "words")),
    "supplement": (
        PaperCell("what", "补交什么", "line"),
        "最迟",
        PaperCell("by", "日期", "day"),
    ),
    "statement": (PaperCell("about", "就什么", "name"), PaperCell("said", "单位怎么说明", "words")),
}
WIDTHS = {"count": theme.COUNT_FIELD, "name": theme.NUMBER_WIDTH, "day": theme.NUMBER_WIDTH}
NAME_WIDTH = theme.COUNT_FIELD + theme.SPACE_4
TOP = Qt.AlignmentFlag.AlignTop
Editor = TextField | NoteField


class PaperRow(QWidget):
    """A working paper. ``passed``: Enter in its last field."""

    passed = Signal()

    def __init__(self, state: PaperState, wants: Intents) -> None:
        super().__init__()
        self.paper_id, self.kind, self._wants = state.id, state.kind, wants
        self._look = "counted" if state.counted else state.kind
        self.cells: dict[str, Editor] = {}
        self.links: list[LinkButton] = []
        self._feeds: tuple[Feed, ...] = ()
        self.beside, self.fault = Label(role="strong"), FaultLine()
        self.feeding = Flow(gap=theme.SPACE_4)
        self.remove = IconButton(Sign.CLOSE, say("删去这条{kind}", kind=say(LOOKS_NAMED[self._look])))
        self.remove.clicked.connect(lambda: wants.paper_removed.emit(self.paper_id))
        self._line = row(self._name(), *(self._part(each) for each in LOOKS[self._look]), gap=theme.SPACE_4)
        if state.kind == "supplement":
            self._make_coming()
        if state.kind == "tally":
            self.beside.setFixedWidth(theme.POINTS_WIDTH)
            self._line.addWidget(self.beside)
        self._line.addWidget(self.remove)
        self._level()
        under = column(self.feeding, self.fault, gap=theme.SPACE_4)
        under.setContentsMargins(NAME_WIDTH + theme.SPACE_4, 0, 0, 0)
        self.setLayout(column(self._line, under, gap=theme.SPACE_4))
        self.feeding.hide()

    @property
    def first(self) -> Editor:
        """The first field."""
        return next(iter(self.cells.values()))

    def go_in(self) -> None:
        """Put the focus into the first field."""
        self.first.setFocus(Qt.FocusReason.TabFocusReason)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, from left to right and down."""
        coming: list[QWidget] = [self.due, self.arrived] if self.kind == "supplement" else []
        order: list[QWidget] = [*self.cells.values()]
        if coming:
            order = [self.cells["what"], self.cells["by"], *coming, self.cells["came"]]
        return [*order, self.remove, *self.links]

    def show_paper(self, state: PaperState, around: PapersState, *, writable: bool) -> None:
        """Show what is typed, what is wrong with it, and what it comes to."""
        for name, edit in self.cells.items():
            edit.show_value(state.text(name))
            edit.show_fault(on=name in state.faults)
            edit.setReadOnly(not writable)
        self.fault.show_fault(_wrong(state, tuple(self.cells)))
        self.beside.show_text(state.beside)
        self.remove.setVisible(writable)
        self._show_feeds(state.feeds if writable else ())
        if self.kind == "supplement":
            self._show_coming(state, around, writable=writable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field, and from the last one on."""
        modified = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or modified:
            super().keyPressEvent(event)
            return
        seen = [cell for cell in self.cells.values() if not cell.isHidden()]
        at = next((place for place, cell in enumerate(seen) if cell.hasFocus()), len(seen))
        if at + 1 < len(seen):
            seen[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.passed.emit()

    # How a row is made.

    def _name(self) -> Label:
        name = Label(say(LOOKS_NAMED[self._look]), "muted")
        name.setFixedWidth(NAME_WIDTH)
        return name

    def _part(self, part: PaperCell | str) -> QWidget:
        return Label(say(part), "muted") if isinstance(part, str) else self._cell(part)

    def _cell(self, cell: PaperCell) -> Editor:
        spoken = say("{kind}：{asks}", kind=say(LOOKS_NAMED[self._look]), asks=say(cell.asks))
        hint = "" if cell.look == "count" else say(cell.asks)
        edit: Editor
        if cell.look == "words":
            edit = NoteField(spoken, placeholder=hint, lines=1, sheet_undo=True, enter_leaves=True)
            edit.written.connect(
                lambda text: self._wants.paper_written.emit(self.paper_id, cell.column, text)
            )
        else:
            edit = self._line_field(cell, spoken, hint)
        self.cells[cell.column] = edit
        return edit

    def _line_field(self, cell: PaperCell, spoken: str, hint: str) -> TextField:
        edit = TextField(spoken, placeholder=hint, sheet_undo=True)
        edit.setMaxLength(MAX_TEXT)
        edit.setMinimumWidth(theme.ROW)
        if cell.look in WIDTHS:
            edit.setFixedWidth(WIDTHS[cell.look])
        edit.textEdited.connect(lambda text: self._wants.paper_written.emit(self.paper_id, cell.column, text))
        if cell.look == "day":
            edit.editingFinished.connect(lambda: self._wants.paper_settled.emit(self.paper_id, cell.column))
        return edit

    def _level(self) -> None:
        """Everything as high as the first line of a field that grows."""
        self._line.setAlignment(TOP)
        items = (self._line.itemAt(place) for place in range(self._line.count()))
        for widget in (item.widget() for item in items if item is not None):
            if isinstance(widget, Label):
                widget.setMinimumHeight(theme.CONTROL)
            if widget is not None:
                self._line.setAlignment(widget, TOP)
        for cell in LOOKS[self.kind]:
            if isinstance(cell, PaperCell) and cell.look in {"line", "words"}:
                self._line.setStretchFactor(self.cells[cell.column], 1)

    # A supplement: by when, and whether it came.

    def _make_coming(self) -> None:
        self.due = Chooser((), say("期限"))
        self.due.setToolTip(say("选一个期限"))
        self.came = Label(say("交来"), "muted")
        self.due.chosen.connect(lambda day: self._wants.paper_written.emit(self.paper_id, "by", day))
        self.arrived = Button(say("已交来"), hint=say("记下今天交来"))
        self.arrived.clicked.connect(self._arrive)
        self._cell(PaperCell("came", "交来的日期", "day"))
        for each in (self.due, self.arrived, self.came, self.cells["came"]):
            self._line.addWidget(each)
        self._today, self._writable = "", True
        self.cells["came"].installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A day of coming that was emptied makes room for the button, once its field is left."""
        if event.type() == QEvent.Type.FocusOut and watched is self.cells["came"]:
            self._show_came(came=bool(self.came_typed))
        return super().eventFilter(watched, event)

    @property
    def came_typed(self) -> str:
        """What stands in the day of coming."""
        cell = self.cells["came"]
        return cell.text() if isinstance(cell, TextField) else ""

    def _arrive(self) -> None:
        self._wants.paper_written.emit(self.paper_id, "came", self._today)
        self.cells["came"].setFocus()

    def _show_coming(self, state: PaperState, around: PapersState, *, writable: bool) -> None:
        self._today, self._writable = around.today, writable
        self.due.show_choices(around.dues)
        self._show_came(came=bool(state.text("came")) or self.cells["came"].hasFocus())

    def _show_came(self, *, came: bool) -> None:
        self.came.setVisible(came)
        self.cells["came"].setVisible(came)
        for each in (self.arrived, self.due):
            each.setVisible(self._writable and not came)

    # A tally: where it can go.

    def _show_feeds(self, feeds: Sequence[Feed]) -> None:
        if tuple(feeds) != self._feeds:
            self._feeds = tuple(feeds)
            self.links = [self._feed(each) for each in feeds]
            self.feeding.show_things(*self.links)
        self.feeding.setVisible(bool(feeds))

    def _feed(self, feed: Feed) -> LinkButton:
        link = LinkButton(feed.label, hint=feed.hint)
        link.setAccessibleName(feed.hint)
        link.clicked.connect(lambda: self._wants.paper_fed.emit(self.paper_id, feed.field))
        return link


def _wrong(state: PaperState, columns: Sequence[str]) -> str:
    """What is to be said below a row: unsaved, a fault, or that its day is over."""
    if state.unsaved:
        return say("未保存。改动后会再次保存。")
    return next((state.faults[name] for name in columns if name in state.faults), state.late)
