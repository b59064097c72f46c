"""What came to a bureau sealed, as plain files for its archive: a folder a visit or copy, nothing replaced.

A folder is made aside and takes its place when all of it is written and read back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.common.errors import EnvironmentTrouble
from app.common.files import file_sha256
from app.exchange.placement import place, sync_folder
from app.exchange.trouble import writing
from app.services.store.file_names import disk_name, fitting
from app.services.store.files import UNSAFE, unfinished_folder

NAMELESS = "考核"


@dataclass(frozen=True, slots=True)
class PlainFile:
    """One file to write. folders, name: as they are wanted, made safe when they are written.

    pieces: its content, read when it is written.
    """

    folders: tuple[str, ...]
    name: str
    pieces: Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class PlainFolder:
    """What one package comes to. name: as wanted. wanting: names of files that are told of and not there."""

    name: str
    files: tuple[PlainFile, ...]
    wanting: tuple[str, ...] = ()


def whole(data: bytes) -> Callable[[], Iterable[bytes]]:
    """A content that is in memory already."""
    return lambda: (data,)


def write_folder(out: Path, folder: PlainFolder) -> tuple[Path, ...]:
    """Write a folder of its own below ``out``; where its files are. Raises EnvironmentTrouble.

    Beside a folder of that name it gets a number. Raises what the contents do; then nothing is left behind.
    """
    with writing():
        out.mkdir(parents=True, exist_ok=True)
    with unfinished_folder(out) as room:
        made = room / "whole"
        written = [_written(made, each) for each in folder.files]
        with writing():
            made.mkdir(exist_ok=True)
            target = _free(out, safe_part(folder.name))
            made.rename(target)
            sync_folder(out)
    return tuple(target / path.relative_to(made) for path in written)


def safe_part(text: str) -> str:
    """A text as one part of a path that every system takes."""
    plain = UNSAFE.sub("-", text).replace(".", "_").strip(" -_")  # what follows a dot is no ending here
    return disk_name(plain) if plain else NAMELESS


def _written(made: Path, file: PlainFile) -> Path:
    folder = made.joinpath(*map(safe_part, file.folders))
    with writing():
        folder.mkdir(parents=True, exist_ok=True)
    path = _free(folder, disk_name(UNSAFE.sub("-", file.name)))
    running = hashlib.sha256()

    def write(target: IO[bytes]) -> None:
        for piece in file.pieces():
            running.update(piece)
            target.write(piece)

    place(path, write, lambda there: _must_be(there, path.name, running.hexdigest()))
    return path


def _must_be(written: Path, name: str, sha256: str) -> None:
    if file_sha256(written) != sha256:
        raise EnvironmentTrouble(
            f"{name} 写入后读回的内容不一致，没有存出。",
            safe="数据库和来件没有变化。",
            advice="请换一个存储设备再存一次。",
            code="XP-4601",
        )


def _free(folder: Path, name: str) -> Path:
    """A place in the folder where nothing lies, in whatever case: the name, or the name with a number."""
    with writing():
        taken = {each.name.casefold() for each in folder.iterdir()}
    return next(folder / each for each in _names(name) if each.casefold() not in taken)


def _names(name: str) -> Iterator[str]:
    yield name
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in range(2, 1_000_000):
        yield fitting(stem, f"（{number}）{suffix}")
