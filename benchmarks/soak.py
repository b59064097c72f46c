"""A day of eight hours at the real window, driven by real events; what grows is told, and judged.

python -m benchmarks.soak [--keys N] [--data FOLDER]

Somebody types numbers and notes, goes through all criteria, marks papers, attaches files and takes them off,
undoes and redoes, searches, opens dialogs, changes the look, goes home and comes back, while the program's
clock runs through a day. After every round the window is back at the same place, and is measured there. The
first half warms up; ``BOUNDS`` says by how much anything may grow over the second half.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, Qt, QThreadPool, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from app.bootstrap import DATABASE, open_workspace
from app.common.clock import FixedClock, SystemClock
from app.ui.application import Room, make_application
from tests.e2e.driving import ALT, CTRL, SHIFT, Person, workspace_of
from tests.whole_visit import begun_visit

DAY = timedelta(hours=8)
KEYS = 24_000
PAUSE_MS = 0.02
NOTE = "在第三册第12页，抽查20份，合格18份；"
KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """What the process holds at one moment. rss, database and log in bytes."""

    keys: int
    entries: int
    rss: int
    handles: int
    threads: int
    widgets: int
    objects: int
    python: int
    database: int
    log: int


@dataclass(frozen=True, slots=True)
class Bound:
    """How much may come on top from the middle of the day to its end: flat, and for each new ledger entry."""

    flat: float
    an_entry: float = 0.0


KEPT_CONNECTIONS = 5  # SQLAlchemy's pool, as it comes
# The ledger grows, and with it the steps that can be undone: a few hundred bytes an entry are meant.
BOUNDS = {
    "rss": Bound(4 * MIB, 0.5 * KIB),
    "handles": Bound(0),
    "threads": Bound(4),  # of the pools, which come and go
    "widgets": Bound(0),
    "objects": Bound(8),
    "python": Bound(400, 3),
    "database": Bound(1 * MIB, 1.5 * KIB),
    "log": Bound(5 * MIB),
}


class Day:
    """One window, somebody at it, and a clock that is moved on."""

    def __init__(self, folder: Path, keys: int, seed: int = 1) -> None:
        self.folder, self.keys = folder, keys
        begun_visit(folder / "data").close()
        self.app = QApplication.instance() or make_application(["soak"])
        self.clock = FixedClock(SystemClock().now())
        self._step = DAY / keys
        self._struck, self._files = 0, 0
        self._chance = random.Random(seed)  # noqa: S311  no secret
        self.room = Room(self.app, folder / "data", self.clock)  # type: ignore[arg-type]
        self.room.window.resize(1366, 768)
        self.room.window.show()
        self.room.open(lambda data: open_workspace(data, self.clock), ())
        self.me = Person(self.room)

    def run(self, told: Callable[[Sample], None] = lambda _: None) -> list[Sample]:
        """The whole day; a sample at the end of every round, at the first screen, always the same place."""
        samples: list[Sample] = []
        self._sit_down()
        while self._struck < self.keys:
            self._round(len(samples))
            samples.append(self.sample())
            told(samples[-1])
            self._come_back()
        return samples

    def close(self) -> None:
        """Close the window and give the folder back; the clipboard must not outlive what it was given."""
        QGuiApplication.clipboard().clear()
        self.room.close()
        self.room.window.close()
        self.room.window.deleteLater()
        self._rest()

    def sample(self) -> Sample:
        """What the process holds now, once everything that was let go has gone."""
        self._rest()
        data = self.folder / "data"
        log = data / f"{DATABASE}-wal"
        held = self.room.window.findChildren(QObject)
        return Sample(
            keys=self._struck,
            entries=self._entries(),
            rss=int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"),
            handles=len(list(Path("/proc/self/fd").iterdir())),
            threads=len(list(Path("/proc/self/task").iterdir())),
            widgets=len(QApplication.allWidgets()),
            objects=len(held),
            python=len(gc.get_objects()),
            database=(data / DATABASE).stat().st_size,
            log=log.stat().st_size if log.exists() else 0,
        )

    def _entries(self) -> int:
        workspace = workspace_of(self.me)
        (visit,) = workspace.shelf.all()
        person = workspace.people.current
        sheet = workspace.sheets.glance(visit, person.id) if person else None
        return sheet.end[0] if sheet else 0

    # What somebody does.

    def _sit_down(self) -> None:
        with self.me.answering(lambda: self.me.press("我确认以上承诺")):
            self.me.press("开始评分")
        self.me.until(lambda: self.me.place == "desk", "the desk")
        self._fill_the_pool()

    def _fill_the_pool(self) -> None:
        """Open as many connections as the database keeps.

        Work beside the window opens another where it meets the window's by chance, early in the day or late:
        what is kept is no leak, and what goes beyond it is.
        """
        with ExitStack() as held:
            for _ in range(KEPT_CONNECTIONS):
                held.enter_context(workspace_of(self.me).store.look())

    def _round(self, number: int) -> None:
        """All criteria once, every kind of deed, and home."""
        while True:
            self._fill()
            self._deed(self._chance.randrange(6))
            if not self._card.next:
                break
            self._key(Qt.Key.Key_Down, ALT)
        self._dialogs()
        self.room.window.header.look_chosen.emit("dark" if number % 2 else "light")
        self._key(Qt.Key.Key_Escape)
        self.me.until(lambda: self.me.place == "home", "home")

    def _come_back(self) -> None:
        """To the desk again, and to its first criterion."""
        self.me.press("继续评分")
        self.me.until(lambda: self.me.place == "desk", "the desk")
        while self._card.back:
            self._key(Qt.Key.Key_Up, ALT)

    def _fill(self) -> None:
        """Type into the fields of the criterion one after the other, rubbing out what stood there."""
        for _ in self._card.fields:
            focus = self.room.window.focusWidget()
            if isinstance(focus, QLineEdit | QPlainTextEdit):
                self._key(Qt.Key.Key_A, CTRL)
                self._type(str(self._chance.randrange(1, 400)))
                self._key(Qt.Key.Key_Backspace)
            else:
                self._type(self._chance.choice("12"))
            self._key(Qt.Key.Key_Tab)

    def _deed(self, which: int) -> None:
        match which:
            case 0:
                self._key(Qt.Key.Key_M, CTRL)
            case 1:
                self._attach()
            case 2:
                self.me.click(self.me.screen.desk.card.note)
                self._key(Qt.Key.Key_A, CTRL)
                self._type(NOTE[: self._chance.randrange(4, len(NOTE))])
            case 3:
                self._key(Qt.Key.Key_F, CTRL)
                self._type("材料")
                self._key(Qt.Key.Key_Escape)
            case _:
                self._undo_and_redo()

    def _attach(self) -> None:
        """Paste a file, see it arrive, and take it off again as one takes back any step."""
        self._files += 1
        path = self.folder / f"照片{self._files}.txt"
        path.write_text(f"示例材料 {self._files}", encoding="utf-8")
        before, data = len(self._card.files), QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        QGuiApplication.clipboard().setMimeData(data)
        self._key(Qt.Key.Key_V, CTRL | SHIFT)
        self.me.until(lambda: len(self._card.files) > before, "the file")
        self._key(Qt.Key.Key_Z, CTRL)
        self.me.until(lambda: len(self._card.files) == before, "the file's end")
        path.unlink()

    def _undo_and_redo(self) -> None:
        here = self._card.id
        for key in (Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Y):
            self._key(key, CTRL)
        for way in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            order = [each.id for each in self.me.screen.desk.presenter._sheet.scheme.criteria]
            while (order.index(self._card.id) - order.index(here)) * (1 if way == Qt.Key.Key_Up else -1) > 0:
                self._key(way, ALT)

    def _dialogs(self) -> None:
        for key, modifier in ((Qt.Key.Key_F1, None), (Qt.Key.Key_K, CTRL), (Qt.Key.Key_L, CTRL)):
            self._key(key, modifier or Qt.KeyboardModifier.NoModifier)
            if QApplication.activeModalWidget() is not None:
                self._key(Qt.Key.Key_Escape)
                self.me.until(lambda: QApplication.activeModalWidget() is None, "the dialog's end")

    @property
    def _card(self) -> Any:
        return self.me.screen.desk.presenter.state.card

    def _key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._tick()
        self.me.key(key, modifier)

    def _type(self, text: str) -> None:
        for character in text:
            self._tick()
            self.me.strike(character)
        QApplication.processEvents()

    def _tick(self) -> None:
        self._struck += 1
        self.clock.moment += self._step

    def _rest(self) -> None:
        """Let background work end, what was let go be deleted, and the garbage be collected."""
        end = time.monotonic() + 0.4
        while time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(PAUSE_MS)
        QThreadPool.globalInstance().waitForDone()
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()


def grown(samples: Sequence[Sample]) -> dict[str, tuple[float, float]]:
    """By name: growth from the middle of the day to its end, and what it may be."""
    half, quarter = len(samples) // 2, max(1, len(samples) // 6)
    middle, end = samples[half : half + quarter], samples[-quarter:]

    def moved(name: str) -> float:
        late, early = ([float(getattr(each, name)) for each in part] for part in (end, middle))
        return statistics.median(late) - statistics.median(early)

    more = moved("entries")
    return {name: (moved(name), bound.flat + bound.an_entry * more) for name, bound in BOUNDS.items()}


def told(sample: Sample) -> str:
    """A line of the day's table."""
    sizes = {"rss", "database", "log"}
    cells = []
    for each in fields(Sample):
        value = getattr(sample, each.name)
        cells.append(f"{value / MIB:9.1f}M" if each.name in sizes else f"{value:10}")
    return "".join(cells)


def main() -> int:
    """Run the day, print it, and say by the exit code whether anything grew too much."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keys", type=int, default=KEYS)
    parser.add_argument("--data", help="a folder on the disk to be measured")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.data) as folder:
        day = Day(Path(folder), given.keys)
        print("".join(f"{each.name:>10}" for each in fields(Sample)), flush=True)
        samples = day.run(lambda sample: print(told(sample), flush=True))
        day.close()
    found = grown(samples)
    for name, (value, most) in found.items():
        print(f"{name:<10} grew by {value:12.0f}, may by {most:12.0f}  {'' if value <= most else 'TOO MUCH'}")
    over = [name for name, (value, most) in found.items() if value > most]
    print(f"things that grew too much: {len(over)}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
