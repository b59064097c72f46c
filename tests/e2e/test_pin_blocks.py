"""What a PIN costs, it costs beside the window: when it is set, changed, and asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.ui.locking.view_code import CodeDialog
from app.ui.shell.presenter import PEOPLE
from app.ui.shell.view_attempt import AttemptDialog
from tests.e2e.driving import CTRL, Person, Seats, workspace_of
from tests.watchdog import Watchdog, watchdog

__all__ = ["watchdog"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PIN, NEXT = "271828", "314159"


@pytest.fixture
def me(qapp: QApplication, tmp_path: Path) -> Iterator[Person]:
    seats = Seats(qapp)
    person = seats.sit(tmp_path / "data")
    person.room.window.go(PEOPLE)
    person.settle()
    yield person
    seats.clear()


def agree(me: Person) -> None:
    """Enter; then wait until the dialog has gone, which it does once the PIN has been worked with."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AttemptDialog)
    me.key(Qt.Key.Key_Return)
    assert dialog.busy
    me.key(Qt.Key.Key_Escape)
    assert dialog.isVisible()
    me.until(lambda: not dialog.busy, "the PIN")
    assert not dialog.isVisible()


def type_in(me: Person, *texts: str) -> None:
    """A text a field, from one to the next by Tab."""
    for number, text in enumerate(texts):
        if number:
            me.key(Qt.Key.Key_Tab)
        me.type(text)


def make(me: Person, name: str) -> None:
    def fill() -> None:
        type_in(me, name, "示例单位", PIN, PIN)
        agree(me)

    with me.answering(fill):
        me.key(Qt.Key.Key_N, CTRL)
    write_down(me)


def write_down(me: Person) -> str:
    """The code that is shown, which is written down."""
    me.until(lambda: isinstance(QApplication.activeModalWidget(), CodeDialog), "the code")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CodeDialog)
    code = dialog.code.text()
    me.key(Qt.Key.Key_Space)
    me.key(Qt.Key.Key_Return)
    me.until(lambda: QApplication.activeModalWidget() is None, "the end")
    return code


def test_pins_are_made_and_changed_beside_the_window(me: Person, watchdog: Watchdog) -> None:
    make(me, "甲（示例）")
    first, lock = workspace_of(me).people.current, workspace_of(me).people.lock
    assert first is not None
    assert lock.knows(first.id)

    def change() -> None:
        type_in(me, PIN, NEXT, NEXT)
        agree(me)

    with me.answering(change):
        me.choose("PIN…", "更改 PIN")

    def renew() -> None:
        me.type(NEXT)
        agree(me)

    with me.answering(renew):
        me.choose("PIN…", "重发恢复码")
    assert len(write_down(me)) == 29
    assert watchdog.longest.ms > 0


def test_who_switches_is_let_in_beside_the_window(me: Person, watchdog: Watchdog) -> None:
    people = workspace_of(me).people
    with watchdog.unwatched():
        made = [people.create(name, "示例单位", PIN) for name in ("甲（示例）", "乙（示例）")]
        for each in made:
            people.lock.take_code(each.id)
        me.room.window.go(PEOPLE)
        me.settle()

    def enter() -> None:
        me.type(PIN)
        agree(me)

    with me.answering(enter):
        me.press("切换到此人")
    assert people.current is not None
    assert people.current.id == made[1].id
