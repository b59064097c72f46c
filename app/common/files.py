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


def file_sha256(path: Path) -> str:
    """Lower-case hex digest of a file, read in chunks. Raises OSError."""
    running = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            running.update(chunk)
    return running.hexdigest()
