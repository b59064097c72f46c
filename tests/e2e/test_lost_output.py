"""Standard output that cannot be written: exit code 3 and one sentence, whatever verb, buffered or not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
import pytest

from app.cli import main as cli
from tests.e2e.test_cli_contract import BASE, VISIT, encoded

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="devices and pipes of POSIX")
VISITS = {
    "score": VISIT,
    "panel": {"scheme": BASE, "sheets": [{"expert": "甲", "findings": VISIT["findings"]}]},
}
DRAW = {"seed": "示例", "experts": [{"id": "E1"}], "panels": [{"id": "P1", "size": 1}]}
RANK = {"by": "votes", "places": 1, "projects": [{"id": "p1", "votes": 1}]}
DUE = {"scheme": "hubei-performance", "on": "2026-01-01"}  # refused: the profile is missing
BATCH = {"policy": {"good": 90, "fairly_good": 80, "ordinary": 60}, "projects": []}
# What each verb is given to do here; a folder with a bureau's database and trust file is its place.
WORK: dict[str, tuple[tuple[str, ...], ...]] = {
    "score": (("visit.json",), ("--lines", "visits.jsonl"), ("nowhere.json",)),
    "panel": (("panel.json",),),
    "performance": (("batch.json",),),  # refused: the faults are a result, too
    "grade-batch": (("batch.json",),),
    "draw": (("draw.json",), ("--digest", "draw.json")),
    "rank": (("rank.json",),),
    "due": (("due.json",),),
    "reading": (("nowhere.xpsync",),),
    "spoken": (("spoken.jsonl",),),
    "scheme": (
        ("list",),
        ("list", "--json"),
        ("check", BASE, "--json"),
        ("to-xlsx", BASE, "book.xlsx"),
        ("questions", BASE),
        ("events", BASE),
    ),
    "demo": (("--out", "done"),),
    "verify": (("bureau.xptrust",), ("bureau.xptrust", "--json")),
    "bureau": (("init", "--db", "sqlite:///bureau.db", "--name", "示例局", "--out", "."),),
}
CALLS = [(verb, *more) for verb, works in WORK.items() for more in works]


def _paths(command: click.Command, *before: str) -> Iterator[tuple[str, ...]]:
    yield before
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _paths(inner, *before, name)


HELPS = [(*path, "--help") for path in _paths(cli.verbs)] + [("--version",)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    folder = tmp_path_factory.mktemp("place")
    given = {
        "visit": VISITS["score"], "panel": VISITS["panel"], "batch": BATCH, "draw": DRAW, "rank": RANK,
        "due": DUE,
    }  # fmt: skip
    for name, value in given.items():
        (folder / f"{name}.json").write_bytes(encoded(value))
    (folder / "spoken.jsonl").write_bytes(encoded("得 2 分") + b"\n")
    (folder / "visits.jsonl").write_bytes((encoded(VISIT) + b"\n") * 100)
    begun = [sys.executable, str(project / "main.py"), "bureau", *WORK["bureau"][0]]
    subprocess.run(begun, cwd=folder, check=True, capture_output=True, timeout=600)
    return folder


@contextmanager
def _full() -> Iterator[IO[bytes]]:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    with Path("/dev/full").open("wb") as output:
        yield output


@contextmanager
def _left() -> Iterator[IO[bytes]]:
    """A pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb", buffering=0) as output:
        yield output


@contextmanager
def _small() -> Iterator[IO[bytes]]:
    """A pipe whose reader takes a little and goes."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb", buffering=0) as output:
        reader = subprocess.Popen(["head", "-c", "1"], stdin=reading, stdout=subprocess.DEVNULL)
        os.close(reading)
        yield output
    reader.wait(timeout=600)


LOST = {"full": _full, "left": _left}


def _call(
    project: Path, place: Path, call: tuple[str, ...], output: int | IO[bytes], *, unbuffered: bool
) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    if unbuffered:
        environment["PYTHONUNBUFFERED"] = "1"
    return subprocess.run(
        [sys.executable, str(project / "main.py"), *call],
        cwd=place, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE,
        check=False, timeout=600,
    )  # fmt: skip


def _is_told(done: subprocess.CompletedProcess[bytes], *, talked: bool = False) -> None:
    lines = done.stderr.decode("utf-8").splitlines()
    assert done.returncode == 3, lines
    assert lines[-1].startswith("结果没有全部写出"), lines
    assert lines[-1].endswith("（XP-9003）")
    assert talked or len(lines) == 1, lines


def test_every_verb_has_its_work_here() -> None:
    assert list(WORK) == list(cli.VERBS)


@pytest.mark.parametrize("unbuffered", [False, True], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("call", [call for call in CALLS if call[0] != "demo"], ids=" ".join)
def test_a_result_that_is_lost_is_told(
    project: Path, place: Path, call: tuple[str, ...], lost: str, unbuffered: bool
) -> None:
    with LOST[lost]() as output:
        done = _call(project, place, call, output, unbuffered=unbuffered)
    _is_told(done, talked=call[:2] == ("bureau", "init"))  # which says first that the keys are there


@pytest.mark.parametrize(("lost", "unbuffered"), [("full", False), ("left", True)])
def test_a_demonstration_that_is_lost_is_told(
    project: Path, place: Path, tmp_path: Path, lost: str, unbuffered: bool
) -> None:
    with LOST[lost]() as output:
        done = _call(project, place, ("demo", "--out", str(tmp_path)), output, unbuffered=unbuffered)
    _is_told(done, talked=True)
    assert done.stderr.decode().count("结果没有全部写出") == 1


@pytest.mark.parametrize("call", HELPS, ids=" ".join)
def test_help_that_is_lost_is_told(project: Path, place: Path, call: tuple[str, ...]) -> None:
    for lost, unbuffered in (("full", False), ("left", True)):
        with LOST[lost]() as output:
            _is_told(_call(project, place, call, output, unbuffered=unbuffered))


@pytest.mark.parametrize("unbuffered", [False, True], ids=["buffered", "unbuffered"])
def test_a_reader_that_leaves_early_is_told(project: Path, place: Path, unbuffered: bool) -> None:
    with _small() as output:
        done = _call(project, place, ("score", "--lines", "visits.jsonl"), output, unbuffered=unbuffered)
    _is_told(done)


@pytest.mark.parametrize("unbuffered", [False, True], ids=["buffered", "unbuffered"])
def test_a_disk_that_fills_up_on_the_way_is_told(
    project: Path, place: Path, tmp_path: Path, unbuffered: bool
) -> None:
    """The system takes a part of the last write: an unbuffered stream would take that for all."""
    limited = "ulimit -f 8; trap '' XFSZ; exec \"$@\" >part"
    environment = {**os.environ, "PYTHONUNBUFFERED": "1" if unbuffered else ""}
    call = [sys.executable, str(project / "main.py"), "score", "--lines", str(place / "visits.jsonl")]
    done = subprocess.run(
        ["sh", "-c", limited, "sh", *call],
        cwd=tmp_path, env=environment, stderr=subprocess.PIPE, check=False, timeout=600,
    )  # fmt: skip
    _is_told(done)


def test_closed_output_is_told_before_anything_is_done(project: Path, tmp_path: Path) -> None:
    call = [sys.executable, str(project / "main.py"), "scheme", "blank-xlsx", "book.xlsx"]
    closed = ["sh", "-c", 'exec "$@" >&-', "sh", *call]
    done = subprocess.run(closed, cwd=tmp_path, stderr=subprocess.PIPE, check=False, timeout=600)
    _is_told(done)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("redirected", ["2>/dev/full", "2>&-"])
def test_lost_talk_changes_no_exit_code(project: Path, place: Path, redirected: str) -> None:
    if "full" in redirected and not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    call = [sys.executable, str(project / "main.py"), "score", "batch.json"]
    quiet = ["sh", "-c", f'exec "$@" {redirected}', "sh", *call]
    done = subprocess.run(quiet, cwd=place, stdout=subprocess.PIPE, check=False, timeout=600)
    assert done.returncode == 2
    assert json.loads(done.stdout)["errors"]


@pytest.mark.parametrize("call", [call for call in CALLS if call[0] != "demo"], ids=" ".join)
def test_what_is_said_is_written_for_people(project: Path, place: Path, call: tuple[str, ...]) -> None:
    """A count is a number, and a value of the program's own never stands in a sentence."""
    said = _call(project, place, call, subprocess.DEVNULL, unbuffered=False).stderr.decode()
    assert not {"True", "False", "None"} & set(said.replace(" ", "\n").split("\n"))


def test_refused_data_is_counted(project: Path, place: Path) -> None:
    done = _call(project, place, ("score", "batch.json"), subprocess.DEVNULL, unbuffered=False)
    assert done.stderr.decode().startswith("1 份数据有误")
