"""Reading a frozen conclusion out, without Qt: where one is, how long it takes, and what is noted of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from app.common.words import say
from app.services.panel.unrecorded_words import PanelTyping
from app.ui.reading.state import ReadingState

if TYPE_CHECKING:
    from app.services.panel.panels import PanelDesk
    from app.services.workspace import Workspace

STEP, PLACE = "reading", "reading.page"
"""The step of a procedure that reading out is; where one was when it was interrupted."""
SIZES = (36, 44, 54, 66, 80)
NEXT_WORDS = 24


class ReadingPresenter:
    """The reading of one visit. Raises Refusal where nothing is frozen."""

    def __init__(self, workspace: Workspace, visit_id: str) -> None:
        self._workspace, self._visit_id = workspace, visit_id
        self.reading = workspace.verdicts.reading(visit_id)
        self.heading = str(workspace.visits.get(visit_id).project.get("unit", ""))
        self._kept = PanelTyping(workspace.store, visit_id)
        self._at, self._seen = self._place(), set[int]()
        self._begun: datetime | None = None
        self._dark, self._size = False, 1
        self._turn()

    def state(self) -> ReadingState:
        """This moment."""
        pages, page = self.reading.pages, self.reading.pages[self._at]
        following = pages[self._at + 1].spoken[:NEXT_WORDS] if self._at + 1 < len(pages) else ""
        left = sum(each.seconds for each in pages[self._at :])
        return ReadingState(
            title=page.title,
            text=page.text,
            spoken=page.spoken,
            aside=page.aside,
            number=self._at + 1,
            many=len(pages),
            following=following,
            gone=_clock(self.seconds),
            left=_clock(left),
            now=f"{self._workspace.clock.now().astimezone():%H:%M}",
            dark=self._dark,
            size=SIZES[self._size],
            sections=tuple(self._sections()),
        )

    @property
    def seconds(self) -> int:
        """How long it has taken so far; nothing before the first page was left."""
        return 0 if self._begun is None else int((self._workspace.clock.now() - self._begun).total_seconds())

    @property
    def at_end(self) -> bool:
        """Whether the last page is shown."""
        return self._at + 1 == len(self.reading.pages)

    def go_on(self) -> None:
        """The next page; from a dark screen back to the page that was hidden."""
        if self._dark:
            self._dark = False
        elif not self.at_end:
            self.go_to(self._at + 2)

    def go_back(self) -> None:
        """The page before."""
        self.go_to(self._at)

    def go_to(self, number: int) -> None:
        """A page by its number, from 1; the first and the last are as far as it goes."""
        self._begun = self._begun or self._workspace.clock.now()
        self._at, self._dark = min(max(number - 1, 0), len(self.reading.pages) - 1), False
        self._turn()

    def go_to_section(self, number: int) -> None:
        """The first page of a section, from 1; nothing where there are fewer."""
        sections = list(self._sections())
        if 0 < number <= len(sections):
            self.go_to(sections[number - 1][1])

    def darken(self) -> None:
        """Hide the page from the audience, or show it again."""
        self._dark = not self._dark

    def grow(self, by: int) -> None:
        """Larger or smaller type."""
        self._size = min(max(self._size + by, 0), len(SIZES) - 1)

    def end(self) -> str:
        """Stop, and note the reading where its last page was shown. What was noted, empty for nothing.

        Interrupted, it goes on where it was. Raises Refusal, EnvironmentTrouble.
        """
        if not self.at_end or self._begun is None:
            self._kept.keep(PLACE, [self.reading.code, self._at])
            return ""
        self._kept.forget(PLACE)
        panel = self._workspace.panels.open(self._visit_id)  # as it stands now, whatever was done meanwhile
        if not _may_note(panel):
            return ""
        told = self._told()
        panel.set_step(STEP, panel.visit.name_of(panel.author), told)
        return told

    def _turn(self) -> None:
        self._seen.add(self._at)

    def _told(self) -> str:
        minutes, seconds = divmod(self.seconds, 60)
        long = say("{minutes} 分 {seconds} 秒", minutes=minutes, seconds=seconds)
        passed = [str(each + 1) for each in range(len(self.reading.pages)) if each not in self._seen]
        over = say("；第 {pages} 页没有读", pages="、".join(passed)) if passed else ""
        return (
            say("按定稿的文本宣读，共 {many} 页，用时 {long}", many=len(self.reading.pages), long=long) + over
        )

    def _place(self) -> int:
        """Where the same text was left; a text that was frozen anew begins at its first page."""
        held = self._kept.of(PLACE)
        if not isinstance(held, list) or len(held) != 2 or held[0] != self.reading.code:
            return 0
        return min(max(int(held[1]), 0), len(self.reading.pages) - 1)

    def _sections(self) -> Iterator[tuple[str, int]]:
        for title, pages in groupby(enumerate(self.reading.pages, 1), key=lambda each: each[1].title):
            yield title, next(pages)[0]


def _may_note(panel: PanelDesk) -> bool:
    """Whether the document has such a step, and what follows the conclusion is not printed yet."""
    return STEP in {each.id for each in panel.scheme.own_steps if each.after} and not panel.facts.issued


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"
