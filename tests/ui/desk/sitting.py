"""What a person does at a desk, by real keys to whatever has the focus."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.services.sheet.sheets import SheetDesk
from app.ui.desk import DeskView
from app.ui.desk.card.state import CardState
from app.ui.desk.state import DeskState
from tests.ui.desk.visits import Prepared

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True, slots=True)
class Sitting:
    """A person at a desk."""

    view: DeskView
    qtbot: QtBot
    visit: Prepared

    @property
    def state(self) -> DeskState:
        """What the desk shows."""
        return self.view.presenter.state

    @property
    def card(self) -> CardState:
        """What the card shows."""
        return self.state.card

    @property
    def sheet(self) -> SheetDesk:
        """What is stored."""
        return self.visit.workspace.sheets.open(self.visit.visit, self.visit.person)

    @property
    def focus(self) -> QWidget:
        """Where the next key goes; there is always such a place."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    @property
    def field(self) -> str:
        """The field that has the focus; empty outside the form."""
        return self.view.card.form.field_of(self.focus)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """One key."""
        self.qtbot.keyClick(self.focus, key, modifier)

    def type(self, text: str) -> None:
        """Figures and letters key by key; other text as an input method commits it."""
        if text.isascii():
            self.qtbot.keyClicks(self.focus, text)
            return
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(self.focus, event)

    def go(self, cid: str) -> None:
        """To a criterion by Alt and the arrows."""
        order = [each.id for each in self.sheet.scheme.criteria]
        key = Qt.Key.Key_Down if order.index(cid) > order.index(self.card.id) else Qt.Key.Key_Up
        while self.card.id != cid:
            before = self.card.id
            self.press(key, ALT)
            assert self.card.id != before, f"{cid} is not on the way"

    def dialog(self) -> QDialog:
        """The dialog that is open."""
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        self.qtbot.waitUntil(found.isActiveWindow)
        return found
