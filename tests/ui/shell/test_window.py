from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.common.clock import SystemClock
from app.ui import theme
from app.ui.application import Room
from app.ui.desk.view_keys import DeskKeysDialog
from app.ui.shell.view_dialogs import KeysDialog, PinDialog
from tests.services.holdings import put_at_stage

Opener = Callable[[str], Any]
PIN = "271828"


def test_escape_leads_back_and_alt_home_home(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    here.go("signing")
    qtbot.keyClick(here.window, Qt.Key.Key_Escape)
    assert here.window.route.screen == "conclusion"
    qtbot.keyClick(here.window, Qt.Key.Key_Escape)
    assert here.window.route.screen == "home"
    qtbot.keyClick(here.window, Qt.Key.Key_Escape)
    assert here.window.route.screen == "home"
    here.go("conclusion")
    qtbot.keyClick(here.window, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert here.window.route.screen == "home"
    here.settle(qtbot)


def test_f1_shows_the_keys_of_the_screen(stand: Opener, qtbot: QtBot, answering: Callable[..., None]) -> None:
    here, seen = stand("collected"), list[object]()
    here.go("conclusion")

    def look(dialog: KeysDialog) -> None:
        seen.extend(label.text() for label in dialog.findChildren(type(dialog.title)))
        seen.append(type(dialog))
        dialog.accept()

    answering(look)
    qtbot.keyClick(here.window, Qt.Key.Key_F1)
    assert KeysDialog in seen


def test_the_look_changes_at_once_and_is_remembered(stand: Opener) -> None:
    here = stand("begun")
    here.window.header.look_chosen.emit("dark")
    assert theme.mode() is theme.Mode.DARK
    assert '"look": "dark"' in here.room.settings.path.read_text(encoding="utf-8")


def test_the_place_is_remembered(stand: Opener, dressed: QApplication, qtbot: QtBot) -> None:
    here = stand("collected")
    here.go("conclusion")
    here.window.close()
    here.room.close()
    again = Room(dressed, here.room.data, SystemClock())
    again.open(open_workspace, ())
    assert again.window.route == here.window.route
    again.close()
    again.window.deleteLater()


def test_a_second_program_on_the_folder_is_told_so(stand: Opener, dressed: QApplication) -> None:
    here = stand("begun")
    second = Room(dressed, here.room.data, SystemClock())
    second.window.show()
    second.open(open_workspace, ())
    assert second.session is None
    assert second.window.banner.isVisible()
    second.close()
    second.window.deleteLater()


def test_a_file_that_was_double_clicked_is_taken_in(
    stand: Opener, dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    here = stand("begun")
    path = tmp_path / "任务.xptask"
    path.write_bytes(here.workspace.tasks.package(here.visit))
    here.room.close()
    again = Room(dressed, here.room.data, SystemClock())
    told: list[Any] = []
    again.troubles.noticed.connect(told.append)
    again.open(open_workspace, (path,))
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert told[0].tone == "good"
    again.close()
    again.window.deleteLater()


@pytest.fixture
def with_pin(stand: Opener) -> tuple[Any, str]:
    here = stand("begun")
    person = here.workspace.people.create("专家戊（示例）", "示例单位", PIN)
    here.workspace.people.lock.take_code(person.id)
    here.room.session.refresh()
    return here, person.id


def test_switching_asks_for_the_pin_and_keeps_asking(
    with_pin: tuple[Any, str], qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here, person = with_pin

    def type_twice(dialog: PinDialog) -> None:
        qtbot.keyClicks(dialog.pin, "000000")
        qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not dialog.busy)
        assert dialog.isVisible()
        assert dialog.fault.text()
        assert dialog.pin.text() == ""
        qtbot.keyClicks(dialog.pin, PIN)
        qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)

    answering(type_twice)
    here.window.header.person_chosen.emit(person)
    assert here.workspace.people.current.id == person
    assert here.window.header.person.text() == "身份：专家戊（示例）"


def test_turning_back_at_the_pin_changes_nobody(
    with_pin: tuple[Any, str], qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here, person = with_pin
    before = here.workspace.people.current
    answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    here.window.header.person_chosen.emit(person)
    assert here.workspace.people.current == before


def test_what_is_exported_and_not_acknowledged_is_counted(stand: Opener) -> None:
    here = stand("begun")
    assert here.window.header.undelivered.isHidden()
    put_at_stage(here.workspace, here.visit, "exported")
    here.room.session.refresh()
    assert here.window.header.undelivered.isHidden(), "a sample goes to no bureau"


@pytest.mark.parametrize("size", [(1366, 768), (910, 512)])
def test_the_sheet_of_keys_fits_a_small_window(stand: Opener, size: tuple[int, int]) -> None:
    here = stand("begun")
    here.seat("expert-1")
    here.window.resize(*size)
    dialog = DeskKeysDialog(here.go("desk").desk)
    dialog.show()
    QApplication.processEvents()
    assert dialog.width() <= size[0]
    assert dialog.height() <= size[1]
    inner, shown = dialog.list.widget(), dialog.list.viewport().width()
    assert inner is not None
    for label in dialog.list.findChildren(QLabel):
        assert label.mapTo(inner, label.rect().topRight()).x() < shown, label.text()
        assert label.width() >= label.sizeHint().width(), label.text()
    dialog.close()
