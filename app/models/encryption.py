"""How an encrypted copy takes the place of a plain database file, whenever the program may be killed.

The order: a verified copy beside the file (``ciphers.prepare_sealed``), then the key file, then this. So a
key file says that the copy counts, and without one it does not.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from app.models.disk import sync_file, sync_folder
from app.models.trouble import told

UNFINISHED, READY, OLD = ".sealing", ".sealed", ".plain"
_LOGS = ("-wal", "-shm", "-journal")
_PLAIN = b"SQLite format 3\x00"
_BLOCK = 1024 * 1024


def is_plain(path: Path) -> bool:
    """Whether a file is a SQLite database that anybody can read. Raises EnvironmentTrouble."""
    with told():
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return stream.read(len(_PLAIN)) == _PLAIN


def put_sealed(path: Path) -> None:
    """Put a copy that is ready in the place of the plain file, which is written over with zeros.

    Done again after a crash it goes on where it was; without a copy nothing happens.
    Raises EnvironmentTrouble.
    """
    ready, old = beside(path, READY), beside(path, OLD)
    with told():
        if ready.is_file():
            for name in _LOGS:  # a log of the plain file must not be taken for one of the new file
                shred(beside(path, name))
            if is_plain(path):
                with suppress(OSError):  # a disk without links, or linked before a crash
                    os.link(path, old)
            ready.replace(path)
            sync_folder(path.parent)
        _drop(path, old)


def drop_unfinished(path: Path) -> None:
    """Remove the copies that a crash has left before any key file counted. Raises EnvironmentTrouble."""
    with told():
        for ending in (UNFINISHED, READY):
            beside(path, ending).unlink(missing_ok=True)
        _drop(path, beside(path, OLD))


def beside(path: Path, ending: str) -> Path:
    """A file's companion."""
    return path.with_name(path.name + ending)


def shred(path: Path) -> None:
    """Write zeros over a file before it is removed: what it said is not left where it lay."""
    if not path.is_file():
        return
    left = path.stat().st_size
    with path.open("rb+") as stream:
        while left > 0:
            left -= stream.write(bytes(min(left, _BLOCK)))
    sync_file(path)
    path.unlink()


def _drop(path: Path, old: Path) -> None:
    if old.is_file() and path.is_file() and old.samefile(path):
        old.unlink()  # only a second name of what is still in use
    shred(old)
