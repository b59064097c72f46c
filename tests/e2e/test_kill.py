"""Promise 1 at the store: killed at any instant, nothing that was acknowledged is lost."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from app.bootstrap import open_workspace
from app.common.ledger import check_chain
from tests.services.conftest import EXPERTS, VISIT, new_visit

ROUNDS = 12

WRITER = """
import sys
from pathlib import Path
from app.bootstrap import open_workspace
workspace = open_workspace(Path(sys.argv[1]))
desk = workspace.sheets.open(sys.argv[2], sys.argv[3])
number = int(sys.argv[4])
while True:
    number += 1
    desk.record("3.1", "concurrent_trainees", str(number))
    print(number, flush=True)
"""


def written_until_killed(project: Path, folder: Path, start: int, seconds: float) -> int:
    """The last number that the writer acknowledged before it was killed."""
    command = [sys.executable, "-c", WRITER, str(folder), VISIT, EXPERTS[0], str(start)]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(seconds)
        writer.kill()
        lines = [first, *writer.stdout.read().splitlines(keepends=True)]
    return int([line for line in lines if line.endswith("\n")][-1])


def test_killed_at_any_instant_every_acknowledged_key_is_there(project: Path, tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    workspace.visits.add(new_visit())
    workspace.close()
    chance, last = random.Random(20260512), 0  # noqa: S311
    for _ in range(ROUNDS):
        told = written_until_killed(project, tmp_path, last, chance.uniform(0, 0.25))
        workspace = open_workspace(tmp_path)
        desk = workspace.sheets.open(VISIT, EXPERTS[0])
        last = int(desk.answers["3.1"]["concurrent_trainees"])
        assert told <= last <= told + 1, "at most the key under way may be there or not"
        records = desk.records()
        assert check_chain(records) == ()
        assert [entry.after for entry in records[1:]] == [str(number) for number in range(1, last + 1)]
        workspace.close()
    with closing(sqlite3.connect(tmp_path / "xianping.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
