"""PINs on the command line: of this device's data, and of a bureau's keys."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.signing import vault
from app.signing.authority import Authority
from main import main
from tests.services.conftest import START

PIN = "246810"
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Run a verb without a terminal: exit code, standard output, standard error."""
    monkeypatch.setattr(sys, "stdin", open(os.devnull))  # noqa: SIM115, PTH123  until the test ends

    def run(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        return (code, *capfd.readouterr())

    yield run
    sys.stdin.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A locked data folder in which a bureau is trusted, and a file of that bureau's beside it."""
    authority = Authority.create("示例市人力资源和社会保障局", START)
    (tmp_path / "bureau.xptrust").write_bytes(authority.trust().data)
    workspace = open_workspace(tmp_path / "data")
    workspace.trusts.confirm(authority.trust().data)
    person = workspace.people.create("某人（示例）", "示例单位", PIN)
    workspace.packages.export_enrolment(person.id, tmp_path / "a.xpenrol")
    workspace.close()
    return tmp_path / "data"


def test_a_locked_folder_says_what_to_do(call: Call, data: Path, tmp_path: Path) -> None:
    code, said, talk = call("--data", data, "verify", tmp_path / "a.xpenrol")
    assert code == 2
    assert json.loads(said)["errors"][0]["code"] == "XP-1007"
    for word in ("XIANPING_PIN_FILE", "--trust", "PIN"):
        assert word in talk


def test_a_pin_in_a_file_opens_it(
    call: Call, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pin.txt"
    monkeypatch.setenv("XIANPING_PIN_FILE", str(file))
    assert call("--data", data, "verify", tmp_path / "a.xpenrol")[0] == 2, "no such file"
    for text, outcome in (("", 2), ("000000\n", 2), (f"\ufeff{PIN}\r\n", 0), (PIN, 0)):
        file.write_text(text, encoding="utf-8", newline="")
        assert call("--data", data, "verify", tmp_path / "a.xpenrol")[0] == outcome, text


def test_named_trust_opens_no_data(call: Call, data: Path, tmp_path: Path) -> None:
    named = ("--trust", tmp_path / "bureau.xptrust")
    assert call("--data", data, "verify", tmp_path / "a.xpenrol", *named)[0] == 0


def test_a_bureaus_keys_without_a_pin_are_told_of(call: Call, tmp_path: Path) -> None:
    arguments = (
        "bureau",
        "init",
        "--db",
        f"sqlite:///{tmp_path}/b.db",
        "--name",
        "示例局",
        "--out",
        tmp_path,
    )
    code, said, talk = call(*arguments)
    assert code == 0
    assert "没有设 PIN" in talk
    assert "指纹" in said
    code, _, talk = call(*arguments)
    assert (code, "没有设 PIN" in talk) == (0, False), "no new keys, nothing to ask"


def test_a_bureaus_pin_comes_from_a_file(call: Call, tmp_path: Path) -> None:
    db = ("--db", f"sqlite:///{tmp_path}/b.db")
    file = tmp_path / "pin.txt"
    arguments = ("bureau", "init", *db, "--name", "示例局", "--out", tmp_path, "--pin-file", file)
    file.write_text("123\n")
    code, said, _ = call(*arguments)
    assert (code, json.loads(said)["errors"][0]["code"]) == (2, "XP-6205")
    file.write_text(f"{PIN}\n")
    assert call(*arguments)[0] == 0
    enrolment = tmp_path / "nothing.xpenrol"
    enrolment.write_bytes(b"x")
    none = call("verify", enrolment, *db)
    assert (none[0], json.loads(none[1])["errors"][0]["code"]) == (2, "XP-1009")
    other = tmp_path / "other.txt"
    other.write_text("135790\n")
    wrong = call("verify", enrolment, *db, "--pin-file", other)
    assert wrong[0] == 2
    assert "PIN 不正确" in wrong[2]
    right = call("verify", enrolment, *db, "--pin-file", file)
    assert right[0] == 1, "opened, and the file refused"
    assert PIN.encode() not in (tmp_path / "b.db").read_bytes()


TERMINAL = """
import os, pty, sys
pid, handle = pty.fork()
if pid == 0:
    os.execv(sys.executable, [sys.executable, "main.py", *sys.argv[2:]])
said, answers = b"", sys.argv[1].split(",")
while True:
    try:
        said += (data := os.read(handle, 1024))
    except OSError:
        break
    if not data:
        break
    if said.endswith(b": ") and answers:
        os.write(handle, answers.pop(0).encode() + b"\\n")
        said += b"|"
sys.stdout.buffer.write(said)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals")
@pytest.mark.parametrize(("answers", "without"), [(f"{PIN},{PIN}", False), (",", True)])
def test_at_a_terminal_a_new_bureau_is_asked_for_its_pin(
    project: Path, tmp_path: Path, answers: str, *, without: bool
) -> None:
    verb = [
        "bureau",
        "init",
        "--db",
        f"sqlite:///{tmp_path}/b.db",
        "--name",
        "示例局",
        "--out",
        str(tmp_path),
    ]
    done = subprocess.run(
        [sys.executable, "-c", TERMINAL, answers, *verb],
        check=True,
        cwd=project,
        capture_output=True,
        timeout=600,
    )
    said = done.stdout.decode()
    assert "请为主管部门设 PIN" in said
    assert ("没有设 PIN" in said) == without
    assert "指纹" in said
    assert PIN not in said
