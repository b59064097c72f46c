"""How many Python calls one typed figure costs at the desk, from the key's deed to the new state.

python benchmarks/calls.py [--list N]

The whole Tianjin sheet is filled in, and two colleagues have counted every fact. A count of calls is the same
on a busy machine and on a quiet one; what a call costs is timed by ``desk``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.scoring.model.measured import facts_of
from app.ui.desk.presenter import DeskPresenter
from tests.ui.desk.visits import Prepared, prepared

CRITERION, FIELD = "3.1", "concurrent_trainees"
TYPED = ("1", "18", "186", "18")
COLLEAGUES = "expert-2", "expert-3"
Calls = Counter[tuple[str, str]]


def filled(folder: Path) -> Prepared:
    """A visit with everything found, facts by two colleagues and all of it by the expert at the desk."""
    visit = prepared(folder, assigned=False)
    for person in (*COLLEAGUES, visit.person):
        sheet = visit.workspace.sheets.open(visit.visit, person)
        for cid, found in visit.findings(person).items():
            facts = {spec.name for spec in facts_of(sheet.scheme.criterion(cid))}
            for name, value in found.items():
                if person == visit.person or name in facts:
                    sheet.record(cid, name, value)
    return visit


def counted(presenter: DeskPresenter, typed: str) -> Calls:
    """The calls of one figure typed, by file and function."""
    calls: Calls = Counter()

    def note(frame: FrameType, event: str, _given: object) -> None:
        if event == "call":
            calls[frame.f_code.co_filename, frame.f_code.co_qualname] += 1

    sys.setprofile(note)
    try:
        presenter.do(presenter.writing.record, FIELD, typed)
    finally:
        sys.setprofile(None)
    return calls


def main() -> None:
    """Count and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--list", type=int, default=0, help="so many functions, those called most first")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        visit = filled(Path(folder) / "data")
        presenter = DeskPresenter(visit.workspace, visit.visit, visit.person)
        presenter.go(CRITERION)
        for typed in TYPED:
            presenter.do(presenter.writing.record, FIELD, typed)
        calls = counted(presenter, "186")
        visit.workspace.close()
    print(f"calls of one figure typed: {calls.total()}  in files: {len({path for path, _ in calls})}")
    for (path, name), times in calls.most_common(given.list):
        print(f"{times:>5}  {os.path.relpath(path)}  {name}")


if __name__ == "__main__":
    main()
