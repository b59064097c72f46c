"""A whole Tianjin visit at the desk takes fewer strokes than the same visit in a spreadsheet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_the_desk_needs_fewer_keys_than_a_spreadsheet(project: Path) -> None:
    """The count fills the sheet by real keys, and stops where the sheet is not what was to be recorded."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.keystrokes"],
        cwd=project,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "our desk needs" in done.stdout
