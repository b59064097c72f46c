"""A day at the window in short: nothing that the process holds grows with it.

``benchmarks.soak`` is the long one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

KEYS = 1200

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what a process holds"),
]


def test_a_day_leaves_nothing_behind(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.soak", "--keys", str(KEYS), "--data", str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "things that grew too much: 0" in done.stdout
