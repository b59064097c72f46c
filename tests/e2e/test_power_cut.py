"""Promise 1 at the store: a power cut that drops every write not yet synced loses no acknowledged key."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.common.ledger import check_chain
from tests.services.conftest import EXPERTS, VISIT, new_visit

COMPILER = shutil.which("cc")
# More than a thousand pages of log, so that the cut also falls behind a checkpoint.
KEYS = 1_300

WRITER = """
import sys
from pathlib import Path
from app.bootstrap import open_workspace
workspace = open_workspace(Path(sys.argv[1]))
if sys.argv[4] == "careless":
    with workspace.store._database.engine.raw_connection() as connection:
        connection.cursor().execute("PRAGMA synchronous=OFF")
desk = workspace.sheets.open(sys.argv[2], sys.argv[3])
number = 0
while True:
    number += 1
    desk.record("3.1", "concurrent_trainees", str(number))
    print(number, flush=True)
"""

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or COMPILER is None, reason="needs Linux and a C compiler"
)


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("shim") / "power_cut.so"
    source = Path(__file__).with_name("power_cut.c")
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def cut(project: Path, shim: Path, folder: Path, kept: Path, keys: int, manner: str = "") -> int:
    """Type until so many keys are acknowledged, then pull the plug; the last key acknowledged."""
    workspace = open_workspace(folder)
    workspace.visits.add(new_visit())
    workspace.close()
    kept.mkdir()
    shutil.copy(folder / "xianping.db", kept)
    own = {"LD_PRELOAD": str(shim), "KEEP_FROM": str(folder), "KEEP_IN": str(kept)}
    command = [sys.executable, "-c", WRITER, str(folder), VISIT, EXPERTS[0], manner]
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, text=True, env={**os.environ, **own}
    ) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if int(line) >= keys:
                break
        writer.kill()
        rest = [line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    return int(rest[-1]) if rest else keys


def found(kept: Path) -> int:
    """The last key in what survived; its ledger is whole."""
    workspace = open_workspace(kept)
    try:
        desk = workspace.sheets.open(VISIT, EXPERTS[0])
        records = desk.records()
        assert check_chain(records) == ()
        return int(str(records[-1].after)) if len(records) > 1 else 0
    finally:
        workspace.close()


@pytest.mark.parametrize("keys", [1, 40, KEYS])
def test_what_was_acknowledged_outlives_a_power_cut(
    project: Path, tmp_path: Path, shim: Path, keys: int
) -> None:
    told = cut(project, shim, tmp_path / "disk", tmp_path / "kept", keys)
    assert told <= found(tmp_path / "kept") <= told + 1


def test_the_cut_does_lose_what_is_not_synced(project: Path, tmp_path: Path, shim: Path) -> None:
    told = cut(project, shim, tmp_path / "disk", tmp_path / "kept", 40, "careless")
    assert found(tmp_path / "kept") < told
