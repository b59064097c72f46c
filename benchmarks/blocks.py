"""How long the window is kept from answering while a large visit is worked on, in processor time.

``python -m benchmarks.blocks``: the walks of ``tests/e2e/test_window*_blocks.py``, each watched as
``tests/watchdog.py`` says; printed is the longest stretch of all that should take 50 ms and of all that
should take 300. The tests themselves fail only where a stretch is far beyond that each time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WALKS = ("tests/e2e/test_window_blocks.py", "tests/e2e/test_window_rooms_blocks.py")
NOT_A_WALK = "not a_block_is_found_out"  # which blocks on purpose


def main() -> int:
    """Walk, then say for each aim what came nearest to it or went beyond."""
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "stretches"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *WALKS, "-k", NOT_A_WALK]
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, "XP_STRETCHES": str(notes)}, stdout=sys.stderr, check=False
        )
        rows = [line.split("\t") for line in notes.read_text(encoding="utf-8").splitlines()]
    for aim in sorted({int(row[0]) for row in rows}):
        longest = max((float(ms), during) for of, ms, during in rows if int(of) == aim)
        print(f"longest of {aim}: {longest[0]:.1f} ms during {longest[1]}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
