"""Files that came while the keys that may open them waited for their PIN: kept at hand, then taken in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.common.words import say
from app.ui import theme
from app.ui.shell.view_screen import Stage
from app.ui.widgets import Button, Label, Sign, SignMark, Surface, row

MOST_NAMED = 3


class WaitingFiles(QObject):
    """Remembers the files, shows them in a line, and gives them back once keys have been opened."""

    opened = Signal(object)  # tuple[Path, ...]: to be taken in now
    given_up = Signal(object)  # tuple[Path, ...]: everybody here has entered the PIN, and it was for nobody

    def __init__(self, stage: Stage, seat: Callable[[str], bool], choose: Callable[[], None]) -> None:
        """seat: asks one person for the PIN; choose: asks who of several it is."""
        super().__init__()
        self._stage, self._seat, self._choose = stage, seat, choose
        self._tried: set[tuple[Path, str]] = set()
        self._seated = ""
        self.paths: tuple[Path, ...] = ()
        self.line = WaitingLine()
        self.line.open.clicked.connect(self.ask)
        self.line.away.clicked.connect(self.drop)

    def keep(self, paths: tuple[Path, ...]) -> None:
        """Remember files, each once, and ask for the PIN of somebody whose keys have not been tried."""
        closed, self._seated = self._closed(), self._me()
        fresh = tuple(path for path in paths if closed - {who for tried, who in self._tried if tried == path})
        self.paths += tuple(path for path in fresh if path not in self.paths)
        self._show()
        if fresh:
            self.ask()
        elif paths:
            self.given_up.emit(paths)

    def ask(self) -> None:
        """Let whose keys wait enter the PIN; turning away leaves the files where they are."""
        closed = self._closed()
        if len(closed) == 1:
            self._seat(*closed)
        elif closed:
            self._choose()
        self.look()

    def look(self) -> None:
        """Somebody may have opened the keys: then the files are tried again."""
        me = self._me()
        if not self.paths or me in ("", self._seated) or me in self._closed():
            return
        self._tried |= {(path, me) for path in self.paths}
        paths, self.paths, self._seated = self.paths, (), me
        self._show()
        self.opened.emit(paths)

    def drop(self) -> None:
        """The person wants them no more; they lie where they lay."""
        self.paths = ()
        self._show()

    def _closed(self) -> set[str]:
        return {person.id for person in self._stage.workspace.people.closed()}

    def _me(self) -> str:
        current = self._stage.workspace.people.current
        return current.id if current is not None and current.id not in self._closed() else ""

    def _show(self) -> None:
        self.line.show_names(tuple(path.name for path in self.paths))


class WaitingLine(Surface):
    """One line above the screen: which files wait, and the deed that opens them."""

    def __init__(self) -> None:
        super().__init__("sheet")
        self.told = Label("", wrap=True)
        self.open = Button(say("输入 PIN 打开…"), "small")
        self.away = Button(say("不收了"), "small")
        line = row(SignMark(Sign.LOCK), self.told, self.open, self.away, gap=theme.SPACE_12)
        line.setContentsMargins(theme.SPACE_24, theme.SPACE_8, theme.SPACE_24, theme.SPACE_8)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def show_names(self, names: tuple[str, ...]) -> None:
        """Which files wait; none hides the line."""
        listed = say("、").join(names[:MOST_NAMED]) + (say("等") if len(names) > MOST_NAMED else "")
        told = say("{count} 个加密的文件在等 PIN：{names}。", count=len(names), names=listed)
        self.told.show_text(told)
        self.setVisible(bool(names))
