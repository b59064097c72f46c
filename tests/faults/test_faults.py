"""A short run over every deed; all places of each: ``python -m tests.faults DEED FOLDER``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.__main__ import FELL, MISSED, REFUSED
from tests.faults.deeds import DEEDS

pytestmark = [
    pytest.mark.skipif(
        not sys.platform.startswith("linux") or shutil.which("cc") is None,
        reason="needs Linux and a C compiler",
    ),
    pytest.mark.slow,
]
EVERY = {"record": 5, "take": 29, "freeze": 17, "issue": 17, "export": 61, "intake": 37}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_disk_that_fails_anywhere_leaves_the_deed_whole_or_undone(
    deed: str, tmp_path: Path, project: Path
) -> None:
    command = [sys.executable, "-m", "tests.faults", deed, str(tmp_path), str(EVERY[deed])]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=600)
    tries = [line.split("\t") for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr + done.stdout
    ends = [int(each[3]) for each in tries]
    assert ends.count(REFUSED) >= 2, "the disk never failed where the deed needs it"
    assert FELL not in ends
    assert MISSED in ends
