"""Coverage with a floor for each room: what a room's own tests reach of it, measured.

``./test --coverage`` runs the tests of every room that ``[tool.floors]`` in ``pyproject.toml`` names, room by
room, and ``./test --coverage app/scoring`` those of that room alone; lines and branches count, in child
processes too. The tests of ``app/x/y`` are those in ``tests/x/y``: what only tests of other rooms reach does
not count. Exit code 0: every room is at its floor or above; 1: one is below, or a test failed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]


class UnprovenError(Exception):
    """The tests of a room failed, so that nothing was measured."""


def floors_of(home: Path) -> dict[str, int]:
    """The floors that are set: by room, in percent."""
    settings = tomllib.loads((home / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(settings["tool"]["floors"])


def own_tests(room: str) -> str:
    """Where a room's own tests are."""
    return f"tests/{room.removeprefix('app/')}"


def measured(room: str, home: Path, workers: str) -> float:
    """What a room's own tests reach of it, in percent. workers: as ``pytest -n`` takes it.

    Raises UnprovenError where a test fails.
    """
    side_by_side = ("-n", workers, "--maxprocesses", "4", "--dist", "loadfile")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "COVERAGE_FILE": str(Path(folder) / "data")}
        report = Path(folder) / "report.json"

        def coverage(*words: str) -> int:
            command = [sys.executable, "-m", "coverage", *words]
            return subprocess.run(command, cwd=home, env=environment, check=False).returncode

        source = ("--source", str(home / room))  # whole, as child processes work in other folders
        if coverage("run", *source, "-m", "pytest", "-q", *side_by_side, own_tests(room)):
            raise UnprovenError(room)
        if coverage("combine", "-q") or coverage("json", "-q", "-o", str(report)):
            raise UnprovenError(room)
        return float(json.loads(report.read_text(encoding="utf-8"))["totals"]["percent_covered"])


def below(reached: Mapping[str, float], floors: Mapping[str, int]) -> list[str]:
    """The rooms under their floor."""
    return [room for room, percent in reached.items() if percent < floors[room]]


def main(arguments: Sequence[str] | None = None, home: Path = HOME) -> int:
    """Measure, a line for each room, and say which is below its floor."""
    floors = floors_of(home)
    parser = argparse.ArgumentParser(prog="./test --coverage", description="各部分的测试覆盖率与下限")
    parser.add_argument("-n", default="auto", dest="workers", help="同时运行的进程数，0 为逐个运行")
    parser.add_argument("rooms", nargs="*", metavar="app/…", help="只量这些部分")
    given = parser.parse_args(arguments)
    if unknown := sorted(set(given.rooms) - floors.keys()):
        parser.error(f"没有为它规定下限：{'、'.join(unknown)}")
    reached: dict[str, float] = {}
    failed: list[str] = []
    for room in given.rooms or floors:
        try:
            reached[room] = measured(room, home, given.workers)
        except UnprovenError:
            failed.append(room)
        else:
            _say(f"== {room}  {reached[room]:.2f} %，下限 {floors[room]} %")
    if failed:
        _say(f"测试未通过：{'、'.join(failed)}")
    if low := below(reached, floors):
        _say(f"低于下限：{'、'.join(low)}")
    return 1 if failed or low else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
