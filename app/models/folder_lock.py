"""One program at a time in a data folder: a lock that the system itself lets go when the program ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from app.common.errors import EnvironmentTrouble
from app.models.trouble import told

NAME = "xianping.lock"


class FolderLock:
    """Held from the making to ``release``; a killed program's lock is free at once."""

    def __init__(self, folder: Path) -> None:
        with told():
            folder.mkdir(parents=True, exist_ok=True)
            self._handle: int | None = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._handle)
        except OSError:
            os.close(self._handle)
            raise EnvironmentTrouble(
                "另一个现评程序正在使用这些数据，本程序没有打开它们。",
                safe="已录入的内容不受影响。",
                advice="请切换到已打开的窗口，或关闭它之后再试。",
                code="XP-3312",
            ) from None

    def release(self) -> None:
        """Let the folder go. Doing it twice does no harm."""
        if self._handle is not None:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = None


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
