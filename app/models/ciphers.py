"""The encrypted form of a SQLite file: SQLCipher under a random key that the program keeps elsewhere."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # sqlite3 over again

from app.common.errors import EnvironmentTrouble
from app.models.disk import sync_file, sync_folder
from app.models.encryption import READY, UNFINISHED, beside, put_sealed
from app.models.trouble import damaged, told

DRIVER = driver
_BATCH = 200
# Silence first: the library would tell standard error of every page that does not open.
_QUIET = "PRAGMA cipher_log_level=NONE"


def key_pragmas(key: bytes) -> tuple[str, ...]:
    """What a new connection is told before anything else. key: 32 random bytes, used as they are."""
    return (_QUIET, f"PRAGMA key=\"x'{key.hex()}'\"")


def connect(path: Path, key: bytes | None) -> driver.Connection:
    """A bare connection to a file, encrypted or (key None) plain."""
    connection = driver.connect(str(path))
    for pragma in key_pragmas(key) if key is not None else (_QUIET,):
        connection.execute(pragma)
    return connection


def prepare_sealed(path: Path, key: bytes) -> None:
    """Make the encrypted copy of a plain file beside it, verified and on the disk; the file stays as it is.

    Nobody may have the file open. Raises EnvironmentTrouble.
    """
    unfinished, ready = beside(path, UNFINISHED), beside(path, READY)
    with told():
        ready.unlink(missing_ok=True)
        unfinished.unlink(missing_ok=True)
        _export(path, unfinished, key)
        _verify(path, unfinished, key)
        sync_file(unfinished)
        unfinished.replace(ready)
        sync_folder(path.parent)


def seal_file(path: Path, key: bytes) -> None:
    """Encrypt a file that nobody has open, such as a backup. Raises EnvironmentTrouble."""
    prepare_sealed(path, key)
    put_sealed(path)


def _export(path: Path, target: Path, key: bytes) -> None:
    with closing(connect(path, None)) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")  # folds the log in, and leaves none behind
        plain.execute("ATTACH DATABASE ? AS sealed KEY ?", (str(target), f"x'{key.hex()}'"))
        plain.execute("SELECT sqlcipher_export('sealed')")
        plain.execute("DETACH DATABASE sealed")


def _verify(path: Path, copy: Path, key: bytes) -> None:
    """Page by page, definition by definition, row by row. Raises EnvironmentTrouble."""
    with closing(connect(path, None)) as plain, closing(connect(copy, key)) as sealed:
        if plain.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise damaged()
        sound = sealed.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        same = sound and _definitions(plain) == _definitions(sealed) and _same_rows(plain, sealed)
    if not same:
        raise EnvironmentTrouble(
            "加密后的数据没有通过核对。",
            safe="原来的数据没有改动。",
            advice="请检查磁盘是否正常、空间是否足够，然后重新打开程序。",
            code="XP-3316",
        )


def _definitions(connection: driver.Connection) -> list[tuple[object, ...]]:
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    return list(connection.execute(query).fetchall())


def _same_rows(one: driver.Connection, other: driver.Connection) -> bool:
    names = [name for kind, name, *_ in _definitions(one) if kind == "table"]
    return all(_same_table(one, other, f'SELECT * FROM "{name}"') for name in names)  # noqa: S608


def _same_table(one: driver.Connection, other: driver.Connection, query: str) -> bool:
    ours, theirs = one.execute(query), other.execute(query)
    while batch := ours.fetchmany(_BATCH):
        if theirs.fetchmany(_BATCH) != batch:
            return False
    return theirs.fetchone() is None
