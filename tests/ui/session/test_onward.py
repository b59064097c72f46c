"""Once a sheet is locked its desk offers what home would offer next; Esc closes a notice first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.services.sample.content import load_sample
from app.services.sample.samples import record_findings
from app.ui.desk import DeskView
from app.ui.shell.notice import Notice
from tests.ui.conftest import Stand

Opener = Callable[[str], Stand]


def finish(here: Stand, key: str) -> None:
    sample = load_sample()
    sheet = here.workspace.sheets.open(here.visit, here.people[key])
    sheet.confirm_recusal()
    findings = sample.findings_of(key)
    record_findings(sheet, {cid: findings[cid] for cid in sample.window.left_open})


def seated(here: Stand, bot: QtBot) -> DeskView:
    """The desk, once the keyboard is in it."""
    desk = here.go("desk").desk
    bot.waitUntil(lambda: desk.isAncestorOf(here.window.focusWidget() or here.window))
    assert isinstance(desk, DeskView)
    return desk


def test_an_expert_is_led_from_the_lock_to_the_file_for_the_leader(
    stand: Opener,
    qtbot: QtBot,
    answering: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    here = stand("begun")
    key = load_sample().window.person
    finish(here, key)
    desk = seated(here, qtbot)
    onward = desk.result.deeds.onward
    assert not onward.isVisible()
    answering(lambda dialog: dialog.act.click())
    qtbot.keyClick(here.window.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(onward.isVisible)
    here.settle(qtbot)
    assert onward.text() == "导出评分表"
    assert onward.hasFocus()
    written = tmp_path / "专家甲.xpsheet"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(written), ""))
    qtbot.keyClick(onward, Qt.Key.Key_Return)
    qtbot.waitUntil(written.exists)
    assert here.window.route.screen == "desk"


def test_a_locked_sheet_that_is_opened_again_still_leads_on(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    here.seat(load_sample().window.person)
    desk = here.go("desk").desk
    assert desk.presenter.state.result.locked
    assert desk.result.deeds.onward.isVisible()
    here.settle(qtbot)


def test_escape_closes_the_windows_notice_before_it_leaves_the_desk(stand: Opener, qtbot: QtBot) -> None:
    here = stand("begun")
    seated(here, qtbot)
    here.window.show_notice(Notice("attention", "没有收取。"))
    assert here.window.banner.isVisible()
    qtbot.keyClick(here.window.focusWidget(), Qt.Key.Key_Escape)
    assert here.window.route.screen == "desk"
    assert not here.window.banner.isVisible()
    qtbot.keyClick(here.window.focusWidget(), Qt.Key.Key_Escape)
    route = here.window.route
    assert route.screen == "home"


def test_escape_closes_the_notice_first_on_every_screen(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    here.go("conclusion")
    here.window.show_notice(Notice("attention", "没有收取。"))
    qtbot.keyClick(here.window, Qt.Key.Key_Escape)
    assert (here.window.route.screen, here.window.banner.isVisible()) == ("conclusion", False)
    qtbot.keyClick(here.window, Qt.Key.Key_Escape)
    route = here.window.route
    assert route.screen == "home"
    here.settle(qtbot)
