"""Locking on the leader's laptop signs the own sheet beside the window; opening the desk makes up for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.common.errors import EnvironmentTrouble
from app.services.sample.content import load_sample
from app.services.sample.samples import record_findings
from app.ui.shell.presenter import HOME


@pytest.fixture
def full(stand: Callable[[str], Any], qtbot: QtBot) -> Any:
    """The sample's own sheet, complete and not locked."""
    here, sample = stand("begun"), load_sample()
    key = sample.window.person
    desk = here.workspace.sheets.open(here.visit, here.people[key])
    desk.confirm_recusal()
    record_findings(desk, {cid: sample.findings_of(key)[cid] for cid in sample.window.left_open})
    here.seat(key)
    here.go("desk")
    here.settle(qtbot)
    here.who = here.people[key]
    return here


def kept(here: Any) -> bool:
    return here.workspace._sheet_files.kept(here.visit, here.who) is not None


def lock(here: Any) -> None:
    here.screen.desk.wants.locking.emit()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    dialog.accept()


def test_locking_signs_the_sheet(full: Any, qtbot: QtBot) -> None:
    assert not kept(full)
    lock(full)
    full.settle(qtbot)
    assert kept(full)


def test_what_failed_at_locking_is_signed_when_the_desk_is_next_opened(
    full: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise EnvironmentTrouble("磁盘空间不足。")

    monkeypatch.setattr(type(full.workspace._sheet_files), "keep", full_disk)
    lock(full)
    full.settle(qtbot)
    assert not kept(full)
    assert full.screen.desk.presenter.state.result.locked, "locked all the same, and nobody is bothered"
    assert not [notice for notice in full.notices if notice.tone == "bad"]
    monkeypatch.undo()
    full.window.go(HOME)
    full.go("desk")
    full.settle(qtbot)
    assert kept(full)
