"""Plain files that leave the program: whole, or not there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.common.errors import EnvironmentTrouble
from app.common.files import must_not_be_left_over
from app.exchange.placement import place, sync_folder
from app.exchange.trouble import writing

UNFINISHED = ".xianping-unfinished"
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # what a file system refuses in a name


def write_whole(path: Path, data: bytes, *, private: bool = False) -> Path:
    """Write beside, sync, read back, rename. Raises EnvironmentTrouble; what was there stays till then.

    Into a device or a pipe the bytes are poured. private: keys, which nobody else on the machine may read.
    """

    def write(target: IO[bytes]) -> None:
        target.write(data)

    place(path, write, lambda written: _compare(written, path.name, data), private=private)
    return path


def _compare(written: Path, name: str, data: bytes) -> None:
    if written.read_bytes() != data:
        raise EnvironmentTrouble(
            f"{name} 写入后读回的内容不一致。",
            safe="本机数据没有变化。",
            advice="请换一个存储设备后重新导出。",
            code="XP-4601",
        )


@contextmanager
def unfinished_folder(folder: Path) -> Iterator[Path]:
    """A hidden folder for files that belong together, gone at the end. Raises EnvironmentTrouble."""
    must_not_be_left_over(folder)
    room = folder / UNFINISHED
    with writing():
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir()
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def move_all(finished: Sequence[Path], folder: Path) -> tuple[Path, ...]:
    """Put finished files in their place, in the place of what was there. Raises EnvironmentTrouble."""
    with writing():
        moved = tuple(path.replace(folder / path.name) for path in finished)
        sync_folder(folder)
    return moved
