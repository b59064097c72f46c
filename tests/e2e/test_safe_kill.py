"""The program is killed while it writes copies to a stick: the newest whole copy always opens elsewhere."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.services.safe.places import ROOM
from tests.chain import EXPERTS, Chain

ROUNDS = 10

WRITER = """
import sys
from pathlib import Path
from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from tests.chain import START
from datetime import timedelta
folder, visit, person, stick, number = sys.argv[1:]
number = int(number)
clock = FixedClock(START + timedelta(hours=1, seconds=number))
workspace = open_workspace(Path(folder), clock)
desk = workspace.sheets.open(visit, person)
place, signer = workspace.safes.places.choose(Path(stick)), workspace.safes.signer()
while True:
    number += 1
    clock.moment += timedelta(seconds=1)
    desk.record("3.1", "concurrent_trainees", str(number))
    workspace.safes.write(visit, signer, place)
    print(number, flush=True)
"""


def copied_until_killed(project: Path, chain: Chain, stick: Path, start: int, seconds: float) -> int:
    """The last number whose copy was acknowledged before the program was killed."""
    chain.site(EXPERTS[0]).close()
    where = (chain.folder / EXPERTS[0], chain.visit, chain.ids[EXPERTS[0]], stick, start)
    command = [sys.executable, "-c", WRITER, *map(str, where)]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(seconds)
        writer.kill()
        lines = [first, *writer.stdout.read().splitlines(keepends=True)]
    chain.reopen(EXPERTS[0])
    return int([line for line in lines if line.endswith("\n")][-1])


def test_killed_at_any_instant_the_newest_copy_opens(
    project: Path, tmp_path: Path, chain_at: Callable[..., Chain]
) -> None:
    chain, stick = chain_at("tasked"), tmp_path / "stick"
    stick.mkdir()
    chance, last, other = random.Random(20260512), 0, chain.site(EXPERTS[1])  # noqa: S311
    chain.wait(3600 * 24)
    for _ in range(ROUNDS):
        told = copied_until_killed(project, chain, stick, last, chance.uniform(0, 0.3))
        copies = sorted((stick / ROOM).glob("*.xpsafe"))
        assert 1 <= len(copies) <= 2
        for copy in copies:  # each that bears the name is whole, whenever the program was killed
            other.packages.import_file(copy)
        desk = other.sheets.open(chain.visit, chain.ids[EXPERTS[0]])
        last = int(desk.answers["3.1"]["concurrent_trainees"])
        assert told <= last <= told + 1, "at most the copy under way may be there or not"
        mine = chain.site(EXPERTS[0]).sheets.open(chain.visit, chain.ids[EXPERTS[0]])
        last = int(mine.answers["3.1"]["concurrent_trainees"])
