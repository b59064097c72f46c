"""How long until our window stands, beside an empty PySide6 window: interleaved runs, medians, the ratio.

    python benchmarks/startup.py [--runs 15] [--data DIR]

``first`` is the first expose of the window, ``ready`` the moment the home screen has its content. Both are
counted from the start of the process, interpreter included. Runs without a display on the offscreen platform.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOUND = 3.5

WATCH = """
import json, os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer

class Watch(QObject):
    marks = {}
    def eventFilter(self, target, event):
        if event.type() == QEvent.Type.Expose and "first" not in self.marks:
            self.marks["first"] = time.monotonic()
            if "ready" in os.environ["XP_END"]:
                return False
            self.end()
        return False
    def end(self):
        print(json.dumps(self.marks), flush=True)
        os._exit(0)
"""

EMPTY = (
    WATCH
    + """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv)
watch = Watch()
app.installEventFilter(watch)
window = QWidget()
window.resize(1280, 720)
window.show()
app.exec()
"""
)

OURS = (
    WATCH
    + """
import app.ui.application as ours
watch = Watch()
make, opened = ours.make_application, ours.Room.open

def watched(arguments):
    made = make(arguments)
    made.installEventFilter(watch)
    return made

def ready(self, opener, files):
    opened(self, opener, files)
    watch.marks["ready"] = time.monotonic()
    watch.end()

ours.make_application, ours.Room.open = watched, ready
import main
main.main(["--data", sys.argv[1]])
"""
)


def run(code: str, data: str, end: str) -> dict[str, float]:
    """Milliseconds from the start of a fresh process to its marks."""
    environment = {**os.environ, "XP_END": end, "PYTHONPATH": str(ROOT)}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen" if not os.environ.get("DISPLAY") else "xcb")
    start = time.monotonic()
    told = subprocess.run(
        [sys.executable, "-c", code, data],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=ROOT,
    )
    marks = json.loads(told.stdout.splitlines()[-1])
    return {name: (moment - start) * 1000 for name, moment in marks.items()}


def measure(runs: int, data: str) -> dict[str, list[float]]:
    """Interleaved runs, so that a busy moment of the machine meets both."""
    found: dict[str, list[float]] = {"empty": [], "first": [], "ready": []}
    for end in ("first", "ready"):
        run(EMPTY, data, "first")
        run(OURS, data, end)
    for _ in range(runs):
        found["empty"].append(run(EMPTY, data, "first")["first"])
        found["first"].append(run(OURS, data, "first")["first"])
        found["ready"].append(run(OURS, data, "ready")["ready"])
    return found


def main(arguments: Sequence[str]) -> int:
    """Print the table; exit 1 where the bound is missed."""
    parser = argparse.ArgumentParser(description="Start-up beside an empty PySide6 window.")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--data")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(given.runs, given.data or folder)
    middle = {name: statistics.median(times) for name, times in found.items()}
    print("| window | median ms | ratio |\n|---|---|---|")
    for name, label in (
        ("empty", "empty PySide6"),
        ("first", "ours, first shown"),
        ("ready", "ours, home filled"),
    ):
        print(f"| {label} | {middle[name]:.0f} | {middle[name] / middle['empty']:.2f} |")
    ratio = middle["first"] / middle["empty"]
    print(f"\nfirst window: {ratio:.2f} times an empty one, bound {BOUND}")
    return 0 if ratio <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
