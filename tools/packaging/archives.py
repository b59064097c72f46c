"""Archives of a folder that come out the same each time: sorted, everything of one moment and one owner."""

from __future__ import annotations

import gzip
import os
import tarfile
import time
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

EARLIEST = 315_532_800  # 1980, before which a zip knows no time


def files_of(folder: Path) -> Iterator[Path]:
    """Every file and link below a folder, by its name inside."""
    found = [path for path in folder.rglob("*") if path.is_symlink() or path.is_file()]
    yield from sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def date(folder: Path, moment: int) -> None:
    """Give everything in a folder one time."""
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (moment, moment), follow_symlinks=False)


def zip_folder(folder: Path, goal: Path, moment: int) -> None:
    """A zip with the folder's own name before every file inside."""
    stamp = time.gmtime(max(moment, EARLIEST))[:6]
    with zipfile.ZipFile(goal, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in files_of(folder):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100755 if os.access(path, os.X_OK) else 0o100644) << 16
            packed.writestr(entry, path.read_bytes())


def tar_folder(folder: Path, goal: Path, moment: int) -> None:
    """A compressed tar of the same, which keeps links and what may be run."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = moment
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    with (
        goal.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=moment) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w", format=tarfile.GNU_FORMAT) as packed,
    ):
        for path in files_of(folder):
            packed.add(path, f"{folder.name}/{path.relative_to(folder).as_posix()}", filter=plain)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    whole = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            whole.update(block)
    return whole.hexdigest()


def digest_of_folder(folder: Path) -> str:
    """One SHA-256 over names and contents of all that is inside."""
    whole = sha256()
    for path in files_of(folder):
        content = f"-> {path.readlink()}" if path.is_symlink() else digest(path)
        whole.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return whole.hexdigest()
