"""Large contents under a key of their own: AES-256-GCM, chunk after chunk, each bound to its place (STREAM).

A file is a header (what it is, the key's id, a random prefix) and its chunks. A chunk's nonce is the prefix,
its number and whether it is the last; the header is authenticated with each. So a chunk that was changed,
left out, swapped, repeated or cut off at the end is refused, and no more than two chunks are in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.common.files import CHUNK, Readable

TAG = 16
MAGIC = b"xianping chunked 1\n"
_ID, _PREFIX, _SECRET = 16, 7, 32
HEADER = len(MAGIC) + _ID + _PREFIX


class BrokenContentError(ValueError):
    """Not what was written under this key."""


@dataclass(frozen=True, slots=True)
class ContentKey:
    """The key of one content. id: 32 hex characters, in clear in the file's header; secret: 32 bytes."""

    id: str
    secret: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """A fresh key."""
        return cls(os.urandom(_ID).hex(), os.urandom(_SECRET))


class Sealer:
    """Encrypts one content: write ``header``, then what ``seal`` gives for each chunk in order."""

    def __init__(self, key: ContentKey) -> None:
        self.header = MAGIC + bytes.fromhex(key.id) + os.urandom(_PREFIX)
        self._cipher, self._number = AESGCM(key.secret), 0

    def seal(self, chunk: bytes, *, last: bool) -> bytes:
        """The next chunk encrypted. All but the last have exactly ``CHUNK`` bytes."""
        nonce = _nonce(self.header, self._number, last=last)
        self._number += 1
        return self._cipher.encrypt(nonce, chunk, self.header)


def key_id_of(head: bytes) -> str | None:
    """The id of the key that a file with these first bytes was written under; None for a plain file."""
    whole = len(head) >= HEADER and head.startswith(MAGIC)
    return head[len(MAGIC) : len(MAGIC) + _ID].hex() if whole else None


def unsealed(stream: Readable, key: ContentKey) -> Iterator[bytes]:
    """The plain chunks of a file. Raises BrokenContentError, at the latest at the end; OSError."""
    header = _full(stream, HEADER)
    if key_id_of(header) != key.id:
        raise BrokenContentError("another key's file, or none of ours")
    cipher = AESGCM(key.secret)
    for number, (block, last) in enumerate(with_last(stream, CHUNK + TAG)):
        try:
            yield cipher.decrypt(_nonce(header, number, last=last), block, header)
        except (InvalidTag, ValueError):
            raise BrokenContentError(f"chunk {number}") from None


def with_last(stream: Readable, size: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces of exactly ``size`` bytes, the last one shorter or empty, each with whether it is the last."""
    piece = _full(stream, size)
    while len(piece) == size:
        after = _full(stream, size)
        yield piece, not after
        if not after:
            return
        piece = after
    yield piece, True


def _full(stream: Readable, size: int) -> bytes:
    """``size`` bytes, fewer only at the end: a stream may give what it has in smaller helpings."""
    piece = stream.read(size)
    while piece and len(piece) < size:
        more = stream.read(size - len(piece))
        if not more:
            break
        piece += more
    return piece


def _nonce(header: bytes, number: int, *, last: bool) -> bytes:
    return header[-_PREFIX:] + number.to_bytes(4, "big") + bytes([last])
