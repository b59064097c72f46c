"""The one door by which files leave the program: whole in their place, or what was there stays.

A device or a pipe that is given as the place is written to and never replaced.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeVar

from app.common.canon import sha256
from app.common.files import CHUNK, must_not_be_left_over
from app.common.private import let_out
from app.exchange.trouble import writing

MOST_NAME_BYTES = 255
READER_SECONDS = 5.0  # how long a pipe may wait for its reader: a hostile stick's pipe never gets one
Checked = TypeVar("Checked")


def place(
    path: Path,
    write: Callable[[IO[bytes]], None],
    check: Callable[[Path], Checked],
    *,
    private: bool = False,
) -> Checked:
    """Write beside, sync, check, rename; what the check found. Raises EnvironmentTrouble, and what it raises.

    private: for its user alone, as keys are; else with the mode that files usually have there.
    For a device or a pipe the file is made and checked in the temporary folder first, so that nothing
    half-made is poured into it.
    """
    with writing():
        if is_stream(path):
            return _poured(path, write, check)
        must_not_be_left_over(path.parent)
        unfinished = path.with_name(_hidden(path.name))
        try:
            found = _checked(unfinished, write, check, private=private)
            unfinished.replace(path)
            sync_folder(path.parent)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
    return found


def _hidden(name: str) -> str:
    """A name beside the file's own; where there is no room for more, one that stands for it."""
    whole = f".{name}.part"
    return whole if len(os.fsencode(whole)) <= MOST_NAME_BYTES else f".{sha256(os.fsencode(name))[:32]}.part"


def is_stream(path: Path) -> bool:
    """Whether a device or a pipe lies there, or a link to one, or the system's name of an open file."""
    try:
        kind = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)) or _names_open_file(path)


def sync_folder(folder: Path) -> None:
    """Make the rename itself last through a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _names_open_file(path: Path) -> bool:
    """``/dev/stdout`` and the like, which stay what they are wherever they lead."""
    return path.is_symlink() and path.parent.resolve().parts[1:2] in (("dev",), ("proc",))


def _checked(
    unfinished: Path,
    write: Callable[[IO[bytes]], None],
    check: Callable[[Path], Checked],
    *,
    private: bool = True,
) -> Checked:
    unfinished.unlink(missing_ok=True)
    with unfinished.open("xb") as target:  # anew: a link that lies there would lead elsewhere
        if not private:
            let_out(target.fileno())
        write(target)
        target.flush()
        os.fsync(target.fileno())
    return check(unfinished)


def _poured(path: Path, write: Callable[[IO[bytes]], None], check: Callable[[Path], Checked]) -> Checked:
    with tempfile.TemporaryDirectory(prefix="xianping-") as folder:
        finished = Path(folder) / "file"
        found = _checked(finished, write, check)
        with finished.open("rb") as source, _opened(path) as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)
    return found


def _opened(path: Path) -> IO[bytes]:
    """A device or a pipe for writing at its end; a pipe once it has a reader. Raises OSError."""
    until = time.monotonic() + READER_SECONDS
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    while True:
        try:
            handle = os.open(path, flags)
        except OSError as error:
            if error.errno != errno.ENXIO or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            os.set_blocking(handle, True)
            return os.fdopen(handle, "wb")
