"""The verbs performance and grade-batch, as they are called."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

GOOD = {
    "performance": {
        "indicators": [
            {"id": kind, "kind": kind, "weight": 50, "target": 10, "actual": 5}
            for kind in ("basic", "individual")
        ]
    },
    "grade-batch": {"policy": {"good": 90, "fairly_good": 80, "ordinary": 60}, "projects": []},
}


def call(project: Path, verb: str, data: bytes) -> CompletedProcess[bytes]:
    command = [sys.executable, "main.py", verb, "-"]
    return subprocess.run(command, check=False, cwd=project, input=data, capture_output=True, timeout=600)


@pytest.mark.parametrize("verb", list(GOOD))
def test_the_exit_code_says_whether_it_was_taken(project: Path, verb: str) -> None:
    done = call(project, verb, json.dumps(GOOD[verb]).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert "errors" not in json.loads(done.stdout)
    for bad in (b"{}", b"{", b"\xff", b'{"x": 1, "x": 1}'):
        done = call(project, verb, bad)
        assert done.returncode == 2
        assert json.loads(done.stdout)["errors"]
