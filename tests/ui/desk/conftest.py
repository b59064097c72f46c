"""A desk to sit at: the real services below, the real widgets above."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.desk import DeskPresenter, DeskView
from tests.ui.desk.sitting import Sitting
from tests.ui.desk.visits import Prepared, prepared


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Prepared]:
    """The sample visit, nothing scored yet, three criteria another expert's."""
    ready = prepared(tmp_path / "data")
    yield ready
    ready.workspace.close()


@pytest.fixture
def presenter(visit: Prepared) -> DeskPresenter:
    """The presenter of expert 1."""
    return DeskPresenter(visit.workspace, visit.visit, visit.person)


@pytest.fixture
def desk(dressed: QApplication, qtbot: QtBot, visit: Prepared) -> Sitting:
    """The desk of expert 1 on a small laptop's screen, active, the focus in its first field."""
    view = DeskView(DeskPresenter(visit.workspace, visit.visit, visit.person))
    qtbot.addWidget(view)
    view.resize(1366, 768)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(lambda: view.isActiveWindow() and view.focusWidget() is not None)
    return Sitting(view, qtbot, visit)
