"""Copies of a database before it is changed: made, synced, reopened and checked before they count."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from app.common.errors import EnvironmentTrouble
from app.models.disk import sync_file, sync_folder
from app.models.trouble import told

FOLDER = "backups"


def back_up(path: Path, version: str, moment: datetime) -> Path:
    """A verified copy of the SQLite file in ``backups`` beside it. Raises EnvironmentTrouble."""
    name = f"{path.stem}-v{version}-{moment:%Y%m%dT%H%M%S%f}{path.suffix}"
    target = path.parent / FOLDER / name
    with told():
        target.parent.mkdir(exist_ok=True)
        unfinished = target.with_name(name + ".part")
        unfinished.unlink(missing_ok=True)
        counted = _copy(path, unfinished)
        _verify(unfinished, counted)
        unfinished.replace(target)
        sync_folder(target.parent)
    return target


def _copy(source: Path, target: Path) -> dict[str, int]:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # a backup is one file, with no log beside it
        counted = _counts(old)
    sync_file(target)
    return counted


def _verify(copy: Path, counted: dict[str, int]) -> None:
    with closing(sqlite3.connect(copy)) as reopened:
        sound = reopened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        same = sound and _counts(reopened) == counted
    if not same:
        raise EnvironmentTrouble(
            "升级前的备份没有通过核对。",
            safe="数据库没有改动。",
            advice="请检查磁盘是否正常、空间是否足够，然后重新打开程序。",
            code="XP-3311",
        )


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
        for (name,) in names
    }
