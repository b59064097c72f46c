"""Keys of a part of the window: they work while the focus is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind_keys(place: QWidget, pairs: Iterable[tuple[str, Callable[[], object]]]) -> None:
    """Let keys do something wherever the focus is within ``place``."""
    for keys, deed in pairs:
        shortcut = QShortcut(QKeySequence(keys), place)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(deed)
