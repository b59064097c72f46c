"""The sample in a folder of its own: nothing of it among the real data, and begun anew at will."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.models import tables
from app.services.sample.samples import SampleFolder
from app.services.workspace import Workspace
from app.signing import vault
from tests.ui.conftest import Stand

PIN = "246810"


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


def rows(workspace: Workspace) -> int:
    """Everything that a folder knows of people, bureaus, tasks and visits."""
    kept = (tables.people, tables.trusts, tables.tasks, tables.visits, tables.streams, tables.received)
    with workspace.store.look() as view:
        return sum(view.count(table) for table in kept)


def played(stand: Callable[[str], Stand], bot: QtBot) -> tuple[Stand, Workspace]:
    """The sample is open over an empty folder; the real workspace behind it."""
    here = stand("empty")
    real = here.workspace
    here.screen.sample_button.click()
    here.settle(bot)
    assert here.workspace is not real
    return here, real


def test_the_sample_leaves_nothing_among_the_real_data(stand: Callable[[str], Stand], qtbot: QtBot) -> None:
    here, real = played(stand, qtbot)
    assert here.window.header.sample.isVisible()
    assert [card.tile.sample for card in here.screen.cards] == [True]
    assert not here.screen.import_button.isVisible()
    assert rows(here.workspace) > 5
    assert rows(real) == 0
    qtbot.keyClick(here.screen.leave_button, Qt.Key.Key_Space)
    assert here.workspace is real
    assert not here.window.header.sample.isVisible()
    assert [step.done for step in here.screen.presenter.state().steps] == [False] * 3, (
        "the first steps are there"
    )
    assert here.window.header.person.text() == "尚无身份"
    assert rows(real) == 0


def test_it_goes_on_where_it_was_and_can_begin_anew(
    stand: Callable[[str], Stand], qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here, _real = played(stand, qtbot)
    here.visit = here.workspace.shelf.all()[0].id
    me = here.workspace.people.current
    assert me is not None
    here.workspace.sheets.open(here.visit, me.id).note("1.1", "played")
    here.screen.leave_button.click()
    here.screen.sample_button.click()
    here.settle(qtbot)
    assert here.workspace.sheets.open(here.visit, me.id).notes == {"1.1": "played"}
    answering(lambda dialog: dialog.reject())
    here.screen.reset_button.click()
    assert here.workspace.sheets.open(here.visit, me.id).notes == {"1.1": "played"}
    answering(lambda dialog: dialog.accept())
    here.screen.reset_button.click()
    here.settle(qtbot)
    assert here.window.header.sample.isVisible()
    (visit,) = here.workspace.shelf.all()
    assert visit.id != here.visit


def test_real_files_are_not_taken_into_the_sample(
    stand: Callable[[str], Stand], qtbot: QtBot, tmp_path: Path
) -> None:
    here, _real = played(stand, qtbot)
    before = rows(here.workspace)
    for name in ("a.xptask", "b.xptrust"):
        (tmp_path / name).write_bytes(b"x")
        here.window.files_given.emit((tmp_path / name,))
        here.settle(qtbot)
        assert "没有收取" in here.notices[-1].title
    assert rows(here.workspace) == before
    assert here.window.route.screen == "home"


def test_the_next_start_is_at_the_real_place(stand: Callable[[str], Stand], qtbot: QtBot) -> None:
    here, _real = played(stand, qtbot)
    here.visit = here.workspace.shelf.all()[0].id
    here.go("people")
    assert here.room.settings.now.screen == "home"
    assert here.room.settings.now.visit == ""


def test_the_real_window_works_as_before_after_the_sample(
    stand: Callable[[str], Stand], qtbot: QtBot
) -> None:
    here, real = played(stand, qtbot)
    for _ in range(2):
        here.screen.leave_button.click()
        here.screen.sample_button.click()
        here.settle(qtbot)
    here.screen.leave_button.click()
    assert here.workspace is real
    told: list[Any] = []
    here.room.troubles.noticed.connect(told.append)
    here.window.files_given.emit((Path("nowhere.xptask"),))
    here.settle(qtbot)
    assert len(told) == 1, "one answer, whatever was played"
    here.window.header.people_wanted.emit()
    assert here.window.route.screen == "people"
    assert here.screen.presenter.state.people == ()


def test_the_lock_covers_the_sample_too_and_leads_back(stand: Callable[[str], Stand], qtbot: QtBot) -> None:
    here = stand("empty")
    people = here.workspace.people
    for name in ("专家戊（示例）", "专家己（示例）"):
        people.lock.take_code(people.create(name, "示例单位", PIN if "戊" in name else "135790").id)
    here.screen.sample_button.click()
    here.settle(qtbot)
    guard = here.room.guard
    assert guard is not None
    guard.lock()
    assert guard.page is not None
    qtbot.waitUntil(guard.page.form.pin.hasFocus)
    qtbot.keyClicks(guard.page.form.pin, "135790")
    qtbot.keyClick(guard.page.form.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not guard.locked, timeout=20_000)
    assert here.window.header.sample.isVisible()
    here.screen.leave_button.click()
    assert here.workspace.people.current.name == "专家己（示例）"  # type: ignore[union-attr]
    assert here.window.header.person.text() == "身份：专家己（示例）"


def test_a_pin_that_was_set_in_the_sample_locks_nobody_out(tmp_path: Path) -> None:
    from app.bootstrap import open_workspace

    folder = SampleFolder(tmp_path, open_workspace)
    workspace = folder.open()
    workspace.people.create("专家戊（示例）", "示例单位", PIN)
    workspace.close()
    again = folder.open()
    assert again.shelf.all()
    assert not again.people.lock.locked
    again.close()
