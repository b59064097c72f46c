from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from app.common.clock import FixedClock
from app.common.errors import EnvironmentTrouble, Refusal
from app.models import schema
from app.models.backup import back_up
from app.models.database import Database, open_database, sqlite_url
from app.models.guards import guard_sql
from app.models.migrate import run_migrations
from app.models.schema import HEAD, SCRIPTS, Lineage, prepare, stored_version
from app.models.tables import metadata

CLOCK = FixedClock(datetime(2026, 5, 12, 1, 2, 3, tzinfo=UTC))
FIXTURES = Path(__file__).parent / "databases"

NEXT = "9998"
SECOND = '''
"""A version after the newest, for the tests."""
import sqlalchemy as sa
from alembic import op

revision = "{next}"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("visits") as batch:
        batch.add_column(sa.Column("remark", sa.Text(), nullable=False, server_default=""))
    {more}
'''


def database(path: Path) -> Database:
    return open_database(sqlite_url(path))


def described(path: Path) -> list[tuple[object, ...]]:
    """Everything that SQLite knows of the tables, columns, keys and triggers of a file."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY 1")
        ]
        facts: list[tuple[object, ...]] = []
        for name in names:
            for pragma in ("table_xinfo", "foreign_key_list", "index_list"):
                rows = connection.execute(f"PRAGMA {pragma}({name})").fetchall()
                facts += sorted(((name, pragma, *row) for row in rows), key=repr)
        facts += connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type='trigger' ORDER BY 1"
        ).fetchall()
        facts += connection.execute(
            "SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE type='table' ORDER BY 1"
        ).fetchall()
    return facts


def with_second(folder: Path, more: str = "pass") -> Lineage:
    shutil.copytree(SCRIPTS, folder)
    text = SECOND.replace("{more}", more).replace("{next}", NEXT).replace("{head}", HEAD)
    (folder / "versions" / f"{NEXT}_second.py").write_text(text, encoding="utf-8")
    return Lineage(NEXT, folder)


def test_a_fresh_database_has_the_newest_version_and_needs_no_second_pass(tmp_path: Path) -> None:
    db = database(tmp_path / "a.db")
    assert prepare(db, CLOCK) is None
    assert stored_version(db) == HEAD
    assert prepare(db, CLOCK) is None
    db.close()


def test_two_programs_may_begin_one_database_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        databases = [database(tmp_path / "a.db") for _ in range(4)]
        assert list(pool.map(lambda each: prepare(each, CLOCK), databases)) == [None] * 4
    for db in databases:
        assert stored_version(db) == HEAD
        db.close()


def test_head_is_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_migrations_lead_to_the_same_schema_as_the_tables(tmp_path: Path) -> None:
    made, migrated = database(tmp_path / "made.db"), database(tmp_path / "migrated.db")
    prepare(made, CLOCK)
    with migrated.write() as connection:
        run_migrations(connection, SCRIPTS, HEAD)
    made.close()
    migrated.close()
    assert described(tmp_path / "made.db") == described(tmp_path / "migrated.db")


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("*.db")), ids=lambda path: path.stem)
def test_every_released_database_opens(fixture: Path, tmp_path: Path) -> None:
    shutil.copy(fixture, tmp_path / "old.db")
    db = database(tmp_path / "old.db")
    prepare(db, CLOCK)
    assert stored_version(db) == HEAD
    with db.look() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM entries").scalar_one() > 0
        assert connection.exec_driver_sql("SELECT DISTINCT round FROM visits").scalar_one() == "first"
    db.close()
    fresh = database(tmp_path / "fresh.db")
    prepare(fresh, CLOCK)
    fresh.close()
    assert described(tmp_path / "old.db") == described(tmp_path / "fresh.db")


def test_there_is_a_fixture_of_every_released_version() -> None:
    assert {path.stem for path in FIXTURES.glob("*.db")} >= {"v0001"}


def test_an_upgrade_is_made_after_a_verified_backup(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "v0001.db", tmp_path / "x.db")
    db = database(tmp_path / "x.db")
    copy = prepare(db, CLOCK, with_second(tmp_path / "scripts"))
    assert copy is not None
    assert copy.parent == tmp_path / "backups"
    assert copy.name == "x-v0001-20260512T010203000000.db"
    assert stored_version(db) == NEXT
    with db.look() as connection:
        assert connection.exec_driver_sql("SELECT remark FROM visits").scalar_one() == ""
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    db.close()
    old = database(copy)
    assert stored_version(old) == "0001"
    old.close()
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_a_failing_upgrade_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "v0001.db", tmp_path / "x.db")
    before = described(tmp_path / "x.db")
    db = database(tmp_path / "x.db")
    lineage = with_second(tmp_path / "scripts", 'op.execute("DELETE FROM schemes"); op.execute("nonsense")')
    with pytest.raises(EnvironmentTrouble):
        prepare(db, CLOCK, lineage)
    assert stored_version(db) == "0001"
    db.close()
    assert described(tmp_path / "x.db") == before
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        assert connection.execute("SELECT count(*) FROM schemes").fetchone() == (1,)


def test_an_upgrade_that_breaks_references_is_undone(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "v0001.db", tmp_path / "x.db")
    db = database(tmp_path / "x.db")
    lineage = with_second(tmp_path / "scripts", 'op.execute("DELETE FROM schemes")')
    with pytest.raises(EnvironmentTrouble):
        prepare(db, CLOCK, lineage)
    assert stored_version(db) == "0001"
    db.close()


def test_a_newer_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    db = database(path)
    prepare(db, CLOCK)
    with db.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refusal, match="更新版本的现评"):
        prepare(db, CLOCK)
    assert stored_version(db) == "9999"
    db.close()


@pytest.mark.parametrize(
    "content", [b"not a database at all " * 100, b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    db = database(path)
    with pytest.raises(EnvironmentTrouble, match="损坏"):
        prepare(db, CLOCK)
    db.close()
    assert path.read_bytes() == content


def test_a_foreign_database_is_not_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    db = database(path)
    with pytest.raises(EnvironmentTrouble):
        prepare(db, CLOCK)
    db.close()


def test_a_backup_that_does_not_verify_stops_the_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(FIXTURES / "v0001.db", tmp_path / "x.db")
    counts = iter([{"entries": 1}, {"entries": 0}])
    monkeypatch.setattr("app.models.backup._counts", lambda _connection: next(counts))
    db = database(tmp_path / "x.db")
    with pytest.raises(EnvironmentTrouble, match="备份"):
        prepare(db, CLOCK, with_second(tmp_path / "scripts"))
    assert stored_version(db) == "0001"
    db.close()


def test_a_backup_takes_what_is_still_in_the_log(tmp_path: Path) -> None:
    db = database(tmp_path / "x.db")
    prepare(db, CLOCK)
    with db.write() as connection:
        connection.exec_driver_sql("INSERT INTO settings VALUES ('a', '1')")
    copy = back_up(tmp_path / "x.db", "0001", CLOCK.now())
    db.close()
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT * FROM settings").fetchall() == [("a", "1")]
    assert not copy.with_name(copy.name + "-wal").exists()


def test_every_table_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))
    assert len(guard_sql("postgresql")) == len(guard_sql("sqlite")) + 1


def test_alembic_is_not_imported_when_nothing_is_due(project: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from app.bootstrap import open_workspace\n"
        "for _ in range(2): open_workspace(Path(sys.argv[1])).close()\n"
        "print('alembic' in sys.modules, 'cryptography' in sys.modules, 'PySide6' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "d")],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "False", "False"]


def test_lineage_default_is_the_programs_own() -> None:
    assert Lineage() == Lineage(schema.HEAD, schema.SCRIPTS)


@pytest.mark.parametrize("address", ["", "bureau.db", "mysql://somewhere/x", "://"])
def test_an_address_of_no_kind_we_know_is_refused(address: str) -> None:
    with pytest.raises(Refusal, match="地址"):
        open_database(address)
