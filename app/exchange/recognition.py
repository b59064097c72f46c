"""What a file is to us, by its first bytes: a package under whatever name, a bureau's trust, or nothing.

Names are changed on the way (``.XPTASK``, ``x.xptask(1)``, ``.zip``, ``.bin``); contents are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from app.common.canon import unmarked
from app.common.errors import Refusal
from app.common.files import open_ordinary
from app.exchange.container import MANIFEST
from app.exchange.kinds import KINDS
from app.signing.seals import MAGIC as SEALED

Guise = Literal["package", "trust", ""]
HEAD_BYTES = 16 * 1024
TRUST = "xptrust"
_ZIP, _NAME_AT = b"PK\x03\x04", 30
_TRUST_TYPE = b'"type":"xianping-trust"'
_KIND = re.compile(r"\.(xp[a-z]+)(?![a-z])")
MOST_LOOKS = 24
_PLAIN = frozenset(
    f".{ending}"
    for ending in (
        *("jpg", "jpeg", "png", "heic", "webp", "tif", "tiff", "bmp", "gif", "pdf", "ofd", "txt", "csv"),
        *("doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "mp3", "m4a", "wav", "mp4", "mov"),
    )
)
_FOREIGN = frozenset({"$recycle.bin", "system volume information", "lost+found", "__macosx"})


def guise(path: Path) -> Guise:
    """What a file is by its content; nothing for what cannot be read, or is no ordinary file."""
    try:
        with open_ordinary(path) as stream:
            return guise_of(stream.read(HEAD_BYTES))
    except (OSError, Refusal):
        return ""


def guise_of(head: bytes) -> Guise:
    """The same of the first bytes."""
    named = head[_NAME_AT : _NAME_AT + len(MANIFEST)] == MANIFEST.encode()
    if head.startswith(SEALED) or (head.startswith(_ZIP) and named):
        return "package"
    return "trust" if unmarked(head).startswith(b"{") and _TRUST_TYPE in head else ""


def named_kind(path: Path) -> str:
    """The kind that a name claims, ``xptask`` in ``一组.xptask(1)``; empty for none."""
    found = [kind for kind in _KIND.findall(path.name.lower()) if kind in (*KINDS, TRUST)]
    return found[-1] if found else ""


def is_ours(path: Path) -> bool:
    """Whether a file is for this program to take: its name says so, or its content."""
    return bool(named_kind(path) or guise(path))


def ours_among(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Those of many files that are for this program to take, quickly enough for a drag across the window.

    Photos and papers by their names are not looked into, and of others only the first few.
    """
    looks = iter(range(MOST_LOOKS))

    def ours(path: Path) -> bool:
        if named_kind(path):
            return True
        plain = path.suffix.lower() in _PLAIN
        return not plain and next(looks, None) is not None and bool(guise(path))

    return tuple(path for path in paths if ours(path))


def may_hold(path: Path, kind: str) -> bool:
    """Whether a file may be a package of a kind: it is called so, or it is one and called nothing of ours."""
    named = named_kind(path)
    return named == kind if named else guise(path) == "package"


def files_below(folder: Path) -> Iterator[Path]:
    """The files of a folder and those in it, by name; what systems keep for themselves is passed over.

    Waste baskets, shadows (``._visit.xpsync``) and hidden things are no one's hand-in. Links are not followed
    into other folders.
    """
    try:
        within = sorted(folder.iterdir())
    except OSError:
        return
    for path in within:
        if path.name.startswith(".") or path.name.lower() in _FOREIGN:
            continue
        if path.is_dir() and not named_kind(path):  # a folder that is called like a package is told as none
            if not path.is_symlink():
                yield from files_below(path)
        else:
            yield path
