"""Facts that colleagues counted: shown beside one's own, adopted, contested, handed on. No Qt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import XianpingError
from app.common.words import say
from app.services.contests import contest
from app.services.facts import Colleagues, Counted, adopt
from app.ui.desk.facts.comparison import Beside
from app.ui.desk.facts.state import Handed
from app.ui.desk.state import DeskState
from app.ui.desk.writing.presenter import Recording

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk
    from app.services.workspace import Workspace

AT_ONCE = 1_000
"""So many entries are read in some 15 ms."""


class Adopting(Recording):
    """The part of ``DeskPresenter`` that deals with colleagues' facts: they are looked for when it opens.

    behind: there is so much to read that it would hold the desk up; then nothing is told of colleagues
    before ``look_around`` was called in the background and its answer given to ``show_colleagues``.
    """

    def __init__(self, workspace: Workspace, sheet: SheetDesk) -> None:
        super().__init__(workspace, sheet)
        self.behind = workspace.facts.unread(sheet.visit, sheet.person.id) > AT_ONCE
        self._colleagues = Colleagues() if self.behind else self.look_around()
        self._beside = Beside(sheet, self._colleagues)

    def look_around(self) -> Colleagues:
        """Read what colleagues have counted; safe in any thread. Raises XianpingError."""
        return self._workspace.facts.colleagues(self._sheet.visit, self._sheet.person.id)

    def show_colleagues(self, found: Colleagues) -> DeskState:
        """Take in what ``look_around`` found."""
        self.behind, self._colleagues = False, found
        self._beside = Beside(self._sheet, found)
        return self._next()

    def adopt(self, person: str = "") -> DeskState:
        """Write a colleague's facts into the current criterion; without a name, those shown first."""
        able = [line.person for line in self.state.card.counts if line.may_adopt]
        chosen = person or (able[0] if able else "")
        for counted in self._colleagues.of(self._current):
            if counted.person_id == chosen:
                self._take_over(counted)
        return self._next()

    def adopt_waiting(self) -> DeskState:
        """Write all facts that are not filled in yet; what differs is left as it is."""
        for counted in self._beside.waiting():
            if not self._take_over(counted):
                break
        return self._next()

    def contest(self, person: str = "") -> DeskState:
        """Begin to contest a colleague's facts at the current criterion."""
        able = [line.person for line in self.state.card.counts if line.may_contest]
        chosen = person or (able[0] if able else "")
        if chosen:
            self._tried(lambda: contest(self._sheet, self._current, chosen))
        return self._next()

    def export_facts(self, path: Path) -> Handed:
        """Write one's own facts for the panel."""
        sheet = self._sheet
        try:
            self._workspace.facts_files.export(sheet.visit.id, sheet.person.id, path)
        except XianpingError as trouble:
            return Handed(str(trouble), refused=True)
        return Handed(say("已导出并核验：{name}。请交给同组专家。", name=path.name))

    @property
    def facts_name(self) -> str:
        """What a file with one's own facts is called, without its suffix."""
        return say("{name}已核事实", name=self._sheet.person.name)

    def _take_over(self, counted: Counted) -> bool:
        done = self._tried(lambda: adopt(self._sheet, counted))
        self._drafts.settle(counted.criterion)
        return done
