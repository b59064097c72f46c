"""Digests of files on disk; what is pure about digests is in ``canon``."""

from __future__ import annotations

import hashlib
from pathlib import Path

CHUNK = 1024 * 1024


def file_sha256(path: Path) -> str:
    """Lower-case hex digest of a file, read in chunks. Raises OSError."""
    running = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            running.update(chunk)
    return running.hexdigest()
