"""Several programs in one database file, and none while the file itself is exchanged.

A bureau's verbs may run side by side. Who works in the file shares its folder; who puts an encrypted file in
the place of the plain one has it alone, or what another program writes meanwhile would go with the old file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.common.errors import EnvironmentTrouble


class FolderShare:
    """Held from the making to ``release``; a killed program's share is free at once.

    Where folders cannot be locked nothing is held: Windows refuses by itself to replace a file that is open.
    """

    def __init__(self, folder: Path) -> None:
        self._handle: int | None = None
        with suppress(OSError):
            self._handle = _open(folder)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else is in the folder meanwhile. Raises EnvironmentTrouble where somebody is."""
        try:
            _exclusive(self._handle)
        except BlockingIOError:
            raise EnvironmentTrouble(
                "另一个现评程序正在使用这些数据，本程序没有打开它们。",
                safe="已录入的内容不受影响。",
                advice="请切换到已打开的窗口，或关闭它之后再试。",
                code="XP-3312",
            ) from None
        try:
            yield
        finally:
            _shared(self._handle)

    def release(self) -> None:
        """Let the folder go. Doing it twice does no harm."""
        if self._handle is not None:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = None


if sys.platform == "win32":  # pragma: no cover

    def _open(folder: Path) -> int | None:  # noqa: ARG001
        return None

    def _exclusive(handle: int | None) -> None:
        pass

    def _shared(handle: int | None) -> None:
        pass

else:
    import fcntl

    def _open(folder: Path) -> int | None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)  # who has it alone is soon done
        except OSError:
            os.close(handle)
            raise
        return handle

    def _exclusive(handle: int | None) -> None:
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _shared(handle: int | None) -> None:
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_SH)
