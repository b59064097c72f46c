"""Garbage is collected on the window's thread, whoever makes it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread, current_thread, main_thread

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

ROOT = Path(__file__).parents[3]


class Ring:
    """Something in a circle with itself, which tells on which thread it goes."""

    def __init__(self, gone: list[Thread]) -> None:
        self.me, self._gone = self, gone

    def __del__(self) -> None:
        self._gone.append(current_thread())


def test_what_another_thread_makes_is_collected_on_this_one(qtbot: QtBot) -> None:
    gone, many = list[Thread](), 3 * gc.get_threshold()[0]

    def make() -> None:
        for _ in range(many):
            Ring(gone)

    with ThreadPoolExecutor(1) as beside:
        beside.submit(make).result()
    assert gone == []
    QTimer.singleShot(0, lambda: None)
    qtbot.waitUntil(lambda: len(gone) == many)
    assert set(gone) == {main_thread()}
    assert not gc.isenabled()


def test_the_program_s_own_application_collects_so() -> None:
    code = """
import gc
from threading import Thread
from PySide6.QtCore import QTimer
from app.ui.application import make_application

class Ring:
    left = 0
    def __init__(self):
        self.me = self
        Ring.left += 1
    def __del__(self):
        Ring.left -= 1

def made():
    beside = Thread(target=lambda: [Ring() for _ in range(5000)] and None)
    beside.start(); beside.join()
    assert Ring.left == 5000 and not gc.isenabled()

app = make_application(['x'])
QTimer.singleShot(50, app.quit)
made()
app.exec()
assert Ring.left < 5000
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, check=False, timeout=600)
    assert done.returncode == 0
