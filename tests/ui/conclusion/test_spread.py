"""The experts' points on a line: what spreads too far lies outside of the band, in words, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

Opener = Callable[[str], Any]


def _whole(sides: Any) -> Callable[[], bool]:
    return lambda: sides.height() >= sides.heightForWidth(sides.width())


@pytest.fixture
def screen(stand: Opener) -> Any:
    return stand("collected").go("conclusion")


def test_a_wide_spread_lies_outside_of_the_band(screen: Any) -> None:
    screen.do(lambda: screen.presenter.show_criterion("13.1"))
    spread = screen.presenter.state.criterion.spread
    assert [points for _, points in spread.points] == [500, 200, 500]
    assert (spread.low, spread.high) == (250, 450), "0.4 of 5 points, about the middle"
    plot = screen.criterion.spread.plot
    assert plot.accessibleName() == spread.told
    assert "相差 3 分，允许 2 分" in spread.told
    assert plot.height() > 0
    assert spread.leaning.startswith("整张表")
    for name in ("专家甲", "专家乙", "专家丙"):
        assert name in spread.leaning


def test_what_agrees_lies_inside(screen: Any) -> None:
    screen.do(lambda: screen.presenter.show_criterion("3.1"))
    spread = screen.presenter.state.criterion.spread
    assert all(spread.low <= points <= spread.high for _, points in spread.points)


def test_nothing_is_drawn_while_the_sheets_are_closed(stand: Opener) -> None:
    here = stand("begun")
    here.seat("leader")
    screen = here.go("conclusion")
    assert screen.presenter.state.criterion.spread is None
    assert not screen.criterion.spread.isVisible()


def test_the_table_below_is_never_squeezed(screen: Any, qtbot: QtBot) -> None:
    for criterion in ("13.1", "15.2", "3.1"):
        screen.do(lambda one=criterion: screen.presenter.show_criterion(one))
        sides = screen.criterion.sides
        qtbot.waitUntil(_whole(sides))
