"""Puts the history over a desk when it is asked for, and what lies beside a sheet over desk or conclusion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.common.errors import XianpingError
from app.services.history.history import history_of
from app.ui.desk.view import DeskView
from app.ui.history.presenter import HistoryPresenter
from app.ui.history.view import HistoryDialog

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from app.ui.shell.view_troubles import Troubles

Settled = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class HistoryDeeds:
    """What a sheet's history leads to besides. compare: shows other ledgers of it; refill: opens it again
    under an amended task. None where there is no such thing.
    """

    compare: Callable[[], object] | None = None
    refill: Callable[[], object] | None = None


def offer_history(desk: DeskView, beside: Callable[[], HistoryDeeds] = HistoryDeeds) -> None:
    """Answer the desk's wish for the history; what cannot be read is told on the desk."""
    desk.wants.history_wanted.connect(lambda cid: open_history(desk, cid, beside))


def open_history(
    desk: DeskView, criterion: str = "", beside: Callable[[], HistoryDeeds] = HistoryDeeds
) -> HistoryDialog | None:
    """The history over a desk, of one criterion or of all; None where the ledger could not be read."""
    try:
        sheet, names = desk.presenter.looked_back()
        history, leads = history_of(sheet, names), beside()
    except XianpingError as trouble:
        desk.show_state(desk.presenter.fail(trouble))
        return None
    presenter = HistoryPresenter(sheet, history, criterion)
    others, refill = leads.compare is not None, leads.refill is not None
    dialog = HistoryDialog(desk, presenter, others=others, refill=refill)
    if leads.compare is not None:
        dialog.others_wanted.connect(leads.compare)
    if leads.refill is not None:
        dialog.refill_wanted.connect(leads.refill)
    dialog.cover(desk.window())
    dialog.open()
    return dialog


def open_rivals(
    over: QWidget, workspace: Workspace, troubles: Troubles, who: tuple[str, str], settled: Settled
) -> None:
    """All that lies here of an expert's sheet, side by side. who: the visit and the expert.

    settled: is given what was done and which deed it was.
    """
    from app.ui.history.rivals import RivalsPresenter
    from app.ui.history.view_rivals import RivalsDialog

    presenter = troubles.attempt(lambda: RivalsPresenter(workspace, *who))
    if presenter is None:
        return
    dialog = RivalsDialog(over, presenter)
    dialog.cover(over.window())
    dialog.accepted.connect(lambda: settled(dialog.told, dialog.deed))
    dialog.open()
