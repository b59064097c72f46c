"""Bring a database to this program's version: make it, upgrade it after a verified backup, or refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.common.clock import Clock
from app.common.errors import Refusal
from app.models.backup import back_up
from app.models.database import Database, open_database
from app.models.guards import set_guards
from app.models.tables import metadata
from app.models.trouble import damaged, told

HEAD = "0004"
SCRIPTS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"


@dataclass(frozen=True, slots=True)
class Lineage:
    """The newest version that the program knows, and the folder of the scripts that lead there."""

    head: str = HEAD
    scripts: Path = SCRIPTS


def prepare(database: Database, clock: Clock, lineage: Lineage | None = None) -> Path | None:
    """Make, check or upgrade the schema. Returns the backup's path if an upgrade was made from a file.

    Raises Refusal for a newer database, EnvironmentTrouble where it cannot be read or written.
    """
    lineage = lineage or Lineage()
    version = stored_version(database)
    if version == lineage.head:
        return None
    if version is None:
        _create(database, lineage.head)
        return None
    if version > lineage.head:
        raise Refusal.because(
            "这个数据库由更新版本的现评保存，本版本不能打开，以免损坏数据。请安装新版本后再打开。",
            code="XP-3310",
        )
    return _upgrade(database, version, clock, lineage)


def stored_version(database: Database) -> str | None:
    """The version a database says it has; None for an empty one. Raises EnvironmentTrouble."""
    with database.look() as connection:
        return _version_in(connection)


def _version_in(connection: Connection) -> str | None:
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if VERSION_TABLE not in names:
        raise damaged()
    version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
    if not isinstance(version, str):
        raise damaged()
    return version


def _create(database: Database, head: str) -> None:
    with database.write() as connection:
        if _version_in(connection) is not None:
            return  # another program was faster
        metadata.create_all(connection)
        set_guards(connection)
        _write_version(connection, head)


def _write_version(connection: Connection, head: str) -> None:
    connection.execute(
        text(
            f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL, "
            f"CONSTRAINT {VERSION_TABLE}_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text(f"INSERT INTO {VERSION_TABLE} VALUES (:head)"), {"head": head})  # noqa: S608


def _upgrade(database: Database, version: str, clock: Clock, lineage: Lineage) -> Path | None:
    """Run what is due in one transaction, so that a failure leaves the database as it was."""
    from app.models.migrate import run_migrations

    path = database.path
    copy = back_up(path, version, clock.now(), database.key) if path else None
    working = open_database(
        database.url, database.key, foreign_keys=False
    )  # tables are rebuilt while it runs
    try:
        with told(), working.write() as connection:
            run_migrations(connection, lineage.scripts, lineage.head)
    finally:
        working.close()
    return copy
