"""The real window over data folders that are thrown away, and what is kept of it."""

from __future__ import annotations

import random
import shutil
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.services.sample.content import load_sample
from app.services.sample.samples import Samples
from app.services.workspace import Workspace
from app.ui import theme
from app.ui.application import Room
from app.ui.shell.presenter import Route, ScreenName

MOMENT = datetime(2025, 5, 12, 1, 30, tzinfo=UTC)
NARROW, WIDE = QSize(1366, 768), QSize(1920, 1080)
LIGHT, DARK, CONTRAST = theme.Mode.LIGHT, theme.Mode.DARK, theme.Mode.CONTRAST
PLAIN = (("", NARROW, LIGHT),)
WAYS = (*PLAIN, ("-dark", NARROW, DARK), ("-wide", WIDE, LIGHT))
ALL_WAYS = (*WAYS, ("-contrast", NARROW, CONTRAST))
LARGEST = 1.5  # the largest text
EXACT = 128
GROUNDS, NEAR = 24, 8
Colour = tuple[int, int, int]


class Camera:
    """Shows the real window at every stage of the sample's day, and keeps what it sees.

    Identities are drawn from one seed and the clock moves only by ``later``, so that pictures stay the same;
    keys, and with them fingerprints and the verdict's short code, are new each time.
    """

    def __init__(self, app: QApplication, folder: Path, images: Path) -> None:
        self.app, self.folder, self.images = app, folder, images
        self.clock = FixedClock(MOMENT)
        self.taken: list[str] = []
        self._rooms = 0
        self.room: Room | None = None
        uuid.uuid4 = _drawn(random.Random(7))  # noqa: S311  identities in pictures, no secrets
        app.setCursorFlashTime(0)

    # Where the pictures are taken.

    def enter(self, *, sample: bool = True) -> None:
        """A new window over a new data folder; ``sample``: the sample's morning, expert 1 at the keyboard."""
        self.leave()
        self.clock.moment = MOMENT
        self._rooms += 1
        data = self.folder / f"data{self._rooms}"
        if sample:
            shutil.copytree(self._seed(), data)
        self.room = Room(self.app, data, self.clock)
        self.room.settings.change(toured=True)  # its line is shown where a picture is about it
        theme.set_motion(on=False)
        self.look(LIGHT)
        self.window.resize(NARROW)
        self.window.show()
        self.room.open(lambda folder: open_workspace(folder, self.clock), ())
        if self.room.session is None:
            raise SystemExit("the data folder does not open")
        self.window.activateWindow()
        self.settle(0.1)
        if sample:
            (self.visit,) = (each.id for each in self.work.shelf.all())
            names = {person.name: person.id for person in self.work.people.list()}
            self.people = {each.key: names[each.name] for each in load_sample().people}

    def leave(self) -> None:
        """Close the window."""
        if self.room is not None:
            self.room.close()
            self.window.close()
            self.window.deleteLater()
            self.room = None
            self._bury()

    @property
    def window(self) -> Any:
        """The window."""
        return self._open().window

    @property
    def session(self) -> Any:
        """What the window is furnished by."""
        return self._open().session

    @property
    def guard(self) -> Any:
        """What locks the window."""
        return self._open().guard

    @property
    def work(self) -> Workspace:
        """The services below."""
        workspace: Workspace = self.session.stage.workspace
        return workspace

    def seat(self, key: str) -> None:
        """Let one of the sample's people take the keyboard."""
        self.work.people.switch(self.people[key], None)
        self.session.refresh()

    def go(self, screen: ScreenName, behalf: str = "") -> Any:
        """Go to a screen of the sample visit."""
        self.window.go(Route(screen, self.visit, behalf))
        self.settle(0.1)
        return self.window.screen_shown

    def desk(self, criterion: str = "") -> Any:
        """The desk of who sits here, at a criterion."""
        desk = self.go("desk").desk
        if criterion:
            desk.wants.opened.emit(criterion)
        return desk

    def later(self, minutes: int) -> None:
        """Let time pass."""
        self.clock.moment += timedelta(minutes=minutes)

    def settle(self, least: float = 0.15) -> None:
        """Let the background end and everything be drawn."""
        until = time.monotonic() + least
        while self._open().operations.busy or time.monotonic() < until:
            self._bury()
            time.sleep(0.005)

    def until(self, done: Callable[[], object], most: float = 20) -> None:
        """Wait for something that is made beside the window."""
        end = time.monotonic() + most
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"after {self.taken[-1:]}: what the picture is about does not come")
            self.settle(0.02)

    def look(self, mode: theme.Mode) -> None:
        """Put a look on; every widget is polished anew, so only where it changes."""
        if theme.mode() is not mode or not self.app.styleSheet():
            theme.dress(self.app, mode)

    # What is kept.

    def take(self, name: str, ways: tuple[tuple[str, QSize, theme.Mode], ...] = PLAIN) -> None:
        """The whole window, in one or more looks and sizes."""
        for suffix, size, mode in ways:
            self.look(mode)
            self.window.resize(size)
            self._rest()
            self.settle()
            self.keep(self.window.grab(), name + suffix)
        self.look(LIGHT)
        self.window.resize(NARROW)

    def take_part(self, name: str, part: QWidget) -> None:
        """A part of the window alone."""
        self._rest()
        self.settle(0.1)
        self.keep(part.grab(), name)

    def take_dialog(self, name: str, dialog: QWidget | None = None) -> None:
        """A dialog alone, and shut it: the one given, or the one that is open."""
        shown = dialog or self.dialog()
        shown.show()
        self.settle(0.1)
        self.keep(shown.grab(), name)
        shown.close()
        if dialog is not None:
            shown.deleteLater()
        self.settle(0.05)

    def take_largest(self, name: str) -> None:
        """The window on a small screen with the largest text, as the program draws it when started so."""
        self.window.resize(NARROW / LARGEST)
        self._rest()
        self.settle()
        drawn = QPixmap(NARROW)
        drawn.setDevicePixelRatio(LARGEST)
        self.window.render(drawn)
        drawn.setDevicePixelRatio(1)
        self.keep(drawn, name)
        self.window.resize(NARROW)

    def dialog(self) -> QWidget:
        """The dialog that is open."""
        self.settle(0.05)
        shown = self.app.activeModalWidget()
        if shown is None:
            raise LookupError(f"after {self.taken[-1:]}: no dialog is open")
        return shown

    def keep(self, seen: QPixmap, name: str) -> None:
        """Write a picture as a PNG, packed as tight as it goes."""
        self.taken.append(name)
        path = self.images / f"{name}.png"
        seen.save(str(path))
        pack(path)

    def _bury(self) -> None:
        """Without an event loop of its own Qt would never delete what is gone."""
        self.app.processEvents()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _rest(self) -> None:
        """A word that leaves by itself would hide half of what is to be seen."""
        if self.window.toast is not None:
            self.window.toast.hide()

    def _open(self) -> Room:
        if self.room is None:
            raise SystemExit("no window is open")
        return self.room

    def _seed(self) -> Path:
        made = self.folder / "sample"
        if not made.exists():
            workspace = open_workspace(made, self.clock)
            Samples(workspace).open()
            workspace.close()
        return made


def pack(path: Path) -> None:
    """Pack a PNG into 256 colours: the most frequent exactly as they are, the rest the nearest."""
    from PIL import Image

    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    counted = sorted(picture.getcolors(picture.width * picture.height), reverse=True)
    rest = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    spread = [(rest[at], rest[at + 1], rest[at + 2]) for at in range(0, len(rest), 3)]
    frequent = [colour for _, colour in counted[:EXACT]]
    chosen: list[Colour] = []
    for colour in (*frequent, *spread):  # the packer takes what lies close to a ground for the ground
        if not any(_close(colour, ground) for ground in chosen[:GROUNDS]):
            chosen.append(colour)
    chosen = chosen[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in chosen for part in colour])
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


def _close(one: Colour, other: Colour) -> bool:
    return all(abs(here - there) < NEAR for here, there in zip(one, other, strict=True))


def _drawn(source: random.Random) -> Callable[[], uuid.UUID]:
    return lambda: uuid.UUID(int=source.getrandbits(128), version=4)
