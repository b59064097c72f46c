"""Trying a scheme out in the window: from the menu to a desk, and back without a trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.store.schemes import SchemeLibrary
from app.ui import theme
from app.ui.session.view_trial import TrialScreen
from app.ui.trying.view_choice import ChoiceDialog
from tests.ui.conftest import Stand

Answering = Callable[[Callable[[Any], None]], None]


def chosen(dialog: ChoiceDialog, scheme_id: str) -> None:
    ids = [scheme for scheme, _ in dialog.presenter.state.schemes]
    dialog.list.setCurrentRow(ids.index(scheme_id))


def test_a_shipped_scheme_is_tried_and_leaves_no_trace(
    stand: Callable[[str], Stand], answering: Answering
) -> None:
    room = stand("begun")

    def answer(dialog: Any) -> None:
        assert dialog.act.isEnabled() == bool(dialog.told.text())
        heights = {
            dialog.list.visualItemRect(dialog.list.item(n)).height() for n in range(dialog.list.count())
        }
        assert min(heights) >= theme.ROW
        chosen(dialog, "hubei-base-midterm")
        dialog.choices["level"].segment("provincial").click()
        dialog.act.click()

    answering(answer)
    room.window.header.trial_wanted.emit()
    screen = room.screen
    assert isinstance(screen, TrialScreen)
    trial = screen._trial
    assert trial is not None
    folder = Path(trial.folder.name)
    assert trial.workspace.visits.get(trial.visit_id).profile == {"level": "provincial"}
    assert screen.desk.result.deeds.lock.isHidden()
    before = screen.desk.presenter.state.result.open
    screen.desk.presenter.go("21.1")
    screen.desk.show_state(screen.desk.presenter.do(screen.desk.presenter.writing.record, "fraud", "true"))
    assert screen.desk.presenter.state.result.open != before  # begun, if not whole
    screen.desk.left.emit()
    assert not folder.exists()
    assert [card.id for card in room.workspace.visits.list()] == [room.visit]


def test_a_file_of_ones_own_is_tried(
    stand: Callable[[str], Stand], answering: Answering, tmp_path: Path
) -> None:
    room = stand("empty")
    bad, good = tmp_path / "草稿.yaml", tmp_path / "我的.yaml"
    bad.write_text("id: x\n", encoding="utf-8")
    good.write_bytes(SchemeLibrary().source("shaoxing-base-enterprise"))

    def answer(dialog: Any) -> None:
        dialog.read(bad)
        assert dialog.fault.isVisible()
        assert not dialog.act.isEnabled()
        dialog.read(good)
        assert not dialog.fault.isVisible()
        assert "绍兴" in dialog.told.text()
        dialog.act.click()

    answering(answer)
    room.window.header.trial_wanted.emit()
    assert room.screen.desk.presenter.state.heading.startswith("试用：绍兴")


def test_closing_the_window_ends_a_trial(
    stand: Callable[[str], Stand], answering: Answering, qtbot: QtBot, dressed: QApplication
) -> None:
    room = stand("empty")

    def answer(dialog: Any) -> None:
        chosen(dialog, "hubei-effect")
        dialog.act.click()

    answering(answer)
    room.window.header.trial_wanted.emit()
    folder = Path(room.screen._trial.folder.name)
    assert folder.exists()
    room.window.close()
    assert not folder.exists()
