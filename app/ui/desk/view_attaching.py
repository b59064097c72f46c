"""Files on their way into the sheet: copied beside the window, entered on the main thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRunnable, QThreadPool, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter

from app.common.errors import XianpingError
from app.services.site import Prepared
from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.state import DeskState
from app.ui.desk.view_files import paths_of
from app.ui.desk.view_intents import Intents


class _Copied(QObject):
    """Carries what came of a copy back to the main thread."""

    done = Signal(str, object)
    failed = Signal(object)


class _Copying(QRunnable):
    """Copies and hashes one file."""

    def __init__(self, cid: str, prepare: Callable[[], Prepared], copied: _Copied) -> None:
        super().__init__()
        self._cid, self._prepare, self._copied = cid, prepare, copied

    def run(self) -> None:
        """Copy; a refusal travels back as a value."""
        with suppress(RuntimeError):  # the desk may have been left meanwhile
            try:
                file = self._prepare()
            except XianpingError as trouble:
                self._copied.failed.emit(trouble)
            else:
                self._copied.done.emit(self._cid, file)


class Attaching(QObject):
    """Answers drops, picks and pastes for the criterion that was shown when they came.

    Copies are entered one at a turn of the window: twenty photos dropped at once do not hold up a key.
    """

    def __init__(self, presenter: DeskPresenter, wants: Intents, show: Callable[[DeskState], None]) -> None:
        super().__init__(wants)
        self._presenter, self._show = presenter, show
        self._arrived: deque[tuple[str, Prepared]] = deque()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._enter)
        self._copied = _Copied(self)
        self._copied.done.connect(self._arrive)
        self._copied.failed.connect(lambda trouble: show(presenter.fail(trouble)))
        wants.attached.connect(self._take)
        wants.pasted.connect(self._paste)

    def _arrive(self, cid: str, file: Prepared) -> None:
        self._arrived.append((cid, file))
        self._turn.start(0)

    def _enter(self) -> None:
        self._show(self._presenter.attach(*self._arrived.popleft()))
        if self._arrived:
            self._turn.start(0)

    def _take(self, paths: list[Path]) -> None:
        for path in paths:
            self._start(partial(self._presenter.prepare, path))

    def _paste(self) -> None:
        held = QGuiApplication.clipboard().mimeData()
        if held.hasImage():
            picture = png_of(QGuiApplication.clipboard().image())
            self._start(partial(self._presenter.prepare_picture, picture))
        else:
            self._take(paths_of(held))

    def _start(self, prepare: Callable[[], Prepared]) -> None:
        card = self._presenter.state.card
        if card.writable:
            QThreadPool.globalInstance().start(_Copying(card.id, prepare, self._copied))


def png_of(image: QImage) -> bytes:
    """A picture as PNG bytes."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
