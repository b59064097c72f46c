"""What the disk, the clock and other hands can do to a sheet."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from app.bootstrap import open_workspace
from app.common.clock import SystemClock, stamp
from app.common.errors import EnvironmentTrouble, Refusal
from app.common.ledger import check_chain
from app.models.database import Database
from app.services.sheet.desk import SheetDesk
from tests.services.conftest import EXPERTS, START, VISIT, Site
from tests.services.sheet.test_desk import desk_of, shown


def database_of(site: Site) -> Database:
    return site.workspace.store._database


@pytest.fixture
def full_disk(site: Site) -> Iterator[Callable[[bool], None]]:
    """A database that may grow no further: SQLite itself then says that the disk is full."""

    def fill(full: bool) -> None:
        with closing(database_of(site).engine.raw_connection()) as connection:
            cursor = connection.cursor()
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count={pages if full else 1_000_000}")
            cursor.close()

    yield fill
    fill(False)


def typed_until_it_fails(desk: SheetDesk) -> tuple[object, EnvironmentTrouble]:
    for number in range(5_000):
        before = shown(desk)
        try:
            desk.note("1.1", f"{number:0500}")
        except EnvironmentTrouble as trouble:
            return before, trouble
    raise AssertionError("nothing failed")


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_log_that_cannot_grow_is_told_and_nothing_moves(site: Site) -> None:
    """The system itself refuses to write on, in the middle of a commit."""
    import resource

    desk = desk_of(site)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = (site.folder / "xianping.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (log + 100_000, hard))
    try:
        before, told = typed_until_it_fails(desk)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert told.advice
    assert shown(desk) == before
    desk.record("3.1", "concurrent_trainees", "80")
    after = shown(desk)
    site.reopen()
    assert shown(desk_of(site)) == after


def test_a_full_disk_is_told_and_nothing_moves(site: Site, full_disk: Callable[[bool], None]) -> None:
    desk = desk_of(site)
    desk.record("1.1", "dedicated_body", True)
    full_disk(True)
    before, told = typed_until_it_fails(desk)
    assert "磁盘空间已满" in str(told)
    assert told.safe
    assert told.advice
    assert shown(desk) == before
    full_disk(False)
    desk.record("3.1", "concurrent_trainees", "80")
    after = shown(desk)
    assert check_chain(desk.records()) == ()
    site.reopen()
    assert shown(desk_of(site)) == after


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "磁盘空间已满"),
        (sqlite3.SQLITE_READONLY, "不可写入"),
        (sqlite3.SQLITE_IOERR, "读写数据时出错"),
        (sqlite3.SQLITE_BUSY, "被占用"),
    ],
)
def test_a_failing_commit_leaves_window_and_disk_alike(site: Site, code: int, words: str) -> None:
    desk = desk_of(site)
    desk.record("3.1", "concurrent_trainees", "8")
    before, length = shown(desk), len(desk.records())

    def fail(_connection: object) -> None:
        error = sqlite3.OperationalError("the device has gone")
        error.sqlite_errorcode = code
        raise error

    engine = database_of(site).engine
    event.listen(engine, "commit", fail)
    try:
        for change in (
            lambda: desk.record("3.1", "concurrent_trainees", "80"),
            lambda: desk.note("3.1", "x"),
            desk.undo,
            lambda: desk.lock(knowingly=True),
        ):
            with pytest.raises(EnvironmentTrouble, match=words):
                change()
            assert shown(desk) == before
    finally:
        event.remove(engine, "commit", fail)
    assert len(desk.records()) == length
    desk.record("3.1", "concurrent_trainees", "80")
    assert len(desk.records()) == length + 1
    site.reopen()
    assert desk_of(site).answers == desk.answers


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    with pytest.raises(EnvironmentTrouble, match="不可写入"):
        open_workspace(folder)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that even root cannot write")
def test_a_folder_that_cannot_be_written_is_told() -> None:
    with pytest.raises(EnvironmentTrouble):
        open_workspace(Path("/proc/xianping"))


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with pytest.raises(EnvironmentTrouble):
        open_workspace(tmp_path / "x")


OPEN = "import sys; from pathlib import Path; from app.bootstrap import open_workspace\n"
HOLD = OPEN + "w = open_workspace(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"


def test_a_second_program_stays_out_until_the_first_is_gone_even_killed(
    project: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "d")]
    with subprocess.Popen(command, cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(EnvironmentTrouble, match="另一个现评程序正在使用这些数据"):
            open_workspace(tmp_path / "d")
        first.kill()
        first.wait()
    open_workspace(tmp_path / "d").close()


def test_a_failed_opening_lets_the_folder_go(site: Site) -> None:
    site.workspace.close()
    path = site.folder / "xianping.db"
    whole = path.read_bytes()
    path.write_bytes(b"nonsense" * 1000)
    with pytest.raises(EnvironmentTrouble, match="损坏"):
        open_workspace(site.folder, site.clock)
    path.write_bytes(whole)
    site.workspace = open_workspace(site.folder, site.clock)
    assert desk_of(site).answers == {}


TAMPERING = [
    "UPDATE entries SET after = 'false' WHERE seq = 2",
    "UPDATE entries SET at = '2026-05-12T00:00:00.000000Z' WHERE seq = 3",
    "UPDATE entries SET author = 'somebody' WHERE seq = 1",
    "UPDATE entries SET why = 'x' WHERE seq = 4",
    "UPDATE entries SET criterion = '1.2' WHERE seq = 2",
    "DELETE FROM entries WHERE seq = 2",
    "DELETE FROM entries WHERE seq = 1",
    "DELETE FROM entries",
    "UPDATE entries SET seq = 9 WHERE seq = 3",
    """INSERT INTO entries SELECT stream_id, 5, 'n', at, author, on_behalf, kind, criterion, field, before,
    after, why, digest, digest FROM entries WHERE seq = 4""",
]


def tamper(site: Site, *statements: str) -> None:
    site.workspace.close()
    with closing(sqlite3.connect(site.folder / "xianping.db")) as connection:
        for trigger in ("entries_no_update", "entries_no_delete"):
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    site.workspace = open_workspace(site.folder, site.clock)


@pytest.mark.parametrize("statement", TAMPERING)
def test_an_edited_ledger_is_not_opened(site: Site, statement: str) -> None:
    desk = desk_of(site)
    desk.record("1.1", "dedicated_body", True)
    desk.record("3.1", "concurrent_trainees", "80")
    desk.note("3.1", "第 3 册")
    tamper(site, statement)
    with pytest.raises(Refusal, match="校验值不符"):
        desk_of(site)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)",
        "UPDATE streams SET locked_digest = NULL",
        "UPDATE streams SET locked_digest = '" + "0" * 64 + "'",
    ],
)
def test_a_lock_that_was_taken_off_is_noticed(site: Site, statement: str) -> None:
    desk = desk_of(site)
    desk.record("1.1", "dedicated_body", True)
    desk.lock(knowingly=True)
    tamper(site, statement)
    with pytest.raises(Refusal, match="校验值不符"):
        desk_of(site)


def test_a_sheet_changed_behind_the_desk_takes_no_further_entry(site: Site) -> None:
    desk = desk_of(site)
    desk.record("1.1", "dedicated_body", True)
    site.workspace.sheets._desks.clear()
    other = desk_of(site)
    other.note("1.1", "另一处")
    before = shown(desk)
    with pytest.raises(Refusal, match="已在别处有了新的内容"):
        desk.note("1.1", "这一处")
    assert shown(desk) == before
    assert desk_of(site).notes == {"1.1": "另一处"}


def test_times_never_run_backwards_and_the_leap_is_recorded(site: Site) -> None:
    desk = desk_of(site)
    desk.record("1.1", "dedicated_body", True)
    site.wait(-3600)
    desk.note("1.1", "一")
    site.wait(60)
    desk.note("1.1", "二")
    records = desk.records()
    assert check_chain(records) == ()
    assert [entry.kind for entry in records] == ["open", "finding", "clock", "note", "note"]
    leap = records[2]
    assert (leap.before, leap.after) == (stamp(START), stamp(START - timedelta(hours=1)))
    assert {entry.at for entry in records} == {stamp(START)}
    site.reopen()
    desk_of(site).note("1.1", "三")
    site.wait(3600)
    desk_of(site).note("1.1", "四")
    records = desk_of(site).records()
    assert [entry.kind for entry in records].count("clock") == 1
    assert records[-1].at == stamp(START + timedelta(seconds=60))


def test_a_clock_set_back_twice_is_recorded_twice_and_a_blink_not_at_all(site: Site) -> None:
    desk = desk_of(site)
    desk.note("1.1", "一")
    site.wait(-0.5)
    desk.note("1.1", "二")
    for number in range(2):
        site.wait(-600)
        desk.note("1.1", f"再 {number}")
    assert [entry.kind for entry in desk.records()].count("clock") == 2
    site.reopen()
    site.wait(-600)
    desk_of(site).undo()
    assert [entry.kind for entry in desk_of(site).records()].count("clock") == 3
    assert desk_of(site).notes == {"1.1": "再 0"}


def test_a_leap_forward_is_recorded_as_one_back_is(site: Site) -> None:
    """A year ahead by somebody's hand; a night that went by is none."""
    desk = desk_of(site)
    desk.record("1.1", "dedicated_body", True)
    site.wait(12 * 3600)
    desk.note("1.1", "一")
    year = timedelta(days=365)
    site.clock.set_forward = year
    site.wait(year.total_seconds() + 60)
    desk.note("1.1", "二")
    desk.note("1.1", "三")
    records = desk.records()
    assert check_chain(records) == ()
    assert [entry.kind for entry in records] == ["open", "finding", "note", "clock", "note", "note"]
    leap = records[3]
    due = START + timedelta(hours=12, seconds=60)
    assert (leap.before, leap.after) == (stamp(due), stamp(due + year))
    assert leap.why == "计算机的时钟被调快"
    site.clock.set_forward = timedelta()
    site.wait(-year.total_seconds())
    desk.note("1.1", "四")
    assert [entry.kind for entry in desk.records()].count("clock") == 2


def test_a_desk_opened_anew_in_the_same_run_knows_of_the_leap(site: Site) -> None:
    desk_of(site).note("1.1", "一")
    site.clock.set_forward = timedelta(hours=8)
    site.wait(8 * 3600)
    site.workspace.panels.open(VISIT).set_problems(["无"])
    kinds = [row.kind for row in site.workspace.panels.open(VISIT).ledger.rows()]
    assert kinds == ["clock", "problems"]
    site.workspace.panels.open(VISIT).set_suggestions(["无"])
    assert [row.kind for row in site.workspace.panels.open(VISIT).ledger.rows()].count("clock") == 1


def test_the_machines_own_clock_has_not_drifted() -> None:
    assert abs(SystemClock().drift()) < timedelta(seconds=1)


def test_entries_of_one_person_do_not_open_anothers_sheet(site: Site) -> None:
    desk_of(site).record("1.1", "dedicated_body", True)
    assert site.workspace.sheets.open(VISIT, EXPERTS[1]).answers == {}
