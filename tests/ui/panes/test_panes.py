"""Folding the desk's panes: the arithmetic, and the real window by keys, handle and for want of room."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from app.ui.desk import DeskPresenter, DeskView
from app.ui.panes.view import Panes
from app.ui.panes.widths import Measures, Wish, alone, fitted, toggled
from app.ui.session.view_desk import PaneMemory
from app.ui.shell.settings import SettingsFile
from tests.ui.desk.sitting import CTRL, SHIFT, Sitting
from tests.ui.desk.visits import Prepared

LEAST = Measures(280, 480, 300, 48, 72, 24)
WISHES = st.builds(
    Wish,
    st.integers(0, 1500),
    st.integers(0, 1500),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["list", "result"]),
)


@given(st.integers(700, 4000), WISHES)
def test_the_panes_fill_the_room_and_the_card_is_never_squeezed(room: int, wish: Wish) -> None:
    fit = fitted(room, wish, LEAST)
    assert fit.list + fit.card + fit.result + LEAST.handles == room
    assert fit.card >= LEAST.card
    assert not (fit.list_open and not wish.list_open)
    assert not (fit.result_open and not wish.result_open)
    assert fit.list == LEAST.list_strip if not fit.list_open else fit.list >= LEAST.list


@given(st.integers(1084, 4000))
def test_with_room_for_all_three_none_folds(room: int) -> None:
    fit = fitted(room, Wish(), LEAST)
    assert fit.list_open
    assert fit.result_open


def test_where_room_is_short_the_one_opened_last_stays() -> None:
    wish = Wish()
    assert (fitted(910, wish, LEAST).list_open, fitted(910, wish, LEAST).result_open) == (True, False)
    wish = toggled(wish, "result", shown=False)
    assert (fitted(910, wish, LEAST).list_open, fitted(910, wish, LEAST).result_open) == (False, True)
    wish = toggled(wish, "result", shown=True)
    assert (fitted(910, wish, LEAST).list_open, fitted(910, wish, LEAST).result_open) == (True, False)


def test_the_card_alone_and_back() -> None:
    folded = alone(Wish(), on=True)
    assert not folded.list_open
    assert not folded.result_open
    assert alone(folded, on=False).list_open


def sides_open(panes: Panes) -> tuple[bool, bool]:
    """Whether the left and the right pane stand open now."""
    return panes.left.opened, panes.right.opened


def test_keys_fold_and_unfold_and_the_focus_stays_somewhere(desk: Sitting) -> None:
    panes = desk.view.panes
    desk.press(Qt.Key.Key_F, CTRL)
    assert desk.view.list.search.hasFocus()
    desk.press(Qt.Key.Key_1, CTRL)
    assert sides_open(panes)[0] is False
    assert desk.field == "dedicated_body"
    desk.press(Qt.Key.Key_3, CTRL)
    assert sides_open(panes)[1] is False
    assert panes.result_strip.isVisible()
    desk.press(Qt.Key.Key_2, CTRL)
    assert sides_open(panes) == (True, True)
    desk.press(Qt.Key.Key_2, CTRL)
    assert sides_open(panes) == (False, False)


def test_f6_goes_round_the_panes_folded_or_not(desk: Sitting) -> None:
    panes = desk.view.panes
    desk.qtbot.waitUntil(lambda: desk.field == "dedicated_body")
    desk.press(Qt.Key.Key_F6)
    assert desk.view.result.isAncestorOf(desk.focus)
    desk.press(Qt.Key.Key_F6)
    assert desk.view.list.list.hasFocus()
    desk.press(Qt.Key.Key_F6)
    assert desk.view.card.isAncestorOf(desk.focus)
    desk.press(Qt.Key.Key_1, CTRL)
    desk.press(Qt.Key.Key_F6, SHIFT)
    assert panes.left.strip.open.hasFocus()
    desk.press(Qt.Key.Key_Space)
    assert sides_open(panes)[0] is True


def test_the_handles_arrow_folds_and_a_drag_is_no_press(desk: Sitting) -> None:
    panes = desk.view.panes
    handle = panes.handle(1)
    middle = QPoint(handle.width() // 2, handle.height() // 2)
    desk.qtbot.mouseClick(handle, Qt.MouseButton.LeftButton, pos=middle)
    assert sides_open(panes)[0] is False
    desk.qtbot.mouseClick(handle, Qt.MouseButton.LeftButton, pos=middle)
    assert sides_open(panes)[0] is True
    desk.qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    desk.qtbot.mouseMove(handle, QPoint(60, middle.y()))
    desk.qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(60, middle.y()))
    assert sides_open(panes)[0] is True


def test_a_narrow_window_keeps_the_total_in_sight_and_it_opens(desk: Sitting) -> None:
    desk.view.resize(910, 480)
    panes = desk.view.panes
    assert sides_open(panes) == (True, False)
    desk.qtbot.waitUntil(lambda: desk.field == "dedicated_body")
    desk.type("1")
    assert panes.result_strip.total.text() == "2"
    panes.result_strip.open.click()
    assert sides_open(panes) == (False, True)
    desk.view.resize(1366, 768)
    assert sides_open(panes) == (True, True)


def test_nothing_is_cut_off_in_the_narrow_window(desk: Sitting) -> None:
    desk.view.resize(910, 480)
    desk.view.wants.opened.emit("8.1")
    desk.view.wants.typed.emit("part_time_share", "43/50")
    desk.view.wants.typed.emit("deduction", "2.3")
    for cid in ("8.1", "4.2", "5.1", "7.1", "10.1", "9.1", "8.2", "13.2"):
        desk.view.wants.opened.emit(cid)
        QApplication.processEvents()
        for area in desk.view.card.findChildren(QScrollArea):
            inner = area.widget()
            assert inner is not None
            assert inner.minimumSizeHint().width() <= area.viewport().width(), cid


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile.read(tmp_path / "window.json")


def opened(qtbot: QtBot, visit: Prepared, settings: SettingsFile) -> DeskView:
    presenter = DeskPresenter(visit.workspace, visit.visit, visit.person)
    view = DeskView(presenter, PaneMemory(settings))
    qtbot.addWidget(view)
    view.resize(1366, 768)
    view.show()
    return view


def test_a_device_remembers_its_panes(
    dressed: QApplication, qtbot: QtBot, visit: Prepared, settings: SettingsFile
) -> None:
    view = opened(qtbot, visit, settings)
    view.panes.toggle("result")
    view.panes.setSizes([340, 900, 72])
    view.panes.splitterMoved.emit(340, 1)
    qtbot.waitUntil(lambda: SettingsFile.read(settings.path).now.list_width == 340)
    again = opened(qtbot, visit, SettingsFile.read(settings.path))
    assert not again.panes.right.opened
    assert again.panes.sizes()[0] == 340


def test_what_can_be_done_stays_at_hand_where_the_result_is_folded(desk: Sitting) -> None:
    desk.view.resize(880, 512)
    QApplication.processEvents()
    strip = desk.view.strip
    assert strip.isVisible()
    for deed in (strip.deeds.check, strip.deeds.supplements, strip.deeds.lock):
        assert deed.isVisible()
        assert strip.rect().contains(deed.mapTo(strip, deed.rect().bottomRight()))
        assert deed.width() >= deed.minimumSizeHint().width()
    assert str(len(desk.view.presenter.state.result.open)) in strip.left.text()
    low, high = desk.view.presenter.state.result.possible.split("–")
    assert low in strip.possible.text()
    assert high in strip.possible.text()
    opened: list[object] = []
    desk.view.wants.locking.connect(lambda: opened.append(1))
    strip.deeds.lock.click()
    assert opened
