"""From a key pressed to the committed total painted: the real desk over a real, durable data folder.

python benchmarks/desk.py [--keys N] [--data FOLDER]

The visit is as large as they come: 30 criteria, 500 attached files, a ledger of 20,000 entries.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QWidget

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.services.sheet.sheets import SheetDesk
from app.services.workspace import Workspace
from app.ui import theme
from app.ui.desk import DeskPresenter, DeskView
from tests.large_visit import VISIT, large_visit

WINDOW = (1366, 768)
TYPED = "186"


def desk_of(workspace: Workspace, person: str) -> DeskView:
    """The desk with the sheet filled."""
    view = DeskView(DeskPresenter(workspace, VISIT, person))
    view.resize(*WINDOW)
    view.show()
    return view


def press(app: QApplication, view: DeskView, key: int, text: str) -> float:
    """One key; milliseconds until everything that changed is stored and painted."""
    field: QWidget = view.card.form.lines["concurrent_trainees"].editor
    while (inner := field.focusProxy()) is not None:
        field = inner
    begun = time.perf_counter()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        app.sendEvent(field, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))
    app.processEvents()
    return (time.perf_counter() - begun) * 1000


def stored(sheet: SheetDesk, times: int) -> list[float]:
    """Times of the durable record alone, to know what part of a key is the disk's."""
    took = []
    for turn in range(times):
        begun = time.perf_counter()
        sheet.record("3.1", "concurrent_trainees", TYPED[: 1 + turn % 3])
        took.append((time.perf_counter() - begun) * 1000)
    return took


def measured(app: QApplication, view: DeskView, keys: int) -> list[float]:
    """Times of so many keys, typing a number and rubbing it out again."""
    view.show_state(view.presenter.go("3.1"))
    app.processEvents()
    took: list[float] = []
    while len(took) < keys:
        took.extend(press(app, view, ord(figure), figure) for figure in TYPED)
        took.extend(press(app, view, Qt.Key.Key_Backspace, "") for _ in TYPED)
    return took


def moved(app: QApplication, view: DeskView, times: int) -> tuple[list[float], list[float]]:
    """Times of moving to the next criterion, its card shown and painted; and, in turns with it, a yardstick.

    The yardstick is the window as it stands painted once more, with nothing of it worked out or built.
    """
    took, painted = [], []
    for turn in range(times):
        begun = time.perf_counter()
        view.wants.went_by.emit(1 if turn % 16 < 8 else -1)
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as the running loop does by itself
        there = time.perf_counter()
        view.repaint()
        took.append((there - begun) * 1000)
        painted.append((time.perf_counter() - there) * 1000)
    return took, painted


def told(name: str, took: list[float]) -> None:
    """One line: median, 99th of a hundred, worst, in milliseconds."""
    ordered = sorted(took)
    late = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    print(f"{name:<28} median {statistics.median(took):6.2f}  p99 {late:6.2f}  worst {ordered[-1]:6.2f} ms")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--keys", type=int, default=600)
    options.add_argument("--data", type=Path, help="a folder on the disk to be measured")
    given = options.parse_args()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101
    theme.dress(app, theme.Mode.LIGHT)
    with tempfile.TemporaryDirectory(dir=given.data) as folder:
        workspace = large_visit(Path(folder) / "data")
        person = workspace.people.current
        assert person is not None  # noqa: S101
        view = desk_of(workspace, person.id)
        app.processEvents()
        measured(app, view, 30)
        told("key to painted total", measured(app, view, given.keys))
        told("  of which the durable record", stored(workspace.sheets.open(VISIT, person.id), given.keys))
        moves, painted = moved(app, view, given.keys // 4)
        told("move to the next criterion", moves)
        told("  the window painted once", painted)
        share = statistics.median(moves) / statistics.median(painted)
        print(f"a move in windows painted: {share:.2f}")
        view.close()
        QThreadPool.globalInstance().waitForDone()
        workspace.close()


if __name__ == "__main__":
    main()
