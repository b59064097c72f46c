"""Digests of files on disk; what is pure about digests is in ``canon``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

CHUNK = 1024 * 1024


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
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            running.update(chunk)
    return running.hexdigest()
