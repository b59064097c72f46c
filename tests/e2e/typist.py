"""The real window in a process of its own, somebody typing in it without end, every key told on a pipe.

``python -m tests.e2e.typist DATA SEED [careless]``. A line of JSON each: ``opened`` (what a reopened window
shows), ``intend`` (what a field will hold after the key now struck), ``done`` (what it holds once the key was
processed), ``moved`` (where the keyboard rests). With ``careless`` the sheet stores a moment later, as
programs do that save now and then: the test that kills this process must notice.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.services.sheet.desk import SheetDesk
from app.ui import theme
from app.ui.application import Room
from app.ui.shell.view_troubles import Troubles
from main import main
from tests.e2e.driving import ALT, CTRL, Person

LATE_MS = 400
NOTE = "note"
WORDS = "在第三册第12页，抽查20份，合格18份；台账 No.7 已补。\n"


def tell(kind: str, *what: object) -> None:
    sys.stdout.write(json.dumps([kind, *what], ensure_ascii=False) + "\n")
    sys.stdout.flush()


class Typist:
    """Types numbers and notes of one sheet, moving about by the keys of the desk."""

    def __init__(self, room: Room, seed: int) -> None:
        self.person = Person(room)
        self.room = room
        self.chance = random.Random(seed)  # noqa: S311  no secret

    def run(self) -> None:
        """Never ends: somebody else ends it."""
        if self.person.place == "home":
            self._begin()
        QTest.qWait(20)
        tell("opened", self.here, self.field, self.text, self.person.said())
        while True:
            self._burst()
            self._move()

    @property
    def desk(self) -> Any:
        return self.person.screen.desk

    @property
    def here(self) -> str:
        return str(self.desk.presenter.state.card.id)

    @property
    def editor(self) -> Any:
        return self.room.window.focusWidget()

    @property
    def field(self) -> str:
        return NOTE if self.editor is self.desk.card.note else str(self.desk.card.form.field_of(self.editor))

    @property
    def text(self) -> str:
        match self.editor:
            case QPlainTextEdit() as note:
                return note.toPlainText()
            case QLineEdit() as line:
                return line.text()
        return ""

    def _begin(self) -> None:
        with self.person.answering(lambda: self.person.press("我确认以上承诺")):
            self.person.press("继续评分")

    def _burst(self) -> None:
        if not self._may_type:
            return
        note = isinstance(self.editor, QPlainTextEdit)
        self.person.key(Qt.Key.Key_End, CTRL if note else Qt.KeyboardModifier.NoModifier)
        for _ in range(self.chance.randint(20, 120)):
            self._strike(note=note)

    def _strike(self, *, note: bool) -> None:
        now = self.text
        full = len(now) >= (120 if note else 4)
        if now and (full or self.chance.random() < 0.2):
            tell("intend", self.here, self.field, now[:-1])
            self.person.key(Qt.Key.Key_Backspace)
        else:
            character = self.chance.choice(WORDS) if note else self.chance.choice("123456789")
            tell("intend", self.here, self.field, now + character)
            if character == "\n":
                self.person.key(Qt.Key.Key_Return)
            else:
                self.person.strike(character)
        tell("done", self.here, self.field, self.text)

    def _move(self) -> None:
        """To the note or to a field, here or on a criterion beside it; then rest as a person would."""
        tell("moving")
        if self.chance.random() < 0.5:
            way = Qt.Key.Key_Down if self.chance.random() < 0.6 else Qt.Key.Key_Up
            self.person.key(way, ALT)
        if self.chance.random() < 0.4 or not self._may_type:
            self.person.click(self.desk.card.note)
        QTest.qWait(theme.FLASH_MS + 60)
        tell("moved", self.here, self.field)

    @property
    def _may_type(self) -> bool:
        return isinstance(self.editor, QPlainTextEdit | QLineEdit)


def careless() -> None:
    """Make the sheet store what it is given a moment later."""
    for name in ("record", "note"):
        real = getattr(SheetDesk, name)

        def later(desk: SheetDesk, *given: object, real: Any = real) -> None:
            QTimer.singleShot(LATE_MS, lambda: real(desk, *given))

        setattr(SheetDesk, name, later)


def type_without_end(data: Path, seed: int) -> int:
    """The program's own start, with a typist who begins once the data is open."""
    opened = Room._open

    def open_and_type(room: Room, *given: Any) -> None:
        opened(room, *given)
        QTimer.singleShot(0, lambda: Typist(room, seed).run())

    def fail(*error: Any) -> None:
        sys.__excepthook__(*error)
        os._exit(1)

    Room._open = open_and_type  # type: ignore[method-assign, assignment]
    Troubles.caught = staticmethod(fail)  # type: ignore[method-assign, assignment]
    return main(["--data", str(data)])


if __name__ == "__main__":
    if "careless" in sys.argv:
        careless()
    sys.exit(type_without_end(Path(sys.argv[1]), int(sys.argv[2])))
