from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from app.common.clock import SystemClock
from app.models.database import Database, open_database, sqlite_url
from app.models.schema import prepare

FIXTURE = Path(__file__).parent / "databases" / "v0001.db"


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "x.db").write_bytes(FIXTURE.read_bytes())
    db = open_database(sqlite_url(tmp_path / "x.db"))
    prepare(db, SystemClock())
    yield db
    db.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET after = 'true' WHERE seq = 2",
        "UPDATE entries SET seq = seq + 1000",
        "DELETE FROM entries WHERE seq = 2",
        "DELETE FROM entries",
    ],
)
def test_the_database_itself_refuses_to_change_a_ledger(filled: Database, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), filled.write() as connection:
        connection.exec_driver_sql(statement)


def test_a_stream_with_entries_cannot_be_dropped(filled: Database) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), filled.write() as connection:
        connection.exec_driver_sql("DELETE FROM streams")


def test_commits_are_synced(filled: Database) -> None:
    with filled.look() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
