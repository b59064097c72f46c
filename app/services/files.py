"""Plain files that leave the program: whole, or not there."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from app.common.errors import EnvironmentTrouble
from app.exchange.trouble import writing
from app.models.disk import sync_folder

UNFINISHED = ".xianping-unfinished"
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # what a file system refuses in a name


def write_whole(path: Path, data: bytes) -> Path:
    """Write beside, sync, rename, read back. Raises EnvironmentTrouble; what was there stays till then."""
    unfinished = path.with_name(f".{path.name}.part")
    with writing():
        try:
            unfinished.unlink(missing_ok=True)
            with unfinished.open("xb") as target:  # anew: a link that lies there would lead elsewhere
                target.write(data)
                target.flush()
                os.fsync(target.fileno())
            unfinished.replace(path)
            sync_folder(path.parent)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
        if path.read_bytes() != data:
            raise EnvironmentTrouble(
                f"{path.name} 写入后读回的内容不一致。",
                safe="本机数据没有变化。",
                advice="请换一个存储设备后重新导出。",
                code="XP-4601",
            )
    return path


@contextmanager
def unfinished_folder(folder: Path) -> Iterator[Path]:
    """A hidden folder for files that belong together, gone at the end. Raises EnvironmentTrouble."""
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
