"""The services' only way to the database: one unit is one transaction. Plain values in and out.

Tables are named by ``app.models.tables``; nothing else of SQLAlchemy passes this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from app.common.errors import Refusal
from app.models.database import Database
from app.models.entries import EntryRow, read_entries, read_head, write_entries
from app.models.guards import lift_guards, set_guards

Row = Mapping[str, Any]


class View:
    """Reads within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(
        self, table: Table, *, columns: Sequence[str] = (), order: Sequence[str] = (), **equal: object
    ) -> list[Row]:
        """Rows whose columns have the given values (None finds NULL), by ``order`` (``-name``: falling)."""
        wanted = [table.c[name] for name in columns] or list(table.c)
        sorting = [table.c[name[1:]].desc() if name.startswith("-") else table.c[name] for name in order]
        query = select(*wanted).where(_match(table, equal)).order_by(*sorting)
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def first(
        self, table: Table, *, columns: Sequence[str] = (), order: Sequence[str] = (), **equal: object
    ) -> Row | None:
        """The first of ``find``, or None."""
        found = self.find(table, columns=columns, order=order, **equal)
        return found[0] if found else None

    def count(self, table: Table, **equal: object) -> int:
        """How many rows ``find`` would give."""
        query = select(func.count()).select_from(table).where(_match(table, equal))
        return int(self._connection.execute(query).scalar_one())

    def entries(self, stream_id: str, after: int = 0) -> list[EntryRow]:
        """A stream's ledger in order, unchecked; after: number of the last entry that is not wanted."""
        return read_entries(self._connection, stream_id, after)

    def head(self, stream_id: str) -> tuple[int, str]:
        """seq and digest of a stream's last entry."""
        return read_head(self._connection, stream_id)


class Unit(View):
    """Reads and writes within one transaction."""

    def add(self, table: Table, **values: object) -> None:
        """Insert one row."""
        self._connection.execute(insert(table), values)

    def add_all(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """Insert many rows that have the same columns."""
        if rows:
            self._connection.execute(insert(table), [dict(row) for row in rows])

    def put(self, table: Table, **values: object) -> None:
        """Insert a row, or change the one that has its primary key."""
        keys = {column.name: values[column.name] for column in table.primary_key}
        rest = {name: value for name, value in values.items() if name not in keys}
        if self.count(table, **keys) == 0:
            self.add(table, **values)
        elif rest:
            self.change(table, keys, **rest)

    def change(self, table: Table, where: Mapping[str, object], **values: object) -> int:
        """Set columns of the rows that match; returns how many did."""
        return self._connection.execute(update(table).where(_match(table, where)).values(**values)).rowcount

    def remove(self, table: Table, where: Mapping[str, object]) -> int:
        """Delete the rows that match; returns how many did."""
        return self._connection.execute(delete(table).where(_match(table, where))).rowcount

    @contextmanager
    def for_good(self) -> Iterator[None]:
        """Let what is append-only be removed in the block, for a whole visit that is erased.

        Nothing of it is legible in the file afterwards, where the database can see to that.
        """
        lift_guards(self._connection)
        if self._connection.dialect.name == "sqlite":
            self._connection.exec_driver_sql("PRAGMA secure_delete=ON")
        yield
        set_guards(self._connection)

    def append(self, stream_id: str, rows: Sequence[EntryRow]) -> None:
        """Append to a ledger. Raises Refusal where somebody else has appended meanwhile."""
        try:
            write_entries(self._connection, stream_id, rows)
        except IntegrityError:
            message = "这份记录已在别处有了新的内容，刚才这一步没有存入。请重新打开后再录入。"
            raise Refusal.because(message, code="XP-3306") from None


class Store:
    """A database as the services see it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.written = 0  # grows with every write: who keeps a copy elsewhere sees that something is new

    @property
    def key(self) -> bytes | None:
        """What the database is encrypted under; None while it is plain."""
        return self._database.key

    def encrypt(self, key: bytes, commit: Callable[[], None]) -> None:
        """Encrypt the plain database, as ``Database.encrypt`` does. Raises EnvironmentTrouble."""
        self._database.encrypt(key, commit)

    def empty_log(self) -> None:
        """Leave nothing in the log beside the database. Raises EnvironmentTrouble where it is read."""
        self._database.fold()

    def forget(self) -> None:
        """Leave nothing of what was removed in the log or in older backups. Raises EnvironmentTrouble."""
        from app.models.backup import drop_backups

        self.empty_log()
        if self._database.path is not None:
            drop_backups(self._database.path)

    def encrypt_backups(self) -> None:
        """Encrypt what was backed up while the database was plain. Raises EnvironmentTrouble."""
        from app.models.backup import encrypt_backups

        path, key = self._database.path, self._database.key
        if path is not None and key is not None:
            encrypt_backups(path, key)

    @contextmanager
    def look(self) -> Iterator[View]:
        """A consistent view to read from. Raises EnvironmentTrouble."""
        with self._database.look() as connection:
            yield View(connection)

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """One transaction: durable when the block ends, undone if it raises. Raises EnvironmentTrouble."""
        with self._database.write() as connection:
            yield Unit(connection)
        self.written += 1

    def close(self) -> None:
        """Let the database go."""
        self._database.close()


def _match(table: Table, equal: Mapping[str, object]) -> ColumnElement[bool]:
    return and_(True, *(table.c[name] == value for name, value in equal.items()))
