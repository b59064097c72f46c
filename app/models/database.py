"""One open database: its engine, how it is tuned, and the two ways to work in it (look, write)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from app.common.errors import Refusal
from app.models.trouble import busy, closed, told

Address = URL | str
WRITES = "xianping_writes"
BUSY_SECONDS = 5
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}

# FULL: a commit has reached the disk before it returns; WAL: with one sync, and readers never wait.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)


class Database:
    """An engine with its habits. Make it with ``open_database``.

    key: 32 bytes where the file is encrypted.
    """

    def __init__(self, url: URL, key: bytes | None = None, *, foreign_keys: bool = True) -> None:
        self.url, self._key = url, key
        self.engine = _engine(url, key, foreign_keys=foreign_keys)
        self._closed = False
        self._in_use, self._free = 0, threading.Condition()

    @property
    def key(self) -> bytes | None:
        """What the file is encrypted under; None for one that is not."""
        return self._key

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database, else None."""
        if self.url.get_backend_name() != "sqlite" or not self.url.database:
            return None
        return Path(self.url.database)

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """A consistent view to read from. Raises EnvironmentTrouble."""
        with self._used(), told(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: durable when the block ends, undone if it raises. Raises EnvironmentTrouble."""
        with (
            self._used(),
            told(),
            self.engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Give every connection back, for good; the write-ahead log is folded into the file."""
        self._closed = True
        self.engine.dispose()

    def fold(self) -> None:
        """Fold the write-ahead log of a SQLite file into it and empty it.

        Waits for who is at work here; not to be called inside ``look`` or ``write``. Raises
        EnvironmentTrouble also where somebody elsewhere still reads what is in the log: it would stay there.
        """
        if self.path is None:
            return
        with self._free, told():
            if not self._free.wait_for(lambda: self._in_use == 0, BUSY_SECONDS):
                raise busy()
            self._must_be_open()
            self.engine.dispose()
            connection = self.engine.raw_connection()
            try:
                cursor = connection.cursor()
                held = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                cursor.close()
            finally:
                connection.close()
            if held:
                raise busy()

    def encrypt(self, key: bytes, commit: Callable[[], None]) -> None:
        """Replace the plain file by an encrypted one and go on with that; others wait meanwhile.

        commit: called once the verified copy is on the disk; where it raises, all stays as it was. Not to be
        called inside ``look`` or ``write``. Raises EnvironmentTrouble.
        """
        from app.models.ciphers import prepare_sealed
        from app.models.encryption import put_sealed

        path = self.path
        if path is None or self._key is not None:
            raise ValueError("only a plain file can be encrypted")
        with self._free:
            self._free.wait_for(lambda: self._in_use == 0)
            self._must_be_open()
            self.engine.dispose()
            prepare_sealed(path, key)
            commit()
            put_sealed(path)
            self._key, self.engine = key, _engine(self.url, key, foreign_keys=True)

    @contextmanager
    def _used(self) -> Iterator[None]:
        """Count who is at work: what is read or written never changes its form meanwhile."""
        with self._free:
            self._must_be_open()
            self._in_use += 1
        try:
            yield
        finally:
            with self._free:
                self._in_use -= 1
                self._free.notify_all()

    def _must_be_open(self) -> None:
        """The engine would connect anew by itself, and nobody would close that connection."""
        if self._closed:
            raise closed()


def file_of(url: Address) -> Path | None:
    """The file that an address means; None for one on a server, in memory, or that cannot be read."""
    try:
        plain = make_url(url)
    except ArgumentError:
        return None
    named = plain.database if plain.get_backend_name() == "sqlite" else None
    return Path(named) if named and named != ":memory:" and not named.startswith("file:") else None


def sqlite_url(path: Path) -> URL:
    """The URL of a SQLite file, whatever characters its path has."""
    return URL.create("sqlite", database=str(path))


def open_database(url: Address, key: bytes | None = None, *, foreign_keys: bool = True) -> Database:
    """A SQLite or PostgreSQL database by its SQLAlchemy URL; nothing is read yet. Raises Refusal.

    key: of an encrypted SQLite file.
    """
    try:
        plain = make_url(url)
    except ArgumentError:
        raise _no_address() from None
    driver = DRIVERS.get(plain.get_backend_name())
    if driver is None:
        raise _no_address()
    return Database(plain.set(drivername=driver), key, foreign_keys=foreign_keys)


def _no_address() -> Refusal:
    return Refusal.because(
        "数据库地址的写法不对，应如 sqlite:///bureau.db 或 postgresql://用户@主机/库名。", code="XP-3313"
    )


def _engine(url: URL, key: bytes | None, *, foreign_keys: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True)
    first: tuple[str, ...] = ()
    driver: dict[str, Any] = {}
    if key is not None:
        from app.models.ciphers import DRIVER, key_pragmas

        first, driver = key_pragmas(key), {"module": DRIVER}
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS}, **driver)
    keys = f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}"

    @event.listens_for(engine, "connect")
    def tune(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver must not open transactions of its own
        cursor = connection.cursor()
        for pragma in (*first, *_PRAGMAS, keys):
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        # A writer takes its lock at once: it never fails half way because another was faster.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
