"""Writes ``databases/v<version>.db``: a filled database of the version that is about to be released.

Run once a release: ``python -m tests.models.make_database``. What was released is never written again.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.models.schema import HEAD
from app.services.store.site import NewVisit, PanelMember

TARGET = Path(__file__).parent / "databases" / f"v{HEAD}.db"


def main() -> None:
    """Fill a sheet in a new folder and keep its database."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder), FixedClock(datetime(2026, 5, 12, 1, 0, 0, tzinfo=UTC)))
        person = workspace.people.create("专家甲（示例）", "示例职业技术学院", None, sample=True)
        scheme = workspace.schemes.source("tianjin-base-acceptance")
        member = PanelMember(person.id, person.name, person.unit, "leader", scores=True)
        project = {"unit": "示例职业技术学院", "name": "示例高技能人才培训基地"}
        profile = {"unit_type": "enterprise"}
        visit = NewVisit(
            "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002", None, scheme,
            {"pass_mark": "75"}, profile, project, (member,), "2026-05-12", "2026-05-12", sample=True,
        )  # fmt: skip
        workspace.visits.add(visit)
        workspace.visits.confirm_recusal(visit.id, person.id)
        desk = workspace.sheets.open(visit.id, person.id)
        desk.record("1.1", "dedicated_body", True)
        desk.note("1.1", "见第 3 册第 12 页")
        desk.mark_all("1.1")
        desk.record("3.1", "concurrent_trainees", "8")
        desk.record("3.1", "concurrent_trainees", "80")
        desk.undo()
        desk.redo()
        desk.lock(knowingly=True)
        workspace.close()
        TARGET.parent.mkdir(exist_ok=True)
        shutil.copy(Path(folder) / "xianping.db", TARGET)
    with closing(sqlite3.connect(TARGET)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")


if __name__ == "__main__":
    main()
