"""The sample in the window: a session of its own over its own folder, while the real one waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from app.common.paths import data_folder
from app.common.words import say
from app.services.authoring.trials import Trials
from app.services.sample.samples import SampleFolder
from app.ui.session.view import Session
from app.ui.shell.notice import Notice, good
from app.ui.shell.operation import Progress, WorkStep
from app.ui.shell.presenter import HOME
from app.ui.shell.view_operation import Operation
from app.ui.shell.view_screen import Stage

if TYPE_CHECKING:
    from app.common.clock import Clock
    from app.services.workspace import Workspace
    from app.ui.shell.settings import SettingsFile
    from app.ui.shell.view_operation import Operations
    from app.ui.shell.view_troubles import Troubles
    from app.ui.shell.view_window import Window


class Room(Protocol):
    """The window, what it is wired to, and the session that has it."""

    data: Path | None
    clock: Clock
    settings: SettingsFile
    troubles: Troubles
    operations: Operations
    window: Window
    session: Session | None


class Playing(QObject):
    """Lets the room's session rest while the sample is played; nothing of it comes among the real data."""

    def __init__(self, room: Room, opener: Callable[[Path], Workspace]) -> None:
        super().__init__(room.window)
        self._room, self._opener = room, opener
        self._folder = SampleFolder(data_folder(room.data), opener)
        self._real: Session | None = None
        self._other_came = False
        if room.session is not None:
            room.session.play = self.begin

    @property
    def on(self) -> bool:
        """Whether the window shows the sample."""
        return self._real is not None

    def begin(self) -> Operation[Workspace]:
        """Open the sample beside the window, then show it."""
        return self._room.operations.run(say("打开示例"), self._opened, self._show)

    def leave(self) -> bool:
        """Show the real visits again; whether that was done. Not while something of the sample is written."""
        room, sample = self._room, self._room.session
        if self._real is None or sample is None:
            return False
        if room.operations.busy:
            told = say("示例里还有文件在处理，请稍候再离开。")
            room.troubles.tell(Notice("attention", told))
            return False
        sample.withdraw()
        room.session, self._real = self._real, None
        room.session.attend()
        self._return(room.session)
        sample.close()
        sample.deleteLater()
        return True

    def restart(self) -> None:
        """The sample as it was in the beginning."""
        if self.leave() and self._room.troubles.handle(self._folder.clear):
            self.begin()

    def handed_on(self) -> None:
        """Somebody else has unlocked the window; while the sample is shown, this is for later."""
        if self._real is not None:
            self._other_came = True
        elif self._room.session is not None:
            self._room.session.handed_on()

    def close(self) -> None:
        """Let the session that waits go; the one that is shown is the room's to close."""
        if self._real is not None:
            self._real.close()

    def _return(self, session: Session) -> None:
        if self._other_came:
            self._other_came = False
            session.handed_on()
        else:
            session.refresh()
            session.window.go(HOME)
            session.show_code()

    def _opened(self, progress: Progress) -> Workspace:
        progress.report(WorkStep(0, 0, say("正在准备示例…")))
        return self._folder.open()

    def _show(self, workspace: Workspace) -> None:
        room = self._room
        if room.session is None or self._real is not None:
            workspace.close()
            return
        self._real = room.session
        self._real.withdraw()
        stage = Stage(workspace, room.troubles, room.operations, room.clock, room.settings)
        sample = Session(room.window, stage, Trials(workspace.schemes, self._opener), sample=True)
        sample.sample_left.connect(self.leave)
        sample.sample_reset.connect(self.restart)
        room.session = sample
        sample.refresh()
        room.window.go(HOME)
        room.troubles.tell(good(say("示例已打开，与您的考核分开。")))
