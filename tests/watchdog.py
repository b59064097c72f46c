"""Fails a test in which the window's own work keeps its event loop from turning, each time that it is done.

The aim is 50 ms, and 300 for opening a visit. How near the window comes to it is measured by
``benchmarks/blocks.py``, on a quiet machine. A time that is taken once proves nothing on a machine that does
other work besides, so a test fails only where a stretch of work takes twice the aim or longer in every one of
three runs (``tests/conftest.py`` runs it again): that is how a step that was forgotten beside the window
shows itself, be the machine busy or not.

Counted is the processor time of the window's thread, not the clock on the wall. A stretch of work ends where
the loop goes to sleep (``aboutToBlock``), and where the program gives the test the hand back.

A durable commit on that thread waits for the disk, which takes no processor time. It counts as a fixed
``COMMIT_MS``: about what an ordinary solid-state disk needs. This is an allowance and no measurement. It
fails a step that commits some dozen times, and it says nothing of a disk that is slower: on a worn stick or a
hard disk a commit may take several times as long, and no test here would notice. What other threads commit
keeps no event waiting and is not counted.

What a test process itself carries about is none of the window's work: older objects are kept out of the
garbage collector's way while it watches.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import event
from sqlalchemy.engine import Engine

MOST_MS = 50.0  # the aim
BEYOND = 2  # times the aim: what other work on the machine may cost, and more
RUNS = 3  # in how many of as many runs a block must show itself
COMMIT_MS = 5.0
NOTED = "XP_STRETCHES"  # names a file that takes the longest stretch of each watch, for the benchmark
# Every way by which the tests let the program work.
KEYS = ("keyClick", "keyClicks", "keyPress", "keyRelease")
MOUSE = ("mouseClick", "mousePress", "mouseMove", "mouseRelease")
WAYS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (QTest, (*KEYS, *MOUSE, "qWait")),  # what qtbot offers comes down to these
    (QApplication, ("processEvents", "sendEvent")),
    (QCoreApplication, ("processEvents", "sendEvent")),
    (QtBot, ("wait",)),
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Work during which no event could come in. during: what the test had last asked for."""

    during: str
    ms: float
    commits: int


class Blocked(AssertionError):
    """The window was kept from answering. Fails a test only where it does so in every run."""


class Watchdog:
    """Notes every stretch of work. ``longest`` and ``blocks`` say what came of it."""

    def __init__(self, most_ms: float = MOST_MS) -> None:
        self.most_ms = most_ms
        self.longest = Stretch("", 0, 0)
        self.blocks: list[Stretch] = []
        self._during: list[str] = []
        self._commits = 0
        self._thread = get_ident()
        self._since: float | None = None

    @contextmanager
    def work(self, what: str) -> Iterator[None]:
        """The program works meanwhile; may be nested, as where a dialog runs a loop of its own."""
        self.pause()
        self._during.append(what)
        self.resume()
        try:
            yield
        finally:
            self.pause()
            self._during.pop()
            self.resume()

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """What is done meanwhile is none of the test's concern."""
        most, self.most_ms = self.most_ms, float("inf")
        try:
            yield
        finally:
            self.pause()
            self.most_ms = most

    def pause(self) -> None:
        """A stretch ends here."""
        if self._since is None:
            return
        ms = (time.thread_time() - self._since) * 1000 + self._commits * COMMIT_MS
        self._since = None
        stretch = Stretch(self._during[-1], ms, self._commits)
        if ms > self.longest.ms:
            self.longest = stretch
        if ms > self.most_ms * BEYOND:
            self.blocks.append(stretch)

    def resume(self) -> None:
        """A stretch begins here, if the program is at work at all."""
        self.pause()
        if self._during:
            self._commits = 0
            self._since = time.thread_time()

    def committed(self, *_: object) -> None:
        """The program has made something durable, on some thread."""
        self._commits += get_ident() == self._thread

    def demand_none(self) -> None:
        """Raise Blocked where something blocked the window, a line each."""
        lines = [f"{each.ms:.0f} ms ({each.commits} commits) during {each.during}" for each in self.blocks]
        if lines:
            raise Blocked("the window was blocked:\n" + "\n".join(lines))

    def note(self) -> None:
        """Leave the longest stretch for the benchmark, where it asks for them."""
        if (name := os.environ.get(NOTED)) is not None:
            with Path(name).open("a", encoding="utf-8") as notes:
                notes.write(f"{self.most_ms:.0f}\t{self.longest.ms:.1f}\t{self.longest.during}\n")


@contextmanager
def watching(patch: pytest.MonkeyPatch, most_ms: float = MOST_MS) -> Iterator[Watchdog]:
    """Watch everything that the program does on this thread meanwhile."""
    dog = Watchdog(most_ms)
    loop = QAbstractEventDispatcher.instance()
    for kind, names in WAYS:
        for name in names:
            patch.setattr(kind, name, _watched(dog, name, getattr(kind, name)))
    loop.aboutToBlock.connect(dog.pause)
    loop.awake.connect(dog.resume)
    event.listen(Engine, "commit", dog.committed)
    gc.collect()
    gc.freeze()
    try:
        yield dog
        dog.note()
    finally:
        gc.unfreeze()
        event.remove(Engine, "commit", dog.committed)
        with suppress(RuntimeError):  # the loop may have gone with a window that was torn down
            loop.aboutToBlock.disconnect(dog.pause)
            loop.awake.disconnect(dog.resume)


def _watched(dog: Watchdog, name: str, real: Callable[..., Any]) -> Any:
    def call(*given: Any, **named: Any) -> Any:
        with dog.work(f"{name}{_told(given)}"):
            return real(*given, **named)

    return call if name == "wait" else staticmethod(call)


def _told(given: tuple[Any, ...]) -> str:
    """A call's arguments, short."""
    return "(" + ", ".join(str(each)[:40] for each in given[1:]) + ")"


@pytest.fixture
def watchdog(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watchdog]:
    """A test that asks for this fails where the window is blocked each time."""
    with watching(monkeypatch) as dog:
        yield dog
    dog.demand_none()
