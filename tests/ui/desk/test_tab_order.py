"""Tab goes down the card, from fields to files, and a whole round misses nothing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.desk.sitting import ALT, SHIFT, Sitting


def a_round(desk: Sitting) -> list[QWidget]:
    """Where Tab stops until it is back where it began."""
    seen: list[QWidget] = [desk.focus]
    for _ in range(200):
        desk.press(Qt.Key.Key_Tab)
        if desk.focus is seen[0]:
            return seen
        seen.append(desk.focus)
    raise AssertionError("Tab never comes back")


@pytest.mark.parametrize("cid", ["1.1", "2.1", "3.1", "8.2"])
def test_tab_goes_down_the_card_as_the_eye_does(desk: Sitting, cid: str) -> None:
    desk.go(cid)
    card = desk.view.card
    desk.qtbot.waitUntil(lambda: all(line.isVisible() for line in card.evidence.lines))
    stops = a_round(desk)
    down = [stops.index(each) for each in card.stops() if each.isVisible() and each.isEnabled()]
    assert _wraps(down, len(stops))
    for wanted in (desk.view.list.search, desk.view.list.list, desk.view.result.deeds.lock, card.files.pick):
        assert wanted in stops


def _wraps(places: list[int], length: int) -> bool:
    """Whether places follow each other in a round that may begin in their middle."""
    return all((after - before) % length == 1 for before, after in pairwise(places))


def test_one_tab_leads_from_the_note_to_the_files(desk: Sitting, tmp_path: Path) -> None:
    desk.go("3.1")
    for name in ("名册.pdf", "台账.pdf"):
        paper = tmp_path / name
        paper.write_bytes(f"%PDF-1.4 {name}".encode())
        desk.view.wants.attached.emit([paper])
    card = desk.view.card
    desk.qtbot.waitUntil(lambda: len(card.files.tiles) == 2)
    for again in (False, True):
        if again:  # the tiles are newer than the rest of the card
            desk.go("4.1")
            desk.go("3.1")
            desk.qtbot.waitUntil(lambda: len(card.files.tiles) == 2)
        card.note.setFocus()
        desk.press(Qt.Key.Key_Tab)
        assert desk.focus is card.files.tiles[0]
        desk.press(Qt.Key.Key_Backtab, SHIFT)
        assert card.note.hasFocus()


def test_new_fields_and_papers_keep_their_places(desk: Sitting) -> None:
    desk.go("3.1")
    desk.type("186")  # brings the deduction and its reason
    desk.press(Qt.Key.Key_2, ALT)  # and a paper
    desk.qtbot.waitUntil(lambda: len(desk.view.card.papers.rows) == 1)
    stops = a_round(desk)
    card = desk.view.card
    places = [stops.index(each) for each in card.stops() if each.isVisible() and each.isEnabled()]
    assert len(places) > len(card.form.stops()) > 2
    assert _wraps(places, len(stops))
