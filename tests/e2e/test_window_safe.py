"""A laptop dies in the middle of a visit: by real keys at two windows, from the first figure to the lock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.services.safe.places import BEFORE, ROOM
from tests.e2e.driving import CTRL, Person, Seats, workspace_of
from tests.e2e.officer import Bureau
from tests.e2e.test_window_people import EXPERT, LEADER, PINS, Files, enrol, sit_down, take, trust

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def seats(qapp: QApplication) -> Iterator[Seats]:
    made = Seats(qapp)
    yield made
    made.clear()


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    return Files(monkeypatch)


def keep_copies(me: Person, files: Files, stick: Path) -> None:
    """By the small word at the desk: a folder, and the keys along with it."""
    files.give(stick)

    def place() -> None:
        me.press("选择文件夹")
        me.picture("place")
        me.press("完成")

    with me.answering(place):
        me.press("未备份")

    def keys() -> None:
        me.type(PINS[EXPERT])
        me.picture("keys")
        me.key(Qt.Key.Key_Return)

    me.until(lambda: me.buttons("带上密钥"), "the question about the keys")
    with me.answering(keys):
        me.press("带上密钥")
    me.settle()


def test_the_work_goes_on_at_the_leaders_laptop(seats: Seats, files: Files, tmp_path: Path) -> None:
    bureau, stick = Bureau(tmp_path), tmp_path / "U盘"
    stick.mkdir()
    expert, leader = seats.sit(tmp_path / "专家电脑"), seats.sit(tmp_path / "组长电脑")
    own, leading = (
        bureau.enrols(enrol(me, name, files, tmp_path, PINS[name]))
        for me, name in ((expert, EXPERT), (leader, LEADER))
    )
    task = bureau.tasks(own, leading, "digital")
    for me in (expert, leader):
        trust(me, files.give(bureau.trust), bureau.fingerprint)
        take(me, files.give(task))
    with expert.answering(lambda: expert.key(Qt.Key.Key_Return)):
        expert.press("开始评分")
    keep_copies(expert, files, stick)
    desk = expert.screen.desk
    expert.key(Qt.Key.Key_PageDown, CTRL)
    expert.key(Qt.Key.Key_PageDown, CTRL)
    name = next(iter(desk.card.form.lines))
    at = desk.presenter.state.card.id
    desk.card.form.focus_field(name)
    expert.type("1")
    expert.until(lambda: desk.card.form.field_of(expert.front.focusWidget()) == name)
    expert.picture("typed")
    typed = workspace_of(expert).sheets.open(_visit(expert), own).records()
    desk._remember()
    seats.leave(expert)

    (copy,) = (each for each in (stick / ROOM).glob("*.xpsafe") if BEFORE not in each.name)
    files.give(copy)
    leader.key(Qt.Key.Key_O, CTRL)
    leader.settle()
    leader.picture("taken")
    assert "已收下" in leader.said()
    assert "输入 PIN" in leader.said()
    sit_down(leader, EXPERT)
    leader.picture("seated")
    leader.press("继续评分")
    again = leader.screen.desk
    assert again.presenter.state.card.id == at
    leader.until(lambda: again.card.form.field_of(leader.front.focusWidget()) == name, "the same field")
    assert workspace_of(leader).sheets.open(_visit(leader), own).records() == typed
    leader.picture("goes-on")
    leader.key(Qt.Key.Key_L, CTRL)
    leader.press("仍要锁定")
    assert workspace_of(leader).sheets.open(_visit(leader), own).locked


def _visit(me: Person) -> str:
    return workspace_of(me).shelf.all()[0].id
