"""Digests of files on disk; what is pure about digests is in ``canon``."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from app.common.errors import EnvironmentTrouble, Refusal

CHUNK = 1024 * 1024
MOUNTS = ("/media", "/run/media")
"""Where sticks are mounted by the habits of Linux."""


def is_left_over(folder: Path) -> bool:
    """Whether a folder stands where sticks are mounted and is on none: pulled out, one may leave its folder.

    What is written there lies on the computer's own disk, and nobody carries it away.
    """
    for mounts in map(Path, MOUNTS):
        try:
            below = mounts in folder.absolute().parents
            if below and _existing(folder.absolute()).stat().st_dev == mounts.stat().st_dev:
                return True
        except OSError:
            continue
    return False


def must_not_be_left_over(folder: Path) -> None:
    """Raises EnvironmentTrouble for the folder that a stick has left behind."""
    if is_left_over(folder):
        raise EnvironmentTrouble(
            f"{folder} 不在任何 U 盘上，是 U 盘拔出后留下的文件夹，没有写出。",
            safe="本机数据没有变化。",
            advice="请重新插好 U 盘，再选一次位置。",
            code="XP-3011",
        )


def _existing(path: Path) -> Path:
    """The path itself, or the nearest folder above it that is there."""
    return path if path.exists() else _existing(path.parent)


def open_ordinary(path: Path) -> IO[bytes]:
    """An ordinary file, open for reading. Raises OSError, Refusal for a device, a pipe or a socket.

    Asked before it is opened: a pipe would be waited for, a device may have no end.
    """
    _must_be_ordinary(path, path.stat().st_mode)
    return path.open("rb")


def _must_be_ordinary(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise Refusal.because(
            f"{path.name} 是设备或管道，不是普通文件，无法读取；请重新选择。", code="XP-3006"
        )


class Readable(Protocol):
    """What gives bytes: an open file, a member of a package, a picture in memory."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, none at the end."""
        ...


class Pieces(Protocol):
    """A content that can be read from its beginning as often as one likes, and need not lie on the disk."""

    def pieces(self) -> Iterator[bytes]:
        """The content in pieces of at most a mebibyte."""
        ...


class PieceStream:
    """Pieces read as from an open file, a few at a time in memory."""

    def __init__(self, content: Pieces) -> None:
        self._pieces, self._left = content.pieces(), b""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes, none at the end; all that is left for a negative size."""
        while size < 0 or len(self._left) < size:
            piece = next(self._pieces, None)
            if piece is None:
                size = len(self._left)
                break
            self._left += piece
        told, self._left = self._left[:size], self._left[size:]
        return told


def file_sha256(path: Path) -> str:
    """Lower-case hex digest of a file, read in chunks. Raises OSError."""
    running = hashlib.sha256()
    with open_ordinary(path) as stream:
        while chunk := stream.read(CHUNK):
            running.update(chunk)
    return running.hexdigest()
