"""A person at the window: keys, text as an input method gives it, the mouse. Finds things by what they say.

Nothing here calls the program's own methods to do something: events go to Qt's window, as from a keyboard.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget

from app.common.clock import SystemClock
from app.services.workspace import Workspace
from app.ui import theme
from app.ui.application import Room
from main import _open_workspace

Thing = TypeVar("Thing", bound=QWidget)
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PATIENCE = 120.0  # a PIN alone takes seconds where every core is busy; whoever waits longer hangs
PROJECT = Path(__file__).resolve().parents[2]


class Person:
    """Hands and eyes in front of one window."""

    def __init__(self, room: Room, pictures: Path | None = None) -> None:
        self.room = room
        self._pictures = pictures
        self._taken = 0
        self._asked: tuple[QWidget | None, float] = (None, 0.0)
        self._patience = QTimer(room.window)
        self._patience.timeout.connect(self._turn_back)
        self._patience.start(1000)

    def _turn_back(self) -> None:
        """A dialog that nobody expected would stand for ever: turned back from, its test fails."""
        asking, since = self._asked
        now = QApplication.activeModalWidget()
        if now is not asking:
            self._asked = now, time.monotonic()
        elif now is not None and time.monotonic() - since > PATIENCE:
            now.close()

    # Eyes.

    @property
    def front(self) -> QWidget:
        """What takes the keys now: a dialog, or the window."""
        now = QApplication.activeModalWidget() or self.room.window
        if not now.isActiveWindow():  # off screen there is no window manager that gives the focus back
            now.activateWindow()
            QApplication.processEvents()
        return now

    @property
    def screen(self) -> Any:
        return self.room.window.screen_shown

    @property
    def place(self) -> str:
        return self.room.window.route.screen

    def all_of(self, kind: type[Thing]) -> list[Thing]:
        """What can be seen of a kind, in front."""
        return [each for each in self.front.findChildren(kind) if each.isVisible()]

    def button(self, words: str) -> QAbstractButton:
        """The one button that can be pressed and says this (or is called so, or hints so), once there."""
        self.until(lambda: self.buttons(words), f"a button that says {words}")
        (found,) = self.buttons(words)
        return found

    def buttons(self, words: str) -> list[QAbstractButton]:
        """All such buttons that are there now."""
        ready = [each for each in self.all_of(QAbstractButton) if each.isEnabled()]
        for spoken in (QAbstractButton.text, QAbstractButton.accessibleName, QAbstractButton.toolTip):
            if found := [each for each in ready if spoken(each).startswith(words)]:
                return found
        return []

    def field(self, name: str) -> Any:
        """The one place to type that is called this, once it is there."""
        self.until(lambda: self._fields(name), f"a field called {name}")
        (found,) = self._fields(name)
        return found

    def _fields(self, name: str) -> list[QWidget]:
        named = (each for each in self.all_of(QWidget) if each.accessibleName().startswith(name))
        return [each for each in named if each.focusPolicy() != Qt.FocusPolicy.NoFocus]

    def reads(self, words: str) -> bool:
        """Whether these words stand somewhere in front."""
        labels = (each.text() for each in self.all_of(QLabel))
        drawn = (each.accessibleName() for each in self.all_of(QWidget))
        return any(words in told for told in (*labels, *drawn))

    def said(self) -> str:
        """The notice that stands in the window, title and body; empty where there is none."""
        banner = self.room.window.banner
        return f"{banner.message.text()}\n{banner.more.text()}" if banner.isVisible() else ""

    def picture(self, name: str) -> None:
        """Keep a picture of the window and of a dialog before it, where pictures are wanted."""
        if self._pictures is None:
            return
        QTest.qWait(350)
        self._taken += 1
        shot = self.room.window.grab()
        shot.save(str(self._pictures / f"{self._taken:02}-{name}.png"))
        if self.front is not self.room.window:
            self.front.grab().save(str(self._pictures / f"{self._taken:02}-{name}-dialog.png"))

    # Hands.

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        self.until(lambda: bool(self.front.isActiveWindow()), "the keyboard")
        QTest.keyClick(self.front.windowHandle(), key, modifier)
        QApplication.processEvents()  # nobody strikes the next key before the loop has turned

    def type(self, text: str) -> None:
        """Type: ASCII key by key, everything else as an input method commits it, a character at a time."""
        for character in text:
            self.strike(character)

    def strike(self, character: str) -> None:
        if character.isascii():
            char = cast("int", character)  # C's char; the stub calls it a number
            QTest.keyClick(self.front.windowHandle(), char)
            return
        focus = self.front.focusWidget()
        assert focus is not None, "nothing takes what is typed"
        event = QInputMethodEvent()
        event.setCommitString(character)
        QApplication.sendEvent(focus, event)

    def click(self, thing: QWidget) -> None:
        """Press the mouse in the middle of something that can be reached there."""
        self.until(lambda: reached(thing) is not None, f"the way to {thing.accessibleName() or thing}")
        window, at = thing.window(), reached(thing)
        assert at is not None
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, PLAIN, at)
        QApplication.processEvents()

    def press(self, words: str) -> None:
        self.click(self.button(words))

    def picture_and_press(self, name: str, words: str) -> None:
        """Keep a picture of what is asked, and answer."""
        self.picture(name)
        self.press(words)

    def fill(self, name: str, text: str) -> None:
        """Click into a field and type over what stands there."""
        self.click(self.field(name))
        self.key(Qt.Key.Key_A, CTRL)
        self.type(text)

    def choose(self, words: str, item: str) -> None:
        """Open a button's menu and press one of its lines."""
        self.click(self.button(words))
        self.until(QApplication.activePopupWidget, "a menu")
        menu: Any = QApplication.activePopupWidget()
        (line,) = [each for each in menu.actions() if each.text().startswith(item)]
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, PLAIN, menu.actionGeometry(line).center())
        self.until(lambda: QApplication.activePopupWidget() is None, "the menu's end")

    def draw(self, pad: QWidget) -> None:
        """Draw something like a name."""
        window = pad.window()
        handle, base = window.windowHandle(), pad.mapTo(window, QPoint(60, 40))
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, PLAIN, base)
        for step in range(1, 14):
            QTest.mouseMove(handle, base + QPoint(step * 18, (step % 3) * 22))
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, PLAIN, base + QPoint(260, 40))

    # Patience.

    def until(self, true: Callable[[], object], what: str = "") -> None:
        """Wait for something to become true."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, f"waited in vain for {what}"
            QApplication.processEvents()
            time.sleep(0.002)  # QTest.qWait would let no other thread work

    def settle(self) -> None:
        """Wait until the background is quiet and everything is drawn."""
        self.until(lambda: not self.room.operations.busy, "the background")
        QApplication.processEvents()

    def answering(self, answer: Callable[[], None]) -> Answer:
        """In a ``with``: what is pressed there opens a dialog, which ``answer`` then deals with."""
        return Answer(self, answer)


class Answer:
    """Deals with the next dialog; what goes wrong in there is raised outside, the dialog gone."""

    def __init__(self, person: Person, answer: Callable[[], None]) -> None:
        self._person, self._answer = person, answer
        self._trouble: BaseException | None = None
        self._answered = self._over = False

    def __enter__(self) -> None:
        QTimer.singleShot(0, self._look)

    def __exit__(self, *caught: object) -> None:
        if self._trouble is not None:
            raise self._trouble
        try:
            if caught[0] is None:
                self._person.until(lambda: self._answered or self._trouble, "a dialog")
        finally:
            self._over = True  # a dialog that comes later is none of ours
        if self._trouble is not None:
            raise self._trouble

    def _look(self) -> None:
        dialog: Any = QApplication.activeModalWidget()
        if self._over:
            return
        if dialog is None:
            QTimer.singleShot(5, self._look)
            return
        try:
            self._answer()
            self._answered = True
        except BaseException as trouble:  # noqa: BLE001  raised again in __exit__
            self._trouble = trouble
        if self._trouble is not None:
            dialog.reject()


def reached(thing: QWidget) -> QPoint | None:
    """Scroll to something: where in its window the mouse meets it, None while something covers it.

    The middle of what can be seen of it: of a long note that may be a part. A layout may still be on its way.
    """
    bring_into_view(thing)
    window = thing.window()
    at = thing.mapTo(window, thing.visibleRegion().boundingRect().center())
    hit = window.childAt(at)
    return at if hit is thing or (hit is not None and thing.isAncestorOf(hit)) else None


def bring_into_view(thing: QWidget) -> None:
    """Scroll as a wheel would."""
    above = thing.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(thing)
        above = above.parentWidget()
    QApplication.processEvents()


class Seats:
    """Opens the program's window over data folders, and clears everything away in the end."""

    def __init__(self, app: QApplication) -> None:
        self._app, self._rooms = app, list[Room]()

    def sit(self, folder: Path, *files: Path) -> Person:
        """Somebody before a new window, 1366×768, opened as ``main.py`` does."""
        room = Room(self._app, folder, SystemClock())
        self._rooms.append(room)
        room.window.resize(1366, 768)
        room.window.show()
        room.open(_open_workspace, files)
        return Person(room, pictures())

    def leave(self, person: Person) -> None:
        """Close the window."""
        self._rooms.remove(person.room)
        person.room.close()
        person.room.window.close()
        person.room.window.deleteLater()
        QApplication.processEvents()

    def clear(self) -> None:
        for room in tuple(self._rooms):
            self.leave(Person(room))
        theme.dress(self._app, theme.Mode.LIGHT)


def told_by(*arguments: str | Path) -> str:
    """What the command line prints; it must end well."""
    command = [sys.executable, "main.py", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=PROJECT, text=True, timeout=600)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def workspace_of(me: Person) -> Workspace:
    assert me.room.session is not None
    return me.room.session.stage.workspace


def pictures() -> Path | None:
    """Where pictures are wanted: the folder that XP_PICTURES names."""
    name = os.environ.get("XP_PICTURES")
    return Path(name) if name else None
