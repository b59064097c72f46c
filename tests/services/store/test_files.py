from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from app.common.errors import EnvironmentTrouble
from app.services.store.files import move_all, unfinished_folder, write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_a_file_is_written_whole_and_alone(tmp_path: Path) -> None:
    path = write_whole(tmp_path / "a", b"one")
    write_whole(path, b"two")

    assert path.read_bytes() == b"two"
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_what_was_there_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    path = write_whole(tmp_path / "a", b"one")

    def full(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentTrouble) as trouble:
        write_whole(path, b"two")
    assert trouble.value.code in {"XP-3007", "XP-3008", "XP-3009"}
    assert path.read_bytes() == b"one"
    assert names(tmp_path) == ["a"]


def test_what_reads_back_otherwise_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _self: b"rotten")
    with pytest.raises(EnvironmentTrouble) as trouble:
        write_whole(tmp_path / "a", b"sound")
    assert trouble.value.code == "XP-4601"


def test_files_that_belong_together_appear_together(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with unfinished_folder(tmp_path) as room:
        made = [write_whole(room / name, b"new") for name in ("a", "b")]
        assert (tmp_path / "a").read_bytes() == b"old"
        moved = move_all(made, tmp_path)
    assert moved == (tmp_path / "a", tmp_path / "b")
    assert [path.read_bytes() for path in moved] == [b"new", b"new"]
    assert names(tmp_path) == ["a", "b"]


def test_what_an_earlier_run_left_is_cleared_away(tmp_path: Path) -> None:
    with unfinished_folder(tmp_path) as room:
        left = room
    left.mkdir()
    (left / "half").write_bytes(b"")
    with unfinished_folder(tmp_path) as room:
        assert names(room) == []
    assert names(tmp_path) == []


def test_an_error_inside_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail() -> Any:
        with unfinished_folder(tmp_path) as room:
            (room / "half").write_bytes(b"")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert names(tmp_path) == []
    with pytest.raises(EnvironmentTrouble), unfinished_folder(tmp_path / "nowhere"):
        pass
