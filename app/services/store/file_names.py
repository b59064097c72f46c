"""Names of attached files: made plain, and what they tell of the kind of file."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from app.common.words import say

MAX_NAME = 120
MOST_NAME_BYTES = 240  # most systems take 255, a Chinese character has three, a copy's "(1)" some more
KIB = 1024
NAMELESS = "佐证材料"
_NOT_ON_WINDOWS = frozenset('<>:"/\\|?*')
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)

UNKNOWN = "application/octet-stream"
MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jfif": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".heif": "image/heic",
    ".avif": "image/avif",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".wps": "application/vnd.ms-works",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
}


def plain_name(name: str) -> str:
    """A name without folders, control and direction-changing characters, short enough for any disk."""
    readable = name.encode("utf-8", "replace").decode()
    kept = "".join(sign for sign in readable if unicodedata.category(sign) not in ("Cc", "Cf"))
    stem, suffix = Path(kept).stem, Path(kept).suffix[:16]
    return stem[: MAX_NAME - len(suffix)] + suffix or NAMELESS


def disk_name(name: str) -> str:
    """A plain name that every system takes as a file's name, its ending kept."""
    plain = "".join("_" if sign in _NOT_ON_WINDOWS else sign for sign in plain_name(name)).strip(". ")
    stem = Path(plain).stem.split(".")[0].strip().lower()
    plain = fitting(Path(plain).stem, Path(plain).suffix)
    return f"_{plain}" if not plain or stem in _DEVICES else plain


def fitting(stem: str, rest: str) -> str:
    """``stem`` and ``rest`` as one name that every file system takes, the stem cut where it must be."""
    room = MOST_NAME_BYTES - len(rest.encode())
    return stem.encode()[: max(room, 0)].decode(errors="ignore").rstrip(" .") + rest


def media_type(name: str) -> str:
    """A media type by the name's ending, the same on every machine."""
    return MEDIA_TYPES.get(Path(name).suffix.lower(), UNKNOWN)


def is_document(name: str) -> bool:
    """Whether a file of this name can be handed to other programs: nothing that could run by itself."""
    return Path(disk_name(name)).suffix.lower() in MEDIA_TYPES


def lent_name(name: str, kind: str) -> str:
    """A name by which other programs know what the file is: its own, or with the ending of its content.

    kind: a media type. Empty for what may run by itself, or is nothing that is known.
    """
    if is_document(name):
        return disk_name(name)
    ending = next((each for each, known in MEDIA_TYPES.items() if known == kind), "")
    return disk_name(f"{name}{ending}") if ending and not kind.startswith("text/") else ""


def size_words(size: int) -> str:
    """A file's size for reading: ``340 KB``, ``2.4 MB``."""
    if size < KIB:
        return say("{size} 字节", size=size)
    if size < KIB * KIB:
        return f"{size // KIB} KB"
    tenths = size * 10 // (KIB * KIB)
    return f"{tenths // 10}.{tenths % 10} MB"
