"""Clerk and supervisor at the leader's laptop: home leads them to the day, and nothing else opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.ui.application import Room
from app.ui.shell.presenter import Route
from tests.chain import EXPERTS, Chain

Seated = Callable[[str], tuple[Room, Chain]]


def _answering(path: Path) -> Callable[..., str]:
    return lambda *_: str(path)


def _written(path: Path, room: Room) -> Callable[[], bool]:
    return lambda: path.exists() and not room.operations.busy


@pytest.fixture
def seated(
    dressed: QApplication, qtbot: QtBot, chain_at: Callable[..., Chain]
) -> Iterator[Callable[[str], tuple[Room, Chain]]]:
    """The window over the leader's data, two of three sheets in, somebody of the staff at the keyboard."""
    rooms: list[Room] = []

    def opened(key: str) -> tuple[Room, Chain]:
        chain = chain_at("locked", form="staff")
        for expert in EXPERTS[:2]:
            chain.lead.packages.import_file(chain.sheet(expert))
        chain.lead.people.switch(chain.ids[key], None)
        folder, clock = chain.folder / "leader", chain.clock
        chain.close()
        room = Room(dressed, folder, clock)
        rooms.append(room)
        room.window.resize(1366, 768)
        room.window.show()
        room.open(lambda data: open_workspace(data, clock), ())
        return room, chain

    yield opened
    for room in rooms:
        room.close()
        room.window.close()
        room.window.deleteLater()


def shown(room: Room) -> Any:
    return room.window.screen_shown


def test_the_clerk_keeps_the_day_and_sees_no_conclusion(seated: Seated) -> None:
    room, chain = seated("clerk")
    assert shown(room).cards[0].tile.action.deed == "day"
    assert "seat" not in {each.deed for each in shown(room).cards[0].tile.more}
    shown(room).do(chain.visit, "day")
    assert room.window.route.screen == "day"
    day = shown(room)
    assert day.presenter.state.primary == "collect"
    assert not day.people.deeds["conclusion"].isVisible()
    assert day.people.deeds["type_in"].isVisible()
    assert not day.people.away.isVisible(), "who is out, the leader says"
    day.step.act.click()
    assert day.presenter.state.page.begun
    room.window.go(Route("conclusion", chain.visit))
    assert hasattr(shown(room), "timeline"), "the day, whatever the way there"


def test_the_supervisor_looks_on(seated: Seated) -> None:
    room, chain = seated("supervisor")
    shown(room).do(chain.visit, "day")
    day = shown(room)
    state = day.presenter.state
    assert (state.primary, state.records, state.leads) == ("", False, False)
    assert not day.people.primary.isVisible()
    assert not day.people.deeds["type_in"].isVisible()
    for step in state.steps:
        day.choose(step.id)
        assert day.step.notes.isReadOnly()
        assert not day.step.act.isVisible()
    assert not any(row.now.isVisible() or row.pledge.isVisible() for row in day.people.rows.values())


def test_papers_are_written_where_one_asks(
    seated: Seated, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, chain = seated("clerk")
    room.window.go(Route("day", chain.visit))
    for name in ("minutes", "roll", "pledges"):
        path = tmp_path / f"{name}.pdf"
        monkeypatch.setattr("app.ui.session.view_day.ask_save", _answering(path))
        monkeypatch.setattr("app.ui.session.view_day.QDesktopServices.openUrl", lambda _: True)
        shown(room).people.deeds[name].click()
        qtbot.waitUntil(_written(path, room), timeout=20_000)
        assert path.read_bytes().startswith(b"%PDF")
