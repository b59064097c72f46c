"""Where times do not fit the leader can note how wrong the clock is, and the text is dated by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.common.clock import moment_of
from app.ui.conclusion.view_clock import ClockDialog, FreezeDialog

Opener = Callable[[str], Any]


def test_the_clock_is_corrected_on_the_way_to_freezing(
    stand: Opener, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here = stand("ruled")
    clock = here.room.session.stage.clock
    clock.moment -= timedelta(hours=9)  # and the sheets' times lie ahead of it
    screen = here.go("conclusion")
    seen: list[str] = []

    def agree(dialog: FreezeDialog) -> None:
        seen.append("已登记")
        assert dialog.correct.isVisible()
        dialog.act.click()

    def note(dialog: ClockDialog) -> None:
        assert not dialog.act.isEnabled()
        dialog.side.chosen.emit("-1")
        qtbot.keyClicks(dialog.hours.edit, "9")
        dialog.reason.setText("与组员手机的时间核对（示例）")
        assert dialog.given == (-540, "与组员手机的时间核对（示例）")
        answering(agree)
        dialog.act.click()

    def doubt(dialog: FreezeDialog) -> None:
        answering(note)
        dialog.correct.click()

    answering(doubt)
    screen.freeze()
    here.settle(qtbot)
    assert seen == ["已登记"]
    assert screen.presenter.state.result.frozen
    report = here.workspace.verdicts.report(here.visit)
    facts = here.workspace.panels.open(here.visit).facts
    assert report.frozen_at == moment_of(facts.frozen_at) + timedelta(hours=9)
    assert "慢 9 小时" in report.clock_note


def test_where_all_times_fit_nothing_of_it_is_asked(
    stand: Opener, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here = stand("ruled")
    screen = here.go("conclusion")
    shown: list[bool] = []

    def look(dialog: FreezeDialog) -> None:
        shown.append(dialog.correct.isVisible())
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    answering(look)
    screen.freeze()
    assert shown == [False]
    assert not screen.presenter.state.result.frozen
