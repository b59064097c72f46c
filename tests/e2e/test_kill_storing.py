"""Promise 1 for files: killed at any instant while storing, what is attached is whole, nothing is half."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from app.bootstrap import open_workspace
from app.services.workspace import Workspace
from tests.services.conftest import EXPERTS, VISIT, new_visit

ROUNDS = 10

STORER = """
import io, sys
from pathlib import Path
from app.bootstrap import open_workspace
workspace = open_workspace(Path(sys.argv[1]))
workspace.evidence.protect()
desk = workspace.sheets.open(sys.argv[2], sys.argv[3])
number = int(sys.argv[4])
print("ready", flush=True)
while True:
    number += 1
    data = number.to_bytes(8, "big") * (1 + number % 5 * 90_000)
    file = workspace.evidence.take_bytes(io.BytesIO(data), f"{number}.jpg")
    desk.attach_prepared("1.1", file)
    print(number, flush=True)
    workspace.evidence.take_bytes(io.BytesIO(data), "again.jpg")
"""


def stored_until_killed(project: Path, folder: Path, start: int, seconds: float) -> int:
    """The last number that was acknowledged before the kill."""
    command = [sys.executable, "-c", STORER, str(folder), VISIT, EXPERTS[0], str(start)]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as storer:
        assert storer.stdout is not None
        assert storer.stdout.readline() == "ready\n"
        time.sleep(seconds)
        storer.kill()
        told = [line for line in storer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    return int(told[-1]) if told else start


def everything_is_whole(workspace: Workspace, folder: Path) -> int:
    """How many files are attached; each of them is readable, and so is whatever else lies there."""
    desk = workspace.sheets.open(VISIT, EXPERTS[0])
    attached = {file.sha256: file for file in desk.attachments.get("1.1", ())}
    for digest, file in attached.items():
        data = workspace.evidence.read(digest)
        assert len(data) == file.size
        assert int.from_bytes(data[:8], "big") == int(file.name.removesuffix(".jpg"))
    left = [path for path in (folder / "evidence").rglob("*") if path.is_file()]
    for path in left:
        workspace.evidence.read(path.name)
    assert len(left) <= len(attached) + ROUNDS
    return len(attached)


def test_killed_while_storing_nothing_is_half(project: Path, tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    workspace.people.create("专家甲（示例）", "", None, person_id=EXPERTS[0])
    workspace.visits.add(new_visit())
    workspace.close()
    chance, count, number = random.Random(20261125), 0, 0  # noqa: S311
    for _ in range(ROUNDS):
        told = stored_until_killed(project, tmp_path, number, chance.uniform(0, 0.4))
        workspace = open_workspace(tmp_path)
        count = everything_is_whole(workspace, tmp_path)
        assert told <= count <= told + 1, "at most the file under way may be there or not"
        number = count
        workspace.close()
    assert count > 0
