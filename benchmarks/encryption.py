"""An encrypted data folder beside a plain one: a durable edit, opening, a PIN, the first encryption.

``python -m benchmarks.encryption [FOLDER]``. Edits and openings are measured in turns, so that a busy machine
slows both.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.bootstrap import open_workspace
from app.models.database import open_database, sqlite_url
from app.services.gate import Locked
from app.services.workspace import Workspace
from benchmarks.storing import BATCH, EXPERT, VISIT, sample_visit, timed, told

TURNS, OPENINGS, PIN = 20, 20, "24681012"
GROWN = 2000


def milliseconds(does: Callable[[], object]) -> float:
    """How long something takes."""
    before = time.perf_counter()
    does()
    return (time.perf_counter() - before) * 1000


def made(folder: Path) -> Workspace:
    """A folder with a visit and a ledger that has grown."""
    workspace = open_workspace(folder)
    workspace.visits.add(sample_visit())
    desk = workspace.sheets.open(VISIT, EXPERT)
    for number in range(GROWN):
        desk.record("3.1", "concurrent_trainees", str(number))
    return workspace


def edits(plain: Workspace, sealed: Workspace) -> tuple[list[float], list[float]]:
    """Milliseconds of edits in both, taken in turns."""
    desks = [each.sheets.open(VISIT, EXPERT) for each in (plain, sealed)]
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(TURNS + 1):
        for desk, kept in zip(desks, times, strict=True):

            def edit(number: int, desk: object = desk) -> None:
                desk.record("3.1", "concurrent_trainees", str(number))  # type: ignore[attr-defined]

            taken = timed(edit, 1_000_000 + turn * BATCH)
            if turn:  # the first warms up
                kept.extend(taken)
    return times


def read(path: Path, key: bytes | None) -> None:
    """Open a database and read one row."""
    database = open_database(sqlite_url(path), key)
    with database.look() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM visits").scalar_one()
    database.close()


def unlock(folder: Path) -> Workspace:
    """Come in by the PIN."""
    try:
        return open_workspace(folder)
    except Locked as locked:
        return locked.gate.open(PIN)


def main() -> int:
    """Measure, print, and say by the exit code whether the aims are met."""
    chosen = sys.argv[1] if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory(dir=chosen) as name:
        folder = Path(name)
        plain, sealed = made(folder / "plain"), made(folder / "sealed")
        person = sealed.people.create("专家甲（示例）", "示例单位", None, person_id=EXPERT)
        first = milliseconds(lambda: sealed.people.change_pin(person.id, None, PIN))
        in_plain, in_sealed = edits(plain, sealed)
        key = sealed.store.key
        plain.close()
        sealed.close()
        openings: tuple[list[float], list[float]] = ([], [])
        for _ in range(OPENINGS):
            openings[0].append(milliseconds(lambda: read(folder / "plain" / "xianping.db", None)))
            openings[1].append(milliseconds(lambda: read(folder / "sealed" / "xianping.db", key)))
        by_pin = [milliseconds(lambda: unlock(folder / "sealed").close()) for _ in range(5)]
    ratio = statistics.median(in_sealed) / statistics.median(in_plain)
    opened = statistics.median(openings[1]) - statistics.median(openings[0])
    print(f"{'milliseconds':<34}{'median':>9}{'p95':>9}{'max':>9}")
    print(told("edit, plain", in_plain))
    print(told("edit, encrypted", in_sealed))
    print(told("open and read, plain", openings[0]))
    print(told("open and read, encrypted", openings[1]))
    print(told("from the PIN to the open folder", by_pin))
    print(f"first PIN with its encryption: {first:.0f} ms")
    print(
        f"ratio of the medians: {ratio:.2f} (aim: at most 1.5); "
        f"opening: {max(opened, 0):.1f} ms more (aim: at most 20)"
    )
    return 0 if ratio <= 1.5 and opened <= 20 else 1


if __name__ == "__main__":
    sys.exit(main())
