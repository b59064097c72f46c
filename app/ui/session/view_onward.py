"""What a desk offers once its sheet is locked: the step that home would offer next, and the way there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.ui.home.presenter import HomePresenter
from app.ui.home.view import SCREENS
from app.ui.shell.presenter import Route
from app.ui.shell.view_screen import Screen, Stage

if TYPE_CHECKING:
    from app.ui.desk.view import DeskView
    from app.ui.home.tiles import Action


class Onward:
    """Offers it on one desk of a screen. hand_over: writes the sheet of a visit to a file for the leader."""

    def __init__(
        self, screen: Screen, desk: DeskView, stage: Stage, visit_id: str, hand_over: Callable[[str], None]
    ) -> None:
        self._screen, self._desk, self._stage, self._visit = screen, desk, stage, visit_id
        self._hand_over = hand_over
        self._action: Action | None = None
        desk.locked.connect(self.offer)
        desk.wants.onward_wanted.connect(self._go)
        if desk.presenter.state.result.locked:
            self.offer()

    def offer(self) -> None:
        """Show what comes next as the visit stands now; a sheet typed in for another has its own way on."""
        desk = self._desk
        if desk.presenter.state.seat.typed:
            return
        today = self._stage.clock.now().astimezone().date()
        presenter = HomePresenter(self._stage.workspace, today)
        tile = self._stage.troubles.attempt(lambda: presenter.card(self._visit))
        self._action = tile.action if tile is not None and tile.action.deed != "score" else None
        desk.show_onward(self._action.label if self._action is not None else "")

    def _go(self) -> None:
        if self._action is None:
            return
        if self._action.deed == "hand_over":
            self._hand_over(self._visit)
        else:
            self._screen.wanted.emit(Route(SCREENS[self._action.deed], self._visit))
