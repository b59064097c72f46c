"""A bureau's database under its PIN, from the command line: encrypted, opened, lost and recovered."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import open_office
from app.common.errors import EnvironmentTrouble
from app.models.encryption import is_plain
from app.signing import vault
from main import main
from tests.chain import TRUST, Chain, spec_of
from tests.cli.test_pins import TERMINAL

PIN, NEW = "246810", "135790"
NAME = "示例市人力资源和社会保障局"
CODE = re.compile(r"恢复码（只显示这一次[^）]*）：([0-9A-Z-]{29})")
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Run a verb without a terminal: exit code, standard output, standard error."""
    with open(os.devnull) as nothing:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdin", nothing)

        def run(*arguments: object) -> tuple[int, str, str]:
            capfd.readouterr()
            code = main([str(argument) for argument in arguments])
            return (code, *capfd.readouterr())

        yield run


class Desk:
    """A bureau's table: its database, and the file that holds the PIN."""

    def __init__(self, folder: Path, call: Call) -> None:
        self.folder, self._call = folder, call
        self.path, self.pin_file = folder / "bureau.db", folder / "pin.txt"
        self.url = f"sqlite:///{self.path.as_posix()}"
        self.pin_file.write_text(f"{PIN}\n")

    @property
    def keys(self) -> Path:
        return self.folder / "bureau.db.keys"

    def run(self, *verb: object, pin: bool = True, bureau: bool = True) -> tuple[int, str, str]:
        named = ("--pin-file", self.pin_file) if pin else ()
        return self._call(*(("bureau",) if bureau else ()), *verb, "--db", self.url, *named)

    def init(self, *, pin: bool = True) -> tuple[int, str, str]:
        return self.run("init", "--name", NAME, "--out", self.folder, pin=pin)

    def recover(self, code: str, new: str = NEW) -> tuple[int, str, str]:
        written = self.folder / "code.txt"
        written.write_text(code)
        self.pin_file.write_text(new)
        return self.run("recover", "--code-file", written)


@pytest.fixture
def desk(tmp_path: Path, call: Call) -> Desk:
    return Desk(tmp_path, call)


def code_of(talk: str) -> str:
    found = CODE.search(talk)
    assert found is not None, talk
    return found[1]


def test_with_a_pin_nothing_of_the_database_can_be_read(desk: Desk) -> None:
    code, _, talk = desk.init()
    assert (code, "数据库已加密" in talk) == (0, True)
    assert code_of(talk)
    for path in desk.folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not data.startswith(b"SQLite format 3"), path
        assert path.suffix in (".pdf", ".xptrust") or NAME.encode() not in data, path
    with closing(sqlite3.connect(desk.path)) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM authorities")
    assert desk.keys.stat().st_mode & 0o077 == 0


VERBS = {
    "status": ("status", "--json"),
    "import": ("import", "here"),
    "export": ("export", "--out", "plain"),
    "task": ("task", "spec.json", "a.xpenrol", "--out", "a.xptask"),
    "init": ("init", "--name", NAME, "--out", "."),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_asks_for_the_pin(desk: Desk, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    monkeypatch.chdir(desk.folder)
    desk.init()
    (desk.folder / "here").mkdir()
    (desk.folder / "here" / "visit.xpsync").write_bytes(b"none")
    (desk.folder / "spec.json").write_text("{}")
    before = desk.path.read_bytes()
    code, said, _ = desk.run(*VERBS[verb], pin=False)
    if verb != "task":  # whose faulty specification is told first
        assert (code, json.loads(said)["errors"][0]["code"]) == (2, "XP-1009")
        desk.pin_file.write_text("999999")
        code, said, _ = desk.run(*VERBS[verb])
        assert (code, json.loads(said)["errors"][0]["code"]) == (2, "XP-6211")
    assert desk.path.read_bytes() == before


def test_verify_asks_for_the_pin(desk: Desk) -> None:
    desk.init()
    shown = ("verify", desk.folder / TRUST)
    assert json.loads(desk.run(*shown, pin=False, bureau=False)[1])["errors"][0]["code"] == "XP-1009"
    assert desk.run(*shown, bureau=False)[0] == 0


def test_the_whole_job_under_a_pin(
    chain_at: Callable[..., Chain], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older bureau without a PIN gets one; then it hands out, takes in, lists, verifies and writes out."""
    chain = chain_at("exported")
    desk = Desk(chain.folder, call)
    package = chain.out / "sync" / "visit.xpsync"
    assert is_plain(desk.path)
    code, _, talk = desk.init()
    assert (code, is_plain(desk.path)) == (0, False)
    lost = code_of(talk)

    spec = chain.folder / "spec.json"
    spec.write_text(spec_of(chain, "digital").model_dump_json(), encoding="utf-8")
    requests = sorted(chain.out.glob("*.xpenrol"))
    assert desk.run("task", spec, *requests, "--out", chain.folder / "new.xptask")[0] == 0
    code, said, talk = desk.run("import", package, "--json")
    assert (code, json.loads(said)["fate"]) == (0, "taken"), talk
    assert "回执" in talk
    (row,) = json.loads(desk.run("status", "--json")[1])["projects"]
    assert row["total"] == "88"
    assert desk.run("verify", package, bureau=False)[0] == 0
    assert desk.run("export", "--out", chain.folder / "plain")[0] == 0

    code, _, talk = desk.recover(lost.lower().replace("-", " "))
    assert (code, "原来的 PIN 和恢复码作废" in talk) == (0, True)
    fresh = code_of(talk)
    assert fresh != lost
    desk.pin_file.write_text(PIN)
    assert json.loads(desk.run("status")[1])["errors"][0]["code"] == "XP-6211"
    assert json.loads(desk.recover(lost)[1])["errors"][0]["code"] == "XP-6212"
    desk.pin_file.write_text(NEW)
    assert desk.run("import", package, "--json")[0] == 0, "the keys are the same, under the new PIN"
    assert desk.recover(fresh, PIN)[0] == 0


def test_keys_with_a_pin_in_a_plain_database_are_told_of_and_closed(desk: Desk) -> None:
    """As a program before this one left them."""
    office = open_office(desk.url)
    office.issuing.create(NAME, PIN)
    office.close()
    (desk.folder / "none.xpsync").write_bytes(b"none")
    talk = desk.run("import", desk.folder / "none.xpsync")[2]
    assert "这个数据库还没有加密" in talk
    assert is_plain(desk.path)

    desk.pin_file.write_text("999999")
    assert (desk.init()[0], is_plain(desk.path), desk.keys.exists()) == (2, True, False)
    desk.pin_file.write_text(PIN)
    assert "数据库已加密" in desk.init()[2]
    assert not is_plain(desk.path)
    talk = desk.run("import", desk.folder / "none.xpsync")[2]
    assert "还没有加密" not in talk


def test_nothing_changes_while_somebody_else_is_in_the_file(desk: Desk) -> None:
    assert desk.init(pin=False)[0] == 0
    other = open_office(desk.url)
    try:
        code, _, talk = desk.init()
        assert (code, is_plain(desk.path), desk.keys.exists()) == (3, True, False)
        assert "另一个现评程序正在使用这些数据" in talk
        assert other.has_keys()
    finally:
        other.close()
    assert desk.init()[0] == 0
    assert not is_plain(desk.path)


def test_two_programs_may_work_in_it_at_once(desk: Desk) -> None:
    desk.init()
    one = open_office(desk.url, ask=lambda: PIN)
    try:
        assert desk.run("status")[0] == 0
        assert one.has_keys()
    finally:
        one.close()


def test_other_databases_of_the_folder_are_left_alone(desk: Desk) -> None:
    shutil.copytree(desk.folder, desk.folder / "backups")
    kept = desk.folder / "backups"
    others = [
        desk.folder / "other.db",
        *(kept / f"{name}-v0003-20260101T000000.db" for name in ("other", "bureau-v2")),
        kept / "bureau-v0003-20260101T000000.sqlite",
    ]
    for other in others:
        with closing(sqlite3.connect(other)) as plain:
            plain.execute("CREATE TABLE t (x)")
    own = kept / "bureau-v0003-20260101T000000.db"
    shutil.copy(others[0], own)
    desk.init()
    assert [is_plain(path) for path in (*others, own)] == [*(True for _ in others), False]


def test_a_plain_copy_that_is_put_back_is_encrypted_again(desk: Desk) -> None:
    desk.init(pin=False)
    kept = desk.path.read_bytes()
    desk.init()
    desk.path.write_bytes(kept)
    assert desk.run("status", "--json")[0] == 0
    assert not is_plain(desk.path)


def test_wrong_pins_cost_time_and_nothing_else(desk: Desk) -> None:
    desk.init()
    desk.pin_file.write_text("999999")
    codes = [json.loads(desk.run("status")[1])["errors"][0]["code"] for _ in range(5)]
    assert codes[:3] == ["XP-6211"] * 3
    assert codes[-1] == "XP-6203"


def test_a_database_without_a_lock_needs_no_recovery(desk: Desk) -> None:
    desk.init(pin=False)
    code, said, _ = desk.recover("0000-0000-0000-0000-0000-0000")
    assert (code, json.loads(said)["errors"][0]["code"]) == (2, "XP-6214")
    assert is_plain(desk.path)


def test_a_code_can_be_made_anew_with_the_pin(desk: Desk) -> None:
    old = code_of(desk.init()[2])
    code, _, talk = desk.run("recover", "--new-code")
    fresh = code_of(talk)
    assert (code, fresh != old) == (0, True)
    assert desk.run("status")[0] == 0, "the PIN is the same"
    assert json.loads(desk.recover(old)[1])["errors"][0]["code"] == "XP-6212"
    assert desk.recover(fresh)[0] == 0
    desk.pin_file.write_text("999999")
    assert json.loads(desk.run("recover", "--new-code")[1])["errors"][0]["code"] == "XP-6211"


def test_a_recovery_that_is_interrupted_can_be_done_again(desk: Desk) -> None:
    code = code_of(desk.init()[2])

    def killed() -> None:
        raise EnvironmentTrouble("断电（试验）。")

    office = open_office(desk.url, ask=lambda: code, use="code")
    try:
        with pytest.raises(EnvironmentTrouble):
            office.lock.renew(office.lock.recovered(), NEW, killed)
    finally:
        office.close()
    new_code = code_of(desk.run("recover", "--new-code")[2])
    assert desk.run("import", desk.folder, "--no-receipt")[0] == 0, "the old PIN still opens file and keys"
    assert desk.recover(new_code)[0] == 0
    assert desk.run("status")[0] == 0
    desk.pin_file.write_text(PIN)
    assert desk.run("status")[0] == 2


def test_a_second_init_without_the_pin_only_writes_the_trust_again(desk: Desk) -> None:
    office = open_office(desk.url)
    office.issuing.create(NAME, PIN)
    office.close()
    code, _, talk = desk.init(pin=False)
    assert (code, is_plain(desk.path), "还没有加密" in talk) == (0, True, True)
    assert (desk.folder / TRUST).is_file()


@pytest.mark.parametrize("pin", ["123", "x" * 40])
def test_a_pin_that_cannot_be_one_changes_nothing(desk: Desk, pin: str) -> None:
    desk.init(pin=False)
    desk.pin_file.write_text(pin)
    assert json.loads(desk.init()[1])["errors"][0]["code"] == "XP-6205"
    assert is_plain(desk.path)


def test_the_encryption_can_be_interrupted_at_any_step(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the key file counts nothing has happened; after it the next verb finishes."""
    from app.models import database, encryption

    desk.init(pin=False)

    def killed(*_: object) -> None:
        raise EnvironmentTrouble("断电（试验）。")

    put = encryption.put_sealed
    monkeypatch.setattr(encryption, "put_sealed", killed)
    assert desk.init()[0] == 3
    assert (desk.keys.exists(), is_plain(desk.path)) == (True, True)
    monkeypatch.setattr(encryption, "put_sealed", put)
    assert database.file_of(desk.url) == desk.path
    assert desk.run("status", pin=False)[0] == 2
    assert desk.run("status")[0] == 0
    assert not is_plain(desk.path)
    assert not list(desk.folder.glob("bureau.db.*plain"))


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals")
def test_at_a_terminal_one_pin_is_asked_for_once(project: Path, tmp_path: Path) -> None:
    def typed(answers: str, *verb: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", TERMINAL, answers, *verb, "--db", f"sqlite:///{tmp_path}/b.db"],
            check=False,
            cwd=project,
            capture_output=True,
            timeout=600,
        )
        assert done.returncode in (0, 1), done.stdout
        return done.stdout.decode()

    said = typed(f"{PIN},{PIN}", "bureau", "init", "--name", "示例局", "--out", str(tmp_path))
    assert code_of(said)
    (tmp_path / "none.xpsync").write_bytes(b"none")
    said = typed(PIN, "bureau", "import", str(tmp_path / "none.xpsync"))
    assert said.count("PIN: ") == 1
    assert "拒收" in said
    assert PIN not in said
    assert typed(PIN, "bureau", "status").count("PIN: ") == 1
