"""The lock by real keys: at the start, after a rest, for who has forgotten the PIN, and for two persons."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.models import tables
from app.services.workspace import Workspace
from app.signing import vault
from app.ui.application import Room
from app.ui.locking.view_code import CodeDialog
from app.ui.locking.view_page import LockPage
from app.ui.people.view_dialogs import ChangePinDialog, IdentityDialog
from app.ui.shell.presenter import PEOPLE, Route
from tests.services.conftest import VISIT, new_visit
from tests.ui.conftest import NOW, Stand

PIN, OTHER_PIN, NEW_PIN = "246810", "135790", "864201"
NAME, OTHER = "专家戊（示例）", "专家己（示例）"
Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT, BARE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


@pytest.fixture(autouse=True)
def _nothing_left_open() -> Iterator[None]:
    yield
    assert QApplication.activeModalWidget() is None


def said_in(widget: QWidget) -> str:
    """All that can be read in a window and what stands over it."""
    kinds: tuple[type[QLabel | QLineEdit | QPlainTextEdit], ...] = (QLabel, QLineEdit, QPlainTextEdit)
    over = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    windows = {widget, *over}
    shown: list[QLabel | QLineEdit | QPlainTextEdit] = [
        each
        for window in windows
        for kind in kinds
        for each in window.findChildren(kind)
        if each.isVisible() and not covered(each)
    ]
    words = [each.toPlainText() if isinstance(each, QPlainTextEdit) else each.text() for each in shown]
    return "\n".join([*words, *(window.windowTitle() for window in windows)])


def covered(widget: QWidget) -> bool:
    """Whether something else lies over a widget's middle."""
    middle = widget.mapTo(widget.window(), widget.rect().center())
    top = widget.window().childAt(middle)
    return (
        top is not None
        and top is not widget
        and not widget.isAncestorOf(top)
        and not top.isAncestorOf(widget)
    )


def type_pin(bot: QtBot, page: LockPage, pin: str) -> None:
    bot.waitUntil(page.form.pin.hasFocus)
    bot.keyClicks(page.form.pin, pin)
    bot.keyClick(page.form.pin, Key.Key_Return)
    bot.waitUntil(lambda: not page.busy, timeout=20_000)


@pytest.fixture
def rooms(dressed: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[], Room]]:
    """Starts the program over one data folder."""
    made: list[Room] = []

    def start() -> Room:
        room = Room(dressed, tmp_path / "data", FixedClock(NOW))
        made.append(room)
        with qtbot.waitActive(room.window):
            room.window.show()
            room.window.activateWindow()
        room.open(lambda data: open_workspace(data, FixedClock(NOW)), ())
        return room

    yield start
    for room in made:
        room.close()
        room.window.close()
        room.window.deleteLater()


@pytest.fixture
def codes(tmp_path: Path) -> dict[str, str]:
    """A locked folder with two persons; their recovery codes."""
    workspace = open_workspace(tmp_path / "data", FixedClock(NOW))
    people = workspace.people
    made = [people.create(NAME, "示例单位", PIN), people.create(OTHER, "示例单位", OTHER_PIN)]
    codes = {each.name: str(people.lock.take_code(each.id)) for each in made}
    workspace.close()
    return codes


def page_of(room: Room) -> LockPage:
    page = room.window.findChild(LockPage)
    assert isinstance(page, LockPage)
    return page


def within(room: Room) -> Workspace:
    assert room.session is not None
    return room.session.stage.workspace


def test_nothing_is_shown_before_the_pin(
    rooms: Callable[[], Room], codes: dict[str, str], qtbot: QtBot
) -> None:
    room = rooms()
    assert room.session is None
    assert NAME not in said_in(room.window)
    page = page_of(room)
    for keys, modifier in (
        (Key.Key_O, Qt.KeyboardModifier.ControlModifier),
        (Key.Key_F1, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(page.form.pin, keys, modifier)
    assert QApplication.activeModalWidget() is None
    type_pin(qtbot, page, "000000")
    assert "PIN 不正确" in page.form.fault.text()
    assert page.form.pin.text() == ""
    assert room.session is None
    type_pin(qtbot, page, PIN)
    qtbot.waitUntil(lambda: room.session is not None)
    assert room.window.header.person.text() == f"身份：{NAME}"
    assert room.window.screen_shown is not None
    assert room.window.screen_shown.isVisible()
    assert not room.window.findChild(LockPage) or not page.isVisible()


def test_each_person_comes_in_by_the_own_pin(
    rooms: Callable[[], Room], codes: dict[str, str], qtbot: QtBot
) -> None:
    room = rooms()
    type_pin(qtbot, page_of(room), OTHER_PIN)
    qtbot.waitUntil(lambda: room.session is not None)
    assert within(room).people.current.name == OTHER  # type: ignore[union-attr]


def test_a_forgotten_pin_has_a_way_through(
    rooms: Callable[[], Room], codes: dict[str, str], qtbot: QtBot
) -> None:
    room = rooms()
    page = page_of(room)
    page.form.pin.setFocus()
    qtbot.keyClick(page.form.pin, Key.Key_Tab)
    qtbot.waitUntil(lambda: isinstance(page.focusWidget(), QWidget))
    page.form.forgot.setFocus()
    qtbot.keyClick(page.form.forgot, Key.Key_Return)
    form = page.recovery
    qtbot.waitUntil(form.code.hasFocus)
    qtbot.keyClick(form.code, Key.Key_Escape)
    qtbot.waitUntil(page.form.pin.hasFocus)
    page.form.forgot.click()

    def give(code: str, pin: str, again: str) -> None:
        for field, text in ((form.code, code), (form.pin, pin), (form.again, again)):
            assert field.hasFocus()
            field.selectAll()
            qtbot.keyClicks(field, text)
            qtbot.keyClick(field, Key.Key_Return)
        qtbot.waitUntil(lambda: not page.busy, timeout=20_000)

    give(codes[NAME], NEW_PIN, "999999")
    assert "不一致" in form.faults["again"].text()
    form.code.setFocus()
    give("0000-" * 6, NEW_PIN, NEW_PIN)
    assert "恢复码不正确" in form.faults["code"].text()
    form.code.setFocus()
    give(codes[NAME], "123", "123")
    assert "6 至 32 位" in form.faults["pin"].text()
    form.code.setFocus()
    give(codes[NAME].lower(), NEW_PIN, NEW_PIN)
    qtbot.waitUntil(lambda: room.session is not None)
    assert within(room).people.current.name == NAME  # type: ignore[union-attr]
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CodeDialog), "the new code is shown at once"
    assert dialog.code.text() not in codes.values()
    assert not dialog.act.isEnabled()
    qtbot.keyClick(dialog.written, Key.Key_Space)
    qtbot.keyClick(dialog, Key.Key_Return)
    assert not dialog.isVisible()
    room.close()
    again = rooms()
    type_pin(qtbot, page_of(again), PIN)
    assert again.session is None
    type_pin(qtbot, page_of(again), NEW_PIN)
    qtbot.waitUntil(lambda: again.session is not None)


def test_another_program_at_the_data_is_told_at_the_lock(
    rooms: Callable[[], Room], codes: dict[str, str], qtbot: QtBot
) -> None:
    first, second = rooms(), rooms()
    first.window.activateWindow()
    qtbot.waitUntil(first.window.isActiveWindow)
    page_of(first).form.pin.setFocus()
    type_pin(qtbot, page_of(first), PIN)
    qtbot.waitUntil(lambda: first.session is not None)
    second.window.activateWindow()
    qtbot.waitUntil(second.window.isActiveWindow)
    page_of(second).form.pin.setFocus()
    type_pin(qtbot, page_of(second), PIN)
    assert "另一个现评程序" in page_of(second).form.fault.text()


@pytest.fixture
def here(stand: Callable[[str], Stand]) -> Stand:
    """The sample's expert at the desk, with a PIN, and another person with one."""
    ready = stand("begun")
    people = ready.workspace.people
    ready.workspace.visits.confirm_recusal(ready.visit, ready.people["expert-1"])
    people.change_pin(ready.people["expert-1"], None, PIN)
    people.switch(ready.people["expert-1"], PIN)
    people.lock.take_code(ready.people["expert-1"])
    other = people.create(OTHER, "示例单位", OTHER_PIN)
    people.lock.take_code(other.id)
    ready.room.settings.change(toured=True)
    return ready


def rest(here: Stand, minutes: float) -> None:
    here.room.clock.moment += timedelta(minutes=minutes)  # type: ignore[attr-defined]
    assert here.room.guard is not None
    here.room.guard.look()


def at_desk(here: Stand, bot: QtBot) -> None:
    here.go("desk")
    card = here.screen.desk.card
    bot.waitUntil(lambda: card.isAncestorOf(QApplication.focusWidget() or here.window))


def note_of(here: Stand) -> QPlainTextEdit:
    notes = here.screen.desk.card.findChildren(QPlainTextEdit)
    note: QPlainTextEdit = next(each for each in notes if "备注" in each.accessibleName())
    return note


def test_a_rest_locks_and_what_is_typed_stays(here: Stand, qtbot: QtBot) -> None:
    at_desk(here, qtbot)
    guard = here.room.guard
    assert guard is not None
    note = note_of(here)
    note.setFocus()
    qtbot.waitUntil(note.hasFocus)
    qtbot.keyClicks(note, "half a sentence")
    rest(here, 9)
    assert not guard.locked
    qtbot.keyClick(here.window.windowHandle(), Key.Key_Shift)
    rest(here, 9)
    assert not guard.locked, "who types is not resting"
    rest(here, 2)
    assert bool(guard.locked)
    assert guard.page is not None
    seen = said_in(here.window)
    assert "half a sentence" not in seen
    assert "专家甲" not in seen
    assert here.screen is not None
    for key, modifier in (
        (Key.Key_P, CTRL | SHIFT),
        (Key.Key_Home, ALT),
    ):
        qtbot.keyClick(here.window, key, modifier)
    assert here.window.route.screen == "desk"
    assert QApplication.activeModalWidget() is None
    type_pin(qtbot, guard.page, "000000")
    assert bool(guard.locked)
    type_pin(qtbot, guard.page, PIN)
    qtbot.waitUntil(lambda: not guard.locked)
    assert note_of(here) is note
    assert note.toPlainText() == "half a sentence"
    qtbot.waitUntil(note.hasFocus)
    qtbot.keyClicks(note, " and its end")
    here.screen.leave()
    desk = here.workspace.sheets.open(here.visit, here.people["expert-1"])
    qtbot.waitUntil(lambda: note.toPlainText() == "half a sentence and its end")
    assert "half a sentence" in "".join(desk.notes.values())


def test_a_laptop_that_slept_is_locked_though_its_timers_stood_still(here: Stand) -> None:
    rest(here, 600)
    assert here.room.guard is not None
    assert here.room.guard.locked
    here.room.guard._unlock(False)


def test_how_long_is_settable_and_remembered(here: Stand, qtbot: QtBot) -> None:
    header, guard = here.window.header, here.room.guard
    assert guard is not None
    here.room.session.refresh()  # type: ignore[union-attr]
    next(each for each in header.settings.menu().actions() if each.text() == "60 分钟").trigger()
    rest(here, 59)
    assert not guard.locked
    assert type(here.room.settings).read(here.room.settings.path).now.rest == 60
    next(each for each in header.settings.menu().actions() if "立即锁定" in each.text()).trigger()
    assert guard.page is not None
    type_pin(qtbot, guard.page, PIN)
    qtbot.waitUntil(lambda: not guard.locked)


def test_without_a_pin_nothing_locks(stand: Callable[[str], Stand]) -> None:
    here = stand("begun")
    assert here.room.guard is not None
    rest(here, 600)
    here.window.lock_wanted.emit()
    assert not here.room.guard.locked
    here.room.session.refresh()  # type: ignore[union-attr]
    assert not here.window.header.lock.isEnabled()


def test_somebody_elses_pin_shows_nothing_of_who_was_here(here: Stand, qtbot: QtBot) -> None:
    here.go("desk")
    guard = here.room.guard
    assert guard is not None
    note = note_of(here)
    note.setFocus()
    qtbot.keyClicks(note, "only mine")
    rest(here, 11)
    assert guard.page is not None
    type_pin(qtbot, guard.page, OTHER_PIN)
    qtbot.waitUntil(lambda: not guard.locked)
    assert here.workspace.people.current.name == OTHER  # type: ignore[union-attr]
    assert here.window.route.screen == "home"
    assert "only mine" not in said_in(here.window)
    desk = here.workspace.sheets.open(here.visit, here.people["expert-1"])
    assert "only mine" in desk.notes.values(), "what was typed is stored"


def test_an_open_dialog_is_covered_and_goes_on(here: Stand, qtbot: QtBot) -> None:
    here.window.go(PEOPLE)
    guard = here.room.guard
    assert guard is not None
    dialog = ChangePinDialog(here.window, "专家甲（示例）", lambda *_: None, has_pin=True)
    dialog.open()
    qtbot.keyClicks(dialog.old, "typed before")
    rest(here, 11)
    qtbot.waitUntil(lambda: guard.page is not None and guard.page.isVisible())
    assert "专家甲" not in said_in(here.window)
    assert guard.page is not None
    qtbot.keyClick(guard.page, Key.Key_Escape)
    assert guard.locked
    page = guard.page
    assert page is not None
    page.form.pin.setFocus()
    type_pin(qtbot, page, PIN)
    qtbot.waitUntil(lambda: not guard.locked)
    assert dialog.isVisible()
    assert dialog.old.text() == "typed before"
    assert "专家甲" in dialog.windowTitle()
    dialog.reject()


def test_a_dialog_that_comes_while_it_is_locked_is_covered_too(here: Stand, qtbot: QtBot) -> None:
    guard = here.room.guard
    assert guard is not None
    rest(here, 11)
    dialog = CodeDialog(here.window, "专家甲（示例）", "CODE-CODE")
    dialog.open()
    qtbot.waitUntil(lambda: guard.page is not None and guard.page.window() is not here.window)
    assert "CODE-CODE" not in said_in(here.window)
    page = guard.page
    assert page is not None
    page.form.pin.setFocus()
    type_pin(qtbot, page, PIN)
    qtbot.waitUntil(lambda: not guard.locked)
    assert dialog.code.isVisible()
    dialog.reject()


def test_what_was_to_be_told_waits_and_files_are_not_taken(here: Stand, qtbot: QtBot, tmp_path: Path) -> None:
    from app.ui.shell.notice import Notice

    guard, window = here.room.guard, here.window
    assert guard is not None
    window.go(Route("home"))
    rest(here, 11)
    here.room.troubles.tell(Notice("attention", "专家甲的评分表到了。"))
    window.go(Route("home"))  # as what ends beside the window may do
    assert guard.page is not None
    qtbot.keyClick(guard.page, Key.Key_F1)
    assert QApplication.activeModalWidget() is None
    assert "评分表到了" not in said_in(window)
    assert not window.acceptDrops()
    assert guard.page is not None
    type_pin(qtbot, guard.page, PIN)
    qtbot.waitUntil(lambda: not guard.locked)
    assert "评分表到了" in said_in(window)
    assert window.acceptDrops()


def test_the_first_pin_shows_its_code_and_asks_at_the_next_start(
    rooms: Callable[[], Room], qtbot: QtBot
) -> None:
    room = rooms()
    room.window.go(PEOPLE)

    def fill(left: int = 300) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, IdentityDialog):
            assert left
            QTimer.singleShot(10, lambda: fill(left - 1))
            return
        for field, text in (
            (dialog.name, "Expert"),
            (dialog.unit, "Unit"),
            (dialog.pin, PIN),
            (dialog.again, PIN),
        ):
            qtbot.keyClicks(field, text)
        qtbot.keyClick(dialog, Key.Key_Return)

    QTimer.singleShot(0, fill)
    qtbot.keyClick(room.window, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CodeDialog)
    assert len(dialog.code.text()) == 29
    qtbot.keyClick(dialog, Key.Key_Escape)
    assert "重发" in said_in(room.window)
    room.close()
    again = rooms()
    assert again.session is None
    type_pin(qtbot, page_of(again), PIN)
    qtbot.waitUntil(lambda: again.session is not None)


def test_who_has_no_pin_comes_in_where_nothing_is_locked_yet(
    rooms: Callable[[], Room], tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = open_workspace(tmp_path / "data", FixedClock(NOW))
    people = workspace.people
    people.create(OTHER, "示例单位", None)
    guest = people.create(NAME, "示例单位", None)
    with workspace.store.write() as unit:
        unit.change(tables.people, {"id": guest.id}, keys=people.keys(guest.id).lock(PIN), has_pin=True)
    workspace.close()
    room = rooms()
    assert room.session is None
    assert OTHER not in said_in(room.window)
    form = page_of(room).form
    assert not form.forgot.isVisible()
    form.without.setFocus()
    qtbot.keyClick(form.without, Key.Key_Return)
    qtbot.waitUntil(lambda: room.session is not None, timeout=20_000)
    assert room.window.header.person.text() == f"身份：{OTHER}"


def test_files_attached_before_anybody_was_known_are_encrypted_after_the_pin(
    rooms: Callable[[], Room], tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = open_workspace(tmp_path / "data", FixedClock(NOW))
    workspace.visits.add(new_visit())
    taken = workspace.evidence.take_bytes(io.BytesIO(b"Zhang San 110101199001010011"), "a.csv")
    with workspace.store.write() as unit:
        workspace.evidence.enter(unit, VISIT, taken, personal=True)
    workspace.people.create(NAME, "示例单位", PIN)
    workspace.close()
    stored = workspace.evidence.path(taken.sha256)
    assert b"Zhang San" in stored.read_bytes()
    room = rooms()
    type_pin(qtbot, page_of(room), PIN)
    qtbot.waitUntil(lambda: room.session is not None)
    qtbot.waitUntil(lambda: not room.operations.busy, timeout=20_000)
    assert b"Zhang San" not in stored.read_bytes()
    assert within(room).evidence.read(taken.sha256) == b"Zhang San 110101199001010011"


def test_a_file_dropped_on_the_lock_is_not_taken(
    rooms: Callable[[], Room], codes: dict[str, str], tmp_path: Path
) -> None:
    room = rooms()
    given: list[Any] = []
    room.window.files_given.connect(given.append)
    assert not room.window.acceptDrops()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.xptask"))])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(room.window, event)
    assert given == []
