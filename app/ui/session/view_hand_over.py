"""Writes a locked sheet to a file: for whoever leads, or for whoever comes to lead in that place."""

from __future__ import annotations

from pathlib import Path

from app.common.words import say
from app.scoring.model.kinds import WORDS
from app.services.store.file_names import fitting
from app.ui.session.view_seats import Deeds
from app.ui.shell.notice import good
from app.ui.shell.presenter import ShellPresenter
from app.ui.shell.view_screen import Stage
from app.ui.shell.view_window import Window
from app.ui.widgets.file_dialogs import ask_save


class HandOver:
    """What the session does where a sheet is to leave this laptop."""

    def __init__(self, window: Window, stage: Stage, shell: ShellPresenter, deeds: Deeds) -> None:
        self._window, self._stage, self._shell, self._deeds = window, stage, shell, deeds

    def hand_on(self, visit_id: str) -> None:
        """Ask who leads now, then write the locked sheet once more so that this one can open it too."""
        from app.ui.attendance.view import heir_for

        member, visit = self._shell.member(visit_id), self._stage.workspace.visits.get(visit_id)
        others = [each for each in visit.judges if each.id != member and each != visit.leader]
        sheet = WORDS[self._stage.workspace.visits.scheme(visit_id).kind].sheet
        heir = heir_for(self._window, [(each.id, visit.name_of(each.id)) for each in others], sheet)
        if heir:
            self.hand_over(visit_id, heir)

    def hand_over(self, visit_id: str, heir: str = "") -> None:
        """Write the own locked sheet, then those that were typed in here. heir: who leads by now."""
        workspace, member = self._stage.workspace, self._shell.member(visit_id)
        if member is None:
            return
        sheet = WORDS[workspace.visits.scheme(visit_id).kind].sheet
        name = fitting(self._shell.name(member), say("{sheet}.xpsheet", sheet=sheet))
        title = say("导出{sheet}，交给组长", sheet=sheet)
        kinds = say("专家{sheet} (*.xpsheet)", sheet=sheet)
        chosen = ask_save(self._window, title, name, kinds)
        if chosen and self._stage.troubles.handle(
            lambda: workspace.packages.export_sheet(visit_id, member, Path(chosen), heir)
        ):
            self._stage.troubles.tell(good(say("已导出{sheet}并核验。请把它交给组长。", sheet=sheet)))
        self._deeds.hand_over(visit_id)
