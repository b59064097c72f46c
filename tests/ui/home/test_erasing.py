"""Taking a visit off the device: offered on the first screen once the days are over, told on the people's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.services.packages.erasure import KEPT_DAYS
from app.ui.shell.presenter import PEOPLE, Route
from app.ui.shell.settings import SettingsFile
from tests.services.forger import sync_path, take
from tests.ui.home.test_delivery import Leader, drop, leader

__all__ = ["leader"]


def button(here: Leader, bot: QtBot) -> QPushButton | None:
    buttons = here.line(bot).findChildren(QPushButton)
    return next((each for each in buttons if "清除" in each.text()), None)


def test_a_delivered_visit_can_be_taken_off_after_the_days(
    leader: Callable[[str], Leader],
    qtbot: QtBot,
    answering: Callable[..., None],
) -> None:
    here = leader("exported")
    drop(here, here.receipt(take(here.chain, here.chain.office, sync_path(here.chain))), qtbot)
    assert button(here, qtbot) is None
    here.chain.wait((KEPT_DAYS + 1) * 24 * 3600)
    here.room.window.go(Route("home"))
    offered = button(here, qtbot)
    assert offered is not None

    def no(dialog: object) -> None:
        assert not dialog.act.isDefault()  # type: ignore[attr-defined]
        dialog.reject()  # type: ignore[attr-defined]

    answering(no)
    offered.click()
    assert button(here, qtbot) is offered
    answering(lambda dialog: qtbot.keyClick(dialog.act, Qt.Key.Key_Space))
    offered.click()
    qtbot.waitUntil(lambda: not here.room.operations.busy, timeout=20_000)
    screen = here.room.window.screen_shown
    assert screen is not None
    left = [one.tile.visit_id for one in (*screen.cards, *screen.rows)]  # type: ignore[attr-defined]
    assert here.chain.visit not in left
    assert here.notices[-1].tone == "good"
    here.room.window.go(PEOPLE)
    people = here.room.window.screen_shown
    (told,) = people.presenter.state.erased  # type: ignore[union-attr]
    assert "清除了一次考核" in told
    assert "收下" in told


@pytest.mark.parametrize("days", [0, KEPT_DAYS - 1])
def test_it_is_not_offered_before(
    leader: Callable[[str], Leader],
    qtbot: QtBot,
    days: int,
) -> None:
    here = leader("exported")
    drop(here, here.receipt(take(here.chain, here.chain.office, sync_path(here.chain))), qtbot)
    here.chain.wait(days * 24 * 3600)
    here.room.window.go(Route("home"))
    assert button(here, qtbot) is None


def test_the_days_are_settable_and_remembered(leader: Callable[[str], Leader], qtbot: QtBot) -> None:
    here = leader("exported")
    drop(here, here.receipt(take(here.chain, here.chain.office, sync_path(here.chain))), qtbot)
    here.chain.wait(16 * 24 * 3600)
    here.room.window.go(Route("home"))
    assert button(here, qtbot) is None
    choices = here.room.window.header.kept.actions()
    assert [each.text() for each in choices if each.isChecked()] == ["30 天"]
    choices[0].trigger()
    assert button(here, qtbot) is not None, "at once, on the screen that is shown"
    assert SettingsFile.read(here.room.settings.path).now.kept_days == 15
    choices[-1].trigger()
    assert button(here, qtbot) is None
    assert [each.text() for each in choices if each.isChecked()] == ["180 天"]


@pytest.mark.parametrize("damaged", [0, -1, 14, "30", True, None, 10**9])
def test_a_damaged_number_of_days_is_the_usual_one(tmp_path: Path, damaged: object) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"kept_days": damaged}), encoding="utf-8")
    assert SettingsFile.read(tmp_path / "settings.json").now.kept_days == KEPT_DAYS
