from __future__ import annotations

import subprocess
import sys

SESSION = """
import sys
sys.path.insert(0, {project!r})
import app.ui
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(200_000):
    thing.setObjectName("x")
    thing.parent()
    thing.setProperty("y", 1)
print("alive")
"""


def test_a_long_session_outlives_the_references_that_qt_calls_take(project: object) -> None:
    code = SESSION.format(project=str(project))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "alive", done.stderr


def test_steadying_twice_changes_nothing() -> None:
    from app.ui.endurance import steady

    before = sys.getrefcount(None)
    steady()
    assert abs(sys.getrefcount(None) - before) < 1000
