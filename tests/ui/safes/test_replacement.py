"""At the window of a laptop that knows nobody: the copy is dropped, a code typed, and the work goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.signing import vault
from app.ui.locking.view_code import CodeDialog
from app.ui.safes.view_replacement import RecoveryCodeDialog, SettleDialog
from tests.services.safe.test_replacement import PIN, code_of
from tests.ui import conftest
from tests.ui.conftest import Stand, shut_in_the_end
from tests.visit_day import START, Cast, begun_day

Empty = Callable[[str], Stand]


@pytest.fixture(autouse=True)
def _cheap_pins_on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)
    monkeypatch.setattr(conftest, "NOW", START + timedelta(hours=2))


class Lost:
    """What is left of a panel whose one laptop is gone: the copy, and a code on paper."""

    def __init__(self, folder: Path) -> None:
        day = begun_day(Cast(2, 1), folder)
        try:
            first = day.cast.keys[0]
            self.code = code_of(day, first)
            day.score(first, 8)
            day.copy(first)
            self.copy: Path = day.copied[first]["path"]
            self.person, self.visit, self.fingerprint = day.ids[first], day.visit, day.trust.fingerprint
            self.answers = dict(day.sheet(first).answers)
        finally:
            day.close()


def answered(bot: QtBot, acts: dict[type, Callable[[Any], None]], begin: Callable[[], None]) -> list[type]:
    """Begin, and do in each dialog that comes what is to be done there; which ones came."""
    came: list[type] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and type(dialog) in acts and type(dialog) not in came:
            came.append(type(dialog))
            shut_in_the_end(dialog)
            acts[type(dialog)](dialog)
        if len(came) < len(acts):
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
    begin()
    bot.waitUntil(lambda: len(came) == len(acts))
    return came


@pytest.mark.parametrize("given", ["copy", "folder"])
def test_the_work_goes_on_where_nobody_was_known(
    stand: Empty, qtbot: QtBot, tmp_path: Path, given: str
) -> None:
    lost, here = Lost(tmp_path / "day"), stand("empty")

    def type_code(dialog: RecoveryCodeDialog) -> None:
        qtbot.keyClicks(dialog.code, lost.code)
        dialog.act.click()

    def compare(dialog: SettleDialog) -> None:
        assert not dialog.act.isEnabled(), "nothing is trusted before it was compared"
        dialog.compared.click()
        qtbot.keyClicks(dialog.pin, PIN)
        qtbot.keyClicks(dialog.again, PIN)
        dialog.act.click()

    def write_down(dialog: CodeDialog) -> None:
        dialog.written.click()
        dialog.act.click()

    acts: dict[type, Callable[[Any], None]] = {
        RecoveryCodeDialog: type_code,
        SettleDialog: compare,
        CodeDialog: write_down,
    }
    path = lost.copy if given == "copy" else lost.copy.parent
    session: Any = here.room.session
    answered(qtbot, acts, lambda: session.take((path,)))
    qtbot.waitUntil(lambda: bool(here.workspace.shelf.all()))
    here.settle(qtbot)

    people = here.workspace.people
    assert people.current is not None
    assert people.current.id == lost.person
    assert [each.fingerprint for each in here.workspace.trusts.list()] == [lost.fingerprint]
    assert dict(here.workspace.sheets.open(lost.visit, lost.person).answers) == lost.answers
    assert "已读取随身副本" in "".join((here.notices[-1].title, *here.notices[-1].details))


def test_what_is_refused_then_is_told_and_not_offered_again(
    stand: Empty, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that is a year behind: the certificates are not valid yet."""
    monkeypatch.setattr(conftest, "NOW", START - timedelta(days=365))
    lost, here = Lost(tmp_path / "day"), stand("empty")

    def type_code(dialog: RecoveryCodeDialog) -> None:
        qtbot.keyClicks(dialog.code, lost.code)
        dialog.act.click()

    def compare(dialog: SettleDialog) -> None:
        dialog.compared.click()
        qtbot.keyClicks(dialog.pin, PIN)
        qtbot.keyClicks(dialog.again, PIN)
        dialog.act.click()

    acts: dict[type, Callable[[Any], None]] = {
        RecoveryCodeDialog: type_code,
        SettleDialog: compare,
        CodeDialog: lambda d: d.away.click(),
    }
    session: Any = here.room.session
    answered(qtbot, acts, lambda: session.take((lost.copy,)))
    here.settle(qtbot)
    assert QApplication.activeModalWidget() is None
    assert here.notices[-1].tone == "attention"
    assert here.workspace.people.current is not None


def test_a_wrong_code_is_told_and_leaves_everything(stand: Empty, qtbot: QtBot, tmp_path: Path) -> None:
    lost, here = Lost(tmp_path / "day"), stand("empty")

    def type_wrong(dialog: RecoveryCodeDialog) -> None:
        qtbot.keyClicks(dialog.code, "1111")
        dialog.act.click()
        qtbot.waitUntil(lambda: bool(dialog.fault.text()))
        assert "恢复码不正确" in dialog.fault.text()
        dialog.away.click()

    session: Any = here.room.session
    answered(qtbot, {RecoveryCodeDialog: type_wrong}, lambda: session.take((lost.copy,)))
    here.settle(qtbot)
    assert not here.workspace.people.list()
    assert not here.workspace.trusts.list()
