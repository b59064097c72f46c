"""Sealing with age: only the named recipients can open. Streams, so that evidence never fills the memory."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import IO

import pyrage  # type: ignore[import-untyped]  # the wheel brings no types; this module is its one importer

from app.common.errors import Refusal

MAGIC = b"age-encryption.org/v1\n"
MAX_HEADER_BYTES = 64 * 1024
MAX_STANZAS = 64


def is_sealed(head: bytes) -> bool:
    """Whether a file that begins with these bytes is sealed."""
    return head.startswith(MAGIC)


def new_identity() -> str:
    """A fresh age identity, ``AGE-SECRET-KEY-1…``."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public recipient, ``age1…``, of an identity. Raises ValueError."""
    try:
        return str(pyrage.x25519.Identity.from_str(identity).to_public())
    except pyrage.IdentityError as error:
        raise ValueError(str(error)) from None


def seal(data: bytes, recipients: Sequence[str]) -> bytes:
    """The data sealed for age recipients (``age1…``)."""
    target = io.BytesIO()
    seal_stream(io.BytesIO(data), target, recipients)
    return target.getvalue()


def unseal(data: bytes, identities: Sequence[str]) -> bytes:
    """The data under a seal, opened with any of the age identities. Raises Refusal."""
    target = io.BytesIO()
    unseal_stream(io.BytesIO(data), target, identities)
    return target.getvalue()


def seal_stream(source: IO[bytes], target: IO[bytes], recipients: Iterable[str]) -> None:
    """Seal everything from ``source`` into ``target``, once for each recipient. Raises Refusal, OSError."""
    keys = [_recipient(text) for text in sorted(set(recipients))]
    if not keys or len(keys) > MAX_STANZAS:
        raise Refusal.because("没有可以加密的收件人，或收件人过多，文件未写出。", code="XP-3103")
    ends = _Watched(source), _Watched(target)
    try:
        pyrage.encrypt_io(*ends, keys)
    except pyrage.EncryptError:
        _raise_from(*ends)
        raise


def unseal_stream(source: IO[bytes], target: IO[bytes], identities: Sequence[str]) -> None:
    """Open everything from ``source`` into ``target``. Raises Refusal.

    Nothing in ``target`` may be used unless this returns: age proves each piece as it goes and the end last.
    """
    _check_header(source)
    keys = [_identity(text) for text in identities]
    if not keys:
        raise _not_for_us()
    ends = _Watched(source), _Watched(target)
    try:
        pyrage.decrypt_io(*ends, keys)
    except pyrage.DecryptError as error:
        _raise_from(*ends)
        raise (_not_for_us() if "No matching keys" in str(error) else _damaged()) from None
    except OSError as error:
        if error.errno is not None:  # a real fault of the disk: rage's own have no number
            raise
        raise _damaged() from None


class _Watched:
    """A stream that remembers what the disk did to it: rage tells of that in words of its own."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.trouble: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except OSError as error:
            self.trouble = error
            raise

    def write(self, data: bytes) -> int:
        try:
            return self._stream.write(data)
        except OSError as error:
            self.trouble = error
            raise

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self.trouble = error
            raise


def _raise_from(*ends: _Watched) -> None:
    """Raise the disk's own trouble, if there was one."""
    for end in ends:
        if end.trouble is not None:
            raise end.trouble from None


def _check_header(source: IO[bytes]) -> None:
    """A header of a million stanzas would keep the program busy for minutes: bound it first."""
    start = source.tell()
    head = source.read(MAX_HEADER_BYTES)
    source.seek(start)
    end = head.find(b"\n--- ")
    if not is_sealed(head) or end < 0 or head.count(b"\n-> ", 0, end) > MAX_STANZAS:
        raise _damaged()


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise Refusal.because(
            "收件人的加密公钥有误，文件未写出；请重新取得对方的登记文件。", code="XP-3103"
        ) from None


def _identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise Refusal.because("本机的解密密钥已损坏；请从备份恢复密钥后重试。", code="XP-3104") from None


def _not_for_us() -> Refusal:
    return Refusal.because(
        "这份文件不是发给您的，无法打开；本机数据没有变化。请切换到收件人，或请对方重新导出并选上您。",
        code="XP-3101",
    )


def _damaged() -> Refusal:
    return Refusal.because(
        "加密文件已损坏或被改动，未予采用；本机数据没有变化。请从原处重新拷贝一份。", code="XP-3102"
    )
