"""Files of evidence: kept under their digest, each content once, verified whenever it is read.

``prepare`` may run beside the window: it copies and hashes, and touches no table.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from app.common.clock import Clock, stamp
from app.common.errors import EnvironmentTrouble, Refusal
from app.common.files import CHUNK, file_sha256
from app.common.ids import new_id
from app.models import tables
from app.models.disk import sync_folder
from app.models.trouble import told
from app.services.site import Attachment, Prepared
from app.services.unit_of_work import Store, Unit

MAX_FILE_BYTES = 512 * 1024 * 1024
MAX_NAME = 120
INCOMING = ".incoming"

MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
    ".heic": "image/heic",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".pdf": "application/pdf",
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


class EvidenceFiles:
    """The evidence folder of one data folder, and the rows that say what is in it."""

    def __init__(self, folder: Path, store: Store, clock: Clock) -> None:
        self._folder = folder
        self._store = store
        self._clock = clock

    def prepare(self, source: Path) -> Prepared:
        """Copy a file in, durably; nothing is entered. Raises Refusal or EnvironmentTrouble."""
        if not source.is_file():
            raise Refusal.because("找不到这个文件，或它不是普通文件，没有附上。", code="XP-6101")
        with told(), source.open("rb") as stream:
            return self._taken(stream, _plain_name(source.name))

    def take_bytes(self, data: BinaryIO, name: str) -> Prepared:
        """Like ``prepare`` for an open stream: a pasted picture, a member of a package."""
        with told():
            return self._taken(data, _plain_name(name))

    def enter(self, unit: Unit, visit_id: str, file: Prepared, *, personal: bool) -> None:
        """Note in the unit that the visit has this file; personal stays once it was said."""
        held = unit.first(tables.evidence, sha256=file.sha256, visit_id=visit_id)
        if held is None:
            unit.add(
                tables.evidence,
                sha256=file.sha256,
                visit_id=visit_id,
                size=file.size,
                name=file.name,
                media_type=file.media_type,
                personal=personal,
                added_at=stamp(self._clock.now()),
            )
        elif personal and not held["personal"]:
            unit.change(tables.evidence, {"sha256": file.sha256, "visit_id": visit_id}, personal=True)

    def of_visit(self, visit_id: str) -> tuple[Attachment, ...]:
        """Every file that the visit has ever had attached."""
        with self._store.look() as view:
            rows = view.find(tables.evidence, visit_id=visit_id, order=("added_at", "sha256"))
        return tuple(
            Attachment(row["sha256"], row["name"], row["size"], row["media_type"], row["personal"])
            for row in rows
        )

    def path(self, sha256: str) -> Path:
        """Where a content is kept. Not verified: for showing alone."""
        return self._folder / sha256[:2] / sha256

    def verified(self, sha256: str) -> Path:
        """Where a content is kept, its digest checked. Raises EnvironmentTrouble."""
        path = self.path(sha256)
        with told():
            if path.is_file() and file_sha256(path) == sha256:
                return path
        raise EnvironmentTrouble(
            "一份佐证材料已丢失或损坏。",
            safe="评分不受影响。",
            advice="请重新附上原文件，或从备份恢复数据文件夹。",
            code="XP-6103",
        )

    def read(self, sha256: str) -> bytes:
        """A content, verified. Raises EnvironmentTrouble."""
        with told():
            return self.verified(sha256).read_bytes()

    def sweep(self) -> None:
        """Drop copies that a killed program left unfinished. Only at the start: no copy is under way."""
        with told():
            for left in (self._folder / INCOMING).glob("*"):
                left.unlink(missing_ok=True)

    def _taken(self, stream: BinaryIO, name: str) -> Prepared:
        incoming = self._folder / INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        copy = incoming / new_id()
        try:
            digest, size = _copied(stream, copy)
            path = self._settled(copy, digest)
        finally:
            with suppress(FileNotFoundError):
                copy.unlink()
        return Prepared(digest, name, size, media_type(name), path)

    def _settled(self, copy: Path, digest: str) -> Path:
        path = self.path(digest)
        if path.is_file() and file_sha256(path) == digest:
            return path
        path.parent.mkdir(exist_ok=True)
        copy.replace(path)
        sync_folder(path.parent)
        sync_folder(path.parent.parent)
        return path


def _copied(stream: BinaryIO, copy: Path) -> tuple[str, int]:
    running, size = hashlib.sha256(), 0
    with copy.open("xb") as target:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > MAX_FILE_BYTES:
                limit = MAX_FILE_BYTES // (1024 * 1024)
                raise Refusal.because(f"文件超过 {limit} MiB，没有附上。请压缩或截取后再附。", code="XP-6102")
            running.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    if size == 0:
        raise Refusal.because("文件是空的，没有附上。请检查原文件。", code="XP-6102")
    return running.hexdigest(), size


def _plain_name(name: str) -> str:
    readable = name.encode("utf-8", "replace").decode()
    kept = "".join(sign for sign in readable if unicodedata.category(sign) not in ("Cc", "Cf"))
    stem, suffix = Path(kept).stem, Path(kept).suffix[:16]
    return stem[: MAX_NAME - len(suffix)] + suffix or "佐证材料"


def media_type(name: str) -> str:
    """A media type by the name's ending, the same on every machine."""
    return MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
