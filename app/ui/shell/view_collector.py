"""Garbage is collected on the window's thread alone.

Python collects on whichever thread happens to make the next object. What lies in a circle with a widget would
then be destroyed beside the window: Qt waits there for the window's thread, which waits for Python, for ever.
"""

from __future__ import annotations

import gc
from itertools import takewhile

from PySide6.QtCore import QAbstractEventDispatcher, QObject


class Collector(QObject):
    """Collects before the loop of its thread goes to sleep, as seldom as the thresholds say."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._loop = QAbstractEventDispatcher.instance()
        self._loop.aboutToBlock.connect(self.collect)

    def collect(self) -> None:
        """Collect the young where enough have come, the older where the young were collected often enough."""
        ages = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = len(list(takewhile(lambda age: age[0] > age[1], ages)))
        if due:
            gc.collect(due - 1)

    def end(self) -> None:
        """Let Python collect by itself again, as it does without a window."""
        self._loop.aboutToBlock.disconnect(self.collect)
        gc.enable()
