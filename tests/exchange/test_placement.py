"""What is given as a place to write: files whole, devices and pipes written to and never replaced."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.common.errors import EnvironmentTrouble
from app.exchange import placement
from app.services.store.files import write_whole

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="devices and pipes of POSIX")
DATA = b"0123456789" * 30_000  # more than a pipe holds


def _device(folder: Path, major: int, minor: int) -> Path:
    """A character device of our own, so that no mistake touches the machine's; skipped for ordinary users."""
    path = folder / "device"
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(major, minor))
        path.open("wb").close()
    except OSError:
        pytest.skip("needs the right to make devices")
    return path


def _read_in_background(path: Path) -> tuple[threading.Thread, list[bytes]]:
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(path.read_bytes()))
    reader.start()
    return reader, got


@pytest.mark.skipif(sys.platform != "linux", reason="device numbers of Linux")
def test_a_device_is_written_to_and_stays(tmp_path: Path) -> None:
    null = _device(tmp_path, 1, 3)
    link = tmp_path / "link"
    link.symlink_to(null)
    for path in (null, link):
        assert write_whole(path, DATA) == path
    assert stat.S_ISCHR(null.lstat().st_mode)
    assert link.is_symlink()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["device", "link"]


@pytest.mark.skipif(sys.platform != "linux", reason="device numbers of Linux")
def test_a_full_device_is_told_and_stays(tmp_path: Path) -> None:
    full = _device(tmp_path, 1, 7)
    with pytest.raises(EnvironmentTrouble) as trouble:
        write_whole(full, DATA)
    assert trouble.value.code == "XP-3007"
    assert stat.S_ISCHR(full.lstat().st_mode)


def test_a_pipe_gets_every_byte_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader, got = _read_in_background(pipe)
    write_whole(pipe, DATA)
    reader.join(timeout=600)
    assert got == [DATA]
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


def test_a_pipe_that_nobody_reads_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placement, "READER_SECONDS", 0.2)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(EnvironmentTrouble):
        write_whole(pipe, DATA)
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


def test_a_link_to_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert (tmp_path / "link").read_bytes() == b"new"


@pytest.mark.skipif(sys.platform != "linux", reason="names of open files as Linux has them")
@pytest.mark.parametrize("kind", ["pipe", "file", "appended"])
def test_the_name_of_standard_output_is_written_to(project: Path, tmp_path: Path, kind: str) -> None:
    """The workbook alone arrives: where it was written is said beside, and what was there before stays."""
    command = [sys.executable, str(project / "main.py"), "scheme", "blank-xlsx", "/proc/self/fd/1"]
    target = tmp_path / "book"
    target.write_bytes(b"before" if kind == "appended" else b"")
    if kind == "pipe":
        done = subprocess.run(command, capture_output=True, check=True, timeout=600)
        book = done.stdout
    else:
        with target.open("ab") as stream:
            done = subprocess.run(command, stdout=stream, stderr=subprocess.PIPE, check=True, timeout=600)
        book = target.read_bytes()
        assert book.startswith(b"before") == (kind == "appended")
    assert book.removeprefix(b"before").startswith(b"PK")
    assert b"/proc/self/fd/1" not in book
    assert "已写到 /proc/self/fd/1。" in done.stderr.decode()
