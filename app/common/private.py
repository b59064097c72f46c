"""What is the user's own is closed to everybody else on the machine, from its first byte.

One rule for the whole process instead of a mode at every place that writes: databases, their logs, evidence,
settings and keys are made for the user alone; only what leaves on purpose is opened again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_OTHERS = 0o077
_usual: list[int] = []


def close_to_others() -> None:
    """From now on this process makes files and folders for its user alone. Systems without modes: nothing."""
    if os.name == "posix" and not _usual:
        _usual.append(os.umask(_OTHERS))


def let_out(handle: int) -> None:
    """Give a file that leaves the program the mode that files usually have here.

    A stick without modes keeps its own.
    """
    if _usual:
        with suppress(OSError):
            os.fchmod(handle, 0o666 & ~_usual[0])


def close_folder(folder: Path) -> None:
    """Close a data folder, and what lies in it, that was made before the program closed them itself."""
    if os.name != "posix":
        return
    for path in (folder, *folder.iterdir()):
        with suppress(OSError):  # somebody else's: not ours to close
            mode = path.stat().st_mode
            if mode & _OTHERS and not path.is_symlink():
                path.chmod(mode & ~_OTHERS)
