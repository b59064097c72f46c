"""The lines that pass the filter, newest first under the heads of their hours, put into words when seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import overload

from app.common.words import say
from app.services.history.history import History, Span
from app.ui.history.state import HourHead, LineState

DAYS = "一二三四五六日"


class HistoryLines(Sequence[HourHead | LineState]):
    """A sequence over a history. spans: oldest first."""

    def __init__(self, history: History, titles: dict[str, str], spans: Sequence[Span]) -> None:
        self._history, self._titles, self.spans = history, titles, spans
        self._made: dict[int, HourHead | LineState] = {}
        self._places: list[int] = []  # of a span in ``spans``; −1 for a head, which is over the next one
        self._at = [0] * len(spans)  # the place of each span here
        hour = None
        for number in range(len(spans) - 1, -1, -1):
            begun = history.hour(spans[number])
            if begun != hour:
                self._places.append(-1)
                hour = begun
            self._at[number] = len(self._places)
            self._places.append(number)

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> HourHead | LineState: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[HourHead | LineState]: ...
    def __getitem__(self, place: int | slice) -> HourHead | LineState | Sequence[HourHead | LineState]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place not in self._made:
            number = self._places[place]
            span = self.spans[self._places[place + 1] if number < 0 else number]
            self._made[place] = head_of(self._history.hour(span)) if number < 0 else self._line(span)
        return self._made[place]

    def number(self, place: int) -> int:
        """Which span stands at a place; the next one under a head."""
        number = self._places[place]
        return self._places[place + 1] if number < 0 else number

    def place(self, number: int) -> int:
        """Where a span stands here."""
        return self._at[number]

    def _line(self, span: Span) -> LineState:
        line = self._history.line(span)
        time = f"{line.begun:%H:%M:%S}"
        where = title_words(line.criterion, self._titles)
        under = say(" · ").join(part for part in (where, line.who, line.why) if part)
        spoken = say("，").join((day_words(line.begun) + time, line.deed, where, line.who))
        return LineState(time, line.deed, under, spoken)


def title_words(cid: str, titles: dict[str, str]) -> str:
    """A criterion's number and name; empty is the sheet as a whole, which ``titles`` names, too."""
    if not cid:
        return titles[""]
    return f"{cid} {titles[cid]}" if cid in titles else say("方案以外的一项")


def day_words(moment: datetime) -> str:
    """A day such as ``5 月 12 日 ``."""
    return say("{month} 月 {day} 日 ", month=moment.month, day=moment.day)


def head_of(hour: datetime) -> HourHead:
    """The head over an hour: ``2026 年 5 月 12 日（星期二）　09 时``."""
    words = say(
        "{year} 年 {month} 月 {day} 日（星期{weekday}）　{hour} 时",
        year=hour.year,
        month=hour.month,
        day=hour.day,
        weekday=say(DAYS)[hour.weekday()],
        hour=hour.hour,
    )
    return HourHead(words)
