"""One's own facts go out from the real window and come in through it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.exchange.facts import read_facts
from app.exchange.package import read_package
from app.ui.desk.facts.view import FactsDialog
from tests.ui.conftest import Stand


def test_facts_are_exported_whole_and_taken_in_by_the_ordinary_way(
    stand: Callable[[str], Stand], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = stand("begun")
    here.seat("expert-1")
    desk = here.go("desk").desk
    path = tmp_path / "甲已核事实"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    desk.facts.button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FactsDialog)
    dialog.export.click()
    written = path.with_name("甲已核事实.xpfacts")
    assert dialog.told.text() == "已导出并核验：甲已核事实.xpfacts。请交给同组专家。"
    dialog.reject()

    people, tasks = here.workspace.people, here.workspace.tasks
    identity = people.keys(here.people["expert-2"]).identity
    with read_package(written, tasks.trust(here.visit), [identity]) as package:
        facts = read_facts(package, here.workspace.visits.scheme(here.visit))
    own = here.workspace.sheets.open(here.visit, here.people["expert-1"])
    assert facts.answers()["3.1"] == {"concurrent_trainees": own.answers["3.1"]["concurrent_trainees"]}

    here.window.files_given.emit([written])
    here.settle(qtbot)
    assert here.notices[-1].title.startswith("已收取")
    here.window.files_given.emit([written])
    here.settle(qtbot)
    assert "没有变化" in here.notices[-1].title
