from __future__ import annotations

from collections.abc import Iterator
from threading import Event, get_ident
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.common.errors import EnvironmentTrouble, Refusal
from app.ui.shell.view_dialogs import PinDialog

PIN = "271828"


class Trial:
    """What a PIN is tried with; waits until it may go on."""

    def __init__(self) -> None:
        self.go_on, self.tried, self.threads = Event(), [], set()  # type: ignore[var-annotated]
        self.trouble: Exception | None = None

    def __call__(self, pin: str) -> None:
        self.tried.append(pin)
        self.threads.add(get_ident())
        assert self.go_on.wait(20)
        if self.trouble is not None:
            raise self.trouble


@pytest.fixture
def trial() -> Iterator[Trial]:
    made = Trial()
    yield made
    made.go_on.set()


@pytest.fixture
def dialog(dressed: Any, qtbot: QtBot, trial: Trial) -> PinDialog:
    made = PinDialog(None, "专家甲（示例）", trial)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.keyClicks(made.pin, PIN)
    qtbot.keyClick(made.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: trial.tried == [PIN])
    return made


def test_it_is_tried_beside_the_window_once(dialog: PinDialog, qtbot: QtBot, trial: Trial) -> None:
    assert dialog.busy
    assert not dialog.act.isEnabled()
    assert not dialog.away.isEnabled()
    assert not dialog.pin.isEnabled()
    assert dialog.act.text() == "请稍候…"
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab):
        qtbot.keyClick(dialog, key)
    dialog.accept()
    dialog.close()
    assert dialog.isVisible(), "it cannot be stopped half-way"
    trial.go_on.set()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert trial.tried == [PIN]
    assert get_ident() not in trial.threads


def test_what_is_refused_stands_at_the_field(dialog: PinDialog, qtbot: QtBot, trial: Trial) -> None:
    trial.trouble = Refusal.because("PIN 不正确。")
    trial.go_on.set()
    qtbot.waitUntil(lambda: not dialog.busy)
    assert dialog.isVisible()
    assert dialog.fault.text() == "PIN 不正确。"
    assert dialog.pin.hasFocus()
    assert dialog.pin.text() == ""
    assert dialog.act.text() == "确定"
    trial.trouble = None
    qtbot.keyClicks(dialog.pin, PIN)
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert trial.tried == [PIN, PIN]


def test_escape_turns_back_once_it_has_ended(dialog: PinDialog, qtbot: QtBot, trial: Trial) -> None:
    trial.trouble = Refusal.because("PIN 不正确。")
    trial.go_on.set()
    qtbot.waitUntil(lambda: not dialog.busy)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_other_trouble_is_raised_and_the_dialog_stays(dialog: PinDialog, qtbot: QtBot, trial: Trial) -> None:
    trial.trouble = EnvironmentTrouble("磁盘已满。")
    with qtbot.captureExceptions() as caught:
        trial.go_on.set()
        qtbot.waitUntil(lambda: not dialog.busy)
    assert [kind for kind, *_ in caught] == [EnvironmentTrouble]
    assert dialog.isVisible()
    assert dialog.pin.text() == PIN
    assert dialog.act.isEnabled()
