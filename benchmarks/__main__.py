"""Runs every benchmark, each in a process of its own, and prints what was measured beside what it aims at.

``python -m benchmarks [--quick] [--data FOLDER]``. Exit code 1 where an aim is missed or a benchmark failed.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NUMBER = r"([\d.]+)"


@dataclass(frozen=True, slots=True)
class Aim:
    """One number of a benchmark's output. at_most: else it is to be at least the bound."""

    told: str
    pattern: str
    bound: float
    unit: str
    at_most: bool = True

    def met(self, value: float) -> bool:
        """Whether the measured value is as good as wanted."""
        return value <= self.bound if self.at_most else value >= self.bound

    @property
    def wanted(self) -> str:
        """The bound in words."""
        return f"{'≤' if self.at_most else '≥'} {self.bound:g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A module of this folder, its arguments for a quick run, and what it is measured by."""

    name: str
    quick: tuple[str, ...]
    takes_data: tuple[str, ...]
    aims: tuple[Aim, ...]


BENCHMARKS = (
    Benchmark(
        "scoring",
        ("--visits", "1000", "--rounds", "4000"),
        (),
        (
            Aim(
                "one changed finding, lines and range, against a recompute by hand",
                rf"one changed finding.*?{NUMBER}\s+{NUMBER}\s+(?P<value>[\d.]+)",
                2,
                "×",
            ),
            Aim(
                "visits a second in bulk, against by hand",
                rf"bulk, first pass.*?{NUMBER}\s+{NUMBER}\s+(?P<value>[\d.]+)",
                0.5,
                "×",
                at_most=False,
            ),
        ),
    ),
    Benchmark(
        "storing",
        (),
        ("{data}",),
        (
            Aim(
                "one edit stored durably, against appending 4 KiB and fsync",
                r"ratio of the medians: (?P<value>[\d.]+)",
                3,
                "×",
            ),
            Aim("opening a sheet of 20,000 entries", r"opening: (?P<value>[\d.]+) ms", 300, "ms"),
        ),
    ),
    Benchmark(
        "encryption",
        (),
        ("{data}",),
        (
            Aim(
                "one edit stored durably, encrypted against plain",
                r"ratio of the medians: (?P<value>[\d.]+)",
                1.5,
                "×",
            ),
            Aim(
                "opening an encrypted database, beyond a plain one",
                r"opening: (?P<value>[\d.]+) ms more",
                20,
                "ms",
            ),
        ),
    ),
    Benchmark(
        "desk",
        ("--keys", "200"),
        ("--data", "{data}"),
        (
            Aim(
                "key to committed, painted total: median",
                r"painted total\s+median\s+(?P<value>[\d.]+)",
                8,
                "ms",
            ),
            Aim("the same: 99th of 100", r"painted total.*?p99\s+(?P<value>[\d.]+)", 16, "ms"),
            Aim(
                "moving to the next criterion: median",
                r"next criterion\s+median\s+(?P<value>[\d.]+)",
                24,
                "ms",
            ),
        ),
    ),
    Benchmark(
        "calls",
        (),
        (),
        (
            Aim(
                "Python calls of one figure typed, facts of two colleagues beside it",
                r"figure typed: (?P<value>\d+)",
                1800,
                "calls",
            ),
        ),
    ),
    Benchmark(
        "opening",
        ("--runs", "3"),
        ("--data", "{data}"),
        (Aim("opening a large visit, from click to paint", r"visit: (?P<value>[\d.]+) ms", 300, "ms"),),
    ),
    Benchmark(
        "keystrokes",
        (),
        (),
        (
            Aim(
                "keys struck for a whole visit, against a spreadsheet",
                r"desk needs (?P<value>[\d.]+)",
                0.99,
                "×",
            ),
        ),
    ),
    Benchmark(
        "soak",
        ("--keys", "3000"),
        ("--data", "{data}"),
        (
            Aim(
                "a day at the window: what grew beyond its slope",
                r"grew too much: (?P<value>\d+)",
                0,
                "things",
            ),
        ),
    ),
    Benchmark(
        "evidence",
        ("--mib", "64"),
        ("--data", "{data}"),
        (
            Aim(
                "evidence hashed, encrypted and stored, against bare SHA-256",
                r"stored against bare: (?P<value>[\d.]+)",
                40,
                "%",
                at_most=False,
            ),
        ),
    ),
    Benchmark(
        "history",
        ("--moves", "60"),
        ("--data", "{data}"),
        (
            Aim("opening a history of 20,000 entries, painted", r"opening: (?P<value>[\d.]+) ms", 300, "ms"),
            Aim(
                "moving to any moment of it: median",
                r"lines: any moment\s+median\s+(?P<value>[\d.]+)",
                50,
                "ms",
            ),
            Aim("the same: 99th of 100", r"lines: any moment.*?p99\s+(?P<value>[\d.]+)", 50, "ms"),
        ),
    ),
    Benchmark(
        "blocks",
        (),
        (),
        (
            Aim("longest time without an answer at work", r"longest of 50: (?P<value>[\d.]+)", 50, "ms"),
            Aim("the same where a visit is opened", r"longest of 300: (?P<value>[\d.]+)", 300, "ms"),
        ),
    ),
    Benchmark(
        "startup",
        ("--runs", "5"),
        (),
        (
            Aim(
                "first window, against an empty PySide6 window",
                r"first window: (?P<value>[\d.]+) times",
                3.5,
                "×",
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; value None where the benchmark did not tell."""

    aim: Aim
    value: float | None

    @property
    def met(self) -> bool:
        return self.value is not None and self.aim.met(self.value)

    def cells(self) -> tuple[str, ...]:
        measured = "—" if self.value is None else f"{self.value:g} {self.aim.unit}"
        return (self.aim.told, measured, self.aim.wanted, "hit" if self.met else "MISS")


def output_of(benchmark: Benchmark, *, quick: bool, data: str | None) -> str:
    """What a benchmark prints; its own exit code is not the judge here."""
    arguments = [*(benchmark.quick if quick else ())]
    if data is not None:
        arguments += [each.format(data=data) for each in benchmark.takes_data]
    command = [sys.executable, "-m", f"benchmarks.{benchmark.name}", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    if not done.stdout:
        sys.stderr.write(done.stderr)
    return done.stdout


def rows_of(benchmark: Benchmark, told: str) -> list[Row]:
    """The benchmark's aims with what was found in its output."""
    found = [(aim, re.search(aim.pattern, told)) for aim in benchmark.aims]
    return [Row(aim, float(hit["value"]) if hit else None) for aim, hit in found]


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| what | measured | aim | |", "|---|---|---|---|"]
    return "\n".join([*lines, *("| " + " | ".join(row.cells()) + " |" for row in rows)])


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds, less certain numbers")
    parser.add_argument("--data", help="a folder on the disk to be measured")
    given = parser.parse_args(arguments)
    rows: list[Row] = []
    for benchmark in BENCHMARKS:
        told = output_of(benchmark, quick=given.quick, data=given.data)
        print(f"== {benchmark.name} ==\n{told}", flush=True)
        rows += rows_of(benchmark, told)
    print(table(rows))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
