"""A content of evidence as it is kept, read piece by piece and proven on the way, never plain on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from app.common.errors import EnvironmentTrouble
from app.common.files import CHUNK
from app.models.trouble import told

if TYPE_CHECKING:
    from app.signing.chunked import ContentKey


@dataclass(frozen=True, slots=True)
class StoredContent:
    """Where a content is kept, and its key; None for one that an earlier version has kept plain.

    another: finds the key of a file that has taken the place of the one first met: it may be encrypted, or
    under a new key, between two looks.
    """

    sha256: str
    path: Path
    key: ContentKey | None = field(repr=False)
    another: Callable[[str], ContentKey | None] = field(default=lambda _: None, repr=False, compare=False)

    def pieces(self) -> Iterator[bytes]:
        """The plain content in pieces of at most a mebibyte.

        Raises EnvironmentTrouble where it is lost or was changed, perhaps only at the end.
        """
        from app.signing.chunked import BrokenContentError

        running = hashlib.sha256()
        try:
            with told(), _present(self.path) as stream:
                for piece in self._plain(stream):
                    running.update(piece)
                    yield piece
        except BrokenContentError:
            raise lost() from None
        if running.hexdigest() != self.sha256:
            raise lost()

    def head(self, size: int) -> bytes:
        """How the plain content begins: at most ``size`` bytes, and a mebibyte. Raises as ``pieces``."""
        return next(self.pieces(), b"")[:size]

    def _plain(self, stream: IO[bytes]) -> Iterator[bytes]:
        from app.signing.chunked import HEADER, key_id_of, unsealed

        key_id = key_id_of(stream.read(HEADER))
        stream.seek(0)
        here = None if self.key is None else self.key.id
        key = self.key if key_id == here or key_id is None else self.another(key_id)
        if key is not None:
            yield from unsealed(stream, key)
            return
        while chunk := stream.read(CHUNK):
            yield chunk


def first_bytes(path: Path, size: int) -> bytes:
    """How a kept file begins. Raises EnvironmentTrouble where it is not there."""
    with told(), _present(path) as stream:
        return stream.read(size)


def _present(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except (FileNotFoundError, IsADirectoryError):
        raise lost() from None


def lost() -> EnvironmentTrouble:
    """A content that is not there, or not what it was."""
    return EnvironmentTrouble(
        "一份佐证材料已丢失或损坏。",
        safe="填写的内容不受影响。",
        advice="请重新附上原文件，或从备份恢复数据文件夹。",
        code="XP-6103",
    )
