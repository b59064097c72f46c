"""Where Tab goes on a screen whose parts come and go: down in the order in which they are seen.

Qt's own order is the order in which widgets were made, so that a field shown later would be reached last.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget


def stops_of(root: QWidget, *, without: QWidget | None = None) -> list[QWidget]:
    """What Tab may stop at in a part of a window, from top to bottom; ``without`` leaves a part out."""
    found = [root, *root.findChildren(QWidget)]
    return [
        each for each in found if may_stop(each) and not (without is not None and without.isAncestorOf(each))
    ]


def as_seen(stops: Sequence[QWidget], root: QWidget) -> list[QWidget]:
    """The same as they stand in ``root``: line by line from the top, and from the left in each.

    For parts that are laid anew in their place, which makes them their parent's last. A line is what overlaps
    in height.
    """
    placed = [(QRect(each.mapTo(root, QPoint()), each.size()), each) for each in stops]
    lines: list[list[tuple[int, QWidget]]] = []
    bottom = -1
    for box, each in sorted(placed, key=lambda one: (one[0].top(), one[0].left())):
        if not lines or box.top() > bottom:
            lines.append([])
        bottom = max(bottom, box.bottom())
        lines[-1].append((box.left(), each))
    return [each for line in lines for _, each in sorted(line, key=lambda one: one[0])]


def may_stop(widget: QWidget) -> bool:
    """Whether Tab may stop at a widget now."""
    asked = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return asked and widget.isVisible() and widget.isEnabled()


def step(order: Sequence[QWidget], here: QWidget | None, *, on: bool, round_: bool = False) -> bool:
    """Give the focus to the next in an order, or the last; whether there is one. round_: past the ends."""
    if here not in order:
        return False
    at = order.index(here) + (1 if on else -1)
    if not round_ and not 0 <= at < len(order):
        return False
    reason = Qt.FocusReason.TabFocusReason if on else Qt.FocusReason.BacktabFocusReason
    order[at % len(order)].setFocus(reason)
    return True
