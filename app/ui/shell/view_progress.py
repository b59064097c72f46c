"""The strip at the foot while something works in the background: what, how far, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot

from app.common.words import say
from app.ui import theme
from app.ui.shell.operation import WorkStep
from app.ui.shell.view_operation import Operation, Operations
from app.ui.widgets import Button, Caption, Elided, ProgressBar, Surface, row

PATIENCE_MS = 500


class ProgressStrip(Surface):
    """Shown while an operation runs that takes longer than half a second."""

    def __init__(self, operations: Operations) -> None:
        super().__init__("footbar")
        self.title = Elided("", "strong")
        self.step = Elided("", "muted")
        self.bar = ProgressBar()
        self.count = Caption()
        self.stop = Button(say("停止"))
        self._operations = operations
        self.stop.clicked.connect(self._stop)
        layout = row(self.title, self.step, self.bar, self.count, self.stop, gap=theme.SPACE_12)
        layout.setContentsMargins(theme.SPACE_24, theme.SPACE_8, theme.SPACE_24, theme.SPACE_8)
        layout.setStretch(1, 1)
        self.bar.setFixedWidth(theme.LIST_WIDTH)
        self.setLayout(layout)
        operations.began.connect(self._begin)
        operations.finished.connect(self._finish)
        self.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.show)

    @Slot(object)
    def _begin(self, operation: Operation[object]) -> None:
        self.title.setText(operation.title)
        self.step.setText("")
        self.count.setText("")
        self.bar.show_progress(0, 1)
        self.stop.setEnabled(True)
        operation.stepped.connect(self.show_step)
        self._patience.start()

    @Slot(object)
    def show_step(self, step: WorkStep) -> None:
        """Show how far it is."""
        self.step.setText(step.text)
        self.count.setText(say("{done} / {total}", done=step.done, total=step.total) if step.total else "")
        self.bar.show_progress(step.done, step.total)

    @Slot(object)
    def _finish(self, _operation: Operation[object]) -> None:
        self._patience.stop()
        self.hide()

    def _stop(self) -> None:
        if self._operations.running is not None:
            self._operations.running.cancel()
            self.stop.setEnabled(False)
            self.step.setText(say("正在停止…"))
