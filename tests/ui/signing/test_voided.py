"""After a thaw, through the real window: what is void says so, its page is asked about, haste is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.models import tables
from app.services.store.rounds import Statement
from app.ui.shell.view_dialogs import AskDialog
from tests.ui.conftest import Stand

Opened = Callable[[str], Stand]
WHO = "expert-2"


def picture(folder: Path, name: str, colour: str) -> Path:
    path = folder / name
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(colour)
    image.save(str(path))
    return path


def penned(here: Stand, qtbot: QtBot, page: Path) -> None:
    """WHO's keys are not here; the answer is on record, and a pen signature."""
    if here.people[WHO] in {person.id for person in here.workspace.people.list()}:
        with here.workspace.store.write() as unit:
            unit.remove(tables.people, {"id": here.people[WHO]})
    here.workspace.verdicts.freeze(here.visit, knowingly=True)
    here.workspace.panels.open(here.visit).set_statement(Statement("无异议（示例）。", True, "示例负责人"))
    here.workspace.verdicts.issue(here.visit, knowingly=True)
    here.go("signing")
    slot = next(each for each in here.screen.presenter.state.slots if each.person_id == here.people[WHO])
    here.screen.pens.look(slot, page, "没有带电脑（示例）")
    here.settle(qtbot)


def pens(here: Stand) -> int:
    return len(here.workspace.panels.open(here.visit).facts.pens)


def test_what_is_void_is_told_and_the_same_photo_asked_about(
    stand: Opened, qtbot: QtBot, tmp_path: Path, answering: Callable[..., None]
) -> None:
    here = stand("ruled")
    page = picture(tmp_path, "签名页.png", "white")
    penned(here, qtbot, page)
    qtbot.waitUntil(lambda: pens(here) == 1, timeout=10_000)

    here.workspace.verdicts.thaw(here.visit, "裁定有误（示例）")
    here.go("conclusion")
    assert "单位表态" in here.screen.left.happened.text()
    assert "已作废" in here.screen.left.happened.text()

    asked: list[str] = []

    def refuse(dialog: AskDialog) -> None:
        asked.append(dialog.windowTitle())
        dialog.reject()

    answering(refuse)
    penned(here, qtbot, page)
    assert "已作废" in here.screen.round.happened.text()
    qtbot.waitUntil(lambda: bool(asked), timeout=10_000)
    here.settle(qtbot)
    assert asked == ["与撤回定稿前的照片相同"]
    assert pens(here) == 0

    answering(lambda dialog: dialog.accept())
    slot = next(each for each in here.screen.presenter.state.slots if each.person_id == here.people[WHO])
    here.screen.pens.look(slot, page, "没有带电脑（示例）")
    qtbot.waitUntil(lambda: pens(here) == 1, timeout=10_000)
    here.settle(qtbot)


def test_issuing_before_the_answer_is_told_before_it_is_done(
    stand: Opened, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here = stand("ruled")
    here.workspace.verdicts.freeze(here.visit, knowingly=True)
    here.go("signing")
    here.settle(qtbot)
    told: list[str] = []

    def read(dialog: Any) -> None:
        told.extend(label.text() for label in dialog.findChildren(type(here.screen.round.guidance)))
        dialog.reject()

    answering(read)
    here.screen.round.slots[here.people["expert-1"]].click()
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert any("单位还没有表态" in each for each in told)
    assert any("宣读结论" in each for each in told)
    assert not here.workspace.verdicts.status(here.visit).issued
