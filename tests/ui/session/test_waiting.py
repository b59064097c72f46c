"""Files that come before the PIN wait in the window, and are taken in as soon as the keys are open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models import tables
from app.signing import vault

Opener = Callable[[str], Any]
PIN = "271828"


@pytest.fixture(autouse=True)
def _cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


@pytest.fixture
def here(stand: Opener, tmp_path: Path) -> Any:
    """A copy for the panel lies at hand; everybody here has a PIN that nobody has entered yet."""
    room = stand("begun")
    workspace = room.workspace
    workspace.people.switch(room.people["expert-1"], None)
    signer = workspace.safes.signer()
    stick = tmp_path / "U盘"
    stick.mkdir()
    made = workspace.safes.write(room.visit, signer, workspace.safes.places.choose(stick))
    room.copy = made.path
    locked = {key: workspace.people.keys(person).lock(PIN) for key, person in room.people.items()}
    with workspace.store.write() as unit:
        for key, person in room.people.items():
            unit.change(tables.people, {"id": person}, keys=locked[key], has_pin=True)
    workspace.people.__dict__["_seated"] = None
    room.room.session.sample = False
    return room


def line(here: Any) -> Any:
    return here.room.session.files.line


def test_the_file_waits_is_named_and_is_taken_after_the_pin(
    here: Any, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    answering(lambda dialog: dialog.reject())
    here.room.session.take((here.copy,))
    here.settle(qtbot)
    qtbot.waitUntil(lambda: line(here).isVisible() and QApplication.activeModalWidget() is None)
    assert here.copy.name in line(here).told.text()
    assert any(notice.code == "XP-3105" for notice in here.notices)

    here.workspace.people.switch(here.people["leader"], PIN)
    here.room.session.files.look()
    here.settle(qtbot)
    qtbot.waitUntil(lambda: not line(here).isVisible())
    assert any("已读取随身副本" in notice.title for notice in here.notices)


def test_the_deed_on_the_line_asks_for_the_pin(
    here: Any, qtbot: QtBot, answering: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One person here: the PIN is asked for at once, and turning away keeps the file."""
    leader = here.people["leader"]
    with here.workspace.store.write() as unit:
        for key, person in here.people.items():
            if key != "leader":
                unit.remove(tables.people, {"id": person})
    answering(lambda dialog: dialog.reject())
    here.room.session.take((here.copy,))
    here.settle(qtbot)
    qtbot.waitUntil(lambda: line(here).isVisible() and QApplication.activeModalWidget() is None)

    def give(dialog: Any) -> None:
        assert "组长丁" in dialog.windowTitle()
        dialog.pin.setText(PIN)
        dialog.act.click()

    answering(give)
    line(here).open.click()
    here.settle(qtbot)
    qtbot.waitUntil(lambda: not line(here).isVisible())
    assert here.workspace.people.current.id == leader
    assert any("已读取随身副本" in notice.title for notice in here.notices)


def test_what_nobody_wants_any_more_is_dropped(
    here: Any, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    answering(lambda dialog: dialog.reject())
    here.room.session.take((here.copy,))
    here.settle(qtbot)
    qtbot.waitUntil(lambda: line(here).isVisible() and QApplication.activeModalWidget() is None)
    line(here).away.click()
    assert not line(here).isVisible()
    assert here.copy.exists()
