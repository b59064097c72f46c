"""Everything a person can want of the desk, as signals: the views emit them, the desk answers them."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.ui.criterion.view_intents import FieldIntents


class Intents(FieldIntents):
    """What is wanted beside the fields. cid: a criterion's number."""

    noted = Signal(str)
    marked = Signal(str, str)
    marked_all = Signal()
    attached = Signal(object)
    pasted = Signal()
    detached = Signal(str)
    personal_marked = Signal(str, bool)  # a file's SHA-256
    captioned = Signal(str, str)  # a file's SHA-256, what it shows
    viewed = Signal(str)
    storing_stopped = Signal()
    photographed = Signal(object)  # QImage
    opened = Signal(str)
    went = Signal(str)
    went_by = Signal(int)
    filtered = Signal(object)
    sought = Signal(str)
    checked = Signal()
    undone = Signal()
    redone = Signal()
    locking = Signal()
    reopening = Signal()  # of a locked sheet
    onward_wanted = Signal()  # what comes after locking
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
