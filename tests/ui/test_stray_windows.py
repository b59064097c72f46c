"""No part of a screen is ever shown as a window of its own: it would flash, and take the keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Strays

Opener = Callable[[str], Any]


@pytest.mark.parametrize(
    ("stage", "person", "screens"),
    [
        ("begun", "expert-1", ("home", "desk", "people")),
        ("collected", "expert-1", ("home", "desk")),
        ("begun", "leader", ("home", "day", "conclusion")),
        ("collected", "leader", ("home", "day", "conclusion")),
        ("ruled", "leader", ("conclusion", "signing")),
        ("signed", "leader", ("home", "day", "conclusion", "signing", "copy")),
    ],
)
def test_no_part_of_a_screen_is_a_window(
    stand: Opener, strays: Strays, stage: str, person: str, screens: tuple[str, ...]
) -> None:
    here = stand(stage)
    here.seat(person)
    strays.shown.clear()
    for name in screens:
        screen = here.go(name)
        QApplication.processEvents()
        if name == "conclusion":
            for criterion in ("13.1", "15.2", "1.1"):
                screen.do(partial(screen.presenter.show_criterion, criterion))
        if name == "day":
            for step in screen.presenter.state.steps:
                screen.choose(step.id)
        assert (name, strays.shown) == (name, [])
        assert QApplication.focusWidget() is not None, name
