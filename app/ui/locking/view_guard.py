"""Locks the window after a while of rest: everything stays as it was, and nothing of it is seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.locking.presenter import LockPresenter, RestDoor, told_after_rest
from app.ui.locking.view_page import LockPage
from app.ui.widgets import Label, column

if TYPE_CHECKING:
    from app.common.clock import Clock
    from app.services.identity.people import People
    from app.ui.shell.settings import SettingsFile
    from app.ui.shell.view_window import Window

LOOK_MS = 5000
_STIRRING = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
    QEvent.Type.InputMethod,
}


class Blind(QWidget):
    """Lies over a dialog while the window is locked; its title goes too, for it may name somebody."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over, self._title = over, over.windowTitle()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = Label(say("已锁定"), "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(words))
        over.setWindowTitle(say("现评"))
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what lies below."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.ChildAdded, QEvent.Type.LayoutRequest}:
            self.setGeometry(self._over.rect())
            self.raise_()
        return super().eventFilter(watched, event)

    def lift(self) -> None:
        """Show again what lies below."""
        self._over.removeEventFilter(self)
        self._over.setWindowTitle(self._title)
        self.hide()
        self.deleteLater()


class LockFrame(QWidget):
    """The lock over a dialog that is open: the window below could not be typed into. Nothing closes it."""

    def __init__(self, parent: QWidget, page: LockPage) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint)
        self.setProperty("role", "page")
        self.setWindowTitle(say("现评"))
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setLayout(column(page))
        self.setMinimumWidth(theme.CARD_WIDTH + 2 * theme.SPACE_24)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the frame does not unlock."""
        event.ignore()


class Stirs(QObject):
    """Tells of every key and movement, wherever in the program the keyboard is.

    It listens at the window and the field that have the focus, not at everything: each event of the program
    would pass through here otherwise. What an input method composes reaches the field alone.
    """

    def __init__(self, parent: QObject, stirred: Callable[[], None]) -> None:
        super().__init__(parent)
        self._stirred = stirred

    def begin(self) -> None:
        """Listen from now on."""
        app = _application()
        app.focusWindowChanged.connect(self._at_window)
        app.focusChanged.connect(self._at_field)
        self._at_window(app.focusWindow())
        self._at_field(None, app.focusWidget())

    def end(self) -> None:
        """Listen no more."""
        app = _application()
        app.focusWindowChanged.disconnect(self._at_window)
        app.focusChanged.disconnect(self._at_field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is here."""
        if event.type() in _STIRRING:
            self._stirred()
        return super().eventFilter(watched, event)

    def _at_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _at_field(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None and _there(old):
            old.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)


class Guard(QObject):
    """Watches keys and mouse of the whole program, and locks it. ``changed``: somebody else goes on.

    What is typed and not stored yet stays in its field. Work beside the window goes on.
    """

    changed = Signal()
    resumed = Signal()

    def __init__(self, window: Window, settings: SettingsFile, clock: Clock) -> None:
        super().__init__(window)
        self._window, self._settings, self._clock = window, settings, clock
        self._people: People | None = None
        self._page: LockPage | None = None
        self._frame: LockFrame | None = None
        self._blinds: list[Blind] = []
        self._focus: QWidget | None = None
        self._stirred = (time.monotonic(), clock.now())
        self._stirs = Stirs(self, self._stir)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def locked(self) -> bool:
        """Whether nothing is to be seen now."""
        return self._page is not None

    @property
    def page(self) -> LockPage | None:
        """The page that asks, while it does."""
        return self._page

    def watch(self, people: People) -> None:
        """Begin: these are the people whose PINs unlock."""
        self._people = people
        self._stirs.begin()
        self._stir()
        self._timer.start()

    def end(self) -> None:
        """Watch no more. Doing it twice does no harm."""
        if self._people is None:
            return
        self._timer.stop()
        self._stirs.end()
        self._people = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover what opens while it is locked."""
        if event.type() == QEvent.Type.Show and self.locked and isinstance(watched, QWidget):
            self._cover_new(watched)
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """Lock where the rest was long enough. A laptop that slept has rested, whatever its timers say."""
        rested, moment = self._stirred
        idle = max(time.monotonic() - rested, _seconds(self._clock.now() - moment))
        if idle >= self._settings.now.rest * 60:
            self.lock()

    def lock(self) -> None:
        """Lock now, if a PIN can unlock it again."""
        if self._people is None or not self._people.lock.locked or self.locked:
            return
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._focus = QApplication.focusWidget()
        self._page = LockPage(LockPresenter(RestDoor(self._people), told_after_rest()))
        self._page.opened.connect(self._unlock)
        for dialog in _dialogs(self._window):
            self._blinds.append(Blind(dialog))
        self._window.cover(None)
        _application().installEventFilter(self)
        self._place()

    def _place(self) -> None:
        """Where it can be typed into: over the topmost dialog, else in the window."""
        top = QApplication.activeModalWidget()
        if self._page is None:
            return
        if top is None or top is self._window or not top.isVisible():
            self._window.cover(self._page)
            return
        before, self._frame = self._frame, LockFrame(top, self._page)
        self._frame.show()
        self._frame.activateWindow()
        if before is not None:
            _close(before)

    def _cover_new(self, widget: QWidget) -> None:
        if widget is self._frame or widget is self._window or not widget.isWindow():
            return
        if any(blind.parent() is widget for blind in self._blinds):
            return
        if isinstance(widget, QDialog):
            self._blinds.append(Blind(widget))
            QTimer.singleShot(0, self, self._place)
        elif widget.windowType() in {Qt.WindowType.Popup, Qt.WindowType.ToolTip}:
            QTimer.singleShot(0, widget, widget.hide)

    def _unlock(self, other: bool) -> None:  # noqa: FBT001  a signal's value
        page, self._page = self._page, None
        _application().removeEventFilter(self)
        self._stir()
        if self._frame is not None:
            if page is not None:
                page.setParent(None)
            _close(self._frame)
            self._frame = None
        for blind in self._blinds:
            if _there(blind):
                blind.lift()
        self._blinds = []
        if other:
            self._close_dialogs()
        self._window.uncover()
        if page is not None:
            page.deleteLater()
        if not other and self._focus is not None and _there(self._focus):
            self._focus.setFocus()
        self._focus = None
        (self.changed if other else self.resumed).emit()

    def _close_dialogs(self) -> None:
        """What somebody else had begun to answer is not for the next one."""
        for dialog in reversed(_dialogs(self._window)):
            if isinstance(dialog, QDialog):
                dialog.reject()

    def _stir(self) -> None:
        if not self.locked:
            self._stirred = (time.monotonic(), self._clock.now())


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("there is no window without an application")
    return app


def _seconds(rest: timedelta) -> float:
    return rest.total_seconds()


def _there(widget: QWidget) -> bool:
    """Whether Qt has not deleted a widget meanwhile."""
    try:
        widget.isVisible()
    except RuntimeError:
        return False
    return True


def _dialogs(window: QWidget) -> list[QWidget]:
    """The program's other windows that are open, the lowest first. The system's own are not ours to cover."""
    return [
        each
        for each in QApplication.topLevelWidgets()
        if each is not window and each.isVisible() and isinstance(each, QDialog)
    ]


def _close(dialog: QWidget) -> None:
    dialog.hide()
    dialog.deleteLater()
