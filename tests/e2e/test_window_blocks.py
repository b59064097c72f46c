"""Nothing that a person does at the desk keeps the window from answering for longer than 50 ms."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from app.ui.shell.presenter import Route
from tests.e2e.driving import ALT, CTRL, Person, Seats
from tests.large_visit import VISIT, Size, large_visit
from tests.watchdog import Watchdog, watchdog, watching

__all__ = ["watchdog"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LARGE = Size(files=500, entries=1_000)  # the ledger's length is felt when a desk is opened, not at a key
OPENING_MS = 300  # a desk and a history are asked for with one key, and have this aim of their own


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a large visit, made once."""
    made = tmp_path_factory.mktemp("large") / "data"
    large_visit(made, LARGE).close()
    return made


@pytest.fixture
def me(qapp: QApplication, folder: Path) -> Iterator[Person]:
    seats = Seats(qapp)
    person = seats.sit(folder)
    person.room.window.go(Route("desk", VISIT))
    person.settle()
    yield person
    seats.clear()


def go_first(me: Person) -> None:
    while me.screen.desk.presenter.state.card.back:
        me.key(Qt.Key.Key_Up, ALT)


def test_going_through_all_criteria(me: Person, watchdog: Watchdog) -> None:
    go_first(me)
    seen = {card_of(me).id}
    while card_of(me).next:
        me.key(Qt.Key.Key_Down, ALT)
        seen.add(card_of(me).id)
    assert len(seen) == LARGE.criteria
    assert watchdog.longest.ms > 0


def test_typing_everywhere(me: Person, watchdog: Watchdog) -> None:
    go_first(me)
    typed = 0
    while card_of(me).next:
        for name in [field.name for field in card_of(me).fields]:
            typed += type_into(me, name)
        me.key(Qt.Key.Key_M, CTRL)
        me.key(Qt.Key.Key_Down, ALT)
    assert typed > LARGE.criteria / 3


def type_into(me: Person, name: str) -> bool:
    """Type, take it back and again; False for a field without text, or one that the last key took away."""
    line = me.screen.desk.card.form.lines.get(name)
    if line is None:
        return False
    line.setFocus()
    if not isinstance(me.room.window.focusWidget(), QLineEdit | QPlainTextEdit):
        return False
    me.type("12")
    me.key(Qt.Key.Key_Backspace)
    me.key(Qt.Key.Key_Z, CTRL)
    me.key(Qt.Key.Key_Y, CTRL)
    return True


def test_the_dialogs(me: Person, watchdog: Watchdog) -> None:
    for key, modifier in ((Qt.Key.Key_F1, None), (Qt.Key.Key_K, CTRL), (Qt.Key.Key_L, CTRL)):
        me.key(key, modifier or Qt.KeyboardModifier.NoModifier)
        me.until(lambda: QApplication.activeModalWidget() is not None, "a dialog")
        me.key(Qt.Key.Key_Escape)
        me.until(lambda: QApplication.activeModalWidget() is None, "the dialog's end")


def test_looking_back(me: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    with watching(monkeypatch, OPENING_MS) as opening:
        me.key(Qt.Key.Key_H, CTRL)
        me.until(lambda: QApplication.activeModalWidget() is not None, "the history")
    opening.demand_none()
    with watching(monkeypatch) as dog:
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_PageDown):
            me.key(key)
        me.key(Qt.Key.Key_Escape)
        me.until(lambda: QApplication.activeModalWidget() is None, "the history's end")
    dog.demand_none()


def test_finding_and_filtering(me: Person, watchdog: Watchdog) -> None:
    me.key(Qt.Key.Key_F, CTRL)
    me.type("材料")
    for _ in range(2):
        me.key(Qt.Key.Key_Backspace)
    me.key(Qt.Key.Key_Escape)
    for words in ("未评", "失分", "核对", "全部"):
        me.screen.desk.list.filter.setFocus()
        me.type(str(("全部", "未评", "失分", "核对").index(words) + 1))


def test_files_dropped_where_there_are_many(me: Person, watchdog: Watchdog, tmp_path: Path) -> None:
    go_first(me)
    before = len(card_of(me).files)
    assert before >= 60
    paths = [tmp_path / f"新材料{number}.pdf" for number in range(5)]
    for path in paths:  # new contents each run: the same one again is attached already
        path.write_bytes(f"{path.name} {before}".encode())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = me.screen.desk.card.files
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with watchdog.work("dropping files"):
        place.dropEvent(drop)
    me.until(lambda: len(card_of(me).files) == before + 5, "the files")


def test_opening_a_desk(me: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    me.key(Qt.Key.Key_Escape)
    me.until(lambda: me.place == "home", "home")
    with watching(monkeypatch, OPENING_MS) as dog:
        me.press("继续评分")
        me.settle()
    assert me.place == "desk"
    dog.demand_none()
    assert dog.longest.ms > 0


def test_a_block_is_found_out(me: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    def slow(*_: object) -> None:
        end = time.thread_time() + 0.13
        while time.thread_time() < end:
            pass

    with watching(monkeypatch) as dog:
        me.screen.desk.wants.went_by.connect(slow)
        me.key(Qt.Key.Key_A)
        assert not dog.blocks
        me.screen.desk.wants.went_by.emit(1)  # nobody watches what the test itself calls
        with dog.work("a slow answer"):
            me.screen.desk.wants.went_by.emit(1)
    assert [block.during for block in dog.blocks] == ["a slow answer"]


def card_of(me: Person) -> Any:
    return me.screen.desk.presenter.state.card
