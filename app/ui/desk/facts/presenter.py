"""Facts that colleagues counted: shown beside one's own, adopted, contested, handed on. No Qt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import XianpingError
from app.common.words import say
from app.services.sheet.contests import contest
from app.services.sheet.facts import Colleagues, Counted, adopt
from app.ui.desk.facts.comparison import Comparison
from app.ui.desk.facts.state import CountState, Handed, OfferState

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk
    from app.services.workspace import Workspace
    from app.ui.desk.place import Place
    from app.ui.desk.writing.drafts import Drafts

AT_ONCE = 1_000
"""So many entries are read in some 15 ms."""


class Facts:
    """Colleagues' facts are looked for when the desk opens. What is adopted or contested may raise
    XianpingError; False says that there was nothing to do.

    behind: there is so much to read that it would hold the desk up; then nothing is told of colleagues
    before ``look_around`` was called in the background and its answer given to ``take``.
    """

    def __init__(self, workspace: Workspace, sheet: SheetDesk, place: Place, drafts: Drafts) -> None:
        self._workspace, self._sheet, self._place, self._drafts = workspace, sheet, place, drafts
        panel, me = sheet.visit.panel, sheet.person.id
        self._alone = not any(each.scores and each.id != me for each in panel)
        self.behind = workspace.facts.unread(sheet.visit, me) > AT_ONCE
        self._colleagues = Colleagues() if self.behind else self.look_around()
        self.comparison = Comparison(sheet, self._colleagues)
        self._offer, self._counts = OfferState(), ()  # type: tuple[OfferState, tuple[CountState, ...]]
        self._of: tuple[str, bool] | None = None

    def look_around(self) -> Colleagues:
        """Read what colleagues have counted; safe in any thread. Raises XianpingError."""
        return self._workspace.facts.colleagues(self._sheet.visit, self._sheet.person.id)

    def take(self, found: Colleagues) -> None:
        """Take in what ``look_around`` found."""
        self.behind, self._colleagues, self._of = False, found, None
        self.comparison = Comparison(self._sheet, found)
        self.look(frozenset(self._sheet.tally.criteria))

    def look(self, changed: frozenset[str]) -> None:
        """Look at what changed since the last state; what the rest says stays."""
        locked = self._sheet.locked
        self.comparison.look(changed)
        if changed or self._of is None or self._of[1] != locked:
            waiting = () if locked else self.comparison.waiting()
            self._offer = OfferState(tuple(line for _, line in waiting), self._alone)
        here = (self._place.criterion, locked)
        if here != self._of or self._place.criterion in changed:
            self._of, self._counts = here, self.comparison.lines(here[0])

    @property
    def offer(self) -> OfferState:
        """All that can be adopted at once, in words."""
        return self._offer

    @property
    def counts(self) -> tuple[CountState, ...]:
        """What the card says of colleagues' facts at the criterion shown."""
        return self._counts

    def adopt(self, person: str = "") -> bool:
        """Write a colleague's facts into the criterion shown; without a name, those shown first."""
        able = [line.person for line in self._counts if line.may_adopt]
        chosen = person or (able[0] if able else "")
        found = [each for each in self._colleagues.of(self._place.criterion) if each.person_id == chosen]
        for counted in found:
            self._take_over(counted)
        return bool(found)

    def adopt_waiting(self) -> bool:
        """Write all facts that are not filled in yet; what differs is left as it is."""
        waiting = () if self._sheet.locked else self.comparison.waiting()
        for counted, _ in waiting:
            self._take_over(counted)
        return bool(waiting)

    def contest(self, person: str = "") -> bool:
        """Begin to contest a colleague's facts at the criterion shown."""
        able = [line.person for line in self._counts if line.may_contest]
        chosen = person or (able[0] if able else "")
        if chosen:
            contest(self._sheet, self._place.criterion, chosen)
        return bool(chosen)

    def export(self, path: Path) -> Handed:
        """Write one's own facts for the panel."""
        sheet = self._sheet
        try:
            self._workspace.facts_files.export(sheet.visit.id, sheet.person.id, path)
        except XianpingError as trouble:
            return Handed(str(trouble), refused=True)
        return Handed(say("已导出并核验：{name}。请交给同组专家。", name=path.name))

    @property
    def file_name(self) -> str:
        """What a file with one's own facts is called, without its suffix."""
        return say("{name}已核事实", name=self._sheet.person.name)

    def _take_over(self, counted: Counted) -> None:
        try:
            adopt(self._sheet, counted)
        finally:
            self._drafts.settle(counted.criterion)
