"""Reading a frozen conclusion out, without Qt: where one is, how long it takes, and what is noted of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from app.common.clock import stamp
from app.common.words import say
from app.services.panel.read_out import STEP, ReadOut
from app.services.panel.reading import A_MINUTE, letters_of
from app.services.panel.unrecorded_words import PanelTyping
from app.ui.reading.progress import ReadingSitting
from app.ui.reading.state import ReadingState

if TYPE_CHECKING:
    from app.services.panel.reading import ReadingPage
    from app.services.workspace import Workspace

__all__ = ["PLACE", "SIZES", "STEP", "ReadingPresenter"]

PLACE = "reading.page"
"""Where one was when it was interrupted."""
SIZES = (36, 44, 54, 66, 80)
NEXT_WORDS = 24
PORTIONS = {"whole": "", "changed": "改动后重新宣读", "passed": "补读"}


class ReadingPresenter:
    """The reading of one visit. Raises Refusal where nothing is frozen.

    rehearsal: nothing is kept nor noted; the reader's own pace is measured.
    """

    def __init__(self, workspace: Workspace, visit_id: str, *, rehearsal: bool = False) -> None:
        self._workspace, self._visit_id, self.rehearsal = workspace, visit_id, rehearsal
        self._outs, self._clock = workspace.read_outs, workspace.clock
        plan = self._outs.plan(visit_id)
        self.plan = plan.all() if rehearsal else plan
        self.heading = str(workspace.visits.get(visit_id).project.get("unit", ""))
        self._reader, self._name = self._outs.reader(visit_id)
        self._pace = self._outs.pace(self._reader)
        self._kept = PanelTyping(workspace.store, visit_id)
        self._sitting = self._resumed()
        self._dark, self._size = False, 1

    @property
    def pages(self) -> tuple[ReadingPage, ...]:
        """The pages that are read."""
        return self.plan.pages

    def state(self) -> ReadingState:
        """This moment."""
        pages, at = self.pages, self._sitting.at
        page, now = pages[at], self._clock.now()
        following = pages[at + 1].spoken[:NEXT_WORDS] if at + 1 < len(pages) else ""
        return ReadingState(
            title=page.title,
            text=page.text,
            spoken=page.spoken,
            aside=page.aside,
            number=at + 1,
            many=len(pages),
            following=following,
            gone=_clock(int(self._sitting.seconds(now))),
            left=_clock(self._predicted(at)),
            now=f"{now.astimezone():%H:%M}",
            dark=self._dark,
            size=SIZES[self._size],
            sections=tuple(self._sections()),
            marked="" if self.rehearsal else say(PORTIONS[self.plan.portion]),
            rehearsal=self.rehearsal,
            dropped=self.plan.gone if at == 0 else (),
        )

    @property
    def at_end(self) -> bool:
        """Whether the last page is shown."""
        return self._sitting.at + 1 == len(self.pages)

    def go_on(self) -> None:
        """The next page; from a dark screen back to the page that was hidden."""
        if self._dark:
            self.darken()
        elif not self.at_end:
            self.go_to(self._sitting.at + 2)

    def go_back(self) -> None:
        """The page before."""
        self.go_to(self._sitting.at)

    def go_to(self, number: int) -> None:
        """A page by its number, from 1; the first and the last are as far as it goes."""
        self._dark = False
        self._sitting.at = min(max(number - 1, 0), len(self.pages) - 1)
        self._sitting.seen.add(self._sitting.at)
        self._keep()

    def go_to_section(self, number: int) -> None:
        """The first page of a section, from 1; nothing where there are fewer."""
        sections = list(self._sections())
        if 0 < number <= len(sections):
            self.go_to(sections[number - 1][1])

    def read_all(self) -> None:
        """The whole text, where only a part of it was to be read."""
        if self.plan.portion != "whole":
            self.plan = self.plan.all()
            self._sitting = self._resumed()
            self._dark = False

    def darken(self) -> None:
        """Hide the page from the audience, or show it again; what was dark at the start was no reading."""
        self._dark = not self._dark
        if not self._dark and self._sitting.seen == {0} and not self._sitting.spent:
            self._sitting.start_over(self._clock.now())

    def grow(self, by: int) -> None:
        """Larger or smaller type."""
        self._size = min(max(self._size + by, 0), len(SIZES) - 1)

    def end(self) -> str:
        """Stop, and record the reading where its last page was shown. What was noted, empty for nothing.

        Interrupted, it goes on where it was. Raises Refusal, EnvironmentTrouble.
        """
        if self.rehearsal:
            return self._measured()
        if not self.at_end:
            self._keep()
            return ""
        self._kept.forget(PLACE)
        if not self._outs.may_note(self._visit_id):
            return ""
        out = self._read_out()
        self._outs.note(self._visit_id, out)
        return say("已记入考核过程：{told}。请单位表态。", told=out.words)

    def _read_out(self) -> ReadOut:
        now, sitting = self._clock.now(), self._sitting
        return ReadOut(
            code=self.plan.whole.code,
            begun=stamp(min(sitting.begun, now)),
            ended=stamp(now),
            seconds=int(sitting.seconds(now)),
            pages=len(self.plan.whole.pages),
            passed=self.plan.passed(sitting.seen),
            portion=self.plan.portion,
            paper=False,
            reader=self._name,
        )

    def _measured(self) -> str:
        """The pace of the pages that were left for the next, and what it makes of the whole."""
        if self._sitting.seen == {0}:
            return ""
        seconds = self._sitting.seconds(self._clock.now())
        letters = sum(letters_of(self.pages[each].spoken) for each in self._sitting.seen)
        pace = self._outs.measure(self._reader, letters, seconds)
        if pace is None:
            return say("试读翻得太快或停得太久，没有记下语速。")
        self._pace = pace
        told = say("每分钟 {pace} 字，照此宣读全文约 {long}", pace=pace, long=_long(self._predicted(0)))
        return say("已记下您的语速：{told}。", told=told)

    def _predicted(self, first: int) -> int:
        """Seconds from a place on, at the reader's own pace."""
        letters = sum(letters_of(each.spoken) for each in self.pages[first:])
        return -(-letters * 60 // (self._pace or A_MINUTE))

    def _keep(self) -> None:
        if not self.rehearsal:
            self._kept.keep(PLACE, self._sitting.plain(self._clock.now()))

    def _resumed(self) -> ReadingSitting:
        """Where the same text was left; a text that was frozen anew begins at its first page."""
        held = None if self.rehearsal else self._kept.of(PLACE)
        code, portion = self.plan.whole.code, self.plan.portion
        return ReadingSitting.resumed(held, code, portion, len(self.pages), self._clock.now())

    def _sections(self) -> Iterator[tuple[str, int]]:
        for title, pages in groupby(enumerate(self.pages, 1), key=lambda each: each[1].title):
            yield title, next(pages)[0]


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _long(seconds: int) -> str:
    return say("{minutes} 分 {seconds} 秒", minutes=seconds // 60, seconds=seconds % 60)
