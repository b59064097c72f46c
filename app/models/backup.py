"""Copies of a database before it is changed: made, synced, reopened and checked before they count."""

from __future__ import annotations

import glob
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from app.common.errors import EnvironmentTrouble
from app.models.disk import sync_file, sync_folder
from app.models.encryption import OLD, READY, UNFINISHED, beside, is_plain, put_sealed, shred
from app.models.trouble import told

FOLDER, PART = "backups", ".part"


def back_up(path: Path, version: str, moment: datetime, key: bytes | None = None) -> Path:
    """A verified copy of the SQLite file in ``backups`` beside it, encrypted as the file is.

    key: what the file is encrypted under. Raises EnvironmentTrouble.
    """
    name = f"{path.stem}-v{version}-{moment:%Y%m%dT%H%M%S%f}{path.suffix}"
    target = path.parent / FOLDER / name
    with told():
        target.parent.mkdir(exist_ok=True)
        unfinished = target.with_name(name + PART)
        unfinished.unlink(missing_ok=True)
        counted = _copy(path, unfinished, key)
        _verify(unfinished, counted, key)
        unfinished.replace(target)
        sync_folder(target.parent)
    return target


def encrypt_backups(path: Path, key: bytes) -> None:
    """Encrypt the backups of a file that were made while it was plain; go on after a crash.

    Raises EnvironmentTrouble.
    """
    with told():
        found = _backups(path)
        for copy in found:
            if copy.suffix in {UNFINISHED, PART}:
                shred(copy)
    for copy in {each.with_suffix("") if each.suffix in {READY, OLD} else each for each in found}:
        put_sealed(copy)
        if is_plain(copy):
            from app.models.ciphers import seal_file

            seal_file(copy, key)


def drop_backups(path: Path) -> None:
    """Remove a file's backups, written over with zeros. Raises EnvironmentTrouble."""
    with told():
        for copy in _backups(path):
            shred(copy)


def lies_open(path: Path) -> bool:
    """Whether anything of a file that is meant to be encrypted still lies in clear, or half exchanged."""
    with told():
        halves = [beside(path, READY), beside(path, OLD)]
        return is_plain(path) or any(each.is_file() for each in halves) or any(map(is_plain, _backups(path)))


def _backups(path: Path) -> list[Path]:
    """The backups of this file alone: a folder may hold several databases."""
    folder = path.parent / FOLDER
    named = f"{glob.escape(path.stem)}-v[0-9][0-9][0-9][0-9]-[0-9]*{glob.escape(path.suffix)}*"
    return sorted(folder.glob(named)) if folder.is_dir() else []


def _connect(path: Path, key: bytes | None) -> Any:
    if key is None:
        return sqlite3.connect(path)
    from app.models.ciphers import connect

    return connect(path, key)


def _copy(source: Path, target: Path, key: bytes | None) -> dict[str, int]:
    with closing(_connect(source, key)) as old, closing(_connect(target, key)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # a backup is one file, with no log beside it
        counted = _counts(old)
    sync_file(target)
    return counted


def _verify(copy: Path, counted: dict[str, int], key: bytes | None) -> None:
    with closing(_connect(copy, key)) as reopened:
        sound = reopened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        same = sound and _counts(reopened) == counted
    if not same:
        raise EnvironmentTrouble(
            "升级前的备份没有通过核对。",
            safe="数据库没有改动。",
            advice="请检查磁盘是否正常、空间是否足够，然后重新打开程序。",
            code="XP-3311",
        )


def _counts(connection: Any) -> dict[str, int]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
        for (name,) in names
    }
