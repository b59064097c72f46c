"""Text size, contrast and touch: chosen by the person or the system, applied to the real window."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from app.ui import application, theme
from app.ui.application import ENLARGED, SCALE
from app.ui.shell.settings import TEXT_SIZES, SettingsFile
from app.ui.theme import look as wearing
from tests.ui.conftest import Stand

Opener = Callable[[str], Stand]
FINGER = 40


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small laptop's screen with a bar of the system's at its foot."""
    monkeypatch.setattr(application, "room_of", lambda _: QSize(1366, 728))


def test_the_largest_text_fits_a_small_laptop_and_one_press_starts_again(stand: Opener, wide: None) -> None:
    here = stand("begun")
    here.seat("expert-1")
    here.go("desk")
    here.window.header.size_chosen.emit(150)
    assert here.room.settings.now.text_size == 150
    offered = here.window.banner.deed
    assert offered.isVisible()
    assert offered.text() == "现在重新启动"
    offered.click()
    assert here.room.again
    assert not here.window.isVisible()
    kept = SettingsFile.read(here.room.settings.path).now
    assert (kept.text_size, kept.screen, kept.visit) == (150, "desk", here.visit)


def test_the_size_that_is_worn_needs_no_new_start(stand: Opener, wide: None) -> None:
    here = stand("begun")
    here.window.header.size_chosen.emit(100)
    assert not here.window.banner.deed.isVisible()


def test_the_next_message_takes_the_offer_away(stand: Opener, wide: None) -> None:
    here = stand("begun")
    here.window.header.size_chosen.emit(TEXT_SIZES[1])
    assert here.window.banner.deed.isVisible()
    here.window.banner.show_message("另一条提示")
    assert not here.window.banner.deed.isVisible()


def test_the_new_process_chooses_its_own_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda _args, env: started.append(env))
    monkeypatch.setenv(SCALE, "1.3")
    monkeypatch.setenv(ENLARGED, "1")
    application.start_again()
    monkeypatch.delenv(ENLARGED)
    application.start_again()  # a scale that the person set outside stays
    assert SCALE not in started[0]
    assert ENLARGED not in started[0]
    assert started[1][SCALE] == os.environ[SCALE]


def system(contrast: Qt.ContrastPreference) -> Any:
    """An application on a system that asks for contrast, or does not."""
    wishes = SimpleNamespace(contrastPreference=lambda: contrast)
    scheme = Qt.ColorScheme.Light
    return SimpleNamespace(
        styleHints=lambda: SimpleNamespace(accessibility=lambda: wishes, colorScheme=lambda: scheme)
    )


def test_the_systems_contrast_is_followed_unless_the_person_chose() -> None:
    asking, silent = system(Qt.ContrastPreference.HighContrast), system(Qt.ContrastPreference.NoPreference)
    assert wearing._resolved(asking, theme.Mode.SYSTEM) is theme.Mode.CONTRAST
    assert wearing._resolved(silent, theme.Mode.SYSTEM) is theme.Mode.LIGHT
    assert wearing._resolved(asking, theme.Mode.DARK) is theme.Mode.DARK


def test_the_look_changes_on_the_open_desk_without_losing_the_field(stand: Opener) -> None:
    here = stand("begun")
    here.seat("expert-1")
    desk = here.go("desk").desk
    QApplication.processEvents()
    before = QApplication.focusWidget()
    for look, mode in (
        ("dark", theme.Mode.DARK),
        ("contrast", theme.Mode.CONTRAST),
        ("light", theme.Mode.LIGHT),
    ):
        here.window.header.look_chosen.emit(look)
        assert theme.mode() is mode
        assert QApplication.focusWidget() is before
        ground = desk.card.grab().toImage().pixelColor(4, desk.card.height() // 2)
        assert ground.name().upper() == theme.colours().card


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A device with a touch screen."""
    monkeypatch.setattr(theme, "adapt", lambda: theme.set_touch(on=True))
    yield
    theme.set_touch(on=False)


def test_fingers_hit_everything_on_the_desk(touched: None, stand: Opener) -> None:
    here = stand("begun")
    here.seat("expert-1")
    desk = here.go("desk").desk
    for cid in ("1.1", "2.1", "8.1", "8.2", "14.1", "4.2"):
        desk.wants.opened.emit(cid)
        QApplication.processEvents()
        small = [
            (cid, type(each).__name__, each.text(), each.height())
            for kind in (QAbstractButton, QLineEdit)
            for each in desk.findChildren(kind)
            if each.isVisible() and each.isEnabled() and each.height() < FINGER
        ]
        assert small == []
