"""The history without Qt: which lines are shown, which moment is looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.common.words import say
from app.scoring.model.kinds import WORDS
from app.services.history.history import History, Span
from app.ui.criterion.result_words import titles
from app.ui.history.comparison import Comparer
from app.ui.history.lines import HistoryLines, title_words
from app.ui.history.state import HistoryState

if TYPE_CHECKING:
    from app.services.sheet.open_sheet import OpenSheet


class HistoryPresenter:
    """One sheet's history; every method returns the next state. criterion: the one to begin with, if any."""

    def __init__(self, sheet: OpenSheet, history: History, criterion: str = "") -> None:
        self._sheet, self._history = sheet, history
        self._words = WORDS[sheet.scheme.kind]
        whole = say("整份{sheet}", sheet=self._words.sheet)
        self._titles = {"": whole} | titles(sheet.scheme)
        self._comparer = Comparer(history, sheet.policy, self._titles)
        self._criterion, self._person, self._sought, self._single = criterion, "", "", False
        self._ready = {False: 0, True: 0}
        self._choices = self._criteria(), self._people()
        self._lines = self._passing()
        self._number = len(self._lines.spans) - 1
        self._chosen: str | None = criterion or None
        if not criterion and self._number >= 0:
            self._chosen = history.line(self._lines.spans[self._number]).criterion or None
        self.state = self._made()

    # What is shown.

    def filter_by(self, criterion: str) -> HistoryState:
        """Show the lines of one criterion; empty for all."""
        self._criterion = criterion
        self._chosen = criterion or self._chosen
        return self._filtered()

    def by_person(self, person: str) -> HistoryState:
        """Show what one person wrote; empty for all."""
        self._person = person
        return self._filtered()

    def seek(self, text: str) -> HistoryState:
        """Show the lines that have every word of a text."""
        self._sought = text
        return self._filtered()

    def one_by_one(self, *, on: bool) -> HistoryState:
        """Show every entry by itself, or those that belong together as one line."""
        self._single = on
        return self._filtered()

    def prepare(self, count: int = 100) -> bool:
        """Put some more lines into words, so that a search finds them ready; whether any are left."""
        spans = self._history.spans(single=self._single)
        for span in spans[self._ready[self._single] : self._ready[self._single] + count]:
            self._history.text(span)
        self._ready[self._single] += count
        return self._ready[self._single] < len(spans)

    # Where in time.

    def go(self, place: int) -> HistoryState:
        """Look at the moment after the line at a place of the list."""
        return self._to(self._lines.number(place))

    def slide(self, step: int) -> HistoryState:
        """Look at the moment after a line counted from the oldest, 1 for the first."""
        return self._to(step - 1)

    def step(self, by: int) -> HistoryState:
        """Go to a later line (1) or an earlier one (−1); stays at the ends."""
        return self._to(self._number + by)

    def choose(self, cid: str) -> HistoryState:
        """Show a criterion's content at this moment; empty for the sheet as a whole."""
        self._chosen = cid
        return self._next()

    def _to(self, number: int) -> HistoryState:
        last = len(self._lines.spans) - 1
        self._number = max(min(number, last), min(0, last))
        if self._number >= 0:
            here = self._history.line(self._lines.spans[self._number]).criterion
            self._chosen = here or self._chosen
        return self._next()

    def _filtered(self) -> HistoryState:
        """New lines; the moment stays, or goes back to the nearest line before it that is shown."""
        seq = self._span.last if self._span else len(self._history.rows)
        self._lines = self._passing()
        ends = [span.last for span in self._lines.spans]
        return self._to(max(bisect_right(ends, seq) - 1, 0))

    @property
    def _span(self) -> Span | None:
        return self._lines.spans[self._number] if self._number >= 0 else None

    def _passing(self) -> HistoryLines:
        return HistoryLines(self._history, self._titles, tuple(self._spans()))

    def _spans(self) -> Sequence[Span]:
        row, spans = self._history.row, self._history.spans(single=self._single)
        if self._criterion:
            spans = tuple(span for span in spans if row(span).criterion == self._criterion)
        if self._person:
            spans = tuple(span for span in spans if row(span).author == self._person)
        words = self._sought.casefold().split()
        return [span for span in spans if self._has(span, words)] if words else spans

    def _has(self, span: Span, words: list[str]) -> bool:
        where = title_words(self._history.line(span).criterion, self._titles).casefold()
        text = self._history.text(span)
        return all(word in text or word in where for word in words)

    # How the state is made.

    def _next(self) -> HistoryState:
        self.state = self._made()
        return self.state

    def _made(self) -> HistoryState:
        spans, number = self._lines.spans, self._number
        return HistoryState(
            heading=say("历史记录"),
            under=self._under(),
            criteria=self._choices[0],
            people=self._choices[1],
            item=say(self._words.item),
            criterion=self._criterion,
            person=self._person,
            sought=self._sought,
            single=self._single,
            lines=self._lines,
            at=self._lines.place(number) if number >= 0 else -1,
            steps=len(spans),
            step=number + 1,
            none="" if spans else self._none(),
            moment=self._comparer.state(self._span, self._chosen),
        )

    def _under(self) -> str:
        unit, count = str(self._sheet.visit.project.get("unit", "")), len(self._history.rows)
        parts = (unit, self._sheet.person.name, say("共 {count} 条，只供查看，不会改动", count=count))
        return say(" · ").join(part for part in parts if part)

    def _none(self) -> str:
        narrowed = self._criterion or self._person or self._sought
        if not narrowed or not self._history.rows:
            return say("还没有记录。填写的每一步都会记在这里。")
        if self._criterion and not (self._person or self._sought):
            return say("这一项还没有记录。填写之后，每一步都会记在这里。")
        return say("没有找到这样的记录。请换一个词，或选“全部{item}”。", item=self._words.item)

    def _criteria(self) -> tuple[tuple[str, str], ...]:
        told = self._history.criteria() | {self._criterion}
        known = ((cid, f"{cid} {title}") for cid, title in self._titles.items() if cid and cid in told)
        return (("", say("全部{item}", item=self._words.item)), *known)

    def _people(self) -> tuple[tuple[str, str], ...]:
        return (("", say("所有人")), *self._history.authors().items())
