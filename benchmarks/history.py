"""Looking back on a sheet of 20,000 entries: opening the history, going to any moment, searching.

``python -m benchmarks.history [--moves N] [--data FOLDER]``. The real window over a real data folder, off
screen; a time ends when everything is painted.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.bootstrap import open_workspace
from app.ui import theme
from app.ui.desk import DeskPresenter, DeskView
from app.ui.history.view import HistoryDialog
from app.ui.session.view_history import open_history
from benchmarks.storing import EXPERT, VISIT, grown, sample_visit

WINDOW = (1366, 768)
OPENINGS = 5


def timed(app: QApplication, act: Callable[[], object]) -> float:
    """Milliseconds until what an act changed is painted."""
    begun = time.perf_counter()
    act()
    app.processEvents()
    return (time.perf_counter() - begun) * 1000


def opened(app: QApplication, desk: DeskView) -> tuple[float, HistoryDialog]:
    """Milliseconds to open the history, its ledger read anew, and the dialog."""
    shown: list[HistoryDialog | None] = []
    took = timed(app, lambda: shown.append(open_history(desk)))
    assert shown[0] is not None  # noqa: S101
    return took, shown[0]


def told(name: str, took: list[float]) -> None:
    """One line: median, 99th of a hundred, worst, in milliseconds."""
    ordered = sorted(took)
    late = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    print(f"{name:<28} median {statistics.median(took):6.2f}  p99 {late:6.2f}  worst {ordered[-1]:6.2f} ms")


def measured(app: QApplication, desk: DeskView, moves: int) -> None:
    """Open, move about, search, and print."""
    openings = []
    for _ in range(OPENINGS):
        took, dialog = opened(app, desk)
        openings.append(took)
        dialog.reject()
        app.processEvents()
    _, dialog = opened(app, desk)
    slider, places = dialog.travel.slider, random.Random(4)  # noqa: S311  the same places every time

    def anywhere() -> None:
        slider.setValue(places.randrange(1, slider.maximum()))

    def search(word: str) -> None:
        dialog.show_state(dialog.presenter.seek(word))

    timed(app, anywhere)
    told("lines: any moment", [timed(app, anywhere) for _ in range(moves)])
    told("lines: one step", [timed(app, dialog.travel.earlier.click) for _ in range(moves)])
    told("every entry by itself", [timed(app, dialog.lines.single.click)])
    told("every entry: any moment", [timed(app, anywhere) for _ in range(moves)])
    while dialog.presenter.prepare():
        pass
    told("search, words ready", [timed(app, partial(search, word)) for word in ("扣分", "人 98", "")])
    dialog.reject()
    print(f"opening: {statistics.median(openings):.0f} ms (aim: at most 300)")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--moves", type=int, default=200)
    options.add_argument("--data", type=Path, help="a folder on the disk to be measured")
    given = options.parse_args()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101
    theme.dress(app, theme.Mode.LIGHT)
    with tempfile.TemporaryDirectory(dir=given.data) as folder:
        workspace = open_workspace(Path(folder) / "data")
        workspace.visits.add(sample_visit())
        grown(workspace.sheets.open(VISIT, EXPERT))
        desk = DeskView(DeskPresenter(workspace, VISIT, EXPERT))
        desk.resize(*WINDOW)
        desk.show()
        app.processEvents()
        measured(app, desk, given.moves)
        desk.close()
        workspace.close()


if __name__ == "__main__":
    main()
