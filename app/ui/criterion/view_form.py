"""The form of a criterion: labels and editors, kept in place while the same fields are shown."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.criterion.state import FieldState
from app.ui.criterion.view_editors import Editor, Lasting, editor_for, shape_of
from app.ui.criterion.view_intents import FieldIntents
from app.ui.criterion.view_numbers import Shape
from app.ui.widgets import Label, column, row

SPARE = 4  # lines of one shape that are kept: a criterion has seldom more


class FieldLine(QWidget):
    """One field: its label on the left, its editor beside it.

    paired: one of a whole and its part, which stand beside each other, each below its label.
    """

    def __init__(self, state: FieldState, wants: FieldIntents, *, paired: bool = False) -> None:
        super().__init__()
        self.label = Label(state.label, wrap=True)
        self.label.setMinimumWidth(theme.LABEL_WIDTH)
        self.label.setMaximumWidth(theme.LABEL_WIDTH)
        self.label.setMinimumHeight(theme.CONTROL)
        self.label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.editor: Editor = editor_for(state, wants)
        self.shape = None if paired else shape_of(state)
        self.label.setBuddy(self.editor)
        self._pair = row(gap=theme.SPACE_16)
        if paired:
            stacked = self._stacked()
            self._pair.addLayout(stacked, 1)
            self._pair.setAlignment(stacked, Qt.AlignmentFlag.AlignTop)
            self.setLayout(self._pair)
        else:
            self.setLayout(self._stacked() if state.kind == "rows" else self._beside())
        self.setFocusProxy(self.editor)

    def take(self, state: FieldState) -> None:
        """Stand for another field of the same shape from now on."""
        self.label.show_text(state.label)
        if isinstance(self.editor, Lasting):
            self.editor.take(state)

    def hold(self, part: FieldLine) -> None:
        """Take a part in beside this whole."""
        if self._pair.indexOf(part) < 0:
            self._pair.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)

    def _beside(self) -> QHBoxLayout:
        layout = row(self.label, self.editor, gap=theme.SPACE_16)
        layout.setStretch(1, 1)
        layout.setAlignment(self.label, Qt.AlignmentFlag.AlignTop)
        return layout

    def _stacked(self) -> QVBoxLayout:
        self.label.setMaximumWidth(theme.READING_WIDTH)
        return column(self.label, self.editor, gap=theme.SPACE_4)


class Form(QWidget):
    """The fields that apply now. Enter goes on to the next field, and from the last one onward."""

    def __init__(self, wants: FieldIntents) -> None:
        super().__init__()
        self._wants = wants
        self._cid = ""
        self._states: tuple[FieldState, ...] = ()
        self._writable = True
        self.lines: dict[str, FieldLine] = {}
        self._parked: dict[str, FieldLine] = {}
        self._spare: dict[Shape, list[FieldLine]] = {}  # of criteria before: the next has such, too
        self._column = column(gap=theme.SPACE_12)
        self.setLayout(self._column)

    def show_fields(self, cid: str, states: tuple[FieldState, ...], *, writable: bool) -> None:
        """Show a criterion's fields: in place where they are the same, else with the least change."""
        if cid != self._cid:
            self._clear()
            self._cid = cid
        elif states == self._states and writable == self._writable:
            return
        names = [state.name for state in states]
        if names != list(self.lines):
            self._arrange(states)
        before = {state.name: state for state in self._states}
        for state in states:
            if before.get(state.name) != state or writable != self._writable:
                self.lines[state.name].editor.show_state(state, writable=writable)
        self._states, self._writable = states, writable

    def focus_field(self, name: str = "") -> bool:
        """Put the focus into a field, or the first; whether there is one."""
        line = self.lines.get(name) or next(iter(self.lines.values()), None)
        if line is not None:
            line.setFocus(Qt.FocusReason.TabFocusReason)  # selects what stands there, to type over it
        return line is not None

    def field_of(self, widget: QWidget | None) -> str:
        """The name of the field that a widget belongs to, or empty."""
        for name, line in self.lines.items():
            if widget is not None and (widget is line.editor or line.editor.isAncestorOf(widget)):
                return name
        return ""

    def stops(self) -> list[QWidget]:
        """Where Tab stops in the form, from top to bottom."""
        return [stop for line in self.lines.values() for stop in _stops(line)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, which no editor wants, goes on."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        names = list(self.lines)
        here = self.field_of(self.window().focusWidget())
        after = names[names.index(here) + 1 :] if here in names else []
        if after:
            self.focus_field(after[0])
        else:
            self._wants.onward.emit()

    def _clear(self) -> None:
        here = self.window().focusWidget()
        if here is not None and self.isAncestorOf(here):
            here.clearFocus()  # else Qt looks for another place for it at each line that goes
        for line in (*self.lines.values(), *self._parked.values()):
            self._column.removeWidget(line)
            line.hide()
            spare = [] if line.shape is None else self._spare.setdefault(line.shape, [])
            if line.shape is not None and len(spare) < SPARE:
                spare.append(line)
            else:
                line.deleteLater()
        self.lines, self._parked, self._states = {}, {}, ()

    def _arrange(self, states: tuple[FieldState, ...]) -> None:
        held, self.lines = {**self._parked, **self.lines}, {}
        for name in held.keys() - {state.name for state in states}:
            self._park(name, held[name])
        wholes, held_in = {state.part_of for state in states}, 0
        for place, state in enumerate(states):
            paired = bool(state.part_of) or state.name in wholes
            line = held.get(state.name) or self._line(state, paired=paired)
            self._parked.pop(state.name, None)
            self.lines[state.name] = line
            if state.part_of:
                self.lines[state.part_of].hold(line)
            elif self._column.indexOf(line) != place - held_in:
                self._column.insertWidget(place - held_in, line)
            held_in += bool(state.part_of)
            line.show()  # now, not at the next turn of the event loop: the next key may come before it
        self._chain()

    def _line(self, state: FieldState, *, paired: bool) -> FieldLine:
        """A line for a field: one that stood for another of its shape, else a new one."""
        shape = None if paired else shape_of(state)
        spare = self._spare.get(shape) if shape is not None else None
        if not spare:
            return FieldLine(state, self._wants, paired=paired)
        line = spare.pop()
        line.take(state)
        return line

    def _chain(self) -> None:
        """Keep the order of Tab the order on screen, whatever was put in later."""
        for before, after in pairwise(self.stops()):
            QWidget.setTabOrder(before, after)

    def _park(self, name: str, line: FieldLine) -> None:
        """Put a line aside: the next figure of a number may want it back."""
        self._column.removeWidget(line)
        line.hide()
        self._parked[name] = line


def _stops(line: FieldLine) -> list[QWidget]:
    widgets = line.editor.findChildren(QWidget)
    return [
        each for each in widgets if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None
    ]
