"""A dialog whose answer is dear to try, as a PIN is on purpose: it tries beside the window, and stays."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui.shell.view_operation import Operation
from app.ui.widgets import Dialog, FaultLine, TextField


class AttemptDialog(Dialog):
    """Closes once ``attempt`` went through. A refusal is given to ``show_refusal``, other trouble is raised.

    The attempt has a thread of its own: a PIN does not wait until a long import has ended.
    """

    def __init__(self, parent: QWidget | None, title: str, act: str = "", away: str = "") -> None:
        super().__init__(parent, title, act=act, away=away)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="xianping-attempt")
        self._trying: Operation[object] | None = None
        self._words = self.act.text()
        self._held: list[QWidget] = []
        self._focused: QWidget | None = None

    @property
    def busy(self) -> bool:
        """Whether an attempt is under way."""
        return self._trying is not None

    def attempt(self, work: Callable[[], object]) -> None:
        """Try it beside the window, once at a time. The work touches no widget."""
        if self.busy:
            return
        self._hold()
        self._trying = Operation(self.windowTitle(), self)
        self._trying.ended.connect(self._tried)
        self._trying.start(self._pool, lambda _progress: work())

    def show_refusal(self, refusal: Refusal) -> None:
        """Say what was refused, and where."""
        raise NotImplementedError

    def reject(self) -> None:
        """Turn back; not while something is tried, which cannot be stopped half-way."""
        if not self.busy:
            super().reject()

    def done(self, outcome: int) -> None:
        """Let the thread go, too."""
        self._pool.shutdown(wait=False)
        super().done(outcome)

    def _tried(self, operation: Operation[object]) -> None:
        self._trying = None
        self._let_go()
        operation.deleteLater()
        try:
            operation.outcome()
        except Refusal as refusal:
            self.show_refusal(refusal)
        else:
            self.done(QDialog.DialogCode.Accepted)

    def _hold(self) -> None:
        """Nothing can be changed or pressed; the dialog itself keeps the keyboard."""
        self._focused, self._held = self.focusWidget(), self.stops()
        self.setFocus()
        for each in self._held:
            each.setEnabled(False)
        self.act.setText(say("请稍候…"))

    def _let_go(self) -> None:
        for each in self._held:
            each.setEnabled(True)
        self.act.setText(self._words)
        if self._focused is not None:
            self._focused.setFocus()


class PinAttemptDialog(AttemptDialog):
    """What is tried is one PIN: its field and the line of its fault, for the dialog to place."""

    def __init__(self, parent: QWidget | None, title: str, act: str) -> None:
        super().__init__(parent, title, act=act)
        self.pin = TextField(say("PIN"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.fault = FaultLine()
        self.pin.textEdited.connect(lambda: self.fault.show_fault(""))

    def show_refusal(self, refusal: Refusal) -> None:
        """The PIN goes; what is wrong with it is said."""
        self.fault.show_fault(str(refusal))
        self.pin.clear()
        self.pin.setFocus()

    def done(self, outcome: int) -> None:
        """A PIN stays nowhere."""
        self.pin.clear()
        super().done(outcome)
