"""The same tables, ledger and guards on PostgreSQL, where a large bureau keeps them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from app.common.clock import SystemClock
from app.common.errors import EnvironmentTrouble, Refusal
from app.common.ids import new_id
from app.models import tables
from app.models.database import Database, open_database
from app.models.migrate import run_migrations
from app.models.schema import HEAD, SCRIPTS, prepare, stored_version
from app.services.store.ledger import Ledger, NewEntry, add_stream, first_entry, read_ledger
from app.services.store.shelf import VisitShelf
from app.services.store.unit_of_work import Store
from tests.services.conftest import VISIT, new_visit

pytest.importorskip("psycopg", reason="the extra for PostgreSQL is not installed")
PROGRAMS = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
FOUND = shutil.which("initdb")
BIN = Path(FOUND).resolve().parent if FOUND else next(iter(PROGRAMS), None)
pytestmark = pytest.mark.skipif(BIN is None, reason="PostgreSQL is not installed")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of our own, on a port of this machine; the URL of its maintenance database."""
    assert BIN is not None
    folder = tmp_path_factory.mktemp("pg")
    as_user: dict[str, Any] = {"user": "postgres"} if os.name == "posix" and os.geteuid() == 0 else {}
    if as_user:  # the server refuses to be run by root
        for place in (folder, *folder.parents[:4]):  # pytest's own, one more where the tests run side by side
            if place.stat().st_uid == os.geteuid() and place.name.startswith(("pg", "popen", "pytest")):
                place.chmod(0o755)
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    make: list[str | Path] = [
        BIN / "initdb",
        "-D",
        data,
        "-A",
        "trust",
        "-U",
        "xianping",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    ]
    subprocess.run(make, check=True, capture_output=True, **as_user)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control: list[str | Path] = [BIN / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    subprocess.run([*control, "-o", options, "start"], check=True, capture_output=True, **as_user)
    yield f"postgresql://xianping@127.0.0.1:{port}/"
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, **as_user)


@pytest.fixture
def database(server: str) -> Iterator[Database]:
    name = "t" + new_id().replace("-", "")
    owner = open_database(server + "postgres")
    with owner.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(f"CREATE DATABASE {name}")
    owner.close()
    made = open_database(server + name)
    yield made
    made.close()


def described(database: Database) -> list[tuple[object, ...]]:
    with database.look() as connection:
        columns = connection.exec_driver_sql(
            "SELECT table_name, column_name, data_type, is_nullable, column_default, "
            "character_maximum_length FROM information_schema.columns "
            "WHERE table_schema = 'public' ORDER BY 1, 2"
        ).all()
        indexes = connection.exec_driver_sql(
            "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"
        ).all()
        keys = connection.exec_driver_sql(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
        ).all()
        triggers = connection.exec_driver_sql(
            "SELECT event_object_table, trigger_name, event_manipulation "
            "FROM information_schema.triggers ORDER BY 1, 2"
        ).all()
    return [tuple(row) for row in (*columns, *indexes, *keys, *triggers)]


def test_made_and_migrated_are_the_same(server: str, database: Database) -> None:
    assert prepare(database, SystemClock()) is None
    assert prepare(database, SystemClock()) is None
    assert stored_version(database) == HEAD
    made = described(database)
    with database.write() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        run_migrations(connection, SCRIPTS, HEAD)
    assert described(database) == made


def test_a_ledger_is_kept_and_guarded(database: Database) -> None:
    clock, store = SystemClock(), Store(database)
    prepare(database, clock)
    VisitShelf(store, clock).add(new_visit())
    with store.write() as unit:
        stream = add_stream(unit, clock, VISIT, "sheet", "expert-1")
        unit.append(stream, (first_entry(NewEntry("open", "expert-1"), clock),))
    with store.look() as view:
        rows = read_ledger(view, stream)
    ledger = Ledger(store, clock, stream, rows)
    ledger.append(NewEntry("note", "expert-1", criterion="1.1", after="𠮷\x00野家"))
    with pytest.raises(Refusal, match="已在别处"):
        Ledger(store, clock, stream, rows).append(NewEntry("note", "expert-1", criterion="1.1", after="x"))
    with store.look() as view:
        assert [row.kind for row in read_ledger(view, stream)] == ["open", "note"]
        assert view.head(stream) == (ledger.seq, ledger.head)
    assert ledger.records()[-1].after == "𠮷\x00野家"
    for statement in ("UPDATE entries SET kind = 'x'", "DELETE FROM entries", "DELETE FROM verdicts"):
        with database.engine.connect() as connection:
            if "verdicts" in statement:
                assert connection.exec_driver_sql(statement).rowcount == 0
            else:
                with pytest.raises(DBAPIError, match="append-only"):
                    connection.exec_driver_sql(statement)


def test_rows_are_put_and_found(database: Database) -> None:
    prepare(database, SystemClock())
    store = Store(database)
    for value in ({"a": "1"}, {"a": "2"}):
        with store.write() as unit:
            unit.put(tables.settings, key="k", value=value)
    with store.look() as view:
        assert view.find(tables.settings, key="k") == [{"key": "k", "value": {"a": "2"}}]
        assert view.count(tables.streams, person_id=None) == 0


def test_a_server_that_is_not_there_is_told() -> None:
    gone = open_database("postgresql://xianping@127.0.0.1:1/none")
    with pytest.raises(EnvironmentTrouble):
        prepare(gone, SystemClock())
    gone.close()
