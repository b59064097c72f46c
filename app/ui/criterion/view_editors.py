"""One editor for each kind of field. An editor shows a ``FieldState`` in place and emits intents."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.scoring.model.points import as_points, format_points, read_number
from app.ui import theme
from app.ui.criterion.state import FieldState
from app.ui.criterion.view_cases import CasesEditor
from app.ui.criterion.view_intents import FieldIntents
from app.ui.criterion.view_numbers import NumberEditor, Shape, said
from app.ui.widgets import (
    Button,
    CheckRow,
    FaultLine,
    Flow,
    NoteField,
    PointsField,
    Segmented,
    Slider,
    TextField,
    column,
    row,
)


class ChoiceEditor(QWidget):
    """A flag or a level: options side by side, stacked where there is no room for that."""

    def __init__(self, state: FieldState, wants: FieldIntents) -> None:
        super().__init__()
        self.segments = Segmented(state.options, state.label)
        self.segments.show_upright(on=self._too_wide(theme.FIELD_WIDTH))
        self._name = state.name
        self.segments.chosen.connect(lambda value: wants.typed.emit(self._name, value))
        self.setLayout(row(self.segments, None))
        self.setFocusProxy(self.segments)

    @staticmethod
    def shape(state: FieldState) -> Shape | None:
        """The same options."""
        return state.options

    def take(self, state: FieldState) -> None:
        """Stand for another field of the same shape from now on."""
        self._name = state.name
        self.segments.setAccessibleName(state.label)

    def minimumSizeHint(self) -> QSize:
        """Stacked it needs no more than its longest option, and that goes on to more lines."""
        least = min(self.segments.breadth[0], 2 * theme.NUMBER_WIDTH)
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the options, or set them side by side, for the new width."""
        super().resizeEvent(event)
        self.segments.show_upright(on=self._too_wide(min(event.size().width(), theme.FIELD_WIDTH)))
        self.segments.show_room(event.size().width())

    def _too_wide(self, room: int) -> bool:
        return self.segments.breadth[1] > room

    def show_state(self, state: FieldState, *, writable: bool) -> None:
        """Show the choice."""
        self.segments.show_value(state.text)
        self.segments.setEnabled(writable)


class PointsEditor(QWidget):
    """A judged deduction or award: typed, stepped or, where its range has an end, drawn along a slider."""

    def __init__(self, state: FieldState, wants: FieldIntents) -> None:
        super().__init__()
        self._name = state.name
        self.points = PointsField(state.label, state.hint)
        self.points.typed.connect(lambda text: wants.typed.emit(self._name, text))
        self.points.stepped.connect(lambda steps: wants.stepped.emit(self._name, steps))
        self.slider = Slider(0)
        self._scale(state)
        self.slider.moved.connect(lambda at: wants.typed.emit(self._name, self._told(at)))
        self.points.put_beside(self.slider)
        self.slider.setVisible(state.scale is not None)
        self.setLayout(row(self.points))
        self.setFocusProxy(self.points)

    @staticmethod
    def shape(state: FieldState) -> Shape | None:
        """With a slider or without, with a range or without."""
        return state.scale is None, not state.hint

    def take(self, state: FieldState) -> None:
        """Stand for another field of the same shape from now on."""
        self._name = state.name
        self.points.take(state.label, state.hint)
        self._scale(state)

    def _scale(self, state: FieldState) -> None:
        self._low, high, self._step = state.scale or (0, 0, 1)
        self.slider.show_range((high - self._low) // self._step)
        self.slider.setAccessibleName(say("{label}：滑块", label=state.label))

    def show_state(self, state: FieldState, *, writable: bool) -> None:
        """Show the points and their fault."""
        self.points.show_value(state.text)
        self.points.show_fault(said(state))
        self.points.show_writable(on=writable)
        self.slider.show_step(-1 if state.fault else self._at(state.text), writable=writable)

    def _told(self, at: int) -> str:
        return format_points(self._low + at * self._step)

    def _at(self, text: str) -> int:
        number = read_number(text)
        points = as_points(number) if number else None
        return -1 if points is None else (points - self._low) // self._step


class SetEditor(QWidget):
    """Elements to tick; digits tick too. Nothing ticked is an answer only when it is said so."""

    def __init__(self, state: FieldState, wants: FieldIntents) -> None:
        super().__init__()
        self._wants, self._name = wants, state.name
        self._values = tuple(value for value, _ in state.options)
        self.checks = tuple(CheckRow(label) for _, label in state.options)
        for value, check in zip(self._values, self.checks, strict=True):
            check.clicked.connect(lambda _=False, element=value: wants.toggled.emit(state.name, element))
        self.every = Button(say("全部具备"), "reason", in_form=True)
        self.none = Button(say("均不具备"), "reason", in_form=True)
        self.every.clicked.connect(lambda: wants.typed.emit(state.name, list(self._values)))
        self.none.clicked.connect(lambda: wants.typed.emit(state.name, []))
        boxes = Flow(*self.checks, gap=theme.SPACE_4)
        self.setLayout(column(boxes, row(self.every, self.none, None)))
        self.setFocusProxy(self.checks[0])

    def show_state(self, state: FieldState, *, writable: bool) -> None:
        """Show the ticks."""
        chosen = state.chosen or ()
        for value, check in zip(self._values, self.checks, strict=True):
            check.show_value(on=value in chosen)
            check.setEnabled(writable)
        for button in (self.every, self.none):
            button.setVisible(writable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit ticks its element, 0 says that there is none."""
        text = event.text()
        if not text.isdecimal() or int(text) > len(self._values) or not self.checks[0].isEnabled():
            super().keyPressEvent(event)
        elif text == "0":
            self._wants.typed.emit(self._name, [])
        else:
            self._wants.toggled.emit(self._name, self._values[int(text) - 1])


class ReasonEditor(QWidget):
    """A reason in words, with common ones to press; says 暂计 while it is owed."""

    def __init__(self, state: FieldState, wants: FieldIntents) -> None:
        super().__init__()
        self._wants, self._name, self._offered = wants, state.name, state.offered
        self.words = NoteField(state.label, lines=1, sheet_undo=True, enter_leaves=True)
        self.words.written.connect(lambda text: wants.typed.emit(self._name, text))
        self.offers = Flow(*map(self._offer, state.offered), gap=theme.SPACE_4)
        self.fault = FaultLine()
        self.setLayout(column(self.words, self.fault, self.offers, gap=theme.SPACE_4))
        self.setFocusProxy(self.words)

    def _offer(self, text: str) -> Button:
        offer = Button(text, "reason")
        offer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        offer.clicked.connect(lambda: self._wants.offered.emit(self._name, text))
        return offer

    @staticmethod
    def shape(_state: FieldState) -> Shape | None:
        """Any reason is like another."""
        return ()

    def take(self, state: FieldState) -> None:
        """Stand for another field from now on."""
        self._name = state.name
        self.words.take(state.label)
        if state.offered != self._offered:
            self._offered = state.offered
            self.offers.show_things(*map(self._offer, state.offered))

    def show_state(self, state: FieldState, *, writable: bool) -> None:
        """Show the words, and whether they are owed."""
        self.words.show_value(state.text)
        self.words.setReadOnly(not writable)
        self.words.show_fault(on=state.owed)
        self.fault.show_fault(said(state) or (say("写明理由前，分数为暂计。") if state.owed else ""))
        self.offers.setVisible(writable and bool(state.offered))


class WordsEditor(QWidget):
    """A line of text."""

    def __init__(self, state: FieldState, wants: FieldIntents) -> None:
        super().__init__()
        self.edit = TextField(state.label, sheet_undo=True)
        self.edit.textEdited.connect(lambda text: wants.typed.emit(state.name, text))
        self.fault = FaultLine()
        self.setLayout(column(self.edit, self.fault, gap=theme.SPACE_4))
        self.setFocusProxy(self.edit)

    def show_state(self, state: FieldState, *, writable: bool) -> None:
        """Show the text and its fault."""
        self.edit.show_value(state.text)
        self.edit.setReadOnly(not writable)
        self.edit.show_fault(on=bool(said(state)))
        self.fault.show_fault(said(state))


Lasting = ChoiceEditor | NumberEditor | PointsEditor | ReasonEditor
"""Those that can stand for one field after another."""
Editor = Lasting | SetEditor | WordsEditor | CasesEditor
_KINDS: dict[str, type[Editor]] = {
    "flag": ChoiceEditor,
    "level": ChoiceEditor,
    "count": NumberEditor,
    "share": NumberEditor,
    "amount": NumberEditor,
    "points": PointsEditor,
    "set": SetEditor,
    "reason": ReasonEditor,
    "rows": CasesEditor,
}


def shape_of(state: FieldState) -> Shape | None:
    """What a field must have in common with another for its editor to stand for both; None: for no other."""
    kind = _KINDS.get(state.kind, WordsEditor)
    shape = kind.shape(state) if issubclass(kind, Lasting) else None
    return None if shape is None else (kind, *shape)


def editor_for(state: FieldState, wants: FieldIntents) -> Editor:
    """The editor of a field's kind."""
    return _KINDS.get(state.kind, WordsEditor)(state, wants)
