"""The members of a verified package, read where they lie so that evidence never fills the memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO

from app.common.errors import Refusal
from app.common.files import Readable
from app.exchange.container import ContainerEntry, member_chunks, read_member
from app.exchange.trouble import reading


class Members(Mapping[str, bytes]):
    """Member name to content. ``members[name]`` loads a member whole; ``chunks`` streams it."""

    def __init__(self, stream: IO[bytes], entries: Sequence[ContainerEntry]) -> None:
        self._stream = stream
        self._entries = {entry.name: entry for entry in entries}

    def __getitem__(self, name: str) -> bytes:
        with reading():
            return read_member(self._stream, self._entries[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def size(self, name: str) -> int:
        """Bytes of a member. Raises KeyError."""
        return self._entries[name].size

    def sha256(self, name: str) -> str:
        """The proven digest of a member. Raises KeyError."""
        return self._entries[name].sha256

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member in pieces of at most a mebibyte. Raises KeyError."""
        with reading():
            yield from member_chunks(self._stream, self._entries[name])

    def reader(self, name: str) -> Readable:
        """A member to read from its beginning, once. Raises KeyError."""
        return _Reader(member_chunks(self._stream, self._entries[name]))

    def copy(self, name: str, target: IO[bytes]) -> None:
        """Write a member to ``target``. Raises KeyError, OSError."""
        for chunk in self.chunks(name):
            target.write(chunk)

    def text(self, name: str, limit: int) -> bytes:
        """A member that must be there and at most ``limit`` bytes. Raises Refusal."""
        if name not in self._entries:
            raise Refusal.because(
                f"文件里缺少 {name}，未予采用；请对方用最新版本重新导出。", where=name, code="XP-3603"
            )
        if self.size(name) > limit:
            raise Refusal.because(f"文件里的 {name} 过大，未予采用。", where=name, code="XP-3001")
        return self[name]


class _Reader:
    """Chunks as a stream: what was asked for, or less."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._left = chunks, b""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, none at the end. Raises EnvironmentTrouble."""
        if not self._left:
            with reading():
                self._left = next(self._chunks, b"")
        piece, self._left = self._left[:size], self._left[size:]
        return piece
