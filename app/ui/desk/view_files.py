"""Attached photos and files: dropped, pasted or picked; pictures as thumbnails made off the main thread."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QRectF, QRunnable, QSize, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QImageReader,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.desk.state import FileState
from app.ui.desk.view_intents import Intents
from app.ui.widgets import Button, Caption, Elided, Flow, IconButton, Sign, column, paint_sign, row
from app.ui.widgets.labels import set_property

AT_ONCE = 6  # tiles made before the window turns again: a criterion may have a hundred files


class _Made(QObject):
    """Carries a finished thumbnail back to the main thread."""

    ready = Signal(str, QImage)


class _Shrinking(QRunnable):
    """Reads a picture at thumbnail size."""

    def __init__(self, sha256: str, path: str, made: _Made) -> None:
        super().__init__()
        self._sha256, self._path, self._made = sha256, path, made

    def run(self) -> None:
        """Read, turn as the camera was held, shrink; a picture that cannot be read gives an empty image."""
        reader = QImageReader(self._path)
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid():
            wanted = QSize(theme.ATTACHMENT * 2, theme.ATTACHMENT * 2)
            reader.setScaledSize(size.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        picture = reader.read()
        with suppress(RuntimeError):  # the desk may have been left meanwhile
            self._made.ready.emit(self._sha256, picture)


class Thumbnail(QWidget):
    """A picture cut to a square, or a drawn sheet for other files."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self.setFixedSize(theme.ATTACHMENT, theme.ATTACHMENT)

    def show_picture(self, image: QImage) -> None:
        """Show what was read of the picture."""
        self._picture = QPixmap.fromImage(image)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture or the sheet on its ground."""
        del event
        worn, painter = theme.colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(worn.hover))
        if self._picture.isNull():
            side = float(theme.SPACE_24)
            box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            paint_sign(painter, Sign.FILE, box, worn.muted)
            return
        side = min(self._picture.width(), self._picture.height())
        left, top = (self._picture.width() - side) / 2, (self._picture.height() - side) / 2
        painter.drawPixmap(QRectF(self.rect()), self._picture, QRectF(left, top, side, side))


class FileTile(QFrame):
    """One attached file: thumbnail, name, size, and a cross to take it off."""

    def __init__(self, state: FileState, wants: Intents, *, writable: bool) -> None:
        super().__init__()
        self.thumbnail = Thumbnail()
        name, size = Elided(state.name), Caption(state.size)
        remove = IconButton(Sign.CLOSE, say("取下 {name}", name=state.name))
        remove.clicked.connect(lambda: wants.detached.emit(state.sha256))
        words = column(None, name, size, None, gap=theme.SPACE_4)
        self.setLayout(row(self.thumbnail, words, remove, gap=theme.SPACE_8))
        remove.setVisible(writable)  # only now: without a parent it would open a window
        self.setFixedWidth(theme.LIST_WIDTH)
        self.setAccessibleName(f"{state.name} {state.size}")


class Files(QFrame):
    """The place to drop files on, and what has been attached."""

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self._wants = wants
        self._states: tuple[FileState, ...] = ()
        self._writable = True
        self._tiles: dict[str, FileTile] = {}
        self._made = _Made()
        self._made.ready.connect(self._show_picture)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._make_tiles)
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        self.pick = Button(say("选择文件…"), "quiet")
        self.pick.clicked.connect(self._ask)
        self.words = Caption(say("拖入照片或文件，或按 Ctrl+Shift+V 粘贴"))
        self._foot = row(self.words, None, self.pick)
        self._flow = Flow()
        self._flow.hide()
        self.setLayout(column(self._flow, self._foot, margin=theme.SPACE_8))

    def show_files(self, states: tuple[FileState, ...], *, writable: bool) -> None:
        """Show what is attached; thumbnails follow when they are made."""
        self.setAcceptDrops(writable)
        self.words.setVisible(writable)
        self.setVisible(writable or bool(states))
        self.pick.setVisible(writable)
        if states == self._states and writable == self._writable:
            return
        kept = self._states if writable == self._writable else ()
        held = {state: self._tiles[state.sha256] for state in kept if state.sha256 in self._tiles}
        self._states, self._writable = states, writable
        self._tiles = {state.sha256: held[state] for state in states if state in held}
        self._flow.setVisible(bool(states))
        self._make_tiles()

    def _make_tiles(self) -> None:
        """Make the next tiles that are wanting, and the rest when the window has turned."""
        wanting = [state for state in self._states if state.sha256 not in self._tiles]
        for state in wanting[:AT_ONCE]:
            self._tiles[state.sha256] = FileTile(state, self._wants, writable=self._writable)
            if state.picture and state.path:
                QThreadPool.globalInstance().start(_Shrinking(state.sha256, state.path, self._made))
        ordered = (self._tiles.get(state.sha256) for state in self._states)
        self._flow.show_things(*(tile for tile in ordered if tile is not None))
        if len(wanting) > AT_ONCE:
            self._rest.start(0)

    @property
    def tiles(self) -> tuple[FileTile, ...]:
        """What is attached, as it is shown."""
        return tuple(self._tiles.values())

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

    def _show_picture(self, sha256: str, image: QImage) -> None:
        tile = self._tiles.get(sha256)
        if tile is not None and not image.isNull():
            tile.thumbnail.show_picture(image)

    def _ask(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, say("选择照片或文件"))
        if names:
            self._wants.attached.emit([Path(name) for name in names])


def paths_of(data: QMimeData) -> list[Path]:
    """The local files that a drop or the clipboard holds."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
