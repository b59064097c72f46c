"""Puts the history over a desk when it is asked for."""

from __future__ import annotations

from app.common.errors import XianpingError
from app.services.history.history import history_of
from app.ui.desk.view import DeskView
from app.ui.history.presenter import HistoryPresenter
from app.ui.history.view import HistoryDialog


def offer_history(desk: DeskView) -> None:
    """Answer the desk's wish for the history; what cannot be read is told on the desk."""
    desk.wants.history_wanted.connect(lambda cid: open_history(desk, cid))


def open_history(desk: DeskView, criterion: str = "") -> HistoryDialog | None:
    """The history over a desk, of one criterion or of all; None where the ledger could not be read."""
    try:
        sheet, names = desk.presenter.looked_back()
        history = history_of(sheet, names)
    except XianpingError as trouble:
        desk.show_state(desk.presenter.fail(trouble))
        return None
    dialog = HistoryDialog(desk, HistoryPresenter(sheet, history, criterion))
    dialog.cover(desk.window())
    dialog.open()
    return dialog
