"""Signing on one's own device: the leader's file is opened, signed, sent back and taken in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.ui.shell.operation import WorkStep
from app.ui.signing.view_sign import SignDialog

Opener = Callable[[str], Any]


class Unwatched:
    """Progress that nobody sees."""

    def report(self, step: WorkStep) -> None:
        del step

    def check(self) -> None: ...


@pytest.fixture
def sent(stand: Opener, tmp_path: Path) -> tuple[Any, Path]:
    here, path = stand("ruled"), tmp_path / "待签.xprecord"
    here.workspace.verdicts.freeze(here.visit)
    here.workspace.verdicts.issue(here.visit, knowingly=True)
    here.workspace.packages.export_record(here.visit, path)
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
    here.settle(qtbot)
    assert screen.document.pages > 1

    def sign(dialog: SignDialog) -> None:
        qtbot.keyClick(dialog.plain, Qt.Key.Key_Space)
        dialog.act.click()

    answering(sign)
    screen.sign_button.click()
    here.settle(qtbot)
    screen.save_button.click()
    assert back.read_bytes().startswith(here.workspace.verdicts.pdf(here.visit))

    here.seat("leader")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(back)], ""))
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
    alone = tmp_path / "只有结论.pdf"
    alone.write_bytes(here.workspace.verdicts.pdf(here.visit))
    for wrong, words in (
        (other, ""),
        (tmp_path / "gone.pdf", "读不到文件"),
        (alone, "还没有收到这份结论的记录"),
    ):
        screen.open(wrong)
        here.settle(qtbot)
        assert here.notices[-1].tone != "good"
        assert words in here.notices[-1].title
        assert not screen.sign_button.isEnabled()
    screen.open(path)
    here.settle(qtbot)
    screen.open(alone)  # a copy that went round is held against the record that came
    here.settle(qtbot)
    assert screen.sign_button.isEnabled()

    changed = tmp_path / "改过.pdf"
    data = bytearray(alone.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(bytes(data))
    here.seat("leader")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(changed)], ""))
    leading = here.go("signing")
    here.settle(qtbot)
    leading.take_back()
    here.settle(qtbot)
    assert here.notices[-1].tone == "bad"
    assert not any(line.signed for line in leading.presenter.state.slots)


def test_copies_that_were_signed_from_the_same_file_come_back_together(
    sent: tuple[Any, Path], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, path = sent
    names = []
    for key in ("expert-1", "expert-2", "expert-3"):
        here.seat(key)
        screen = here.go("copy")
        screen.open(path)
        here.settle(qtbot)
        screen.presenter.take_signed(screen.presenter.signing(None, None)(Unwatched()))
        back = tmp_path / f"{key}.pdf"
        back.write_bytes(screen.presenter.pdf)
        names.append(str(back))

    here.seat("leader")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
    leading = here.go("signing")
    here.settle(qtbot)
    leading.take_back()
    here.settle(qtbot)
    assert "共 3 / 4 人已签" in here.notices[-1].title, here.notices
    slot = next(each for each in leading.presenter.state.slots if each.can_sign)
    leading.set_signature(slot, None, None)
    here.settle(qtbot)
    leading.export_to(tmp_path)
    here.settle(qtbot)
    assert list(tmp_path.glob("*.xpsync")), here.notices
