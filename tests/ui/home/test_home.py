"""The first screen over real services: what it shows, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.ui.home.tiles import TileStanding, span
from app.ui.home.tiles import tile as tile_of

Opener = Callable[[str], Any]


def test_an_empty_program_says_what_to_do_first(stand: Opener) -> None:
    here = stand("empty")
    state = here.screen.presenter.state()
    assert [step.deed for step in state.steps] == ["identity", "trust", "import"]
    assert [button.text() for button in here.screen.steps] == ["建立身份", "载入信任文件", "导入任务"]
    assert here.screen.steps[0].property("role") == "primary"


def test_the_sample_opens_in_the_background_and_is_marked(stand: Opener, qtbot: QtBot) -> None:
    here = stand("empty")
    here.screen.sample_button.click()
    assert not here.screen.isEnabled()
    here.settle(qtbot)
    (card,) = here.screen.cards
    assert card.tile.sample
    assert card.tile.progress == "已评 14 / 20"
    assert card.action.text() == "继续评分"
    assert here.screen.isEnabled()


def test_a_card_shows_where_the_visit_stands(stand: Opener) -> None:
    (card,) = stand("begun").screen.cards
    tile = card.tile
    assert tile.group == "today"
    assert "示例职业技术学院" in tile.title
    assert tile.facts.startswith("5 月 12 日")
    assert float(tile.current) <= float(tile.possible.split(" – ")[1])


def test_scoring_asks_for_the_statement_once_and_records_it(
    stand: Opener, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here = stand("begun")
    answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    here.screen.cards[0].action.click()
    assert here.window.route.screen == "home"
    assert not here.workspace.visits.card(here.visit).confirmed

    answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    here.screen.cards[0].action.click()
    assert here.window.route.screen == "desk"
    assert here.workspace.visits.card(here.visit).confirmed

    here.go("home").cards[0].action.click()
    assert here.window.route.screen == "desk"


def test_the_leader_is_led_from_stage_to_stage(stand: Opener) -> None:
    here = stand("begun")
    here.seat("leader")
    assert here.go("home").cards[0].action.text() == "收取评分表"
    assert here.screen.cards[0].tile.progress == "已收评分表 2 / 3"


@pytest.mark.parametrize(("stage", "label"), [("collected", "写结论"), ("signed", "导出")])
def test_the_leaders_next_step(stand: Opener, stage: str, label: str) -> None:
    here = stand(stage)
    assert here.screen.cards[0].action.text() == label


def test_a_refused_file_is_named_and_changes_nothing(
    stand: Opener, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = stand("begun")
    bad = tmp_path / "坏文件.xptask"
    bad.write_bytes(b"not a package")
    before = here.workspace.visits.list()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(bad)], ""))
    here.screen.import_button.click()
    here.settle(qtbot)
    assert here.workspace.visits.list() == before
    assert here.window.banner.isVisible()
    assert "没有收下 坏文件.xptask" in here.window.banner.message.text()
    assert "未作任何改动" in here.window.banner.more.text()


def test_a_dropped_file_is_taken_like_a_chosen_one(stand: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    here = stand("begun")
    package = here.workspace.tasks.package(here.visit)
    path = tmp_path / "任务.xptask"
    path.write_bytes(package)
    _drop(here.window, path)
    here.settle(qtbot)
    (notice,) = here.notices
    assert notice.tone == "good"


def test_other_files_are_not_welcome(stand: Opener, tmp_path: Path) -> None:
    here = stand("begun")
    path = tmp_path / "照片.jpg"
    path.write_bytes(b"x")
    _drop(here.window, path)
    assert not here.room.operations.busy
    assert here.notices == []


def _drop(window: Any, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_an_expert_hands_the_locked_sheet_over(
    stand: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = stand("collected")
    here.seat("expert-2")
    path = tmp_path / "乙.xpsheet"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    card = here.go("home").cards[0]
    assert card.action.text() == "导出评分表"
    card.action.click()
    assert path.stat().st_size > 0
    assert here.notices[-1].tone == "good"


def test_a_stranger_is_led_to_the_identities(stand: Opener) -> None:
    card = stand("begun").workspace.visits.list()[0]
    tile = tile_of(TileStanding(replace(card, me=None)), date(2025, 5, 12))
    assert (tile.action.deed, tile.more) == ("join", ())


@pytest.mark.parametrize(
    ("first", "last", "spoken"),
    [
        ("2025-05-12", "2025-05-12", "5 月 12 日"),
        ("2025-05-12", "2025-05-14", "5 月 12 日至 14 日"),
        ("2025-05-30", "2025-06-02", "5 月 30 日至 6 月 2 日"),
    ],
)
def test_dates_are_spoken(first: str, last: str, spoken: str) -> None:
    assert span(first, last) == spoken
