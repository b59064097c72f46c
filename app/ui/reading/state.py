"""What the reading shows at a moment. No Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingState:
    """One moment. number: of the page, from 1; following: how the next page begins, empty at the last.

    gone, left: minutes and seconds as text; now: the time of day; dark: nothing is shown to the audience;
    size: pixels of the text; sections: the titles to jump to, with the number of their first page.
    marked: that only a part is read, and why; empty for the whole; rehearsal: nothing is noted of it.
    dropped: what was heard before and no longer stands, for the leader to say.
    """

    title: str
    text: str
    spoken: str
    aside: str
    number: int
    many: int
    following: str
    gone: str
    left: str
    now: str
    dark: bool
    size: int
    sections: tuple[tuple[str, int], ...]
    marked: str = ""
    rehearsal: bool = False
    dropped: tuple[str, ...] = ()
