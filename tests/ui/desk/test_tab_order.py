"""Tab goes from the form down the card, and a whole round misses nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.desk.sitting import Sitting


def a_round(desk: Sitting) -> list[QWidget]:
    """Where Tab stops until it is back where it began."""
    seen: list[QWidget] = [desk.focus]
    for _ in range(200):
        desk.press(Qt.Key.Key_Tab)
        if desk.focus is seen[0]:
            return seen
        seen.append(desk.focus)
    raise AssertionError("Tab never comes back")


@pytest.mark.parametrize("cid", ["1.1", "2.1", "3.1"])
def test_from_the_last_field_to_the_note_and_everywhere_in_a_round(desk: Sitting, cid: str) -> None:
    desk.go(cid)
    card = desk.view.card
    desk.qtbot.waitUntil(lambda: all(line.isVisible() for line in card.evidence.lines))
    stops = a_round(desk)
    last = stops.index(card.form.stops()[-1])
    assert stops[last + 1] is card.note
    for wanted in (desk.view.list.search, desk.view.list.list, card.mark_all, card.files.pick):
        assert wanted in stops
    for line in card.evidence.lines:
        assert line.marks in stops
