"""Starts Qt, opens the one window at once, then the data, then the screens."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.common.clock import Clock, SystemClock
from app.common.paths import data_folder, resources
from app.common.words import say
from app.ui import theme
from app.ui.shell.journal import Journal
from app.ui.shell.notice import Notice
from app.ui.shell.settings import TEXT_SIZES, SettingsFile
from app.ui.shell.view_collector import Collector
from app.ui.shell.view_instance import Doorkeeper, Instance, come_forward, first_or_handed_over
from app.ui.shell.view_operation import Operations
from app.ui.shell.view_troubles import Troubles
from app.ui.shell.view_window import Window
from app.ui.widgets.qt_words import speak_chinese

if TYPE_CHECKING:
    from app.services.gate import Gate
    from app.services.workspace import Workspace
    from app.ui.locking.view_guard import Guard
    from app.ui.session.view import Session
    from app.ui.session.view_sample import Playing

SCALE = "QT_SCALE_FACTOR"
ENLARGED = "XIANPING_ENLARGED"  # says that the scale is of our choosing
LONGEST_WAIT_MS = 1000
SETTINGS = "window.json"
Opener = Callable[[Path | None], "Workspace"]


def run_window(opener: Opener, data: Path | None, files: Sequence[Path]) -> int:
    """Show the window until it is closed; the exit code. ``files`` are taken in once the data is open."""
    enlarge(data)
    app = make_application(sys.argv)
    instance = first_or_handed_over(data_folder(data), files)
    if instance is None:
        return 0
    instance.setParent(app)  # it ends before what tells it of callers
    room = Room(app, data, SystemClock())
    room.listen(instance)
    room.troubles.watch()
    room.when_standing(lambda: room.open(opener, files))
    room.window.show()
    code = app.exec()
    room.close()
    instance.close()
    if room.again:  # only now: the data folder is free again
        start_again()
    return code


def make_application(arguments: Sequence[str]) -> QApplication:
    """Qt's application with our name; from now on garbage is collected on its thread."""
    app = QApplication(list(arguments))
    Collector(app)
    app.installTranslator(speak_chinese(app))
    app.setApplicationName("xianping")
    app.setApplicationDisplayName(say("现评"))
    app.setDesktopFileName("xianping")
    app.setWindowIcon(QIcon(str(resources() / "icons" / "xianping.svg")))
    return app


def start_again() -> None:
    """Start the program anew as it was started, without the text size that this process had."""
    left_out = os.environ.get(ENLARGED) is not None
    kept = {k: v for k, v in os.environ.items() if not (left_out and k in (SCALE, ENLARGED))}
    subprocess.Popen(sys.orig_argv, env=kept)  # noqa: S603  our own command line


def enlarge(data: Path | None) -> None:
    """Let Qt draw everything in the chosen text size; it must be told before it starts."""
    size = SettingsFile.read(data_folder(data) / SETTINGS).now.text_size
    if size != TEXT_SIZES[0] and SCALE not in os.environ:
        os.environ[SCALE], os.environ[ENLARGED] = str(size / 100), "1"


def room_of(window: Window) -> QSize:
    """The room that the screen of a window has, in its present scale."""
    return window.screen().availableGeometry().size()


class Room:
    """The window and what it is wired to, from the start of the program to its end."""

    def __init__(self, app: QApplication, data: Path | None, clock: Clock) -> None:
        folder = data_folder(data)
        self.data, self.clock, self._app = data, clock, app
        self.settings = SettingsFile.read(folder / SETTINGS)
        self.troubles = Troubles(Journal(folder / "journal.txt", clock))
        self.operations = Operations(self.troubles.handle)
        self.session: Session | None = None
        self.guard: Guard | None = None
        self.playing: Playing | None = None
        self.again = False
        self.dress()
        self.window = Window(self.troubles, self.operations)
        self._place_window()
        self.window.header.look_chosen.connect(lambda look: self._set(look=look))
        self.window.header.size_chosen.connect(self.choose_size)
        self.window.header.rest_chosen.connect(lambda rest: self._set(rest=rest))
        self.window.header.days_chosen.connect(self._keep_for)
        theme.SystemLook(self.window).changed.connect(self.dress)
        self.window.moved.connect(self._remember_place)
        self.window.closed.connect(self._remember_window)

    def dress(self) -> None:
        """Put the chosen look on."""
        theme.adapt()
        theme.dress(self._app, theme.Mode(self.settings.now.look))

    def choose_size(self, size: int) -> None:
        """Remember a text size for the next start, if this screen has room for it."""
        now = round(float(os.environ.get(SCALE, "1")) * 100)
        room = room_of(self.window) * now / size
        least = QSize(*theme.MINIMUM_WINDOW)
        if size > now and room.boundedTo(least) != least:
            told = Notice("attention", say("这块屏幕放不下更大的文字，文字大小没有改变。"))
            self.window.header.show_settings(self.settings.now)
        else:
            self._set(text_size=size)
            told = Notice(
                "info",
                say("文字大小将在下次启动时改变。"),
                advice=say("已录入的内容都已保存，重新启动后回到现在的位置。"),
            )
        self.troubles.tell(told)
        if size != now and self.settings.now.text_size == size:
            self.window.banner.offer(say("现在重新启动"), self.restart)

    def restart(self) -> None:
        """Close the window and start the program anew; it comes back to where the person is."""
        self.again = True
        self.window.close()

    def when_standing(self, begin: Callable[[], None]) -> None:
        """Begin once the window is on screen, or after a second where it starts minimised."""
        begun = QTimer(self.window)
        begun.setSingleShot(True)
        begun.timeout.connect(begin)
        self.window.stood.connect(lambda: begun.start(0))
        begun.start(LONGEST_WAIT_MS)

    def open(self, opener: Opener, files: Sequence[Path]) -> None:
        """Open the data and furnish the window; a trouble is shown and leaves an empty window."""
        self.troubles.handle(lambda: self._open(opener, files))

    def listen(self, instance: Instance) -> None:
        """Come forward when a second start calls, and take in what it hands over."""
        keeper = Doorkeeper(self._receptive, self.window.files_given.emit)
        keeper.setParent(self.window)
        instance.called.connect(lambda _: come_forward(self.window))
        instance.called.connect(keeper.keep)

    def _receptive(self) -> bool:
        """Whether files would be taken in now, as if they were dropped on the window."""
        return self.session is not None and self.window.acceptDrops() and not QApplication.activeModalWidget()

    def close(self) -> None:
        """Stop background work, then let the data go."""
        self.operations.close()
        if self.guard is not None:
            self.guard.end()
        if self.playing is not None:
            self.playing.close()
        if self.session is not None:
            self.session.close()

    def _open(self, opener: Opener, files: Sequence[Path]) -> None:
        from app.services.gate import Locked

        try:
            workspace = opener(self.data)
        except Locked as locked:
            self._ask(locked.gate, opener, files)
        else:
            self._furnish(workspace, opener, files)

    def _ask(self, gate: Gate, opener: Opener, files: Sequence[Path]) -> None:
        """Ask who is there before anything is shown."""
        from app.ui.locking.presenter import LockPresenter, told_at_start, told_before_locked
        from app.ui.locking.view_page import LockPage

        told = told_before_locked() if gate.bare else told_at_start()
        page = LockPage(LockPresenter(gate, told, gate.open_bare if gate.bare else None))

        def enter(workspace: Workspace) -> None:
            self.window.uncover()
            self.troubles.handle(lambda: self._furnish(workspace, opener, files))

        page.opened.connect(enter)
        self.window.cover(page)

    def _furnish(self, workspace: Workspace, opener: Opener, files: Sequence[Path]) -> None:
        from app.services.authoring.trials import Trials
        from app.ui.locking.view_guard import Guard
        from app.ui.session.view import Session
        from app.ui.session.view_sample import Playing
        from app.ui.shell.view_screen import Stage

        stage = Stage(workspace, self.troubles, self.operations, self.clock, self.settings)
        self.session = Session(self.window, stage, Trials(workspace.schemes, opener))
        self.playing = Playing(self, opener)
        self.guard = Guard(self.window, self.settings, self.clock)
        self.guard.changed.connect(self.playing.handed_on)
        self.guard.resumed.connect(self.session.show_code)
        self.window.lock_wanted.connect(self.guard.lock)
        self.window.header.lock_wanted.connect(self.guard.lock)
        self.session.begin(self.settings.now, files)
        self.guard.watch(workspace.people)

    def _place_window(self) -> None:
        now = self.settings.now
        room = self.window.screen().availableGeometry().size()
        self.window.resize(QSize(now.width, now.height).boundedTo(room))
        self.window.header.show_settings(now)
        if now.maximised:
            self.window.showMaximized()

    def _keep_for(self, days: int) -> None:
        """From now on a visit may be taken off this device after as many days; home shows it at once."""
        self._set(kept_days=days)
        if self.session is not None and self.window.route.screen == "home":
            self.window.go(self.window.route)

    def _set(self, **values: object) -> None:
        self.window.header.show_settings(self.settings.change(**values))
        self.dress()

    def _remember_place(self, route: object) -> None:
        from app.ui.shell.presenter import Route

        playing = self.playing is not None and self.playing.on
        if isinstance(route, Route) and not playing:  # the sample is not where the person was
            self.settings.change(screen=route.screen, visit=route.visit_id, behalf=route.behalf)

    def _remember_window(self) -> None:
        size = self.window.normalGeometry().size() if self.window.isMaximized() else self.window.size()
        self.settings.change(width=size.width(), height=size.height(), maximised=self.window.isMaximized())
