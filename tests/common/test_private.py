"""A data folder closed to everybody else, in a process of its own: the rule holds for the whole of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
PLAYED = """
import sys
from pathlib import Path
from app.common.private import close_to_others
close_to_others()
from app.bootstrap import open_workspace
from app.services.store.files import write_whole
from app.services.gate import Locked
from app.services.sample.samples import Samples
try:
    workspace = open_workspace(Path(sys.argv[1]))
    workspace.people.create("某人（示例）", "示例单位", "246810")
except Locked as locked:
    workspace = locked.gate.open("246810")
visit = Samples(workspace).open()
write_whole(Path(sys.argv[2]), b"for others")
if workspace.people.current.sample:
    workspace.sheets.open(visit, workspace.people.current.id).attach("3.1", Path(sys.argv[2]))
workspace.close()
"""


def loose(folder: Path) -> list[str]:
    """What others may do anything with."""
    return [str(path) for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]


def test_nobody_else_reads_anything_of_it_but_what_leaves(project: Path, tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out.txt"
    command = [sys.executable, "-c", PLAYED, str(data), str(out)]
    for _ in range(2):
        subprocess.run(command, cwd=project, check=True, umask=0o022, timeout=600)
        assert len(list(data.rglob("*"))) > 3
        assert loose(data) == []
        assert out.stat().st_mode & 0o777 == 0o644
        data.chmod(0o755)  # as an earlier version left it
        (data / "xianping.db").chmod(0o644)
