"""An amended task through the real window: what changes is shown, it waits, and what was scored stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.services.workspace import Workspace
from app.ui.application import Room
from app.ui.home.view_revision import RevisionDialog
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.packages.test_revisions import issued, later, reassigned

FIRST = EXPERTS[0]
Opened = Callable[[str, str], tuple[Chain, Room]]


@pytest.fixture
def window(chain_at: Callable[..., Chain], dressed: QApplication, qtbot: QtBot) -> Iterator[Opened]:
    """The window over one device of a panel, whose person sits there."""
    rooms: list[Room] = []

    def opened(stage: str, key: str) -> tuple[Chain, Room]:
        chain = chain_at(stage)
        if stage == "tasked":
            chain.fill(FIRST, chain.visit)
        chain.site(key).people.switch(chain.ids[key], None)
        chain.site(key).close()
        chain._sites.pop(key)
        room = Room(dressed, chain.folder / key, chain.clock)
        rooms.append(room)
        room.window.resize(1366, 768)
        with qtbot.waitActive(room.window):
            room.window.show()
            room.window.activateWindow()
        room.open(lambda data: open_workspace(data, chain.clock), ())
        assert room.session is not None
        chain._sites[key] = room.session.stage.workspace
        return chain, room

    yield opened
    for room in rooms:
        room.close()
        room.window.close()
        room.window.deleteLater()


def shown(qtbot: QtBot) -> RevisionDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), RevisionDialog), timeout=20_000)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RevisionDialog)
    return dialog


def given(room: Room, path: Any, qtbot: QtBot, answer: Callable[[RevisionDialog], None]) -> None:
    """A file is dropped on the window; the dialog that comes is answered."""
    from PySide6.QtCore import QTimer

    said: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, RevisionDialog):
            QTimer.singleShot(20, look)
            return
        said.append("")
        answer(dialog)

    QTimer.singleShot(20, look)
    assert room.session is not None
    room.session.take((path,))
    qtbot.waitUntil(lambda: bool(said) and QApplication.activeModalWidget() is None, timeout=20_000)


def site_of(room: Room) -> Workspace:
    assert room.session is not None
    return room.session.stage.workspace


def test_what_changes_is_seen_before_it_holds(window: Opened, qtbot: QtBot) -> None:
    chain, room = window("tasked", FIRST)
    path = issued(chain, "amended.xptask", reassigned)
    told: list[str] = []

    def put_off(dialog: RevisionDialog) -> None:
        told.extend(label.text() for label in dialog.list.findChildren(type(dialog.blocked)))
        assert dialog.away.isDefault(), "Enter changes nothing"
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    given(room, path, qtbot, put_off)
    assert any("1.1 项由全体评改为由" in each for each in told)
    assert site_of(room).visits.get(chain.visit).assignments == chain.task.visits[0].assignments
    home: Any = room.window.screen_shown
    qtbot.waitUntil(home.revision_button.isVisible, timeout=20_000)
    before = site_of(room).sheets.open(chain.visit, chain.ids[FIRST]).records()

    def accept(dialog: RevisionDialog) -> None:
        dialog.act.setFocus()
        qtbot.keyClick(dialog.act, Qt.Key.Key_Space)

    from PySide6.QtCore import QTimer

    QTimer.singleShot(20, lambda: accept(shown(qtbot)))
    qtbot.keyClick(home.revision_button, Qt.Key.Key_Space)
    assert site_of(room).visits.get(chain.visit).assignments == {"1.1": (chain.ids[EXPERTS[1]],)}
    assert site_of(room).sheets.open(chain.visit, chain.ids[FIRST]).records() == before
    home = room.window.screen_shown
    qtbot.waitUntil(lambda: not home.revision_button.isVisible(), timeout=20_000)


def test_a_frozen_conclusion_names_the_deed(window: Opened, qtbot: QtBot) -> None:
    chain, room = window("frozen", LEADER)
    path = issued(chain, "amended.xptask", later)

    def look(dialog: RevisionDialog) -> None:
        assert not dialog.act.isEnabled()
        assert "撤回定稿" in dialog.blocked.text()
        dialog.reject()

    given(room, path, qtbot, look)
    assert site_of(room).revisions.any()


def test_sheets_locked_before_are_told_on_the_conclusion(window: Opened, qtbot: QtBot) -> None:
    from app.ui.shell.presenter import Route

    chain, room = window("collected", LEADER)
    path = issued(chain, "amended.xptask", later)

    def accept(dialog: RevisionDialog) -> None:
        dialog.act.click()

    given(room, path, qtbot, accept)
    room.window.go(Route("conclusion", chain.visit))
    screen: Any = room.window.screen_shown
    assert all("按修订前的任务锁定" in each.typed for each in screen.presenter.state.sheets)
