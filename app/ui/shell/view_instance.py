"""One window a data folder: a second start hands its files to the first, which comes forward, and ends.

The two meet under a name derived from the real path of the data folder, so that others stay apart. Only this
user may connect. Who was killed leaves at most a name that nobody answers at; the next start clears it away.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QDir, QElapsedTimer, QLockFile, QObject, Qt, QThread, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

ANSWER_MS, TRIES, PAUSE_MS = 5000, 20, 100
MOST_BYTES, LOOK_MS = 1 << 20, 500
TAKEN = b"taken\n"


def meeting_place(data: Path) -> str:
    """Where the programs of one data folder meet: a pipe's name on Windows, elsewhere a file of this user's.

    Links and, where the system does not tell them apart, capitals make no difference.
    """
    real = os.path.normcase(os.path.realpath(data))
    name = f"xianping-{sha256(real.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"
    return name if sys.platform == "win32" else str(_own_room() / name)


def _own_room() -> Path:
    """A folder that nobody else may enter, and that no restart leaves behind."""
    if (told := os.environ.get("XDG_RUNTIME_DIR", "")) and Path(told).is_dir() and os.access(told, os.W_OK):
        return Path(told)
    room = Path(tempfile.gettempdir()) / f"xianping-{os.getuid() if hasattr(os, 'getuid') else 0}"
    with suppress(OSError):  # somebody else's thing of that name: then nothing is said there
        room.mkdir(mode=0o700, exist_ok=True)
    return room


def _is_own(place: str) -> bool:
    """Whether the room of a meeting place is ours alone: files are named to nobody else."""
    if sys.platform == "win32":
        return True
    try:
        told = Path(place).parent.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(told.st_mode) and told.st_uid == os.getuid() and not told.st_mode & 0o077


class Instance(QObject):
    """The first start's ear. ``called``: a second one has handed over these files, maybe none."""

    called = Signal(object)  # tuple[Path, ...]

    def __init__(self, place: str, held: QLockFile) -> None:
        super().__init__()
        self._held = held
        self._callers: dict[QLocalSocket, bytearray] = {}
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        if held.isLocked():
            QLocalServer.removeServer(place)  # a dead one's: whoever lives holds the lock
            self._server.listen(place)

    def close(self) -> None:
        """Listen no more. Doing it twice does no harm."""
        self._server.close()
        for caller in list(self._callers):
            caller.abort()
        self._sweep()
        self._held.unlock()

    def _greet(self) -> None:
        while self._server.hasPendingConnections():
            caller = self._server.nextPendingConnection()
            self._callers[caller] = bytearray()
            caller.readyRead.connect(self._hear)
            caller.disconnected.connect(self._sweep)
        self._hear()

    def _hear(self) -> None:
        for caller, heard in list(self._callers.items()):
            heard.extend(caller.readAll().data())
            if len(heard) > MOST_BYTES:
                caller.abort()
            elif heard.endswith(b"\n"):
                files = _files(bytes(heard))
                heard.clear()
                caller.write(TAKEN)
                caller.disconnectFromServer()  # once it is written
                self.called.emit(files)

    def _sweep(self) -> None:
        gone = [
            each for each in self._callers if each.state() == QLocalSocket.LocalSocketState.UnconnectedState
        ]
        for caller in gone:
            del self._callers[caller]
            caller.deleteLater()


def _files(heard: bytes) -> tuple[Path, ...]:
    """What was handed over; nothing for what no start of ours would say."""
    try:
        told = json.loads(heard)
    except ValueError:
        return ()
    names = told if isinstance(told, list) else []
    return tuple(Path(each) for each in names if isinstance(each, str) and Path(each).is_absolute())


def first_or_handed_over(data: Path, files: Sequence[Path]) -> Instance | None:
    """The ear of the first start; None where another has taken the files in and come forward.

    Where neither can be had (no room of ours, a first that answers nothing), the window opens without an ear:
    the lock on the data folder then says what is the matter.
    """
    place = meeting_place(data)
    lock = QLockFile(f"{place if sys.platform != 'win32' else QDir.tempPath() + '/' + place}.lock")
    lock.setStaleLockTime(0)
    for _ in range(TRIES):
        if not _is_own(place) or lock.tryLock(0):
            break
        taken = _hand_over(place, files)
        if taken:
            return None
        if taken is None:
            break
        QThread.msleep(PAUSE_MS)  # it is only just starting, or ending
    return Instance(place, lock)


def _hand_over(place: str, files: Sequence[Path]) -> bool | None:
    """Whether another start has taken the files; None: it is busy, and hears of them once it is not.

    Then nothing is to be said again: it would take the same files in as often.
    """
    socket = QLocalSocket()
    socket.connectToServer(place)
    if not socket.waitForConnected(ANSWER_MS):
        return False
    _let_come_forward()
    told = json.dumps([os.path.abspath(each) for each in files])  # noqa: PTH100  as given, links and all
    socket.write(told.encode("ascii") + b"\n")
    clock = QElapsedTimer()
    clock.start()
    while socket.bytesAvailable() < len(TAKEN) and clock.elapsed() < ANSWER_MS:
        if not socket.waitForReadyRead(ANSWER_MS):
            break
    if socket.readAll().data() == TAKEN:
        return True
    return None if socket.state() == QLocalSocket.LocalSocketState.ConnectedState else False


def _let_come_forward() -> None:
    """Windows lets a program come forward only where the one in front allows it."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)


class Doorkeeper(QObject):
    """Keeps the files that came until the window can take them: not under a lock, not beneath a dialog."""

    def __init__(self, ready: Callable[[], bool], give: Callable[[tuple[Path, ...]], object]) -> None:
        super().__init__()
        self._ready, self._give = ready, give
        self._kept: list[Path] = []
        self._looks = QTimer(self)
        self._looks.setInterval(LOOK_MS)
        self._looks.timeout.connect(self._look)

    def keep(self, files: Sequence[Path]) -> None:
        """Give them now, or as soon as it can be."""
        self._kept += (each for each in files if each not in self._kept)
        self._look()

    def _look(self) -> None:
        if self._kept and self._ready():
            files, self._kept = tuple(self._kept), []
            self._give(files)
        if self._kept:
            self._looks.start()
        else:
            self._looks.stop()


def come_forward(window: QWidget) -> None:
    """Show a window before all others, as far as the system lets it; else it asks for attention."""
    if window.isMinimized():
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)
