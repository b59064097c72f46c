"""One window a data folder: the first hears the second, others stay apart, the dead are in nobody's way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from app.ui.shell import view_instance
from app.ui.shell.view_instance import (
    MOST_BYTES,
    TAKEN,
    Doorkeeper,
    Instance,
    first_or_handed_over,
    meeting_place,
)

PROJECT = Path(__file__).resolve().parents[3]
HANG_S = 60
FIRST = """import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from app.ui.shell.view_instance import first_or_handed_over
app = QApplication(["first"])
instance = first_or_handed_over(Path(sys.argv[1]), ())
instance.called.connect(lambda files: print(*files, sep="\\n", flush=True))
print("listening", flush=True)
app.exec()
"""


@pytest.fixture(autouse=True)
def own_room(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    room = tmp_path_factory.mktemp("r", numbered=True)
    room.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(room))
    return room


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "数据"
    folder.mkdir()
    return folder


@pytest.fixture
def first(qtbot: QtBot, data: Path) -> Iterator[Instance]:
    instance = first_or_handed_over(data, ())
    assert instance is not None
    yield instance
    instance.close()


def _say(qtbot: QtBot, data: Path, words: bytes) -> QLocalSocket:
    socket = QLocalSocket()
    socket.connectToServer(meeting_place(data))
    assert socket.waitForConnected(1000)
    socket.write(words)
    socket.flush()
    return socket


def test_folders_stay_apart_and_names_of_one_folder_meet(data: Path, tmp_path: Path) -> None:
    link = tmp_path / "又名"
    link.symlink_to(data)
    assert meeting_place(link) == meeting_place(data) == meeting_place(data / ".." / data.name)
    assert len({meeting_place(each) for each in (data, tmp_path, data / "更深")}) == 3


def test_the_first_hears_what_a_second_hands_over(qtbot: QtBot, first: Instance, data: Path) -> None:
    names = [str(data / "任务 一.xptask"), str(data / "b.xpsheet")]
    with qtbot.waitSignal(first.called) as heard:
        socket = _say(qtbot, data, json.dumps(names).encode() + b"\n")
    assert heard.args == [tuple(map(Path, names))]
    qtbot.waitUntil(lambda: socket.bytesAvailable() == len(TAKEN))


@pytest.mark.parametrize("words", [b"hello\n", b'{"a": 1}\n', b'["relative.xptask", 7]\n', b"[[[[\xff\n"])
def test_words_that_no_start_would_say_bring_nothing(
    qtbot: QtBot, first: Instance, data: Path, words: bytes
) -> None:
    with qtbot.waitSignal(first.called) as heard:
        _say(qtbot, data, words)
    assert heard.args == [()]


def test_who_talks_without_end_is_shut_off(qtbot: QtBot, first: Instance, data: Path) -> None:
    socket = _say(qtbot, data, b"x" * (MOST_BYTES + 1))
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_only_this_user_may_knock(first: Instance, data: Path, own_room: Path) -> None:
    assert not Path(meeting_place(data)).stat().st_mode & 0o077
    first.close()
    own_room.chmod(0o777)
    alone = first_or_handed_over(data, ())
    assert alone is not None
    assert not _answers(data)


def _answers(data: Path) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(meeting_place(data))
    return socket.waitForConnected(200)


def _started(data: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    started = subprocess.Popen(
        [sys.executable, "-c", FIRST, str(data)],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "listening\n"
    return started


def test_a_second_start_hands_over_and_ends(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "任务 一.xptask"
    file.write_bytes(b"PK")
    with _started(data) as first:
        assert first.stdout is not None
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-I", str(PROJECT / "main.py"), "--data", str(data), f"./{file.name}"]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, timeout=HANG_S, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert first.stdout.readline() == f"{file}\n"
        first.kill()
    assert not list(data.glob("*.db"))  # no second window came so far


def test_the_window_itself_answers_a_second_start(data: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-I", str(PROJECT / "main.py"), "--data", str(data)]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as first:
        deadline = time.monotonic() + HANG_S
        while not Path(meeting_place(data)).exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, timeout=HANG_S, check=False
        )
        assert (done.returncode, done.stdout) == (0, b"")
        assert first.poll() is None
        first.kill()


def test_a_busy_first_is_told_once_and_hears_it_later(
    qtbot: QtBot, first: Instance, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_instance, "ANSWER_MS", 100)
    heard: list[tuple[Path, ...]] = []
    first.called.connect(heard.append)
    alone = first_or_handed_over(data, (data / "a.xptask",))  # meanwhile the first cannot listen
    assert alone is not None
    last = _say(qtbot, data, b"[]\n")
    qtbot.waitUntil(lambda: last.bytesAvailable() == len(TAKEN))
    assert heard == [(data / "a.xptask",), ()]
    alone.close()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_first_stands_in_nobodys_way(qtbot: QtBot, data: Path) -> None:
    with _started(data) as killed:
        killed.send_signal(signal.SIGKILL)
    assert Path(meeting_place(data)).exists()  # what it left behind
    next_one = first_or_handed_over(data, ())
    assert next_one is not None
    with qtbot.waitSignal(next_one.called):
        _say(qtbot, data, b"[]\n")
    next_one.close()


def test_files_wait_until_the_window_can_take_them(qtbot: QtBot, tmp_path: Path) -> None:
    given: list[tuple[Path, ...]] = []
    open_now = False
    keeper = Doorkeeper(lambda: open_now, given.append)
    keeper.keep((tmp_path / "a", tmp_path / "b"))
    keeper.keep((tmp_path / "a",))
    assert given == []
    open_now = True
    qtbot.waitUntil(lambda: given == [(tmp_path / "a", tmp_path / "b")])
    keeper.keep(())
    keeper.keep((tmp_path / "c",))
    assert given[1:] == [(tmp_path / "c",)]


@pytest.mark.qt_log_ignore("does not support raise")
def test_the_window_comes_forward_and_takes_the_files_in(
    stand: Callable[[str], Any], qtbot: QtBot, first: Instance, data: Path, tmp_path: Path
) -> None:
    room = stand("empty").room
    room.listen(first)
    given: list[tuple[Path, ...]] = []
    room.window.files_given.connect(given.append)
    room.window.showMinimized()
    room.window.setAcceptDrops(False)  # as under a lock
    file = tmp_path / "无此.xptask"
    with qtbot.waitSignal(first.called):
        _say(qtbot, data, json.dumps([str(file)]).encode() + b"\n")
    assert not room.window.isMinimized()
    assert given == []
    room.window.setAcceptDrops(True)
    qtbot.waitUntil(lambda: given == [(file,)])
    qtbot.waitUntil(room.window.banner.isVisible)  # it says that there is no such file
