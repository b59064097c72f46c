"""The encrypted form of a database: upgraded, backed up, and written by several hands at once."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from app.common.errors import EnvironmentTrouble
from app.models.ciphers import connect, prepare_sealed, seal_file
from app.models.database import open_database, sqlite_url
from app.models.encryption import READY, beside, drop_unfinished, is_plain, put_sealed
from app.models.schema import prepare, stored_version
from tests.models.test_schema import CLOCK, FIXTURES, NEXT, with_second

KEY = os.urandom(32)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A released database, as an earlier program left it."""
    return Path(shutil.copy(FIXTURES / "v0001.db", tmp_path / "x.db"))


def test_an_encrypted_database_is_upgraded_after_an_encrypted_backup(plain: Path, tmp_path: Path) -> None:
    seal_file(plain, KEY)
    assert not is_plain(plain)
    db = open_database(sqlite_url(plain), KEY)
    copy = prepare(db, CLOCK, with_second(tmp_path / "scripts"))
    assert copy is not None
    assert stored_version(db) == NEXT
    db.close()
    assert not is_plain(copy)
    old = open_database(sqlite_url(copy), KEY)
    assert stored_version(old) == "0001"
    old.close()
    for path in (plain, copy):
        assert "示例".encode() not in path.read_bytes()


@pytest.mark.parametrize("key", [None, bytes(32)])
def test_another_key_or_none_opens_nothing_and_says_nothing(
    plain: Path, key: bytes | None, capfd: pytest.CaptureFixture[str]
) -> None:
    seal_file(plain, KEY)
    before = plain.read_bytes()
    db = open_database(sqlite_url(plain), key)
    with pytest.raises(EnvironmentTrouble, match="损坏"):
        stored_version(db)
    db.close()
    assert plain.read_bytes() == before
    assert capfd.readouterr() == ("", "")


def rows(path: Path, key: bytes | None) -> list[object]:
    """Every definition and every row of a file."""
    connection = connect(path, key)
    defined = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
    tables = [name for kind, name, _ in defined if kind == "table"]
    found = [connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables]  # noqa: S608
    connection.close()
    return [defined, *found]


def test_everything_is_in_the_copy(plain: Path) -> None:
    before = rows(plain, None)
    seal_file(plain, KEY)
    assert rows(plain, KEY) == before


def test_a_copy_that_differs_does_not_count(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = plain.read_bytes()
    monkeypatch.setattr("app.models.ciphers._same_rows", lambda *_: False)
    with pytest.raises(EnvironmentTrouble, match="没有通过核对"):
        seal_file(plain, KEY)
    assert is_plain(plain)
    drop_unfinished(plain)
    assert [path.name for path in plain.parent.iterdir()] == [plain.name]
    assert len(plain.read_bytes()) == len(before)


def test_a_log_of_the_plain_file_never_meets_the_encrypted_one(plain: Path) -> None:
    prepare_sealed(plain, KEY)
    beside(plain, "-wal").write_bytes(b"left by somebody" * 100)
    put_sealed(plain)
    assert not beside(plain, "-wal").exists()
    assert not beside(plain, READY).exists()
    db = open_database(sqlite_url(plain), KEY)
    assert stored_version(db) == "0001"
    db.close()


def test_who_writes_meanwhile_waits_and_loses_nothing(tmp_path: Path) -> None:
    db = open_database(sqlite_url(tmp_path / "x.db"))
    prepare(db, CLOCK)
    begun, faults = threading.Event(), []

    def write(who: int) -> None:
        try:
            for number in range(60):
                with db.write() as connection:
                    values = (f"{who}.{number}", "1")
                    connection.exec_driver_sql("INSERT INTO settings VALUES (?, ?)", values)
                with db.look() as connection:
                    connection.exec_driver_sql("SELECT count(*) FROM settings").scalar_one()
                begun.set()
        except EnvironmentTrouble as trouble:
            faults.append(trouble)

    hands = [threading.Thread(target=write, args=(who,)) for who in range(3)]
    for hand in hands:
        hand.start()
    begun.wait(60)
    db.encrypt(KEY, lambda: None)
    for hand in hands:
        hand.join(60)
    assert faults == []
    with db.look() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM settings").scalar_one() == 180
    db.close()
    assert not is_plain(tmp_path / "x.db")


def test_where_the_key_cannot_be_kept_all_stays_plain(tmp_path: Path) -> None:
    db = open_database(sqlite_url(tmp_path / "x.db"))
    prepare(db, CLOCK)

    def fails() -> None:
        raise EnvironmentTrouble("磁盘空间已满，无法保存。")

    with pytest.raises(EnvironmentTrouble, match="磁盘"):
        db.encrypt(KEY, fails)
    assert db.key is None
    with db.write() as connection:
        connection.exec_driver_sql("INSERT INTO settings VALUES ('a', '1')")
    db.close()
    assert is_plain(tmp_path / "x.db")
    drop_unfinished(tmp_path / "x.db")
    assert [path.name for path in tmp_path.iterdir()] == ["x.db"]
