"""The editor of a number: a count, a share with its two counts, an amount; and parts beside their whole."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.criterion.field_values import IN_BOXES, OF, number_text
from app.ui.criterion.state import FieldState
from app.ui.criterion.view_intents import FieldIntents
from app.ui.widgets import Caption, Label, NumberField, TextField, column, row

Shape = tuple[object, ...]
"""What two fields must have in common for one editor to stand for both; None: it stands for one alone."""


def said(state: FieldState) -> str:
    """What stands under a field: that it could not be stored, else its fault."""
    return say("未保存。改动后会再次保存。") if state.unsaved else state.fault


class NumberEditor(QWidget):
    """A count, a share or an amount, with its unit and what it comes to beside it."""

    def __init__(self, state: FieldState, wants: FieldIntents) -> None:
        super().__init__()
        self.number = NumberField(state.label, unit=state.unit, sheet_undo=True)
        self._name = state.name
        self.number.typed.connect(lambda text: wants.typed.emit(self._name, text))
        self.number.stepped.connect(lambda steps: wants.stepped.emit(self._name, steps))
        self.beside = Caption()
        self.beside.setMinimumHeight(theme.CONTROL)
        self.counts = CountBoxes(state, wants) if state.counts is not None else None
        parts = [part for part in (self.number, self.counts, self.beside) if part is not None]
        layout = row(*parts, None, gap=theme.SPACE_12)
        for part in parts:
            layout.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(layout, *self._named(state), gap=0))
        self.setFocusProxy(self.number)

    @staticmethod
    def _named(state: FieldState) -> list[Caption]:
        """Below a share, which two numbers it is told from."""
        if state.counts is None:
            return []
        part, whole = state.counted
        return [Caption(say("两个数依次为：{part} / {whole}", part=part, whole=whole), wrap=True)]

    @staticmethod
    def shape(state: FieldState) -> Shape | None:
        """A share has two boxes of its own, whose names are the scheme's."""
        return () if state.counts is None else None

    def take(self, state: FieldState) -> None:
        """Stand for another field of the same shape from now on."""
        self._name = state.name
        self.number.take(state.label, state.unit)

    def show_state(self, state: FieldState, *, writable: bool) -> None:
        """Show the number and its fault."""
        self.number.far = state.far
        self.number.show_value(state.text)
        self.number.show_fault(said(state))
        self.number.edit.setReadOnly(not writable)
        self.beside.show_text(state.beside)
        if self.counts is not None:
            self.counts.show_counts(state.counts or ("", ""), writable=writable)


class CountBoxes(QWidget):
    """A share told from two counts: so many fit of so many looked at."""

    def __init__(self, state: FieldState, wants: FieldIntents) -> None:
        super().__init__()
        part, whole = state.counted
        self.part = _box(say("{label}：{name}", label=state.label, name=part))
        self.whole = _box(say("{label}：{name}", label=state.label, name=whole))
        hint = say(
            "填“{part}”和“{whole}”，百分比自动算出。也可以在左边直接输入 43/50。", part=part, whole=whole
        )
        for box in (self.part, self.whole):
            box.textEdited.connect(lambda _: wants.typed.emit(state.name, self._typed()))
            box.setToolTip(hint)
        or_, of = Label(say("或"), "muted"), Label(OF, "muted")
        self.setLayout(row(or_, self.part, of, self.whole, gap=theme.SPACE_4))

    def show_counts(self, counts: tuple[str, str], *, writable: bool) -> None:
        """Show the counts in place; what is being typed there already stays untouched."""
        for box, text in zip((self.part, self.whole), counts, strict=True):
            if number_text(box.text()) != text:
                box.show_value(text)
            box.setReadOnly(not writable)

    def _typed(self) -> str:
        part, whole = self.part.text().strip(), self.whole.text().strip()
        return f"{part}{IN_BOXES}{whole}" if part or whole else ""


def _box(name: str) -> TextField:
    box = TextField(name, sheet_undo=True)
    box.setFixedWidth(theme.COUNT_FIELD)
    box.setAlignment(Qt.AlignmentFlag.AlignCenter)
    box.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
    return box
