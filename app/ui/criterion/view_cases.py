"""The editor of a rows field: named cases, each with its deduction and its reason."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.criterion.state import CaseState, FieldState
from app.ui.criterion.view_intents import FieldIntents
from app.ui.widgets import (
    Button,
    Caption,
    FaultLine,
    IconButton,
    PointsField,
    Sign,
    TextField,
    column,
    row,
)


class CaseRow(QWidget):
    """One case: name, deduction, reason, and a cross to remove it."""

    def __init__(self, place: int, state: FieldState, wants: FieldIntents) -> None:
        super().__init__()
        number = say("第 {number} 行", number=place + 1)
        self.name = TextField(number + say("名称"), placeholder=say("名称"), sheet_undo=True)
        self.deduction = PointsField(number + say("扣分"))
        self.reason = TextField(number + say("理由"), placeholder=say("扣分理由"), sheet_undo=True)
        self.fault = FaultLine()
        self.remove = IconButton(Sign.CLOSE, say("删去第 {number} 行", number=place + 1))
        field = state.name
        self.name.textEdited.connect(lambda text: wants.case_typed.emit(field, place, "name", text))
        self.deduction.typed.connect(lambda text: wants.case_typed.emit(field, place, "deduction", text))
        self.deduction.stepped.connect(lambda steps: wants.case_stepped.emit(field, place, steps))
        self.reason.textEdited.connect(lambda text: wants.case_typed.emit(field, place, "reason", text))
        self.remove.clicked.connect(lambda: wants.case_removed.emit(field, place))
        line = row(self.name, self.deduction, self.reason, self.remove)
        line.setStretch(0, 2)
        line.setStretch(2, 3)
        self.setLayout(column(line, self.fault, gap=theme.SPACE_4))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next column; from the last one it is for the form."""
        cells = (self.name, self.deduction.edit, self.reason)
        at = next((place for place, cell in enumerate(cells) if cell.hasFocus()), len(cells) - 1)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and at + 1 < len(cells):
            cells[at + 1].setFocus()
        else:
            super().keyPressEvent(event)

    def show_case(self, case: CaseState, *, writable: bool) -> None:
        """Show the case and the first of its faults."""
        self.name.show_value(case.name)
        self.deduction.show_value(case.deduction)
        self.reason.show_value(case.reason)
        self.name.show_fault(on=bool(case.name_fault))
        self.deduction.edit.show_fault(on=bool(case.deduction_fault))
        self.reason.show_fault(on=bool(case.reason_fault))
        self.fault.show_fault(case.name_fault or case.deduction_fault or case.reason_fault)
        for edit in (self.name, self.reason):
            edit.setReadOnly(not writable)
        self.deduction.show_writable(on=writable)
        self.remove.setVisible(writable)


class CasesEditor(QWidget):
    """Rows that can be added and removed, or a word that there are none."""

    def __init__(self, state: FieldState, wants: FieldIntents) -> None:
        super().__init__()
        self._wants, self._first = wants, state
        self.rows: list[CaseRow] = []
        self._lines = column(gap=theme.SPACE_8)
        self.add, self.none = Button(say("添加一行"), in_form=True), Button(say("没有，不扣分"), in_form=True)
        self.add.clicked.connect(self._add)
        self.none.clicked.connect(lambda: wants.typed.emit(state.name, []))
        self.said = Caption()
        self.fault = FaultLine()
        foot = row(self.none, self.add, self.said, None)
        self.setLayout(column(self._lines, self.fault, foot))
        self.setFocusProxy(self.none)

    def show_state(self, state: FieldState, *, writable: bool) -> None:
        """Show the cases; rows are kept where there are as many as before."""
        cases = state.cases or ()
        self._resize(len(cases))
        for line, case in zip(self.rows, cases, strict=True):
            line.show_case(case, writable=writable)
        self.none.setVisible(writable and state.cases is None)
        self.add.setVisible(writable)
        self.said.show_text(
            say("没有不满足要求的，不扣分。") if state.cases == () else state.hint if cases else ""
        )
        self.fault.show_fault(say("未保存。改动后会再次保存。") if state.unsaved else state.fault)
        self.setFocusProxy(self.rows[0].name if self.rows else self.none if state.cases is None else self.add)

    def _resize(self, wanted: int) -> None:
        while len(self.rows) > wanted:
            line = self.rows.pop()
            if line.isAncestorOf(self.window().focusWidget() or self):
                (self.rows[-1].name if self.rows else self.add).setFocus()
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        while len(self.rows) < wanted:
            line = CaseRow(len(self.rows), self._first, self._wants)
            self.rows.append(line)
            self._lines.addWidget(line)
            line.show()  # now, for the focus that may follow

    def _add(self) -> None:
        self._wants.case_added.emit(self._first.name)
        if self.rows:
            self.rows[-1].name.setFocus()
