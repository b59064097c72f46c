"""The one handler of troubles: whatever an action of the window raises ends here, as a notice."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.common.errors import XianpingError
from app.ui.shell.journal import Journal
from app.ui.shell.notice import Notice, notice_of, unexpected

Value = TypeVar("Value")


class Troubles(QObject):
    """Turns what is raised on purpose into a notice, and records what is not."""

    noticed = Signal(object)  # Notice
    cleared = Signal()

    def __init__(self, journal: Journal, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.journal = journal

    def attempt(self, action: Callable[[], Value]) -> Value | None:
        """The action's value, or None after its trouble was shown."""
        self.cleared.emit()
        try:
            return action()
        except XianpingError as error:
            self.noticed.emit(notice_of(error))
            return None

    def handle(self, action: Callable[[], object]) -> bool:
        """Carry out an action; whether it went through."""
        return self.attempt(lambda: (action(),)) is not None

    def tell(self, notice: Notice) -> None:
        """Show a notice that is no trouble."""
        self.noticed.emit(notice)

    def watch(self) -> None:
        """Take over what no action caught: Qt hands a slot's exception to the interpreter's hook."""
        sys.excepthook = self.caught

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Show an exception that reached the top; a fault of the program is recorded first."""
        if isinstance(error, XianpingError):
            self.noticed.emit(notice_of(error))
        elif issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.journal.record(kind, trace)
            self.noticed.emit(unexpected(self.journal.path))
