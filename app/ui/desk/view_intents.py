"""Everything a person can want of the desk, as signals: the views emit them, the desk answers them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Intents(QObject):
    """name: a field; place: a row in a rows field; cid: a criterion's number."""

    typed = Signal(str, object)
    stepped = Signal(str, int)
    toggled = Signal(str, str)
    offered = Signal(str, str)
    case_typed = Signal(str, int, str, str)
    case_stepped = Signal(str, int, int)
    case_added = Signal(str)
    case_removed = Signal(str, int)
    noted = Signal(str)
    marked = Signal(str, str)
    marked_all = Signal()
    attached = Signal(object)
    pasted = Signal()
    detached = Signal(str)
    opened = Signal(str)
    went = Signal(str)
    went_by = Signal(int)
    onward = Signal()
    filtered = Signal(object)
    sought = Signal(str)
    checked = Signal()
    undone = Signal()
    redone = Signal()
    locking = Signal()
    flagged = Signal(bool)
    adopted = Signal(str)  # whose facts; empty for those shown first
    contested = Signal(str)
    paper_begun = Signal(str)  # its kind
    paper_written = Signal(str, str, str)  # id, column, text
    paper_removed = Signal(str)
    paper_settled = Signal(str, str)  # id, column
    paper_fed = Signal(str, str)  # id, field
    supplements_wanted = Signal()
    history_wanted = Signal(str)  # of a criterion; empty for the whole sheet
