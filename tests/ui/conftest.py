"""Windows in tests: drawn off screen, in the program's own look, and no Qt warning goes unnoticed."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.services.sample.content import load_sample
from app.services.sample.samples import Samples, record_findings
from app.services.workspace import Workspace
from app.ui import theme
from app.ui.application import Room
from app.ui.shell.notice import Notice
from app.ui.shell.presenter import Route
from app.ui.shell.view_collector import Collector
from app.ui.shell.view_window import Window
from tests.talks import talk_over
from tests.watchdog import watchdog

__all__ = ["watchdog"]

HARMLESS = "This plugin does not support propagateSizeHints"
LONG_AGO, AGAIN = 90_000, 1000
"""Milliseconds until a dialog that nobody shuts is shut, so that its test fails; then every second."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The off-screen plugin says of every window with a least size that it cannot keep it."""
    for item in items:
        if "tests/ui/" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore(HARMLESS))


@pytest.fixture(autouse=True)
def collector(qapp: QApplication) -> Iterator[None]:
    """As in the program: nothing of Qt is destroyed beside the window; what a window left is let go."""
    before = gc.get_threshold()
    made = Collector()
    yield
    made.end()
    gc.set_threshold(*before)
    gc.unfreeze()


class Strays(QObject):
    """Notes every part of ours that is shown as a window and is none."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = type(watched)
            if kind.__module__.startswith("app.") and not issubclass(kind, (QDialog, Window)):
                self.shown.append(kind.__name__)
        return False


@pytest.fixture
def strays(dressed: QApplication) -> Iterator[Strays]:
    made = Strays()
    dressed.installEventFilter(made)
    yield made
    dressed.removeEventFilter(made)


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in its light look."""
    if theme.mode() is not theme.Mode.LIGHT or not qapp.styleSheet():
        theme.dress(qapp, theme.Mode.LIGHT)
    return qapp


@dataclass
class Stand:
    """The real window over a real data folder, with what it told."""

    room: Room
    visit: str
    people: dict[str, str]
    notices: list[Notice]

    @property
    def window(self) -> Window:
        return self.room.window

    @property
    def workspace(self) -> Workspace:
        assert self.room.session is not None
        return self.room.session.stage.workspace

    @property
    def screen(self) -> Any:
        return self.room.window.screen_shown

    def seat(self, key: str) -> None:
        self.workspace.people.switch(self.people[key], None)

    def go(self, screen: str) -> Any:
        self.window.go(Route(screen, self.visit))  # type: ignore[arg-type]
        return self.screen

    def settle(self, bot: QtBot) -> None:
        """Wait until the background is quiet."""
        bot.waitUntil(lambda: not self.room.operations.busy, timeout=20_000)


NOW = datetime(2025, 5, 12, 1, 30, tzinfo=UTC)


def _made(folder: Path, further: Callable[[Workspace, str], None]) -> Path:
    workspace = open_workspace(folder, FixedClock(NOW))
    further(workspace, Samples(workspace).open())
    workspace.close()
    return folder


def keys_of(workspace: Workspace, visit_id: str) -> dict[str, str]:
    """The sample's people by their keys."""
    names = {person.name: person.id for person in workspace.people.list()}
    return {each.key: names[each.name] for each in load_sample().people}


def _settle(workspace: Workspace, visit_id: str) -> None:
    sample, people = load_sample(), keys_of(workspace, visit_id)
    key = sample.window.person
    desk = workspace.sheets.open(visit_id, people[key])
    desk.confirm_recusal()
    left = {cid: answer for cid, answer in sample.findings_of(key).items() if cid in sample.window.left_open}
    record_findings(desk, left)
    desk.lock()
    workspace.packages.keep_sheet(visit_id, people[key], workspace.people.keys(people[key]))
    workspace.people.switch(people["leader"], None)


def _ruled(workspace: Workspace, visit_id: str) -> None:
    _settle(workspace, visit_id)
    desk = workspace.panels.open(visit_id)
    for criterion, ruling in load_sample().rulings.items():
        desk.rule(criterion, ruling.findings, ruling.reason)
    problems, suggestions = desk.draft()
    desk.set_problems(problems)
    desk.set_suggestions(suggestions)
    talk_over(desk)


def _signed(workspace: Workspace, visit_id: str) -> None:
    _ruled(workspace, visit_id)
    workspace.verdicts.freeze(visit_id)
    for slot in workspace.verdicts.status(visit_id).slots:
        workspace.verdicts.sign(visit_id, slot.person_id, None, None, knowingly=True)


STAGES = {"begun": lambda *_: None, "collected": _settle, "ruled": _ruled, "signed": _signed}


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Data folders with the sample at a stage of its day, made once: begun, collected, ruled, signed."""
    base, made = tmp_path_factory.mktemp("stages"), {}

    def at(stage: str) -> Path:
        if stage not in made:
            made[stage] = _made(base / stage, STAGES[stage])
        return made[stage]

    return at


@pytest.fixture
def stand(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path, stages: Callable[[str], Path]
) -> Iterator[Callable[[str], Stand]]:
    """Opens the real window over a copy of a stage's folder; ``empty`` is a new folder."""
    rooms: list[Room] = []

    def opened(stage: str) -> Stand:
        folder = tmp_path / "data"
        if stage != "empty":
            shutil.copytree(stages(stage), folder)
        room = Room(dressed, folder, FixedClock(NOW))
        rooms.append(room)
        notices: list[Notice] = []
        room.troubles.noticed.connect(notices.append)
        room.window.resize(1366, 768)
        with qtbot.waitActive(room.window):
            room.window.show()
            room.window.activateWindow()
        room.open(lambda data: open_workspace(data, FixedClock(NOW)), ())
        assert room.session is not None, notices
        visits = room.session.stage.workspace.shelf.all()
        visit = visits[0].id if visits else ""
        people = keys_of(room.session.stage.workspace, visit) if visits else {}
        return Stand(room, visit, people, notices)

    yield opened
    for room in rooms:
        room.close()
        room.window.close()
        room.window.deleteLater()
    theme.dress(dressed, theme.Mode.LIGHT)


def shut_in_the_end(dialog: QWidget, wait: int = LONG_AGO) -> None:
    """One left open would hang the test instead of failing it; one that is busy is asked again."""

    def shut() -> None:
        if isValid(dialog) and dialog.isVisible() and dialog is QApplication.activeModalWidget():
            dialog.close()
            shut_in_the_end(dialog, AGAIN)

    QTimer.singleShot(wait, shut)


@pytest.fixture
def answering(qtbot: QtBot) -> Callable[[Callable[[Any], None]], None]:
    """Does something to the next modal dialog, once it is there."""

    def answer(act: Callable[[Any], None]) -> None:
        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                QTimer.singleShot(10, look)
                return
            shut_in_the_end(dialog)
            act(dialog)

        QTimer.singleShot(10, look)

    return answer
