"""Preview, signing round and export over the real services."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.common.errors import EnvironmentTrouble
from app.ui.signing.presenter import SlotLine
from app.ui.signing.view_pad import SignaturePad
from app.ui.signing.view_sign import SignDialog

Opener = Callable[[str], Any]
PNG = b"\x89PNG\r\n\x1a\n"


def draw(bot: QtBot, pad: SignaturePad) -> None:
    """A name of two strokes, with the mouse."""
    for start in (60, 160):
        bot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(start, 40))
        for step in range(8):
            bot.mouseMove(pad, QPoint(start + 8 * step, 40 + 6 * step))
        bot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(start + 60, 90))


@pytest.fixture
def frozen(stand: Opener, qtbot: QtBot) -> Any:
    here = stand("ruled")
    here.workspace.verdicts.freeze(here.visit)
    here.go("signing")
    here.settle(qtbot)
    return here


def test_a_draft_can_be_looked_at_and_not_signed(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    screen = here.go("signing")
    here.settle(qtbot)
    assert screen.document.pages > 1
    assert screen.round.slots == {}
    assert not screen.round.export.isVisible()
    screen.round.conclude.click()
    assert here.window.route.screen == "conclusion"


def test_pages_turn_and_zoom_by_key(frozen: Any, qtbot: QtBot) -> None:
    shown = frozen.screen.document
    assert shown.page.text() == f"第 1 / {shown.pages} 页"
    qtbot.keyClick(frozen.window, Qt.Key.Key_PageDown)
    assert shown.page.text().startswith("第 2 /")
    before = shown.zoom.text()
    qtbot.keyClick(frozen.window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert shown.zoom.text() != before


def test_the_leader_signs_last(frozen: Any) -> None:
    people, slots = frozen.people, frozen.screen.round.slots
    assert set(slots) == {people["expert-1"], people["expert-2"], people["expert-3"]}
    lines = frozen.screen.presenter.state.slots
    assert [line.told for line in lines] == ["待签", "待签", "待签", "待专家签完"]
    assert not frozen.screen.round.export.isEnabled()


def test_a_drawn_signature_is_set_in_the_background(
    frozen: Any, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    def sign(dialog: SignDialog) -> None:
        assert not dialog.act.isEnabled()
        draw(qtbot, dialog.pad)
        assert dialog.stroke is not None
        assert dialog.stroke.startswith(PNG)
        dialog.act.click()

    answering(sign)
    person = frozen.people["expert-1"]
    frozen.screen.round.slots[person].click()
    frozen.settle(qtbot)
    line = next(line for line in frozen.screen.presenter.state.slots if line.person_id == person)
    assert line.signed
    assert person not in frozen.screen.round.slots
    assert "已签署" in frozen.notices[-1].title


def test_whoever_cannot_draw_signs_without(frozen: Any, qtbot: QtBot, answering: Callable[..., None]) -> None:
    def sign(dialog: SignDialog) -> None:
        qtbot.keyClick(dialog.plain, Qt.Key.Key_Space)
        assert dialog.stroke is None
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    answering(sign)
    qtbot.keyClick(frozen.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    frozen.settle(qtbot)
    assert sum(line.signed for line in frozen.screen.presenter.state.slots) == 1


def test_a_wrong_pin_keeps_the_drawing(dressed: Any, qtbot: QtBot) -> None:
    from app.common.errors import Refusal

    tried: list[str] = []

    def unlock(pin: str) -> None:
        tried.append(pin)
        if pin != "271828":
            raise Refusal.because("PIN 不对。")

    slot = SlotLine("p", "专家戊（示例）", "专家", "待签", signed=False, can_sign=True, has_pin=True)
    dialog = SignDialog(None, slot, "0000-0000-0000", unlock)
    qtbot.addWidget(dialog)
    dialog.show()
    draw(qtbot, dialog.pad)
    assert not dialog.act.isEnabled()
    qtbot.keyClicks(dialog.pin, "111111")
    dialog.act.click()
    qtbot.waitUntil(lambda: not dialog.busy)
    assert dialog.isVisible()
    assert dialog.fault.text() == "PIN 不对。"
    assert dialog.stroke is not None
    qtbot.keyClicks(dialog.pin, "271828")
    dialog.act.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert tried == ["111111", "271828"]


def test_a_stroke_is_taken_back_by_key(dressed: Any, qtbot: QtBot) -> None:
    pad = SignaturePad()
    qtbot.addWidget(pad)
    pad.show()
    assert pad.png() is None
    draw(qtbot, pad)
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    assert len(pad.strokes.drawn) == 1
    qtbot.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.strokes.drawn == []


def test_export_writes_verifies_and_lists(
    stand: Opener, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, folder = stand("signed"), tmp_path / "U盘"
    folder.mkdir()
    screen = here.go("signing")
    here.settle(qtbot)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    screen.round.export.click()
    assert not screen.round.export.isEnabled(), "nothing is pressed twice"
    here.settle(qtbot)
    state = screen.presenter.state
    assert {file.path.suffix for file in state.exported} == {".xpsync", ".pdf", ".xlsx"}
    assert all(file.path.stat().st_size for file in state.exported)
    assert state.delivered
    assert "已导出 5 个文件" in here.notices[-1].title
    assert here.go("home").rows[0].tile.state == "已导出，待送达"


def test_a_failed_export_is_no_export(
    stand: Opener, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = stand("signed")
    screen = here.go("signing")
    here.settle(qtbot)

    def fail(*_: object, **__: object) -> None:
        raise EnvironmentTrouble("磁盘空间不足，没有写完。", advice="请换一个 U 盘。", code="XP-9103")

    monkeypatch.setattr(here.workspace.packages, "export_sync", fail)
    screen.export_to(tmp_path)
    here.settle(qtbot)
    assert here.window.banner.message.text() == "磁盘空间不足，没有写完。"
    assert "请换一个 U 盘。" in here.window.banner.more.text()
    state = screen.presenter.state
    assert (state.exported, state.delivered) == ((), False)
    assert screen.round.export.isEnabled()
    assert here.go("home").cards[0].action.text() == "导出"


def test_leaving_while_something_runs_is_harmless(stand: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    here = stand("signed")
    here.go("signing").export_to(tmp_path)
    here.go("home")
    here.settle(qtbot)
    qtbot.wait(50)
    assert "已导出 5 个文件" in here.notices[-1].title


def test_the_document_is_saved_whole(
    frozen: Any, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "结论.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    qtbot.keyClick(frozen.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert path.read_bytes().startswith(b"%PDF")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "nowhere" / "x.pdf"), ""))
    frozen.screen.save()
    assert "文件没有写成" in frozen.window.banner.message.text()


def test_the_summary_is_seen_and_saved_as_what_it_is(
    frozen: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Labelled as not for the unit; what is saved is what is looked at, whichever was drawn last."""
    screen = frozen.screen
    asked: list[str] = []

    def name(_parent: object, _title: str, wanted: str, _kinds: str) -> tuple[str, str]:
        asked.append(wanted)
        return str(tmp_path / f"{len(asked)}.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    assert not screen.round.warning.isVisible()
    verdict = screen._pdf
    screen.round.papers.chosen.emit("summary")
    frozen.settle(qtbot)
    assert screen.round.warning.isVisible()
    assert "不交被考核单位" in screen.round.warning.text()
    screen._show_document(verdict)  # a drawing of the other paper that comes late
    screen.save()
    assert "不交被考核单位" in asked[0]
    saved = (tmp_path / "1.pdf").read_bytes()
    assert saved == frozen.workspace.verdicts.summary(frozen.visit) != verdict
    screen.round.papers.chosen.emit("verdict")
    frozen.settle(qtbot)
    assert not screen.round.warning.isVisible()
    assert screen._pdf == verdict
