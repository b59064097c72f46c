from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.scoring.model.kinds import POINTS
from app.ui.tour.stops import STOPS, Part, begun, moved
from app.ui.tour.view_tour import beside
from tests.ui.conftest import Stand

Opens = Callable[[str], Stand]


def toured(stand: Stand, bot: QtBot) -> Stand:
    """The sample's desk with the tour begun from the offer."""
    stand.go("desk")
    bot.mouseClick(stand.screen.offer.begin, Qt.MouseButton.LeftButton)
    assert stand.screen.tour is not None
    return stand


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def test_every_part_has_one_stop_and_the_desk_has_every_part(stand: Opens) -> None:
    assert [stop.part for stop in STOPS] == list(get_args(Part))
    desk = stand("begun").go("desk").desk
    assert set(desk.parts()) == set(get_args(Part))


def test_the_tour_stops_only_where_there_is_something_and_stays_between_its_ends() -> None:
    assert begun((), POINTS) is None
    state = begun({"list", "result"}, POINTS)
    assert state is not None
    assert [stop.part for stop in state.stops] == ["list", "result"]
    assert moved(state, -3).first
    assert moved(state, 9).last
    assert moved(state, 1).told == "2 / 2"


def test_it_is_offered_once_and_takes_no_focus(stand: Opens, qtbot: QtBot) -> None:
    here = stand("begun")
    screen = here.go("desk")
    assert screen.offer.isVisible()
    qtbot.waitUntil(lambda: screen.desk.isAncestorOf(QApplication.focusWidget() or screen.offer))
    qtbot.mouseClick(screen.offer.away, Qt.MouseButton.LeftButton)
    assert not screen.offer.isVisible()
    assert screen.desk.isAncestorOf(QApplication.focusWidget() or screen.offer)
    assert not here.go("desk").offer.isVisible()
    assert here.room.settings.read(here.room.settings.path).now.toured


def test_a_visit_that_is_no_sample_is_not_offered_a_tour(
    stand: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    here = stand("begun")
    real = replace(here.workspace.visits.get(here.visit), sample=False)
    monkeypatch.setattr(here.workspace.visits, "get", lambda _: real)
    assert not here.go("desk").offer.isVisible()


def test_keys_lead_through_to_the_end_and_the_focus_comes_back(stand: Opens, qtbot: QtBot) -> None:
    here = toured(stand("begun"), qtbot)
    tour = here.screen.tour
    seen = []
    for _ in range(len(STOPS)):
        seen.append(tour.state.stop.part)
        assert tour.rect().contains(tour.card.geometry())
        assert not tour.lit.isEmpty()
        press(Qt.Key.Key_Return)
    assert seen == [stop.part for stop in STOPS]
    assert here.screen.tour is None
    assert here.screen.desk.isAncestorOf(QApplication.focusWidget())


def test_arrows_turn_and_escape_leaves_the_tour_but_not_the_desk(stand: Opens, qtbot: QtBot) -> None:
    here = toured(stand("begun"), qtbot)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Left)
    assert here.screen.tour.state.told == f"2 / {len(STOPS)}"
    press(Qt.Key.Key_Escape)
    assert here.screen.tour is None
    assert here.window.route.screen == "desk"


def test_what_is_lit_can_be_used_and_is_stored(stand: Opens, qtbot: QtBot) -> None:
    here = toured(stand("begun"), qtbot)
    while here.screen.tour.state.stop.part != "fields":
        press(Qt.Key.Key_Return)
    QTest.qWait(20)
    desk, tour = here.screen.desk, here.screen.tour
    segments = next(iter(desk.card.form.lines.values())).editor.segments
    at = tour.mapFromGlobal(segments.mapToGlobal(QPoint(30, segments.height() // 2)))
    assert not tour.mask().contains(at), "the dimming has no hole over the field"
    QTest.mouseClick(
        here.window.windowHandle(),
        Qt.MouseButton.LeftButton,
        pos=segments.mapTo(here.window, QPoint(30, segments.height() // 2)),
    )
    card = desk.presenter.state.card
    assert here.screen.tour is tour
    assert card.score == card.max
    press(Qt.Key.Key_Escape)  # in the field now: the tour goes first, the desk stays
    assert here.screen.tour is None
    assert here.window.route.screen == "desk"


def test_it_keeps_covering_a_window_that_changes_its_size(stand: Opens, qtbot: QtBot) -> None:
    here = toured(stand("begun"), qtbot)
    here.window.resize(1600, 900)
    qtbot.waitUntil(lambda: here.screen.tour.size() == here.screen.size())
    qtbot.waitUntil(lambda: here.screen.tour.rect().contains(here.screen.tour.card.geometry()))


def test_the_list_of_keys_leads_to_the_tour(stand: Opens, qtbot: QtBot) -> None:
    here = stand("begun")
    desk = here.go("desk").desk
    qtbot.waitUntil(lambda: desk.isAncestorOf(QApplication.focusWidget() or here.window))
    press(Qt.Key.Key_F1)
    dialog: Any = QApplication.activeModalWidget()
    qtbot.mouseClick(dialog.tour, Qt.MouseButton.LeftButton)
    assert here.screen.tour is not None
    assert here.screen.tour.isVisible()


@pytest.mark.parametrize(
    "lit",
    [QRect(0, 60, 300, 700), QRect(1100, 60, 260, 600), QRect(300, 80, 760, 120), QRect(300, 600, 760, 150)],
)
def test_the_card_stands_beside_what_it_speaks_of(lit: QRect) -> None:
    card, room = QSize(400, 180), QSize(1366, 768)
    found = QRect(beside(lit, card, room), card)
    assert QRect(QPoint(), room).contains(found)
    assert not found.intersects(lit)


def test_where_nothing_fits_the_card_is_still_inside() -> None:
    found = QRect(beside(QRect(0, 0, 600, 400), QSize(400, 180), QSize(600, 400)), QSize(400, 180))
    assert QRect(0, 0, 600, 400).contains(found)
