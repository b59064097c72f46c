"""A folder that a stick left behind is no stick: nothing is written there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.common import files
from app.common.errors import EnvironmentTrouble
from app.common.files import is_left_over
from app.exchange.placement import place
from app.services.store.files import unfinished_folder, write_whole


@pytest.fixture
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "media"
    (folder / "user" / "U盘").mkdir(parents=True)
    monkeypatch.setattr(files, "MOUNTS", (str(folder),))
    return folder


def test_what_lies_on_the_mounts_own_volume_is_left_over(mounts: Path, tmp_path: Path) -> None:
    assert is_left_over(mounts / "user" / "U盘")
    assert is_left_over(mounts / "user" / "U盘" / "现评副本" / "not yet")
    assert is_left_over(mounts / "user")
    assert not is_left_over(mounts)
    assert not is_left_over(tmp_path)
    assert not is_left_over(tmp_path / "media-of-mine")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no second volume at hand")
def test_a_volume_that_is_mounted_there_is_a_stick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOUNTS", ("/",))
    assert not is_left_over(Path("/proc/self"))


def test_nothing_is_written_into_it(mounts: Path) -> None:
    folder = mounts / "user" / "U盘"
    deeds: tuple[Callable[[], object], ...] = (
        lambda: write_whole(folder / "a.pdf", b"%PDF"),
        lambda: place(folder / "b.xpsheet", lambda _: None, lambda path: path),
        lambda: unfinished_folder(folder).__enter__(),
    )
    for deed in deeds:
        with pytest.raises(EnvironmentTrouble) as refused:
            deed()
        assert refused.value.code == "XP-3011"
    assert list(folder.iterdir()) == []
