"""A screen that was left is gone: no closure, no object of Qt's without a parent keeps it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.common.clock import FixedClock
from app.ui.application import Room
from tests.ui.conftest import NOW, Stand


def alive(kind: str) -> int:
    """How many objects of a class there are, once all garbage has been collected."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    return sum(type(each).__name__ == kind for each in gc.get_objects())


@pytest.mark.parametrize(
    ("stage", "screen", "kind"),
    [
        ("begun", "desk", "DeskView"),
        ("begun", "home", "HomeScreen"),
        ("begun", "people", "PeopleScreen"),
        ("collected", "conclusion", "ConclusionScreen"),
        ("signed", "signing", "SigningScreen"),
    ],
)
def test_screens_that_were_left_do_not_pile_up(
    stand: Callable[[str], Stand], stage: str, screen: str, kind: str
) -> None:
    here, counted = stand(stage), []
    for turn in range(4):
        here.go(screen)
        QCoreApplication.processEvents()
        here.go("people" if screen == "home" else "home")
        QCoreApplication.processEvents()
        if turn in (0, 3):
            counted.append(alive(kind))
    assert counted[1] <= counted[0]


def test_a_window_that_was_closed_does_not_pile_up(dressed: QApplication, tmp_path: Path) -> None:
    counted = []
    for turn in range(3):
        room = Room(dressed, tmp_path, FixedClock(NOW))
        room.close()
        room.window.close()
        room.window.deleteLater()
        del room
        if turn in (0, 2):
            counted.append(alive("Window"))
    assert counted[1] <= counted[0]
