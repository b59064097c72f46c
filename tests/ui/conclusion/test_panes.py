"""The leader's screen on a small laptop with the largest text: panes fold, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from app.ui.conclusion.view_matrix import shown_columns
from app.ui.widgets import Elided

Opener = Callable[[str], Any]
SIZES = [(910, 512), (1062, 600), (1180, 640), (1366, 768), (1920, 1080)]


def cut_off(screen: Any) -> list[str]:
    """What is wider than the room it has, or scrolls sideways."""
    found = []
    for area in screen.findChildren(QAbstractScrollArea):
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0:
            found.append(f"{type(area).__name__} scrolls sideways")
        if area.isVisible() and isinstance(area, QScrollArea):
            inner = area.widget()
            assert inner is not None
            wide = inner.minimumSizeHint().width()
            if wide > area.viewport().width():
                found.append(f"{type(area).__name__} needs {wide}, has {area.viewport().width()}")
    for label in screen.findChildren(QLabel):
        short = not label.wordWrap() and label.width() < label.sizeHint().width()
        if label.isVisible() and short and not isinstance(label, Elided):
            found.append(f"{label.text()} is cut off")
    buttons = [each for each in screen.findChildren(QAbstractButton) if each.isVisible() and each.text()]
    cut = (each for each in buttons if each.width() < each.sizeHint().width())
    return found + [f"{each.text()} is cut off" for each in cut]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("stage", ["collected", "ruled"])
def test_nothing_is_cut_off(stand: Opener, qtbot: QtBot, stage: str, size: tuple[int, int]) -> None:
    here = stand(stage)
    screen = here.go("conclusion")
    here.window.resize(*size)
    for page in ("criterion", "opinions", "protocol", "statement"):
        screen.turn_to(page)
        qtbot.waitUntil(lambda: cut_off(screen) == [])  # a busy machine lays out later
    screen.turn_to("criterion")
    for group in screen.presenter.state.groups:
        for row in group.rows:
            screen.do(lambda cid=row.id: screen.presenter.show_criterion(cid))
            qtbot.waitUntil(lambda: cut_off(screen) == [])
    assert here.window.size().toTuple() == size


def test_a_folded_result_still_says_the_total_and_opens_at_a_press(stand: Opener, qtbot: QtBot) -> None:
    here = stand("ruled")
    screen = here.go("conclusion")
    here.window.resize(910, 512)
    QApplication.processEvents()
    strip = screen.panes.result_strip
    assert strip.isVisible()
    assert strip.total.text() == screen.result.total.text()
    strip.open.click()
    assert screen.result.isVisible()
    assert not strip.isVisible()
    assert cut_off(screen) == []


def test_the_experts_have_columns_where_their_titles_keep_room() -> None:
    assert shown_columns(408, 3) == 3
    assert shown_columns(312, 3) == 0
    assert shown_columns(408, 5) == 0


def test_folded_panes_keep_the_pages_what_is_lacking_and_the_freezing(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    here.window.resize(880, 512)
    QApplication.processEvents()
    strip, state = screen.strip, screen.presenter.state.result
    assert screen.pages.isVisible()
    assert strip.isVisible()
    assert strip.wanting.text() == f"还缺 {len(state.blocked)}"
    assert strip.preview.isVisible()
    assert strip.freeze.isVisible()
    assert not strip.freeze.isEnabled()
    for page, button in screen.pages.pages.items():
        button.click()
        assert screen.presenter.state.page == page
        assert button.isChecked()
        assert cut_off(screen) == []
    strip.wanting.click()
    assert screen.result.isVisible()


def test_the_freezing_can_be_asked_for_from_the_strip(
    stand: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = stand("ruled")
    screen = here.go("conclusion")
    here.window.resize(910, 512)
    QApplication.processEvents()
    asked: list[str] = []

    def ask(_at: object, _told: str, act: str, **_named: object) -> str:
        asked.append(act)
        return ""

    monkeypatch.setattr("app.ui.conclusion.view.freezing_agreed", ask)
    assert not screen.strip.wanting.isVisible()
    screen.strip.freeze.click()
    assert asked == ["确认并定稿"]
