"""The dialogs about the sheet as a whole: what is left to check, and locking it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui.desk.lock.state import CheckPoint
from app.ui.desk.lock.view_dialogs import CheckDialog, LockDialog
from app.ui.desk.seat.view_pages import Deeds as PageDeeds
from app.ui.desk.seat.view_pages import TypedLockDialog
from app.ui.desk.state import DeskState
from app.ui.shell.view_reason import ReasonDialog


@dataclass(frozen=True, slots=True)
class Answers:
    """What the dialogs lead to. lead: go to a point; lock: lock now; reopen: open again, for
    a reason; pages: what is done with signed ones."""

    lead: Callable[[CheckPoint], None]
    lock: Callable[[], None]
    reopen: Callable[[str], None]
    pages: PageDeeds


class Asking:
    """Opens them over a desk. state: the desk's, as it stands when something is asked."""

    def __init__(self, desk: QWidget, state: Callable[[], DeskState], answers: Answers) -> None:
        self._desk, self._state, self._answers = desk, state, answers
        self._pages: TypedLockDialog | None = None

    def show_state(self, state: DeskState) -> None:
        """Keep the pages of an open dialog up to now."""
        if self._pages is not None:
            self._pages.show_pages(state.seat)

    def check(self) -> None:
        """What does not go together, if anything."""
        checks = self._state().result.clashes
        if checks:
            CheckDialog(self._desk, checks, self._answers.lead).open()

    def lock(self) -> None:
        """Ask whether to lock."""
        result = self._state().result
        if result.locked or not result.lockable:
            return
        dialog = self._lock_dialog()
        dialog.accepted.connect(self._answers.lock)
        dialog.open()

    def reopen(self) -> None:
        """Ask why a locked sheet is to be opened again."""
        result = self._state().result
        if not result.reopenable:
            return
        sheet = result.names.sheet
        told = say(
            "改好以后请重新锁定，再交给组长：新的一份代替先前的，先前的保留备查。在您重新锁定之前，"
            "比较暂停；何时、为什么重新打开，一直留在历史记录里，组长也看得到。组长定稿以后不能再打开。"
        )
        dialog = ReasonDialog(self._desk, say("重新打开{sheet}", sheet=sheet), told, say("重新打开"))
        dialog.accepted.connect(lambda: self._answers.reopen(dialog.reason.toPlainText()))
        dialog.open()

    def _lock_dialog(self) -> LockDialog:
        """A sheet that was typed in is asked for the page that its expert signed."""
        state, answers = self._state(), self._answers
        if not state.seat.typed:
            return LockDialog(self._desk, state.result, answers.lead)
        self._pages = TypedLockDialog(self._desk, state.result, answers.lead, state.seat, answers.pages)
        self._pages.finished.connect(self._done)
        return self._pages

    def _done(self) -> None:
        self._pages = None
