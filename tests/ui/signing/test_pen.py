"""改为手签 at the signing screen: by keys alone, without keys on the device, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.models import tables
from app.ui.shell.view_dialogs import AskDialog
from app.ui.signing.view_pen import PenDialog

Opener = Callable[[str], Any]
WHO = "expert-2"


@pytest.fixture
def frozen(stand: Opener, qtbot: QtBot) -> Any:
    """Frozen, and one expert's keys are not on this device."""
    here = stand("ruled")
    here.workspace.verdicts.freeze(here.visit)
    with here.workspace.store.write() as unit:
        unit.remove(tables.people, {"id": here.people[WHO]})
    here.go("signing")
    here.settle(qtbot)
    return here


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "签名页.png"
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(path))
    return path


def line_of(here: Any) -> Any:
    return next(line for line in here.screen.presenter.state.slots if line.person_id == here.people[WHO])


def tab_to(bot: QtBot, window: Any, widget: Any) -> None:
    for _ in range(60):
        if window.focusWidget() is widget:
            return
        bot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    raise AssertionError("Tab does not lead there")


def test_it_is_noted_by_keys_alone(
    frozen: Any, qtbot: QtBot, page: Path, monkeypatch: pytest.MonkeyPatch, answering: Callable[..., None]
) -> None:
    round_ = frozen.screen.round
    assert set(round_.pens) == {frozen.people[WHO]}
    assert "可以改为手签" in round_.guidance.text()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(page), ""))
    seen: list[str] = []

    def attach(dialog: PenDialog) -> None:
        seen.append(type(dialog).__name__)
        assert dialog.focusWidget() is dialog.add
        assert not dialog.act.isEnabled()
        qtbot.keyClick(dialog.add, Qt.Key.Key_Space)
        assert not dialog.act.isEnabled(), "the reason is still to be given"
        qtbot.keyClicks(dialog.focusWidget(), "no laptop")
        tab_to(qtbot, dialog, dialog.act)
        qtbot.keyClick(dialog.act, Qt.Key.Key_Space)

    def issue(dialog: AskDialog) -> None:
        seen.append(type(dialog).__name__)
        answering(attach)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    answering(issue)
    tab_to(qtbot, frozen.window, round_.pens[frozen.people[WHO]])
    qtbot.keyClick(frozen.window.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(frozen.notices), timeout=20_000)
    frozen.settle(qtbot)
    assert seen == ["AskDialog", "PenDialog"]
    line = line_of(frozen)
    assert line.signed
    assert line.told.endswith("手签")
    assert "no laptop" in line.hint
    assert "已登记" in frozen.notices[-1].title
    assert not round_.export.isEnabled()


def note(here: Any, bot: QtBot, page: Path) -> None:
    here.workspace.verdicts.issue(here.visit, knowingly=True)
    here.screen.refresh()
    here.screen.pens.note(line_of(here), page, "忘记 PIN")
    here.settle(bot)


def test_the_round_goes_on_to_the_leader_and_out(
    frozen: Any, qtbot: QtBot, page: Path, tmp_path: Path
) -> None:
    note(frozen, qtbot, page)
    for key in ("expert-1", "expert-3", "leader"):
        slots = {each.person_id: each for each in frozen.screen.presenter.state.slots}
        frozen.screen.set_signature(slots[frozen.people[key]], None, None)
        frozen.settle(qtbot)
    state = frozen.screen.presenter.state
    assert state.complete
    assert frozen.screen.round.unpens == {}, "what the leader has signed over stands"
    assert frozen.screen.round.export.isEnabled()
    frozen.screen.export_to(tmp_path)
    frozen.settle(qtbot)
    assert "已导出 5 个文件" in frozen.notices[-1].title


def test_it_is_taken_back_after_a_question(
    frozen: Any, qtbot: QtBot, page: Path, answering: Callable[..., None]
) -> None:
    note(frozen, qtbot, page)
    assert line_of(frozen).signed
    answering(lambda dialog: dialog.reject())
    frozen.screen.round.unpens[frozen.people[WHO]].click()
    assert line_of(frozen).signed
    answering(lambda dialog: dialog.act.click())
    frozen.screen.round.unpens[frozen.people[WHO]].click()
    assert not line_of(frozen).signed
    assert set(frozen.screen.round.pens) == {frozen.people[WHO]}


def test_a_page_that_is_gone_or_no_picture_is_told(frozen: Any, qtbot: QtBot, tmp_path: Path) -> None:
    other = tmp_path / "签名.zip"
    other.write_bytes(b"PK")
    for path in (tmp_path / "gone.jpg", other):
        note(frozen, qtbot, path)
        assert frozen.notices[-1].tone == "bad"
        assert not line_of(frozen).signed


def test_a_reason_is_offered(dressed: Any, qtbot: QtBot, page: Path) -> None:
    from app.ui.signing.presenter import SlotLine

    saved: list[int] = []
    slot = SlotLine("p", "专家戊（示例）", "专家", "待签", signed=False, can_sign=False, has_pin=False)
    dialog = PenDialog(None, slot, ("没有带电脑，评分表为代录",), lambda: saved.append(1))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.print.click()
    dialog.take(page)
    assert not dialog.act.isEnabled()
    dialog.offers[0].click()
    assert dialog.reason.toPlainText() == "没有带电脑，评分表为代录"
    assert dialog.act.isEnabled()
    dialog.reason.setPlainText("  ")
    assert not dialog.act.isEnabled()
    assert saved == [1]
