"""The one window: header, notice, screen, progress strip. It knows how to go places, not what is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QMainWindow, QWidget

from app.common.words import say
from app.exchange.recognition import ours_among
from app.ui import theme
from app.ui.shell.guide import ABOUT, read_guide
from app.ui.shell.notice import Notice
from app.ui.shell.presenter import HOME, Route, ScreenName, everywhere
from app.ui.shell.view_dialogs import KeysDialog
from app.ui.shell.view_guide import GuideDialog
from app.ui.shell.view_header import Header
from app.ui.shell.view_operation import Operations
from app.ui.shell.view_progress import ProgressStrip
from app.ui.shell.view_screen import Screen
from app.ui.shell.view_troubles import Troubles
from app.ui.theme import Tone
from app.ui.widgets import Banner, Toast, column, holder

Maker = Callable[[Route], Screen]
TONES = {"good": Tone.DONE, "info": Tone.ACCENT, "attention": Tone.ATTENTION, "bad": Tone.ATTENTION}


class Window(QMainWindow):
    """Shows one screen at a time; made before the data is opened, so that it stands at once."""

    files_given = Signal(object)  # tuple[Path, ...]
    import_wanted = Signal()
    switch_wanted = Signal()
    lock_wanted = Signal()
    moved = Signal(object)  # Route
    closed = Signal()
    _help = Signal(str)
    stood = Signal()  # painted for the first time

    def __init__(self, troubles: Troubles, operations: Operations) -> None:
        super().__init__()
        self.setWindowTitle(say("现评"))
        self.setMinimumSize(*theme.MINIMUM_WINDOW)
        self.setAcceptDrops(True)
        self.troubles, self.operations = troubles, operations
        self.header = Header()
        self.banner = Banner()
        self.strip = ProgressStrip(operations)
        self.toast: Toast | None = None
        self.screen_shown: Screen | None = None
        self.route = HOME
        self._standing = False
        self._cover: QWidget | None = None
        self._covered = False
        self._held: list[Notice] = []
        self._makers: Mapping[ScreenName, Maker] = {}
        self._blank = QWidget()  # keeps the page's room until there is a screen
        self._page = column(self._blank, gap=0)
        place = column(self.banner)
        place.setContentsMargins(theme.SPACE_24, theme.SPACE_12, theme.SPACE_24, theme.SPACE_12)
        self._banner_place = holder(place)
        self._banner_place.hide()
        self._lines = column(gap=0)
        self.setCentralWidget(self._frame())
        self._listen()

    def furnish(self, makers: Mapping[ScreenName, Maker]) -> None:
        """Give the window its screens."""
        self._makers = makers

    def show_line(self, line: QWidget) -> None:
        """Give a line a place above whatever screen is shown; it shows and hides itself."""
        self._lines.addWidget(line)

    def go(self, route: Route) -> None:
        """Leave the present screen and show another."""
        if self.screen_shown is not None:
            self.screen_shown.leave()
        made = self.troubles.attempt(lambda: self._makers[route.screen](route))
        if made is not None:
            self.route = route
            self._show(made)
            self.moved.emit(route)

    def go_back(self) -> None:
        """One step towards home."""
        target = self.screen_shown.back() if self.screen_shown else None
        if target is not None:
            self.go(target)

    def escape(self) -> None:
        """Close the notice, if there is one; else one step back."""
        if self._banner_place.isHidden():
            self.go_back()
        else:
            self.banner.dismiss()

    def cover(self, page: QWidget | None) -> None:
        """Show nothing but this page, or nothing at all; what was shown keeps its state beneath."""
        self._covered = True
        if self.toast is not None:
            self.toast.dismiss()
        self._open_to_others(on=False)
        if (central := self.centralWidget()) is not None:
            central.hide()
        if page is not None:
            self._cover = page
            page.setParent(self)
            page.setGeometry(self.rect())
            page.show()
            page.raise_()

    def uncover(self) -> None:
        """Show again what was shown before, and what was to be told meanwhile."""
        self._covered = False
        if self._cover is not None:
            self._cover.hide()
            self._cover.deleteLater()
            self._cover = None
        self._open_to_others(on=True)
        if (central := self.centralWidget()) is not None:
            central.show()
        held, self._held = self._held, []
        for notice in held:
            self.show_notice(notice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What covers the window is as large as it is."""
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())

    def show_notice(self, notice: Notice) -> None:
        """A good word leaves by itself; everything else stays until it is read."""
        if self._covered:
            self._held.append(notice)
            return
        if notice.tone == "good" and not notice.body:
            self._briefly(notice.title)
            return
        coded = say("编号 {code}", code=notice.code) if notice.code else ""
        body = "\n".join(part for part in (*notice.details, notice.safe + notice.advice) if part)
        self.banner.show_message(notice.title, body, code=coded, tone=TONES[notice.tone])
        self._banner_place.show()

    def show_keys(self) -> None:
        """The sheet of shortcuts."""
        own = self.screen_shown.key_groups() if self.screen_shown else ()
        dialog = KeysDialog(self, (*own, everywhere()))
        dialog.guide.clicked.connect(lambda: self._help.emit(""))
        dialog.about.clicked.connect(lambda: self._help.emit(ABOUT))
        dialog.exec()
        dialog.deleteLater()

    def show_help(self, sought: str = "") -> None:
        """The guide; sought: an error code or words to look for, or a chapter."""
        guide = self.troubles.attempt(read_guide)
        if guide is None:
            return
        dialog = GuideDialog(self, guide, "" if sought == ABOUT else sought)
        if sought == ABOUT:
            dialog.go(sought)
        dialog.exec()
        dialog.deleteLater()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Our own files are welcome anywhere on the window."""
        if _packages(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files dropped."""
        event.acceptProposedAction()
        self.files_given.emit(_packages(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first time: say that the window stands."""
        super().paintEvent(event)
        if not self._standing:
            self._standing = True
            self.stood.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is to be saved; the place is remembered by whoever listens."""
        if self.screen_shown is not None:
            self.screen_shown.leave()
        self.closed.emit()
        super().closeEvent(event)

    def _frame(self) -> QWidget:
        body = column(self.header, self._banner_place, self._lines, self._page, self.strip, gap=0)
        body.setStretch(3, 1)
        return holder(body, "page")

    def _listen(self) -> None:
        self.troubles.noticed.connect(self.show_notice)
        self.troubles.cleared.connect(self._banner_place.hide)
        self.banner.dismissed.connect(self._banner_place.hide)
        self.header.went_back.connect(self.go_back)
        self.header.keys_wanted.connect(self.show_keys)
        self._help.connect(self.show_help, Qt.ConnectionType.QueuedConnection)  # once the keys are gone
        self.header.help_wanted.connect(self.show_help)
        self.banner.explained.connect(self.show_help)
        self._framed = tuple(
            QShortcut(QKeySequence(keys), self, does)
            for keys, does in (("F1", self.show_keys), ("Escape", self.escape))
        )
        self._anywhere = tuple(
            QShortcut(QKeySequence(keys), self, does)
            for keys, does in (
                ("Alt+Home", lambda: self.go(HOME)),
                ("Ctrl+O", self.import_wanted.emit),
                ("Ctrl+Shift+P", self.switch_wanted.emit),
                ("Ctrl+Alt+L", self.lock_wanted.emit),
            )
        )
        QShortcut(QKeySequence("F11"), self, self._full_screen)

    def _open_to_others(self, *, on: bool) -> None:
        """Shortcuts and files that are dropped: nothing gets past a cover."""
        self.setAcceptDrops(on)
        framed = on and (self.screen_shown is None or self.screen_shown.framed)
        for shortcut in self._framed:
            shortcut.setEnabled(framed)
        for shortcut in self._anywhere:
            shortcut.setEnabled(on)

    def _show(self, screen: Screen) -> None:
        old, self.screen_shown = self.screen_shown, screen
        screen.wanted.connect(self.go)
        screen.escaped.connect(self.escape)
        screen.help_wanted.connect(self._help)
        self._blank.hide()
        self._page.addWidget(screen)
        if old is not None:
            self._page.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.header.setVisible(screen.framed)
        for shortcut in self._framed:
            shortcut.setEnabled(screen.framed and not self._covered)
        self.header.show_place(screen.caption(), may_go_back=screen.back() is not None)
        screen.show()
        self.troubles.attempt(screen.arrive)

    def _briefly(self, words: str) -> None:
        if self.toast is None:
            self.toast = Toast(self)
        self.toast.say_briefly(words)

    def _full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()


def _packages(event: QDropEvent) -> tuple[Path, ...]:
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    ours = set(ours_among(paths))
    return tuple(path for path in paths if path in ours or path.is_dir())
