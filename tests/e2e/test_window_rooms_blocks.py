"""Home, conclusion, signing, the viewer and a mass drop do not keep the window from answering either.

Going to a conclusion or to the signing round opens a visit, which has the aim of its own that a desk has.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from app.services.store.site import NewVisit, PanelMember
from app.ui.shell.presenter import Route
from tests.e2e import driving, test_window_visit
from tests.e2e.driving import ALT, CTRL, Person, Seats, workspace_of
from tests.e2e.test_window_blocks import OPENING_MS, go_first
from tests.large_visit import EXPERT, VISIT, Size, large_scheme, large_visit
from tests.watchdog import Watchdog, watchdog, watching

__all__ = ["watchdog"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
MANY_VISITS = 15
MANY_FILES = 500
SMALL = Size(files=12, entries=200)


def shows_the_file() -> bool:
    viewer: Any = QApplication.activeModalWidget()
    return not viewer._waiting.isActive()


@pytest.fixture
def seats(qapp: QApplication) -> Iterator[Seats]:
    made = Seats(qapp)
    yield made
    made.clear()


@pytest.fixture
def me(seats: Seats, tmp_path: Path) -> Person:
    """Somebody at the desk of a visit, who leads many others."""
    workspace = large_visit(tmp_path / "data", SMALL)
    for number in range(MANY_VISITS):
        workspace.visits.add(led(workspace.people.list()[0].id, number))
    workspace.close()
    person = seats.sit(tmp_path / "data")
    person.room.window.go(Route("desk", VISIT))
    person.settle()
    return person


def led(leader: str, number: int) -> NewVisit:
    day = "2026-03-01" if number % 3 else "2025-03-01"
    member = PanelMember(leader, "专家甲（示例）", "示例单位", "leader", scores=True)
    return NewVisit(
        id=f"{EXPERT}-{number}",
        batch_id="batch",
        task_sha256=None,
        scheme=large_scheme(),
        policy={"pass_mark": "75"},
        profile={"unit_type": "vocational_school"},
        project={"unit": f"示例职业技术学院{number}", "name": "示例培训基地"},
        panel=(member,),
        date_from=day,
        date_to=day,
    )


def test_going_home_where_there_are_many_visits(me: Person, watchdog: Watchdog) -> None:
    for _ in range(2):  # the first time every panel's ledger is begun
        me.key(Qt.Key.Key_Escape)
        me.until(lambda: me.place == "home", "home")
        me.until(lambda: len(me.screen.cards) + len(me.screen.rows) == MANY_VISITS + 1, "all visits")
        me.until(me.screen.cards[0].action.hasFocus, "the focus on the first visit")
        with watchdog.unwatched():
            me.room.window.go(Route("desk", VISIT))
            me.settle()
    assert watchdog.longest.ms > 0


def test_the_viewer(me: Person, watchdog: Watchdog) -> None:
    go_first(me)
    files = me.screen.desk.presenter.state.card.files
    assert len(files) == SMALL.files
    me.until(lambda: len(me.screen.desk.card.files.tiles) == len(files), "the tiles")
    for _ in range(2):
        me.screen.desk.card.files.tiles[0].setFocus()
        me.key(Qt.Key.Key_Return)
        me.until(lambda: QApplication.activeModalWidget() is not None, "the viewer")
        for _ in files[1:]:
            me.until(shows_the_file, "the file")
            for key in (Qt.Key.Key_Plus, Qt.Key.Key_R, Qt.Key.Key_0):
                me.key(key)
            me.key(Qt.Key.Key_Right, ALT)
        me.key(Qt.Key.Key_Escape)
        me.until(lambda: QApplication.activeModalWidget() is None, "the viewer's end")


def test_very_many_files_dropped_at_once(
    me: Person, watchdog: Watchdog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driving, "PATIENCE", 120.0)
    before = len(me.screen.desk.presenter.state.card.files)
    paths = [tmp_path / f"新材料{number}.pdf" for number in range(MANY_FILES)]
    for path in paths:
        path.write_bytes(path.name.encode())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    with watchdog.work("dropping files"):
        me.screen.desk.card.files.dropEvent(
            QDropEvent(
                QPointF(5, 5),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )
    me.until(lambda: len(me.screen.desk.presenter.state.card.files) == before + MANY_FILES, "the files")


def test_concluding_and_signing(seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    me = seats.sit(tmp_path / "data")
    me.press("打开示例")
    me.settle()
    test_window_visit.score(me)
    me.key(Qt.Key.Key_Escape)
    me.choose("身份", "组长丁")
    with watching(monkeypatch, OPENING_MS) as opening:
        me.press("写结论")
        me.settle()
    opening.demand_none()
    with watching(monkeypatch) as dog:
        conclude(me)
    dog.demand_none()
    with watching(monkeypatch, OPENING_MS) as opening:
        me.press("去签署")
        me.settle()
    opening.demand_none()
    out = tmp_path / "U盘"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    with watching(monkeypatch) as dog:
        test_window_visit.sign_all_here(me)
        me.key(Qt.Key.Key_E, CTRL)
        me.settle()
    dog.demand_none()
    assert len(list(out.glob("*"))) == 5


def conclude(me: Person) -> None:
    for _ in range(12):
        me.key(Qt.Key.Key_Down, ALT)
    for _ in range(12):
        me.key(Qt.Key.Key_Up, ALT)
    test_window_visit.settle(me)
    test_window_visit.record_the_day(me)
    test_window_visit.freeze(me)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        me.key(key, CTRL)
    test_window_visit.state_the_unit(me)
    assert workspace_of(me).panels.open(me.room.window.route.visit_id).state.frozen
