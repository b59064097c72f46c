"""A laptop that the bureau does not know issues the document once the leader has given the PIN for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.models import tables
from app.signing import vault
from app.signing.pdf import verify

Opener = Callable[[str], Any]
PIN = "271828"


@pytest.fixture(autouse=True)
def _cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


def on_another_device(here: Any) -> None:
    """The leader's keys are here, under a PIN; the device's own key is a new one."""
    leader = here.people["leader"]
    keys = here.workspace.people.keys(leader)
    with here.workspace.store.write() as unit:
        unit.remove(tables.settings, {"key": "device.key"})
        unit.change(tables.people, {"id": leader}, keys=keys.lock(PIN), has_pin=True)


def test_the_leader_is_asked_when_an_expert_signs_first(
    stand: Opener, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here = stand("ruled")
    here.workspace.verdicts.freeze(here.visit)
    on_another_device(here)
    here.seat("expert-1")
    screen = here.go("signing")
    here.settle(qtbot)
    asked: list[str] = []

    def give(dialog: Any) -> None:
        asked.append(dialog.windowTitle())
        dialog.pin.setText(PIN)
        dialog.act.click()

    def sign(dialog: Any) -> None:
        qtbot.keyClick(dialog.plain, Qt.Key.Key_Space)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        answering(give)

    answering(sign)
    screen.sign(here.people["expert-1"])
    here.settle(qtbot)
    assert any("组长丁" in title for title in asked)
    slots = screen.presenter.state.slots
    assert [slot.signed for slot in slots if slot.person_id == here.people["expert-1"]] == [True]
    trust = here.workspace.tasks.trust(here.visit)
    assert verify(here.workspace.verdicts.pdf(here.visit), trust).valid


def test_turning_away_from_the_pin_leaves_everything_as_it_was(
    stand: Opener, qtbot: QtBot, answering: Callable[..., None]
) -> None:
    here = stand("ruled")
    here.workspace.verdicts.freeze(here.visit)
    on_another_device(here)
    here.seat("expert-1")
    screen = here.go("signing")
    here.settle(qtbot)

    def sign(dialog: Any) -> None:
        qtbot.keyClick(dialog.plain, Qt.Key.Key_Space)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        answering(lambda pin: pin.reject())

    answering(sign)
    screen.sign(here.people["expert-1"])
    here.settle(qtbot)
    assert not screen.presenter.state.issued
