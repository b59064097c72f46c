"""One durable edit of a sheet beside appending 4 KiB to a file and syncing it, in one folder in one run.

``python -m benchmarks.storing [FOLDER]``. Both are measured in turns, so that a busy disk slows both. Also
how long it takes to open a sheet of 20,000 entries, its chain checked.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.bootstrap import open_workspace
from app.services.sheet.desk import SheetDesk
from app.services.store.schemes import SchemeLibrary
from app.services.store.site import NewVisit, PanelMember

TURNS, BATCH = 40, 25
ENTRIES = 20_000
BLOCK = b"x" * 4096
VISIT, EXPERT = "visit", "expert"


def sample_visit() -> NewVisit:
    """A visit of the Tianjin base scheme with one expert."""
    return NewVisit(
        id=VISIT,
        batch_id="batch",
        task_sha256=None,
        scheme=SchemeLibrary().source("tianjin-base-acceptance"),
        policy={"pass_mark": "75"},
        profile={"unit_type": "enterprise"},
        project={"unit": "示例职业技术学院", "name": "示例培训基地"},
        panel=(PanelMember(EXPERT, "专家甲（示例）", "示例单位", "expert", scores=True),),
        date_from="2026-05-12",
        date_to="2026-05-12",
    )


def timed(action: Callable[[int], None], start: int) -> list[float]:
    """Milliseconds of each of a batch of calls."""
    times = []
    for number in range(start, start + BATCH):
        before = time.perf_counter()
        action(number)
        times.append((time.perf_counter() - before) * 1000)
    return times


def compare(desk: SheetDesk, path: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of edits and of appends, taken in turns."""
    edits: list[float] = []
    appends: list[float] = []
    with path.open("ab", buffering=0) as file:

        def append(_number: int) -> None:
            file.write(BLOCK)
            os.fsync(file.fileno())

        def edit(number: int) -> None:
            desk.record("3.1", "concurrent_trainees", str(number))

        timed(edit, 1_000_000)
        timed(append, 0)
        for turn in range(TURNS):
            edits += timed(edit, turn * BATCH)
            appends += timed(append, 0)
    return edits, appends


def told(name: str, times: list[float]) -> str:
    """A line of the table."""
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{name:<34}{statistics.median(times):>9.3f}{p95:>9.3f}{ordered[-1]:>9.3f}"


def opening(folder: Path) -> tuple[float, int]:
    """Milliseconds to open the folder's only sheet in a new workspace, and its number of entries."""
    workspace = open_workspace(folder)
    workspace.shelf.scheme(VISIT)  # read once a program, whatever the sheet's length
    before = time.perf_counter()
    desk = workspace.sheets.open(VISIT, EXPERT)
    took = (time.perf_counter() - before) * 1000
    length = desk.end[0]
    workspace.close()
    return took, length


def grown(desk: SheetDesk) -> None:
    """Fill the ledger to its length, the way that typing would."""
    cids = [
        (criterion.id, spec.name)
        for criterion in desk.scheme.criteria
        for spec in criterion.findings
        if spec.kind in ("count", "share", "reason")
    ]
    for number in range(desk.end[0], ENTRIES):
        desk.record(*cids[(number // 7) % len(cids)], str(number % 1000))


def main() -> int:
    """Measure, print, and say by the exit code whether the aims are met."""
    chosen = sys.argv[1] if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory(dir=chosen) as name:
        folder = Path(name)
        workspace = open_workspace(folder)
        workspace.visits.add(sample_visit())
        desk = workspace.sheets.open(VISIT, EXPERT)
        edits, appends = compare(desk, folder / "append.bin")
        grown(desk)
        workspace.close()
        openings = [opening(folder) for _ in range(5)]
    ratio = statistics.median(edits) / statistics.median(appends)
    took = statistics.median(ms for ms, _ in openings)
    print(f"{'milliseconds':<34}{'median':>9}{'p95':>9}{'max':>9}")
    print(told("SheetDesk.record, durable", edits))
    print(told("append 4 KiB + fsync", appends))
    print(told(f"open a sheet of {openings[0][1]} entries", [ms for ms, _ in openings]))
    print(f"ratio of the medians: {ratio:.2f} (aim: at most 3); opening: {took:.0f} ms (aim: at most 300)")
    return 0 if ratio <= 3 and took <= 300 else 1


if __name__ == "__main__":
    sys.exit(main())
