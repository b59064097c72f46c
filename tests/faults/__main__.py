"""Tries one deed with the disk failing at its n-th change, for every n, or every so many.

    python -m tests.faults DEED FOLDER [EVERY [MANNER]]

MANNER: 0 only full from then on, 1 only one failure; in folders of their own the two can run side by side.

Runs itself under the shim (needs Linux and a C compiler). A line a try, and the exit code of the worst:
0 whole or not at all each time, 1 where something was half, lost, or told as no person can read it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
import traceback
from functools import cache
from pathlib import Path

from app import scoring
from app.common.errors import XianpingError
from tests.chain import Chain, _built, copied
from tests.faults.deeds import DEEDS, Deed, must_be_whole

DONE, REFUSED, FELL, MISSED = 0, 10, 99, 50
MANNERS = (("full from then on", errno.ENOSPC, 0), ("one failure", errno.EIO, 1))
SOURCE = Path(__file__).with_name("disk.c")


def under_shim(arguments: list[str]) -> int:
    """The same again with the failing disk underneath."""
    library = Path(arguments[1]) / "disk.so"
    library.parent.mkdir(parents=True, exist_ok=True)
    compiler = shutil.which("cc") or "cc"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
    own = {**os.environ, "LD_PRELOAD": str(library), "XP_FAULTS": "1"}
    return subprocess.run([sys.executable, "-m", "tests.faults", *arguments], env=own, check=False).returncode


def tried(deed: Deed, folder: Path, at: int, manner: tuple[str, int, int]) -> tuple[int, str]:
    """One try in a process of its own: how it ended, and what is wrong afterwards, empty for nothing."""
    place = folder / "try"
    shutil.rmtree(place, ignore_errors=True)
    chain = copied(_built(deed.stage, "digital"), place)
    child = os.fork()
    if child == 0:
        os._exit(_within(deed, chain, at, manner))
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    again = Chain(place, chain.clock, chain.ids, chain.visits)
    try:
        return ended, _after(deed, again, ended)
    finally:
        again.close()


def _within(deed: Deed, chain: Chain, at: int, manner: tuple[str, int, int]) -> int:
    library = ctypes.CDLL(None)
    try:
        deed.opens(chain)
        library.faults_arm(str(chain.folder).encode(), ctypes.c_long(at), manner[1], manner[2])
        done = deed.act(chain)
    except XianpingError as told:
        return REFUSED if str(told) else FELL
    except BaseException:  # whatever comes out here would have been shown to a person
        traceback.print_exc()
        return FELL
    library.faults_count.restype = ctypes.c_long
    if library.faults_count() < at:
        return MISSED
    return DONE if done else REFUSED


def _after(deed: Deed, chain: Chain, ended: int) -> str:
    if ended not in (DONE, REFUSED, MISSED):
        return f"ended with {ended}"
    try:
        must_be_whole(deed.touches(chain))
        if not deed.held(chain) and ended in (DONE, MISSED):
            return "said to be done, and is not"
        deed.act(chain)
        return "" if deed.held(chain) else "cannot be done any more"
    except Exception as error:
        traceback.print_exc()
        return f"{type(error).__name__}: {error}"


def main(arguments: list[str]) -> int:
    """Every n until the deed is over before it."""
    name, folder, every = arguments[0], Path(arguments[1]), int([*arguments, "1"][2])
    manners = MANNERS if len(arguments) < 4 else (MANNERS[int(arguments[3])],)
    scoring.load_scheme = cache(scoring.load_scheme)  # pure, and most of what a try would cost
    wrong = 0
    for manner in manners:
        at, ended = 1, DONE
        while ended != MISSED:
            ended, problem = tried(DEEDS[name], folder, at, manner)
            wrong += bool(problem)
            print(f"{name}\t{manner[0]}\t{at}\t{ended}\t{problem}", flush=True)
            at += every
    return 1 if wrong else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(given) if os.environ.get("XP_FAULTS") else under_shim(given))
