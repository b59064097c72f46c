"""What a person can want of a criterion's fields, as signals: the form emits them, its screen answers."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class FieldIntents(QObject):
    """name: a field; place: a row in a rows field. ``onward``: past the last field."""

    typed = Signal(str, object)
    stepped = Signal(str, int)
    toggled = Signal(str, str)
    offered = Signal(str, str)
    case_typed = Signal(str, int, str, str)
    case_stepped = Signal(str, int, int)
    case_added = Signal(str)
    case_removed = Signal(str, int)
    onward = Signal()
