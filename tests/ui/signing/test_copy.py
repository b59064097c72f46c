"""Signing on one's own device: the leader's file is opened, signed, sent back and taken in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.ui.signing.view_sign import SignDialog

Opener = Callable[[str], Any]


@pytest.fixture
def sent(stand: Opener, tmp_path: Path) -> tuple[Any, Path]:
    here, path = stand("ruled"), tmp_path / "结论.pdf"
    here.workspace.verdicts.freeze(here.visit)
    path.write_bytes(here.workspace.verdicts.issue(here.visit))
    return here, path


def test_a_copy_goes_out_is_signed_and_comes_back(
    sent: tuple[Any, Path],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answering: Callable[..., None],
) -> None:
    here, path = sent
    back = tmp_path / "回.pdf"
    here.seat("expert-1")
    card = here.go("home").cards[0]
    assert "countersign" in [action.deed for action in card.tile.more]
    card.asked.emit(here.visit, "countersign")
    screen = here.screen
    assert not screen.sign_button.isEnabled()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(back), ""))
    qtbot.keyClick(here.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert screen.document.pages > 1

    def sign(dialog: SignDialog) -> None:
        qtbot.keyClick(dialog.plain, Qt.Key.Key_Space)
        dialog.act.click()

    answering(sign)
    screen.sign_button.click()
    here.settle(qtbot)
    screen.save_button.click()
    assert back.read_bytes().startswith(path.read_bytes())

    here.seat("leader")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(back), ""))
    leading = here.go("signing")
    here.settle(qtbot)
    leading.take_back()
    here.settle(qtbot)
    assert "共 1 / 4 人已签" in here.notices[-1].title
    assert [line.signed for line in leading.presenter.state.slots] == [True, False, False, False]


def test_what_is_no_document_is_refused(
    sent: tuple[Any, Path], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, path = sent
    other = tmp_path / "照片.jpg"
    other.write_bytes(b"\xff\xd8")
    here.seat("expert-1")
    screen = here.go("copy")
    screen.open(other)
    assert "不是结论文件" in here.window.banner.message.text()
    screen.open(tmp_path / "gone.pdf")
    assert "读不到文件" in here.window.banner.message.text()
    assert not screen.sign_button.isEnabled()

    changed = tmp_path / "改过.pdf"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(bytes(data))
    here.seat("leader")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(changed), ""))
    leading = here.go("signing")
    here.settle(qtbot)
    leading.take_back()
    here.settle(qtbot)
    assert here.notices[-1].tone == "bad"
    assert not any(line.signed for line in leading.presenter.state.slots)
