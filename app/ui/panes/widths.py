"""How wide the panes of the desk are: what a person wishes, fitted into the room there is. No Qt.

Where three panes do not fit, a side pane becomes a narrow strip: the one that the person opened last stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Side = Literal["list", "result"]


@dataclass(frozen=True, slots=True)
class Measures:
    """Widths in pixels. strips: of each side where it is folded; handles: of both handles together."""

    list: int
    card: int
    result: int
    list_strip: int
    result_strip: int
    handles: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants. Widths of 0 are the usual ones; first: the side that stays where room is short."""

    list_width: int = 0
    result_width: int = 0
    list_open: bool = True
    result_open: bool = True
    first: Side = "list"


@dataclass(frozen=True, slots=True)
class Fit:
    """What is shown. A side is open or a strip; widths add up to the room, handles aside."""

    list_open: bool
    result_open: bool
    list: int
    card: int
    result: int


def toggled(wish: Wish, side: Side, *, shown: bool) -> Wish:
    """The wish after a side that is shown (or not) is folded (or opened)."""
    changed = replace(wish, list_open=not shown) if side == "list" else replace(wish, result_open=not shown)
    return changed if shown else replace(changed, first=side)


def alone(wish: Wish, *, on: bool) -> Wish:
    """The wish with both sides folded, or both open."""
    return replace(wish, list_open=not on, result_open=not on)


def fitted(room: int, wish: Wish, least: Measures) -> Fit:
    """The panes for so much room."""
    left = max(wish.list_width, least.list) if wish.list_open else least.list_strip
    right = max(wish.result_width, least.result) if wish.result_open else least.result_strip
    middle = room - least.handles
    lists, results = wish.list_open, wish.result_open
    if left + right + least.card > middle:  # the wished widths do not fit: try the usual ones
        left = least.list if lists else left
        right = least.result if results else right
    if lists and results and left + right + least.card > middle:
        lists, results = wish.first == "list", wish.first == "result"
        left = left if lists else least.list_strip
        right = right if results else least.result_strip
    if (lists or results) and left + right + least.card > middle:
        lists, results, left, right = False, False, least.list_strip, least.result_strip
    return Fit(lists, results, left, max(middle - left - right, 0), right)
