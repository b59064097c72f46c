"""Attached photos and files as tiles: dropped, pasted, picked or taken; all by keys, too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFrame, QWidget

from app.common.words import say
from app.services.store.file_names import size_words
from app.ui import theme
from app.ui.desk.files.view_camera import CameraDialog, camera
from app.ui.desk.files.view_tiles import FileTile, Tiles
from app.ui.desk.view_intents import Intents
from app.ui.viewer.files import FileState
from app.ui.widgets import Button, Caption, Elided, ProgressBar, column, row
from app.ui.widgets.file_dialogs import ask_open_many
from app.ui.widgets.labels import set_property

PAGE = 48  # tiles that are shown before more are asked for
BREATH_MS = 8  # between two makings, for the keys that came meanwhile
BATCH = 6  # tiles that are made at once: with hundreds of files the window stays quick
MORE = 3  # and then at each turn, where a file may just be entered, too


@dataclass(frozen=True, slots=True)
class Storing:
    """How far storing is: at which file, how many of how many are done, bytes of this one."""

    name: str
    done: int
    whole: int
    bytes: int


class StoringLine(QWidget):
    """What is being stored, how far it is, and a way to stop it."""

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self.words, self.bar = Elided(role="caption"), ProgressBar()
        self.stop = Button(say("停止"), "quiet")
        self.stop.clicked.connect(wants.storing_stopped)
        self.bar.setFixedWidth(theme.LABEL_WIDTH)
        line = row(self.words, self.bar, self.stop, gap=theme.SPACE_12)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    def show_storing(self, now: Storing | None) -> None:
        """Show how far it is; None: nothing is being stored."""
        self.setVisible(now is not None)
        if now is None:
            return
        size = size_words(now.bytes) if now.bytes else ""
        words = say("正在加密存入 {done} / {whole}", done=min(now.done + 1, now.whole), whole=now.whole)
        self.words.show_text("　".join(part for part in (words, now.name, size) if part))
        self.bar.show_progress(now.done, now.whole)


class Files(QFrame):
    """The place to drop files on, and what has been attached. ``pictured``: thumbnails are wanted."""

    pictured = Signal(object)  # FileStates in the order in which they are seen
    landed = Signal(object)  # the tile of what has just come, to be seen
    failed = Signal(str, object)  # of which no thumbnail could be made, and the trouble

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self._wants = wants
        self._states: tuple[FileState, ...] = ()
        self._writable, self._most, self._made = True, PAGE, BATCH
        self._shown: tuple[tuple[FileState, ...], bool] = ((), True)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(BREATH_MS)
        self._later.timeout.connect(self._make_more)
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        self.pick, self.photo = Button(say("选择文件…"), "quiet"), Button(say("拍照…"), "quiet")
        self.pick.clicked.connect(self._ask)
        self.photo.clicked.connect(self._photograph)
        self.words = Caption(say("拖入照片或文件，或按 Ctrl+Shift+V 粘贴"))
        self.line = StoringLine(wants)
        self.unshown = Caption(wrap=True)
        self.grid = Tiles(wants)
        self.more = Button("", "quiet")
        self.more.clicked.connect(self._show_more)
        foot = row(self.words, None, self.photo, self.pick)
        self.setLayout(
            column(self.grid.start, self.grid, self.unshown, self.more, self.line, foot, margin=theme.SPACE_8)
        )
        for hidden in (self.grid, self.unshown, self.more, self.photo):
            hidden.hide()
        self._camera: Any | None = None
        QTimer.singleShot(0, self, self._find_camera)

    def stops(self) -> list[QWidget]:
        """Where Tab may stop: the tile that has its turn with its buttons, then what is below."""
        return [*self.grid.stops(), self.more, self.line.stop, self.photo, self.pick]

    def show_files(self, states: tuple[FileState, ...], *, writable: bool) -> None:
        """Show what is attached; thumbnails follow when they are made."""
        self.setAcceptDrops(writable)
        self.words.setVisible(writable)
        self.setVisible(writable or bool(states))
        self.pick.setVisible(writable)
        self.photo.setVisible(writable and self._camera is not None)
        if states == self._states and writable == self._writable:
            return
        kept = {state.sha256 for state in self._states} & {state.sha256 for state in states}
        self._most, self._made = (self._most, self._made) if kept else (PAGE, BATCH)
        if not kept:
            self.grid.hide()  # at once, not tile by tile
            self.show_unshown("")
        self._states, self._writable = states, writable
        self._show_tiles()

    def show_picture(self, sha256: str, image: QImage) -> None:
        """Show a thumbnail where its file is."""
        self.grid.show_picture(sha256, image)

    def show_storing(self, now: Storing | None) -> None:
        """Show how far storing is; None: nothing is being stored."""
        self.line.show_storing(now)

    def lead_to(self, sha256: str) -> None:
        """Let the tile of what has just come be seen, where it is shown here."""
        tile = next((each for each in self.tiles if each.state.sha256 == sha256), None)
        if tile is not None:
            QTimer.singleShot(0, tile, lambda: self.landed.emit(tile))  # once it has its place

    def show_unshown(self, words: str) -> None:
        """Say which of the files that were just attached cannot be shown here; empty: all can."""
        self.unshown.show_text(words)
        self.unshown.setVisible(bool(words))

    @property
    def tiles(self) -> tuple[FileTile, ...]:
        """What is attached, as it is shown."""
        return self.grid.tiles

    @property
    def states(self) -> tuple[FileState, ...]:
        """What is attached."""
        return self._states

    @property
    def writable(self) -> bool:
        """Whether files can be attached and marked."""
        return self._writable

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and say so by the ground."""
        if paths_of(event.mimeData()):
            set_property(self, "over", "true")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        set_property(self, "over", "false")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped."""
        set_property(self, "over", "false")
        event.acceptProposedAction()
        self._wants.attached.emit(paths_of(event.mimeData()))

    def _show_tiles(self) -> None:
        shown = self._states[: min(self._most, self._made)]
        if (shown, self._writable) != self._shown:
            self._shown = (shown, self._writable)
            self.grid.show_tiles(shown, writable=self._writable, otherwise=self.pick)
            self.grid.setVisible(bool(shown))
            self.pictured.emit(shown)
        left = max(len(self._states) - self._most, 0)
        if len(shown) < min(self._most, len(self._states)):
            self._later.start()
        self.more.show_text(
            say("再显示 {count} 个（共 {all} 个）", count=min(left, PAGE), all=len(self._states))
        )
        self.more.setVisible(left > 0)

    def _make_more(self) -> None:
        self._made += MORE
        self._show_tiles()

    def _show_more(self) -> None:
        before = self._most
        self._most, self._made = self._most + PAGE, before + BATCH
        self._show_tiles()
        self.grid.focus_on(before)

    def _ask(self) -> None:
        names = ask_open_many(self, say("选择照片或文件"))
        if names:
            self._wants.attached.emit([Path(name) for name in names])

    def _find_camera(self) -> None:
        self._camera = camera()
        self.photo.setVisible(self._writable and self._camera is not None)

    def _photograph(self) -> None:
        if self._camera is not None:
            dialog = CameraDialog(self.window(), self._camera)
            dialog.taken.connect(self._wants.photographed)
            dialog.open()


def paths_of(data: QMimeData) -> list[Path]:
    """The local files that a drop or the clipboard holds."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
