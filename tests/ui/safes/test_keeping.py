"""The copy in the real window: the word at the desk, the one line, the settings, and taking one in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.services.safe.places import ROOM
from app.signing import vault
from app.ui import theme
from app.ui.safes.presenter import Volume
from app.ui.safes.view_corner import CornerButton
from app.ui.safes.view_dialogs import KeysDialog, PlaceDialog
from app.ui.safes.view_keeper import LOOK
from app.ui.safes.view_volumes import is_removable, volumes
from app.ui.shell.presenter import HOME
from tests.services.safe.test_safes import PIN, with_pin

Opener = Callable[[str], Any]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


@pytest.fixture
def begun(stand: Opener) -> Any:
    """The window over the sample, the tour's own question answered."""
    here = stand("begun")
    here.room.settings.change(toured=True)
    return here


def keeping(here: Any) -> Any:
    return here.room.session.keeping


def beat(here: Any, qtbot: QtBot) -> None:
    """One beat that looks at the volumes, and one that shows what was seen."""
    kept = keeping(here)
    kept._beats = LOOK - 1
    kept.beat()
    if kept._seeing is not None:
        qtbot.waitUntil(kept._seeing.done)
    kept.keeper.settle()
    kept.beat()
    kept.keeper.settle()
    kept._show()


def plug(here: Any, stick: Path) -> None:
    keeping(here)._look = lambda: (Volume(stick.name, stick),)


def test_a_stick_is_offered_in_one_line_and_taken_by_keyboard(begun: Any, qtbot: QtBot, stick: Path) -> None:
    here = begun
    plug(here, stick)
    desk = here.go("desk")
    assert desk.copy.text() == "未备份"
    qtbot.waitUntil(lambda: desk.desk.card.isAncestorOf(QApplication.focusWidget()))
    focus = QApplication.focusWidget()
    beat(here, qtbot)
    assert desk.question.isVisible()
    assert "“KINGSTON”" in desk.question.text.text()
    qtbot.waitUntil(lambda: 0 < desk.question.height() <= 2 * theme.CONTROL, timeout=2000)
    assert desk.question.height() + desk.desk.height() == desk.height()
    assert QApplication.focusWidget() is focus, "the typing is not disturbed"

    desk.question.act.setFocus()
    qtbot.keyClick(desk.question.act, Qt.Key.Key_Return)
    beat(here, qtbot)
    assert desk.question.isHidden()
    assert desk.copy.text().startswith("副本 ")
    assert str(stick) in desk.copy.toolTip()
    assert len(list((stick / ROOM).glob("*.xpsafe"))) == 1
    assert "示例" in next((stick / ROOM).glob("*.xpsafe")).name


def test_the_word_is_reached_by_keyboard(
    begun: Any, qtbot: QtBot, stick: Path, answering: Callable[..., None]
) -> None:
    here = begun
    plug(here, stick)
    desk = here.go("desk")
    qtbot.waitUntil(lambda: desk.desk.card.isAncestorOf(QApplication.focusWidget()))
    for _ in range(300):
        if QApplication.focusWidget() is desk.copy:
            break
        qtbot.keyClick(here.window.focusWidget(), Qt.Key.Key_Tab)
    beat(here, qtbot)
    sticks: list[str] = []

    def choose(dialog: Any) -> None:
        sticks.extend(button.text() for button in dialog.sticks)
        dialog.sticks[0].click()
        dialog.accept()

    answering(choose)
    qtbot.keyClick(here.window.focusWidget(), Qt.Key.Key_Return)
    assert sticks == ["保留到 U 盘“KINGSTON”"]
    chosen = here.workspace.safes.places.chosen()
    assert chosen is not None
    assert chosen.folder == stick


def test_no_is_no(begun: Any, qtbot: QtBot, stick: Path) -> None:
    here = begun
    plug(here, stick)
    desk = here.go("desk")
    beat(here, qtbot)
    qtbot.mouseClick(desk.question.away, Qt.MouseButton.LeftButton)
    beat(here, qtbot)
    assert desk.question.isHidden()
    assert list(stick.iterdir()) == []


def test_typing_is_copied_when_the_desk_is_left(begun: Any, qtbot: QtBot, stick: Path) -> None:
    here = begun
    keeping(here).presenter.choose(stick)
    keeping(here).keeper.settle()
    here.go("desk")
    beat(here, qtbot)
    copy = keeping(here).keeper.copied[here.visit].path
    before = copy.read_bytes()
    person = here.workspace.people.current.id
    here.workspace.sheets.open(here.visit, person).note("1.1", "走之前写下的")
    here.window.go(HOME)
    keeping(here).keeper.settle()
    assert copy.read_bytes() != before
    keeping(here)._show()
    header = here.window.header.findChildren(CornerButton)
    assert [button.text()[:2] for button in header] == ["副本"]


def test_a_desk_that_is_left_is_shown_nothing_any_more(begun: Any, qtbot: QtBot) -> None:
    here = begun
    before = len(keeping(here)._corners), len(keeping(here)._lines)
    for _ in range(3):
        here.go("desk")
        here.window.go(HOME)
        qtbot.waitUntil(lambda: (len(keeping(here)._corners), len(keeping(here)._lines)) == before)
        keeping(here).beat()


def test_a_stick_pulled_out_is_a_word_and_nothing_else(begun: Any, qtbot: QtBot, stick: Path) -> None:
    here = begun
    keeping(here).presenter.choose(stick)
    desk = here.go("desk")
    beat(here, qtbot)
    shutil.rmtree(stick)
    told = len(here.notices)
    person = here.workspace.people.current.id
    here.workspace.sheets.open(here.visit, person).note("1.1", "x")
    keeping(here).soon()
    beat(here, qtbot)
    assert desk.copy.text() == "U 盘不在"
    assert "没有丢失" in desk.copy.toolTip()
    assert len(here.notices) == told


def test_the_settings_choose_a_folder_and_let_it_go(
    begun: Any, stick: Path, answering: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = begun
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    seen: list[str] = []

    def choose(dialog: Any) -> None:
        assert isinstance(dialog, PlaceDialog)
        dialog.folder.click()
        seen.append(dialog.where.text())
        assert dialog.keys.isHidden(), "nobody without a PIN is asked"
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(here.workspace.folder))
        dialog.folder.click()
        seen.append(dialog.fault.text())
        seen.append(dialog.where.text())
        dialog.stop.click()
        seen.append(dialog.where.text())
        dialog.accept()

    answering(choose)
    here.window.header.safe_wanted.emit()
    assert seen[0] == str(stick)
    assert "数据文件夹" in seen[1]
    assert seen[2] == str(stick)
    assert "现在不保留副本" in seen[3]
    assert here.workspace.safes.places.chosen() is None


def test_keys_are_locked_to_travel_in_the_background(
    begun: Any, qtbot: QtBot, stick: Path, answering: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)
    here = begun
    person = here.workspace.people.current.id
    with_pin(here.workspace, person)
    keeping(here).presenter.choose(stick)
    desk = here.go("desk")
    beat(here, qtbot)
    assert "签名密钥" in desk.question.text.text()
    faults: list[str] = []

    def agree(dialog: Any) -> None:
        assert isinstance(dialog, KeysDialog)
        dialog.pin.setText("999999")
        dialog.act.click()
        qtbot.waitUntil(lambda: not dialog.busy)
        faults.append(dialog.fault.text())
        dialog.pin.setText(PIN)
        dialog.act.click()

    answering(agree)
    qtbot.mouseClick(desk.question.act, Qt.MouseButton.LeftButton)
    here.settle(qtbot)
    assert "PIN 不正确" in faults[0]
    assert here.workspace.safes.carrying.box(person)
    beat(here, qtbot)
    assert desk.question.isHidden()


def test_a_no_to_the_keys_is_remembered(
    begun: Any, qtbot: QtBot, stick: Path, answering: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)
    here = begun
    person = here.workspace.people.current.id
    with_pin(here.workspace, person)
    keeping(here).presenter.choose(stick)
    desk = here.go("desk")
    beat(here, qtbot)
    answering(lambda dialog: dialog.reject())  # as Escape does
    qtbot.mouseClick(desk.question.act, Qt.MouseButton.LeftButton)
    assert not here.workspace.safes.carrying.answered(person), "Escape answers nothing"
    answering(lambda dialog: dialog.away.click())
    qtbot.mouseClick(desk.question.act, Qt.MouseButton.LeftButton)
    assert here.workspace.safes.carrying.answered(person)
    assert here.workspace.safes.carrying.box(person) is None


def test_a_copy_is_taken_in_like_any_file(begun: Any, qtbot: QtBot, stick: Path) -> None:
    here = begun
    keeping(here).presenter.choose(stick)
    beat(here, qtbot)
    copy = keeping(here).keeper.copied[here.visit].path
    here.window.files_given.emit((copy,))
    here.settle(qtbot)
    assert "与本机相同，没有变化" in "".join(notice.body for notice in here.notices)


def test_closing_the_window_copies_what_is_new(begun: Any, qtbot: QtBot, stick: Path) -> None:
    here = begun
    keeping(here).presenter.choose(stick)
    beat(here, qtbot)
    copy = keeping(here).keeper.copied[here.visit].path
    before = copy.read_bytes()
    person = here.workspace.people.current.id
    here.workspace.sheets.open(here.visit, person).note("1.1", "关窗之前")
    here.room.close()
    assert copy.read_bytes() != before


def test_the_systems_own_volumes_are_no_sticks() -> None:
    assert not is_removable("/")
    assert not is_removable("/home")
    assert is_removable("/media/somebody/KINGSTON")
    assert is_removable("/run/media/somebody/KINGSTON")
    assert all(isinstance(volume, Volume) for volume in volumes())


def test_one_question_at_a_time(stand: Opener, qtbot: QtBot, stick: Path) -> None:
    """The first time the tour is offered; the stick waits."""
    here = stand("begun")
    plug(here, stick)
    desk = here.go("desk")
    beat(here, qtbot)
    assert desk.offer.isVisible()
    assert desk.question.isHidden()
    qtbot.mouseClick(desk.offer.away, Qt.MouseButton.LeftButton)
    beat(here, qtbot)
    assert desk.offer.isHidden()
    assert desk.question.isVisible()


def test_a_copy_that_breaks_at_the_end_leaves_the_data_folder_free(
    begun: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, keeper = begun.room.session, keeping(begun).keeper
    closed: list[bool] = []

    def breaks() -> None:
        raise KeyError("size")

    with monkeypatch.context() as patch:
        patch.setattr(keeper, "close", breaks)
        patch.setattr(session.stage.workspace, "close", lambda: closed.append(True))
        with pytest.raises(KeyError):
            session.close()
    assert closed == [True]
